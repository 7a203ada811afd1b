/* The reader's wishes without a cookie: they stay in this browser and never travel. Without script the same links
   work as plain addresses (?elder=1, ?large=1). */
(() => {
  "use strict";
  const root = document.documentElement;
  const modes = { elder: "elder-mode", large: "large-text" };
  const keep = (name, on) => {
    try { on ? localStorage.setItem(name, "1") : localStorage.removeItem(name); } catch { /* private window */ }
  };
  const kept = (name) => {
    try { return localStorage.getItem(name) === "1"; } catch { return false; }
  };
  for (const [name, className] of Object.entries(modes)) {
    if (kept(name)) root.classList.add(className);
  }
  const label = (link) => {
    const on = root.classList.contains(modes[link.dataset.mode]);
    link.textContent = on ? link.dataset.off : link.dataset.on;
  };
  document.addEventListener("DOMContentLoaded", () => {
    const links = document.querySelectorAll("a[data-mode]");
    for (const link of links) {
      label(link);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const on = root.classList.toggle(modes[link.dataset.mode]);
        keep(link.dataset.mode, on);
        for (const other of links) label(other);
      });
    }
    const results = document.querySelector("[data-opened]");
    results?.addEventListener("click", (event) => {
      if (event.target.closest("a")) navigator.sendBeacon?.(results.dataset.opened, results.dataset.words);
    });
    for (const input of document.querySelectorAll("input[data-suggest]")) {
      const begin = () => import(input.dataset.script).then(({ attach }) => attach(input), () => {});
      input.addEventListener("focus", begin, { once: true });
      if (document.activeElement === input) input.dispatchEvent(new Event("focus"));
    }
    for (const button of document.querySelectorAll("button[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
    for (const button of document.querySelectorAll("button[data-copy]")) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "链接已复制";
      });
    }
  });
})();
