/* Suggestions below a search box, loaded when somebody first enters it. Without script the box works as it stands.
   What is typed goes to this site alone and is kept nowhere. */
const WAIT = 180;
let boxes = 0;

export const attach = (input) => {
  const form = input.form;
  const list = document.createElement("ul");
  const told = document.createElement("p");
  const known = new Map();
  let at = -1;
  let asked = 0;
  let timer = 0;

  list.id = `suggestions-${++boxes}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "猜您想找");
  list.hidden = true;
  told.className = "for-screen-readers";
  told.setAttribute("role", "status");
  form.append(list, told);
  input.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }

  const mark = (to) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = to;
    const option = list.children[at];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const close = () => {
    clearTimeout(timer);
    asked++;
    mark(-1);
    list.hidden = true;
    told.textContent = "";
    input.setAttribute("aria-expanded", "false");
  };
  const part = (name, words) => {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = words;
    return span;
  };
  const address = (href) => (form.elements.elder ? `${href}${href.includes("?") ? "&" : "?"}elder=1` : href);
  const show = (items) => {
    mark(-1);
    list.replaceChildren(...items.map((item, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = address(item.href);
      option.append(part("suggestion-kind", item.kind), part("suggestion-words", item.words));
      if (item.note) option.append(part("suggestion-note", item.note));
      return option;
    }));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = items.length ? `有 ${items.length} 条可能是您要的，按上下键选` : "";
  };
  const ask = async () => {
    const words = input.value.trim();
    const turn = ++asked;
    if (!words) {
      close();
      return;
    }
    let items = known.get(words);
    if (!items) {
      try {
        const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: words })}`, { credentials: "omit" });
        items = answer.ok ? (await answer.json()).items : [];
        if (answer.ok) known.set(words, items);
      } catch {
        items = []; // no line: the box works without
      }
    }
    if (turn === asked && document.activeElement === input) show(items);
  };

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const many = list.children.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? (at + 2) % (many + 1) - 1 : (at + many + 1) % (many + 1) - 1);
    } else if (event.key === "ArrowDown" && input.value.trim()) {
      event.preventDefault();
      ask();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.href = list.children[at].dataset.href;
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the words stay; a second time empties the box as always
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus until the click is done
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.href;
  });
  if (input.value.trim() && input.value !== input.defaultValue) ask();
};
