// The paper: turns <textarea data-paper> into a sheet one writes on. Keeps tables, headings, numbered items.
// The text area stays the form's field; the server cleans what it gets, so this cleaning is for the eye only.

const KEEP = {
  h2: ["id"], h3: ["id"], h4: ["id"], p: ["class", "id"], br: [], ol: ["class"], ul: ["class"], li: [],
  strong: [], em: [], u: [], sup: [], sub: [], img: ["alt"], blockquote: [], a: ["href", "id"],
  table: ["class", "id"], caption: [], thead: [], tbody: [], tr: [],
  th: ["scope", "colspan", "rowspan"], td: ["colspan", "rowspan"], div: ["class"],
};
const RENAME = { b: "strong", i: "em", h1: "h2", h5: "h4", h6: "h4", center: "p" };
const DROP = new Set(["script", "style", "meta", "link", "title", "head", "iframe", "object", "xml", "o:p", "colgroup"]);
const BLOCK = new Set(["h2", "h3", "h4", "p", "ol", "ul", "table", "blockquote"]);
const PICTURE = /^picture:([0-9a-f-]{36})$/;
const MSO = /^mso|^xl\d|^apple|^ne-|^Mso/;

// A picture is kept as picture:KEY; at: where the sheet finds it, or nothing for the text that is kept. Pictures of other
// pages are never taken over: they are counted, so that the officer is told.
let strangers = 0;

function picture(copy, child, at) {
  const found = PICTURE.exec(child.getAttribute("src") || "");
  const key = found ? found[1] : child.dataset.picture;
  if (!key || !/^[0-9a-f-]{36}$/.test(key)) { strangers += 1; return null; }
  copy.setAttribute("src", at ? `${at}${key}/` : `picture:${key}`);
  if (at) copy.dataset.picture = key;
  copy.setAttribute("alt", child.getAttribute("alt") || "");
  return copy;
}

function cleaned(node, into, at) {
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
      cleaned(child, into, at);
      continue;
    }
    const copy = into.ownerDocument.createElement(name);
    if (name === "img") {
      const made = picture(copy, child, at);
      if (made) into.append(made);
      continue;
    }
    for (const attribute of allowed) {
      const value = child.getAttribute(attribute);
      if (!value) continue;
      if (attribute === "href" && !/^(https?:\/\/|#|\/)/.test(value)) continue;
      if (attribute === "class" && MSO.test(value)) continue;
      copy.setAttribute(attribute, value);
    }
    cleaned(child, copy, at);
    const blank = name === "u" && copy.textContent.length > 1; // a line to be filled in
    const empty = !blank && !copy.textContent.trim() && !copy.querySelector("td,th,br,img,u");
    // a row whose cells all belong to merged cells above is empty and still a row
    if (empty && !["td", "th", "tr", "br"].includes(name)) continue;
    into.append(copy);
  }
  return into;
}

