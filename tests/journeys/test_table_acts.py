"""Acts on tables in the editor, in a real browser: on hundreds of merged tables each row of the grid stays equally wide."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai.apps.documents

SCRIPT = Path(gongkai.apps.documents.__file__).parent / "static/documents/grid.js"
SCHEDULE = """<table><thead><tr><th scope="col" colspan="2">时间</th><th scope="col">地点</th></tr></thead><tbody>
<tr><td>上午</td><td>下午</td><td>一楼</td></tr><tr><td rowspan="2">九点</td><td>两点</td><td>二楼</td></tr>
<tr><td>三点</td><td>三楼</td></tr></tbody></table>"""
# A table of random size with random merges, random acts upon it; returns what went wrong.
RANDOM = """(seeds) => {
  const wrong = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    let state = seed * 2654435761 % 4294967296;
    const random = (n) => { state = (state * 1664525 + 1013904223) % 4294967296; return Math.floor(state / 4294967296 * n); };
    const rows = 1 + random(5), columns = 1 + random(5), taken = new Set();
    let html = "";
    const head = rows > 1 && random(2) ? 1 + random(rows - 1) : 0;
    for (let r = 0; r < rows; r += 1) {
      if (r === 0 && head) html += "<thead>";
      if (r === head) html += head ? "</thead><tbody>" : "<tbody>";
      html += "<tr>";
      for (let c = 0; c < columns; c += 1) {
        if (taken.has(r * 9 + c)) continue;
        const last = r < head ? head : rows;
        let wide = 1, high = random(3) ? 1 : 1 + random(last - r);
        while (c + wide < columns && !random(3) && !taken.has(r * 9 + c + wide)) wide += 1;
        for (let j = 0; j < wide; j += 1) for (let i = 0; i < high; i += 1) if (taken.has((r + i) * 9 + c + j)) high = i;
        for (let i = 0; i < high; i += 1) for (let j = 0; j < wide; j += 1) taken.add((r + i) * 9 + c + j);
        html += `<td${wide > 1 ? ` colspan="${wide}"` : ""}${high > 1 ? ` rowspan="${high}"` : ""}>${r}.${c}</td>`;
      }
      html += "</tr>";
    }
    document.body.innerHTML = `<table>${html}</tbody></table>`;
    const acts = ["rowBelow", "columnRight", "dropRow", "dropColumn", "heading"];
    const done = [];
    for (let step = 0; step < 8; step += 1) {
      const table = document.querySelector("table");
      if (!table) break;
      gkGrid.tidy(table); // a row without a cell of its own is no row that anybody sees
      const before = gkGrid.layout(table);
      const cells = [...table.querySelectorAll("td,th")];
      const act = acts[random(acts.length)];
      const texts = cells.map((one) => one.textContent).filter(Boolean);
      done.push(act);
      gkGrid[act](cells[random(cells.length)]);
      if (!table.isConnected) {
        if (!act.startsWith("drop")) wrong.push([seed, done.join(), "gone"]);
        break;
      }
      const after = gkGrid.layout(table);
      const lines = after.grid.map((line) => line.length);
      if (new Set(lines).size !== 1) wrong.push([seed, done.join(), "widths " + lines]);
      if (after.grid.some((line) => [...line].some((place) => !place))) wrong.push([seed, done.join(), "hole"]);
      for (const line of after.grid) for (const place of line) {
        if (place.cell.colSpan !== place.wide || place.cell.rowSpan !== place.high) wrong.push([seed, done.join(), "span"]);
      }
      const kept = [...table.querySelectorAll("td,th")].map((one) => one.textContent).filter(Boolean);
      if (!act.startsWith("drop") && kept.join() !== texts.join()) wrong.push([seed, done.join(), "words"]);
      const grown = { rowBelow: [1, 0], columnRight: [0, 1] }[act];
      if (grown && (after.grid.length - before.grid.length !== grown[0] || after.width - before.width !== grown[1])) {
        wrong.push([seed, done.join(), "size"]);
      }
      if (act === "dropColumn" && before.width - after.width !== 1) wrong.push([seed, done.join(), "column"]);
    }
  }
  return wrong.slice(0, 5);
}"""
SHOWN = (
    "() => gkGrid.layout(document.querySelector('table')).grid.map((l) => l.map((p) => p.cell.textContent))"
)


@pytest.fixture
def table(browser):
    """A page with the schedule; act(name, text) does an act with the cursor in the cell of that text."""
    page = browser.new_page()
    page.set_content(f"<body>{SCHEDULE}</body>")
    page.add_script_tag(path=str(SCRIPT))

    def act(name: str, text: str) -> list[list[str]]:
        page.evaluate(
            "([name, text]) => gkGrid[name]([...document.querySelectorAll('td,th')].find((c) => c.textContent === text))",
            [name, text],
        )
        return page.evaluate(SHOWN)

    act.page = page
    yield act
    page.close()


def test_on_merged_tables_every_row_of_the_grid_stays_equally_wide(table):
    assert table.page.evaluate(RANDOM, 600) == []


def test_a_column_goes_as_it_is_seen(table):
    assert table("dropColumn", "一楼") == [
        ["时间", "时间"],
        ["上午", "下午"],
        ["九点", "两点"],
        ["九点", "三点"],
    ]


def test_a_column_under_a_wide_head_takes_one_column_of_the_head(table):
    assert table("dropColumn", "上午") == [
        ["时间", "地点"],
        ["下午", "一楼"],
        ["两点", "二楼"],
        ["三点", "三楼"],
    ]


def test_a_row_below_a_tall_cell_is_no_wider_than_the_others(table):
    shown = table("rowBelow", "两点")
    assert shown[3] == ["九点", "", ""] and [len(row) for row in shown] == [3] * 5


def test_a_tall_cell_outlives_its_first_row(table):
    assert table("dropRow", "两点")[2] == ["九点", "三点", "三楼"]


def test_a_column_is_added_inside_a_wide_head(table):
    assert table("columnRight", "上午")[:2] == [
        ["时间", "时间", "时间", "地点"],
        ["上午", "", "下午", "一楼"],
    ]
