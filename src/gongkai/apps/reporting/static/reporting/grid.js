// The table of figures by keyboard: arrows go from figure to figure, what is copied in a spreadsheet can be pasted onto one.
// Without it every figure is a link and the block is pasted into the field below the table.

(() => {
  const place = (link) => { const r = link.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; };
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function neighbour(link, [dx, dy]) {
    const [x, y] = place(link);
    let best = null, least = Infinity;
    for (const other of document.querySelectorAll(".gk-t3 td > a")) {
      if (other === link) continue;
      const [ox, oy] = place(other);
      const along = dx ? (ox - x) * dx : (oy - y) * dy;
      const off = dx ? Math.abs(oy - y) : Math.abs(ox - x);
      const far = along + off * 10;
      if (along > 4 && far < least) { best = other; least = far; }
    }
    return best;
  }

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest && event.target.closest(".gk-t3 td > a");
    if (!link || !steps[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = neighbour(link, steps[event.key]);
    if (next) { event.preventDefault(); next.focus(); }
  });

  document.addEventListener("paste", (event) => {
    const link = document.activeElement && document.activeElement.closest(".gk-t3 td > a");
    const form = document.querySelector("#paste");
    if (!link || !form || !event.clipboardData) return;
    event.preventDefault();
    form.closest("details").open = true;
    form.elements.block.value = event.clipboardData.getData("text/plain");
    form.elements.start.value = link.id.slice(2);
    form.querySelector("button[type=submit]").focus();
  });
})();