function cleanHtml(html, at) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const inert = document.implementation.createHTMLDocument("");
  return cleaned(page.body, inert.createElement("div"), at).innerHTML;
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
  const at = source.dataset.pictures || "";
  sheet.innerHTML = cleanHtml(source.value, at);
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
    strangers = 0;
    const clean = html ? cleanHtml(html, at) : fromText(data.getData("text/plain"));
    document.execCommand("insertHTML", false, clean);
    if (strangers) note.textContent = `粘贴的内容里有${strangers}幅图片没有带进来，请用“图片”按钮插入。`;
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
  const ask = document.createElement("div");
  ask.className = "paper-ask";
  ask.hidden = true;
  // One line to fill in below the buttons; what was selected in the sheet is selected again before the act.
  function question(words, value, act, longest) {
    const selection = document.getSelection();
    const range = selection.rangeCount && sheet.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
    const label = document.createElement("label");
    const line = document.createElement("input");
    line.value = value;
    line.maxLength = longest;
    label.append(words, line);
    const back = () => {
      ask.hidden = true;
      sheet.focus();
      if (range) { selection.removeAllRanges(); selection.addRange(range); }
    };
    const done = () => { const typed = line.value.trim(); back(); act(typed); soon(); };
    line.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); done(); }
      if (event.key === "Escape") { event.preventDefault(); back(); }
    });
    ask.replaceChildren(label, button("确定", "写好了", done), button("取消", "不写了", back));
    ask.hidden = false;
    line.focus();
  }
  function tellPicture(image) {
    question("图片说明（图上是什么，看不见图的人靠它）", image.alt, (typed) => { image.alt = typed; }, 200);
  }
  function linkAt() {
    const node = document.getSelection().anchorNode;
    const element = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    const link = element ? element.closest("a[href]") : null;
    return link && sheet.contains(link) ? link : null;
  }
  function insertLink() {
    const link = linkAt();
    const selection = document.getSelection();
    if (!link && (selection.isCollapsed || !sheet.contains(selection.anchorNode))) { note.textContent = "请先选中要加链接的文字。"; return; }
    question("链接地址（以 http:// 或 https:// 开头；清空就取消链接）", link ? link.getAttribute("href") : "", (typed) => {
      if (typed && !/^(https?:\/\/|#|\/)/.test(typed)) { note.textContent = "链接没有加上：地址要以 http:// 或 https:// 开头。"; return; }
      if (link && !typed) link.replaceWith(...link.childNodes);
      else if (link) link.setAttribute("href", typed);
      else if (typed) document.execCommand("createLink", false, typed);
    }, 2000);
  }
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = "image/png,image/jpeg";
  chooser.hidden = true;
  chooser.addEventListener("change", async () => {
    const file = chooser.files[0];
    chooser.value = "";
    if (!file) return;
    note.textContent = "正在收图片……";
    const sent = new FormData();
    sent.append("picture", file);
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    let told;
    try {
      const answer = await fetch(`${at}add/`, { method: "POST", body: sent, headers: token ? { "X-CSRFToken": token.value } : {} });
      told = await answer.json();
    } catch { told = { error: "图片没有传上去，请再试一次。" }; }
    note.textContent = told.error || "图片已插入，请写图片说明。";
    if (!told.key) return;
    const holder = document.createElement("p");
    holder.className = "picture";
    const image = document.createElement("img");
    image.src = `${at}${told.key}/`;
    image.dataset.picture = told.key;
    image.alt = "";
    holder.append(image);
    const node = document.getSelection().anchorNode;
    let place = node && sheet.contains(node) ? node : null;
    while (place && place.parentNode !== sheet && place !== sheet) place = place.parentNode;
    if (place && place !== sheet) place.after(holder); else sheet.append(holder);
    soon();
    tellPicture(image);
  });
  sheet.addEventListener("click", (event) => { if (event.target.localName === "img") tellPicture(event.target); });
  const gap = () => document.createElement("i");
  tools.append(
    button("一级标题", "一、二、三、", run("formatBlock", "h2")),
    button("二级标题", "（一）（二）", run("formatBlock", "h3")),
    button("正文", "普通段落", run("formatBlock", "p")),
    gap(),
    button("加粗", "加粗（Ctrl+B）", run("bold")),
    button("下划线", "下划线（Ctrl+U）", run("underline")),
    button("上标", "上标", run("superscript")),
    button("编号", "编号列表", run("insertOrderedList")),
    button("项目", "项目列表", run("insertUnorderedList")),
    gap(),
    button("链接", "给选中的文字加链接", insertLink),
    ...(at ? [button("图片", "插入 PNG 或 JPG 图片", () => chooser.click())] : []),
    button("插入表格", "插入三列的表格", insertTable),
    button("加一行", "在光标所在行下面加一行", inTable(gkGrid.rowBelow)),
    button("加一列", "在光标所在列右边加一列", inTable(gkGrid.columnRight)),
    button("删一行", "删去光标所在的行", inTable(gkGrid.dropRow)),
    button("删一列", "删去光标所在的列", inTable(gkGrid.dropColumn)),
    button("合并", "把选中的几格合并成一格", () => { const refused = gkGrid.merge(sheet); if (refused) note.textContent = refused; else soon(); }),
    button("拆开", "把合并的格拆开", inTable(gkGrid.split)),
    button("表头", "把光标所在的行设为或取消表头", inTable(gkGrid.heading)),
    gap(),
    button("去格式", "去掉选中文字的格式", run("removeFormat")),
    button("撤销", "撤销（Ctrl+Z）", run("undo")),
    button("重做", "重做", run("redo")),
  );
  const note = document.createElement("p");
  note.className = "paper-note";
  note.setAttribute("role", "status");
  tools.after(ask);
  box.append(chooser, note);
  sheet.addEventListener("keyup", () => { if (note.textContent) note.textContent = ""; });
}

document.querySelectorAll("textarea[data-paper]").forEach(begin);
