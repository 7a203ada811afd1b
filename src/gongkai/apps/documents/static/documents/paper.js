// The paper: turns <textarea data-paper> into a sheet one writes on. Keeps tables, headings, numbered items.
// The text area stays the form's field; the server cleans what it gets, so this cleaning is for the eye only.

const KEEP = {
  h2: ["id"], h3: ["id"], h4: ["id"], p: ["class", "id"], br: [], ol: ["class"], ul: ["class"], li: [],
  strong: [], em: [], sup: [], sub: [], blockquote: [], a: ["href", "id"],
  table: ["class", "id"], caption: [], thead: [], tbody: [], tr: [],
  th: ["scope", "colspan", "rowspan"], td: ["colspan", "rowspan"], div: ["class"],
};
const RENAME = { b: "strong", i: "em", h1: "h2", h5: "h4", h6: "h4", center: "p" };
const DROP = new Set(["script", "style", "meta", "link", "title", "head", "iframe", "object", "img", "xml", "o:p", "colgroup"]);
const BLOCK = new Set(["h2", "h3", "h4", "p", "ol", "ul", "table", "blockquote"]);
const MSO = /^mso|^xl\d|^apple|^ne-|^Mso/;

function cleaned(node, into) {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) {
      into.append(child.data.replace(/[\u200b\ufeff]/g, ""));
      continue;
    }
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    let name = child.localName;
    if (DROP.has(name)) continue;
    name = RENAME[name] || name;
    if (name === "div" && ![...child.children].some((c) => BLOCK.has(RENAME[c.localName] || c.localName) || c.localName === "div")) name = "p";
    if (name === "span" && /vertical-align:\s*super/.test(child.getAttribute("style") || "")) name = "sup";
    const allowed = KEEP[name];
    if (!allowed || (name === "div" && !child.className)) {
      cleaned(child, into);
      continue;
    }
    const copy = document.createElement(name);
    for (const attribute of allowed) {
      const value = child.getAttribute(attribute);
      if (!value) continue;
      if (attribute === "href" && !/^(https?:\/\/|#|\/)/.test(value)) continue;
      if (attribute === "class" && MSO.test(value)) continue;
      copy.setAttribute(attribute, value);
    }
    cleaned(child, copy);
    const empty = !copy.textContent.trim() && !copy.querySelector("td,th,br");
    // a row whose cells all belong to merged cells above is empty and still a row
    if (empty && !["td", "th", "tr", "br"].includes(name)) continue;
    into.append(copy);
  }
  return into;
}

function cleanHtml(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return cleaned(page.body, document.createElement("div")).innerHTML;
}

function fromText(text) {
  const box = document.createElement("div");
  for (const line of text.split(/\r?\n/)) {
    if (!line.trim()) continue;
    const p = document.createElement("p");
    p.textContent = line.trim();
    box.append(p);
  }
  return box.innerHTML;
}

function button(label, title, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.title = title;
  made.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection
  made.addEventListener("click", act);
  return made;
}

function cellAt() {
  const at = document.getSelection().anchorNode;
  const element = at && (at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement);
  return element ? element.closest("td,th") : null;
}

function begin(source) {
  if (source.dataset.paperReady) return;
  source.dataset.paperReady = "1";
  const label = document.querySelector(`label[for="${source.id}"]`);
  const box = document.createElement("div");
  box.className = "paper";
  const tools = document.createElement("div");
  tools.className = "paper-tools";
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", "正文格式");
  const sheet = document.createElement("div");
  sheet.className = "paper-sheet";
  const shut = source.disabled || source.readOnly || document.body.classList.contains("content-locked");
  sheet.contentEditable = shut ? "false" : "true";
  sheet.setAttribute("role", "textbox");
  sheet.setAttribute("aria-multiline", "true");
  sheet.setAttribute("aria-label", label ? label.textContent.trim() : "正文");
  sheet.innerHTML = cleanHtml(source.value);
  if (!sheet.firstChild) sheet.innerHTML = "<p><br></p>";
  source.hidden = true;
  box.append(tools, sheet);
  source.after(box);
  if (label) label.addEventListener("click", () => sheet.focus());

  let waiting = 0;
  function tell() {
    const html = cleanHtml(sheet.innerHTML);
    if (html === source.value) return;
    source.value = html;
    source.dispatchEvent(new Event("input", { bubbles: true }));
    source.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 250);
  }
  sheet.addEventListener("input", soon);
  sheet.addEventListener("blur", tell);
  if (source.form) source.form.addEventListener("submit", tell, true);
  if (sheet.contentEditable === "false") { tools.remove(); return; }

  sheet.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (!data) return;
    event.preventDefault();
    const html = data.getData("text/html");
    const clean = html ? cleanHtml(html) : fromText(data.getData("text/plain"));
    document.execCommand("insertHTML", false, clean);
    soon();
  });
  sheet.addEventListener("drop", (event) => { if (event.dataTransfer && event.dataTransfer.files.length) event.preventDefault(); });

  document.execCommand("defaultParagraphSeparator", false, "p");
  const run = (command, value) => () => { sheet.focus(); document.execCommand("styleWithCSS", false, false); document.execCommand(command, false, value); soon(); };
  const inTable = (act) => () => { const cell = cellAt(); if (cell && sheet.contains(cell)) { act(cell); soon(); } else { note.textContent = "请先把光标放进表格的一格里。"; } };
  const insertTable = () => {
    sheet.focus();
    const row = (cell) => `<tr>${cell.repeat(3)}</tr>`;
    document.execCommand("insertHTML", false, `<table><thead>${row('<th scope="col"><br></th>')}</thead><tbody>${row("<td><br></td>").repeat(2)}</tbody></table><p><br></p>`);
    soon();
  };
  const gap = () => document.createElement("i");
  tools.append(
    button("一级标题", "一、二、三、", run("formatBlock", "h2")),
    button("二级标题", "（一）（二）", run("formatBlock", "h3")),
    button("正文", "普通段落", run("formatBlock", "p")),
    gap(),
    button("加粗", "加粗（Ctrl+B）", run("bold")),
    button("上标", "上标", run("superscript")),
    button("编号", "编号列表", run("insertOrderedList")),
    button("项目", "项目列表", run("insertUnorderedList")),
    gap(),
    button("插入表格", "插入三列的表格", insertTable),
    button("加一行", "在光标所在行下面加一行", inTable(gkGrid.rowBelow)),
    button("加一列", "在光标所在列右边加一列", inTable(gkGrid.columnRight)),
    button("删一行", "删去光标所在的行", inTable(gkGrid.dropRow)),
    button("删一列", "删去光标所在的列", inTable(gkGrid.dropColumn)),
    button("表头", "把光标所在的行设为或取消表头", inTable(gkGrid.heading)),
    gap(),
    button("去格式", "去掉选中文字的格式", run("removeFormat")),
    button("撤销", "撤销（Ctrl+Z）", run("undo")),
    button("重做", "重做", run("redo")),
  );
  const note = document.createElement("p");
  note.className = "paper-note";
  note.setAttribute("role", "status");
  box.append(note);
  sheet.addEventListener("keyup", () => { if (note.textContent) note.textContent = ""; });
}

document.querySelectorAll("textarea[data-paper]").forEach(begin);
