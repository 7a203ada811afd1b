"""The cells of a list as markup, written by hand: a page has hundreds of them, and a template drawn for each was half its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.safestring import SafeString

from gongkai.desk.templatetags.staff import cnshort, late_class, plain

if TYPE_CHECKING:
    from gongkai.desk.listing import Column


class Pen:
    """Draws the cells of one page; each kind of lamp is drawn once."""

    def __init__(self) -> None:
        self._lamps: dict[str, str] = {}

    def lamp(self, state: str) -> str:
        """The lamp of a clock."""
        if state not in self._lamps:
            self._lamps[state] = render_to_string("staff/_lamp.html", {"state": state})
        return self._lamps[state]


@dataclass(frozen=True)
class Cell:
    """What stands in one cell, and how it is drawn."""

    column: Column
    value: Any
    url: str = ""
    mark: str = ""
    note: Any = ""
    pen: Pen = field(default_factory=Pen, repr=False)

    @property
    def html(self) -> SafeString:
        """`<td>` or, for what the row is called by, `<th>`, with all that stands in it."""
        inside = self._inside()
        if self.mark:
            inside += f' <b class="gk-strong">{_safe(self.mark)}</b>'
        if self.note:
            inside += f'<p class="gk-small">{_shown(self.note)}</p>'
        if self.column.head:
            return SafeString(f'<th scope="row" class="is-frozen">{inside}</th>')
        place = ("gk-r" if self.column.right else "") + (" gk-wide" if self.column.wide else "")
        return SafeString(f'<td class="{place}" data-head="{_safe(self.column.title)}">{inside}</td>')

    def _inside(self) -> str:
        value = self.value
        if self.column.lamp and getattr(value, "lamp", None):
            return (
                f'{self.pen.lamp(value.lamp.state)} <span class="{late_class(value.lamp.state)}">'
                f'{_safe(value.lamp.words)}</span> <span class="gk-small">{cnshort(value.deadline.due_on)}</span>'
            )
        if isinstance(value, list):  # one below the other
            return "".join(f"<p>{_safe(line)}</p>" for line in value) or "—"
        if self.url:
            return f'<a href="{_safe(self.url)}" title="{_safe(value)}">{_shown(value)}</a>'
        return _shown(value) if value or not self.mark else ""


def body(rows: Iterable[tuple[Any, Sequence[Cell]]], *, ticked: bool) -> SafeString:
    """The rows of a page. ticked: each begins with a box, by which acts on many are told which."""
    return SafeString("\n".join(_row(row, cells, ticked) for row, cells in rows))


def _row(row: Any, cells: Sequence[Cell], ticked: bool) -> str:
    drawn = "".join(cell.html for cell in cells)
    if not ticked:
        return f"<tr>{drawn}</tr>"
    name = f"选中 {_safe(cells[0].value)}"
    box = f'<input type="checkbox" name="ids" value="{row.pk}" aria-label="{name}">'
    return f'<tr><td class="is-tick">{box}</td>{drawn}</tr>'


def options(pairs: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """What may be picked in a filter."""
    return SafeString(
        "".join(
            f'<option value="{_safe(value)}"{" selected" if value == chosen else ""}>{_safe(name)}</option>'
            for value, name in pairs
        )
    )


def _shown(value: Any) -> str:
    return _safe(plain(value))


def _safe(value: Any) -> str:
    """As a template would write it: what is marked as markup stands as it is."""
    if isinstance(value, str):
        return value if isinstance(value, SafeString) else escape(value)
    return escape(str(localize(value)))
