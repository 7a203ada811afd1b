"""版记: who is sent a copy (抄送) and who printed the document when (印发). It stands below the text and is no part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.gongwen.lines import Line
from gongkai.gongwen.text import close_up

_COPIES = re.compile(r"(?:抄送|抄报|分送)(?:单位|机关)?:(?P<rest>.*)")
_DAY = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年[\d〇一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_PRINTED = re.compile(rf"(?P<by>[\u4e00-\u9fff()“”]{{0,40}}?)(?P<day>{_DAY})(?:印发|印制|印)[。.]?")
_BY = re.compile(r"[\u4e00-\u9fff()]{3,40}")
_MORE_LABELS = re.compile(r"(?:主题词|联系人|联系电话|校对|打字|共印|印数|附件)\s*[:：]?")
_MOST_LINES = 8
_LONGEST = 400


@dataclass(frozen=True)
class Imprint:
    """copies: the bodies as printed, "" where none are named; printed: body and day, “…印发”. lines: where each was read."""

    copies: str = ""
    copies_lines: tuple[Line, ...] = ()
    printed: str = ""
    printed_lines: tuple[Line, ...] = ()


def read_imprint(lines: list[Line], after: int) -> Imprint:
    """The imprint behind the given line. A line of the text that merely speaks of 抄送 has words before it."""
    body = [line for line in lines if line.number >= after and line.tight]
    copies: tuple[Line, ...] = ()
    printed: tuple[Line, ...] = ()
    for index, line in enumerate(body):
        if _COPIES.fullmatch(line.tight) and len(line.tight) <= _LONGEST:
            copies = (line, *_going_on(body[index + 1 :], line))
        elif _PRINTED.fullmatch(line.tight):
            printed = (line,)
            above = body[index - 1] if index else None
            # body and day often stand at the two ends of a line, or in two cells of a row
            if _PRINTED.fullmatch(line.tight)["by"] == "" and above and _beside(above, line):  # type: ignore[index]
                printed = (above, line)
    said = "".join(_words(line) for line in copies)
    rest = re.sub(r"^(?:抄\s*送|抄\s*报|分\s*送)(?:单位|机关)?\s*[:：]\s*", "", said)
    return Imprint(
        rest.rstrip("。.；; "), copies, " ".join(_words(line) for line in printed).rstrip("。."), printed
    )


def _words(line: Line) -> str:
    """As printed; the wide gap between body and day is one blank."""
    parts = re.split(r"[\t\u3000]+| {2,}", line.text.strip())
    return " ".join(close_up(part) for part in parts if part.strip()) if len(parts) <= 3 else line.closed


def _going_on(following: list[Line], first: Line) -> list[Line]:
    """The lines over which the list runs on: until it ends with a stop, or something else begins."""
    found: list[Line] = []
    last = first
    for line in following[:_MOST_LINES]:
        if last.tight.endswith("。") or _PRINTED.fullmatch(line.tight) or _MORE_LABELS.match(line.tight):
            break
        if not last.tight.endswith(("、", ",", ";", ":")) and (line.gap or not line.tight.endswith("。")):
            break
        found.append(line)
        last = line
    return found


def _beside(above: Line, line: Line) -> bool:
    if not _BY.fullmatch(above.tight) or _COPIES.fullmatch(above.tight):
        return False
    return above.row is not None and above.row == line.row
