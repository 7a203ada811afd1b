// Acts on tables as they are seen: every act works on the grid of columns and rows, not on the order of cells in a row.
// A cell that spans several columns or rows stands in the grid at each place it covers.

const gkGrid = (() => {
  function layout(table) {
    const rows = [...table.rows];
    const ends = rows.map((row, r) => {
      let end = r;
      while (rows[end + 1] && rows[end + 1].parentElement === row.parentElement) end += 1;
      return end;
    });
    const grid = rows.map(() => []);
    rows.forEach((row, r) => {
      let c = 0;
      for (const cell of row.cells) {
        while (grid[r][c]) c += 1;
        const high = Math.min(cell.rowSpan || Infinity, ends[r] - r + 1);
        let wide = 1;
        while (wide < cell.colSpan && !grid[r][c + wide]) wide += 1;
        const place = { cell, top: r, left: c, high, wide };
        for (let i = 0; i < high; i += 1) for (let j = 0; j < wide; j += 1) grid[r + i][c + j] = place;
        c += wide;
      }
    });
    return { rows, grid, width: Math.max(0, ...grid.map((line) => line.length)) };
  }

  function placeOf({ grid }, cell) {
    for (const line of grid) for (const place of line) if (place && place.cell === cell) return place;
    return null;
  }

  function emptyCell(like) {
    const cell = document.createElement(like ? like.localName : "td");
    if (cell.localName === "th") cell.setAttribute("scope", like.getAttribute("scope") || "col");
    cell.append(document.createElement("br"));
    return cell;
  }

  function span(cell, name, value) {
    if (value > 1) cell.setAttribute(name, value); else cell.removeAttribute(name);
  }

  // The first cell of row r that begins at or after column c: new cells are put before it.
  function following({ rows, grid }, r, c) {
    return [...rows[r].cells].find((cell) => grid[r].some((p, at) => p && p.cell === cell && p.top === r && at >= c && p.left >= c)) || null;
  }

  // Spans as wide and high as they are drawn, and no row shorter than the others.
  function tidy(table) {
    for (const row of [...table.rows]) {
      if (row.cells.length) continue;
      const now = layout(table);
      const r = now.rows.indexOf(row);
      for (const place of new Set(now.grid[r].filter(Boolean))) span(place.cell, "rowspan", place.high - 1);
      row.remove();
    }
    for (const part of [...table.tBodies, table.tHead, table.tFoot]) if (part && !part.rows.length) part.remove();
    if (!table.rows.length) { table.remove(); return; }
    const now = layout(table);
    for (const place of new Set(now.grid.flat().filter(Boolean))) {
      span(place.cell, "rowspan", place.high);
      span(place.cell, "colspan", place.wide);
    }
    now.rows.forEach((row, r) => {
      for (let c = 0; c < now.width; c += 1) if (!now.grid[r][c]) row.insertBefore(emptyCell(row.cells[0]), following(now, r, c));
    });
  }

  function rowBelow(cell) {
    const table = cell.closest("table");
    tidy(table);
    const now = layout(table);
    const own = placeOf(now, cell);
    const above = own.top + own.high - 1;
    const inHead = table.tHead && table.tHead.contains(cell) && table.tBodies[0];
    const row = now.rows[above].cloneNode(false);
    for (let c = 0; c < now.width;) {
      const place = now.grid[above][c];
      if (!inHead && place.top + place.high - 1 > above) {
        span(place.cell, "rowspan", place.high + 1);
      } else {
        const side = place.cell.localName === "th" && place.cell.getAttribute("scope") === "row";
        const made = emptyCell(side ? place.cell : null);
        span(made, "colspan", place.wide);
        row.append(made);
      }
      c = place.left + place.wide;
    }
    if (inHead) table.tBodies[0].prepend(row); else now.rows[above].after(row);
    tidy(table);
  }

  function columnRight(cell) {
    const table = cell.closest("table");
    tidy(table);
    const now = layout(table);
    const own = placeOf(now, cell);
    const at = own.left + own.wide;
    const widened = new Set();
    now.rows.forEach((row, r) => {
      const left = now.grid[r][at - 1];
      if (left === now.grid[r][at]) {
        if (!widened.has(left)) span(left.cell, "colspan", left.wide + 1);
        widened.add(left);
      } else {
        row.insertBefore(emptyCell(left.cell), following(now, r, at));
      }
    });
    tidy(table);
  }

  function dropRow(cell) {
    const table = cell.closest("table");
    tidy(table);
    const now = layout(table);
    const r = now.rows.indexOf(cell.parentElement);
    for (const place of new Set(now.grid[r])) {
      if (place.high === 1) continue;
      span(place.cell, "rowspan", place.high - 1);
      if (place.top === r) now.rows[r + 1].insertBefore(place.cell, following(now, r + 1, place.left));
    }
    now.rows[r].remove();
    tidy(table);
  }

  function dropColumn(cell) {
    const table = cell.closest("table");
    tidy(table);
    const now = layout(table);
    const at = placeOf(now, cell).left;
    for (const place of new Set(now.grid.map((line) => line[at]))) {
      if (place.wide > 1) span(place.cell, "colspan", place.wide - 1); else place.cell.remove();
    }
    tidy(table);
  }

  // The places between two cells, grown until no cell reaches over the edge; null where they lie in two parts of a table.
  function field(now, one, other) {
    let box = [Math.min(one.top, other.top), Math.min(one.left, other.left), Math.max(one.top + one.high, other.top + other.high), Math.max(one.left + one.wide, other.left + other.wide)];
    for (let grown = true; grown;) {
      grown = false;
      for (let r = box[0]; r < box[2]; r += 1) for (let c = box[1]; c < box[3]; c += 1) {
        const place = now.grid[r][c];
        const next = [Math.min(box[0], place.top), Math.min(box[1], place.left), Math.max(box[2], place.top + place.high), Math.max(box[3], place.left + place.wide)];
        if (next.join() !== box.join()) { box = next; grown = true; }
      }
    }
    const part = now.rows[box[0]].parentElement;
    return now.rows[box[2] - 1].parentElement === part ? box : null;
  }

  // The cells of the selection become one; words stay in their order. Returns why not, or nothing.
  function merge(sheet) {
    const selection = document.getSelection();
    const cellOf = (node) => { const at = node && (node.nodeType === 1 ? node : node.parentElement); return at ? at.closest("td,th") : null; };
    const first = cellOf(selection.anchorNode), last = cellOf(selection.focusNode);
    if (!first || !last || first === last || !sheet.contains(first) || first.closest("table") !== last.closest("table")) return "请先从一格拖到另一格，选中要合并的几格。";
    return mergeCells(first, last);
  }

  function mergeCells(first, last) {
    const table = first.closest("table");
    tidy(table);
    const now = layout(table);
    const box = field(now, placeOf(now, first), placeOf(now, last));
    if (!box) return "表头和表身的格不能合并到一起。";
    const places = new Set();
    for (let r = box[0]; r < box[2]; r += 1) for (let c = box[1]; c < box[3]; c += 1) places.add(now.grid[r][c]);
    const [kept, ...gone] = [...places];
    for (const place of gone) {
      if (place.cell.textContent.trim() || place.cell.querySelector("img,table")) {
        if (kept.cell.textContent.trim()) kept.cell.append(document.createElement("br"));
        else if (!kept.cell.querySelector("img,table")) kept.cell.replaceChildren();
        kept.cell.append(...place.cell.childNodes);
      }
      place.cell.remove();
    }
    span(kept.cell, "colspan", box[3] - box[1]);
    span(kept.cell, "rowspan", box[2] - box[0]);
    tidy(table);
    return "";
  }

  function split(cell) {
    const table = cell.closest("table");
    tidy(table);
    const now = layout(table);
    const own = placeOf(now, cell);
    for (let r = own.top + own.high - 1; r >= own.top; r -= 1) {
      const before = following(now, r, own.left + own.wide);
      for (let c = own.wide - 1; c >= 0; c -= 1) if (r > own.top || c > 0) now.rows[r].insertBefore(emptyCell(cell), before);
    }
    span(cell, "colspan", 1);
    span(cell, "rowspan", 1);
    tidy(table);
  }

  function heading(cell) {
    for (const one of [...cell.parentElement.cells]) {
      const made = document.createElement(one.localName === "th" ? "td" : "th");
      if (made.localName === "th") made.setAttribute("scope", "col");
      span(made, "colspan", one.colSpan);
      span(made, "rowspan", one.rowSpan);
      made.append(...one.childNodes);
      one.replaceWith(made);
    }
  }

  return { layout, tidy, rowBelow, columnRight, dropRow, dropColumn, merge, mergeCells, split, heading };
})();
window.gkGrid = gkGrid;
