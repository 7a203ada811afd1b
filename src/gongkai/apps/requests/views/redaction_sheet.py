"""What the page of a redaction shows: strip of pages, one page with its boxes, what waits, the five stations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from gongkai.apps.deadlines.queries import lamp_of, open_deadline
from gongkai.apps.requests import marks, releasing, vault
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.models import Redaction, State
from gongkai.law import lists

_CHECKS = {
    "text": "两种读法取文字", "stream": "原始字节流", "metadata": "文件属性、目录", "structure": "批注、表单、对象",
    "attachments": "附件", "revisions": "旧版本残留", "hidden": "图层和隐藏对象", "covered": "盖在下面的内容",
    "pixels": "框里的像素", "certificate": "凭证", "elsewhere": "别处同样的内容",
}  # fmt: skip
_PAGE_WIDTH = 620  # of a page as it is drawn; signs on it keep their size on pages of any unit
_NEAR = 30  # pages of the strip before and after the present one


@dataclass(frozen=True)
class Shown:
    """A mark as it is drawn. css: its state; text of its link; where the number stands."""

    mark: marks.Mark
    css: str
    said: str
    wide: float
    high: float
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Sign:
    """A page of the strip: squares of what is hidden and of what waits."""

    page: int
    squares: tuple[tuple[int, str], ...]
    said: str


@dataclass(frozen=True)
class Station:
    """One of the five: name, sign (`y` passed, `n` failed, `w` not yet), lines below."""

    name: str
    sign: str
    lines: tuple[str, ...] = ()
    code: str = ""
    checks: tuple[str, ...] = ()


def context(user: Any, row: Redaction, asked: QueryDict) -> dict[str, Any]:
    """All of it."""
    page = _page(row, asked.get("page", ""))
    mine = marks.counted(row.marks).get(page, [])
    on = asked.get("mark", "")
    judges = not releasing.to_look(user, row)
    view = asked.get("view", "both" if judges else "")
    view = view if view in {"result", "both"} and row.result else ""
    wide, high = row.sizes[page - 1] if row.sizes else (1, 1)
    unit = wide / _PAGE_WIDTH
    clock = open_deadline(row.request, REPLY)
    to_mark = releasing.to_mark(user, row)
    writes = releasing.handles(user, row) and not to_mark
    unseen = releasing.unseen(user, row) if judges else []
    return {
        "case": row.request, "row": row, "name": vault.name_of(row), "page": page, "pages": len(row.sizes), "view": view,
        "wide": wide, "high": high, "unit": unit, "shown": [_shown(mark, on, unit) for mark in mine],
        "asking": [m for m in mine if m["state"] == marks.ASK], "set": [m for m in mine if m["state"] != marks.ASK],
        "open": sum(m["state"] == marks.ASK for m in row.marks), "strip": _strip(row, page), "on": on,
        "hidden": len(marks.boxes_of(row.marks)), "grounds": marks.grounds(), "default": marks.DEFAULT_GROUND,
        "writes": writes, "handles": releasing.handles(user, row), "stations": _stations(row),
        "cannot": releasing.to_make(user, row) if writes else to_mark, "undo": row.past[-1]["said"] if row.past else "",
        "judges": judges, "unseen": unseen, "seen": judges and page not in unseen,
        "reviewing": row.request.state == State.IN_REVIEW,
        "not_release": releasing.to_release(user, row, remembered=True) if row.request.state == State.IN_REVIEW else [],
        "lamp": lamp_of(clock) if clock else None, "points": row.request.points.all(), "making": _making(row),
        "attachable": releasing.handles(user, row) and not releasing.to_begin(user, row.request),
    }  # fmt: skip


def _page(row: Redaction, asked: str) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    if 1 <= number <= len(row.sizes):
        return number
    waiting = marks.counted(row.marks, lambda mark: mark["state"] == marks.ASK) or marks.counted(row.marks)
    return next(iter(waiting), 1)


_STATE_WORDS = {marks.ASK: "提议，待定", marks.HIDE: "遮住", marks.LEAVE: "不用遮"}
_CSS = {marks.ASK: "x-ask", marks.HIDE: "x-box", marks.LEAVE: "x-leave"}


def _shown(mark: marks.Mark, on: str, unit: float) -> Shown:
    half = 4 * unit
    corners = tuple((x - half, y - half) for x in (mark["x0"], mark["x1"]) for y in (mark["y0"], mark["y1"]))
    return Shown(
        mark, f"{_CSS[mark['state']]}{' x-on' if on == str(mark['id']) else ''}",
        f"第{mark['id']}处 {mark['what']}，{_STATE_WORDS[mark['state']]}", round(mark["x1"] - mark["x0"], 2),
        round(mark["y1"] - mark["y0"], 2), corners if on == str(mark["id"]) else (),
    )  # fmt: skip


def _strip(row: Redaction, page: int) -> list[Sign]:
    """The pages near the present one, and all that have a mark."""
    by_page = marks.counted(row.marks, lambda mark: mark["state"] != marks.LEAVE)
    near = {number for number in range(page - _NEAR, page + _NEAR + 1) if 1 <= number <= len(row.sizes)}
    signs = []
    for number in sorted(near | set(by_page)):
        found = by_page.get(number, [])
        set_, asks = (sum(mark["state"] == state for mark in found) for state in (marks.HIDE, marks.ASK))
        squares = tuple((n * 9, "b-set" if n < set_ else "b-ask") for n in range(min(len(found), 5)))
        said = f"第{number}页" + (f"，遮{set_}处" if set_ else "") + (f"，待定{asks}处" if asks else "")
        signs.append(Sign(number, squares, said))
    return signs


def _making(row: Redaction) -> str:
    if row.state == Redaction.State.READING:
        return "正在读原件，找要遮的地方"
    if row.state == Redaction.State.MAKING:
        drawing = not row.total or row.done < row.total - 1
        return "正在逐页遮盖" if drawing else "正在核验成品"
    return ""


def _short(sha256: str) -> str:
    return f"{sha256[:4]} {sha256[4:8]} {sha256[8:12]} … {sha256[-4:]}"


def _stations(row: Redaction) -> list[Station]:
    """原件 · 遮盖 · 成品 · 核验 · 放行."""
    proof = row.certificate or {}
    boxes = len(marks.boxes_of(row.marks))
    asks = sum(mark["state"] == marks.ASK for mark in row.marks)
    grounds: dict[str, int] = {}
    for mark in row.marks:
        if mark["state"] == marks.HIDE:
            label = lists.entry("grounds", mark["ground"]).label.partition("，")[0]
            grounds[label] = grounds.get(label, 0) + 1
    failed = bool(row.findings or (row.attempts and row.attempts[-1]["why"] and not proof))
    found = [
        Station("原件", "y" if row.sizes else "w", (f"{len(row.sizes)}页",), _short(row.original_sha256)),
        Station("遮盖", "w" if asks or not row.sizes else "y", (f"遮{boxes}处，待定{asks}处", *(f"{k} {v}" for k, v in grounds.items()))),
        Station("成品", "y" if proof else "w", (str(proof.get("made_at", ""))[:16].replace("T", " "),) if proof else (),
                _short(proof["output_sha256"]) if proof else ""),
    ]  # fmt: skip
    if proof:
        checks = tuple(_CHECKS.get(one, one) for one in proof["checks"])
        found.append(Station(f"核验{len(checks)}项，都过", "y", (), "", checks))
    else:
        found.append(Station("核验没有过" if failed else "核验", "n" if failed else "w"))
    released = row.state == Redaction.State.RELEASED
    who = f"{row.released_by} 放行" if released else "核验全过，再由审核人逐页看过放行"
    found.append(Station("放行", "y" if released else "w", (who,)))
    return found
