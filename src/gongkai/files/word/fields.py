"""Fields of Word whose result is not stored: form boxes, EQ (ringed characters, fractions), SYMBOL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.files.document import Run
from gongkai.files.word.names import W, child, switched, value, whole
from gongkai.files.word.signs import ringed, sign

_LINK = re.compile(r"^\s*HYPERLINK\s+\"(?P<address>[^\"]{1,2000})\"", re.IGNORECASE)
_EQ = re.compile(r"^\s*(?:EQ|QUOTE)\b", re.IGNORECASE)
_SYMBOL = re.compile(
    r"^\s*SYMBOL\s+(?P<code>0x[0-9a-f]+|\d+)(?:.*\\f\s+\"?(?P<font>[^\"\\]+)\"?)?", re.IGNORECASE
)
_OVER = re.compile(r"\\o\s*(?:\\a[clr]\s*)*\((?P<first>[^,，;()]*)[,，;](?P<second>[^()]*)\)", re.IGNORECASE)
_FRACTION = re.compile(r"\\f\s*\((?P<above>[^,，()]*)[,，](?P<below>[^()]*)\)", re.IGNORECASE)
_ROOT = re.compile(r"\\r\s*\((?:(?P<degree>[^,，()]*)[,，])?(?P<under>[^()]*)\)", re.IGNORECASE)
_SWITCH = re.compile(r"\\[a-z]+\d*\s*", re.IGNORECASE)
_RING, _BOX = "○◯〇O", "□☐"
_TICKS = "√✓✔V"
LONGEST = 4000  # signs of an instruction


@dataclass
class Field:
    """A field under way. result: its separator was met; told: its result printed something; held: text before it."""

    instruction: str = ""
    form: etree._Element | None = None
    result: bool = False
    told: bool = False
    held: list[Run] = field(default_factory=list)

    def instruct(self, text: str) -> None:
        """More of its instruction; no field that means anything is longer than `LONGEST`."""
        if len(self.instruction) < LONGEST:
            self.instruction += text[:LONGEST]


def address(field: Field) -> str:
    """Where a field leads that is a link; empty for every other."""
    match = _LINK.match(field.instruction)
    return match["address"] if match else ""


def shown(field: Field) -> tuple[str, bool]:
    """What a field without stored result prints, and whether that is all of it."""
    if field.form is not None and (box := child(field.form, "checkBox")) is not None:
        checked = switched(box, "checked")
        return ("☑" if (switched(box, "default") if checked is None else checked) else "□"), True
    if field.form is not None and (choice := child(field.form, "ddList")) is not None:
        entries = [entry.get(f"{W}val", "") for entry in choice.findall(f"{W}listEntry")]
        number = whole(value(choice, "result") or value(choice, "default"), 0)
        return (entries[number] if 0 <= number < len(entries) else ""), True
    said = field.instruction
    if match := _SYMBOL.match(said):
        code = match["code"]
        number = int(code, 16) if code.lower().startswith("0x") else int(code[:6])
        if match["font"]:
            return sign(number, match["font"].split(" \\")[0]), True
        return (chr(number) if 32 <= number < 0xD800 else ""), True
    if _EQ.match(said):
        return _equation(_EQ.sub("", said).strip())
    return "", not re.match(r"^\s*LISTNUM\b", said, re.IGNORECASE)


def _equation(text: str) -> tuple[str, bool]:
    """①, a/b, √x where the code says so; else its words, which are then not all."""
    whole_text, known = text, False
    for _ in range(6):
        before = whole_text
        whole_text = _OVER.sub(lambda m: _over(m["first"].strip(), m["second"].strip()), whole_text)
        whole_text = _FRACTION.sub(lambda m: f"{m['above'].strip()}/{m['below'].strip()}", whole_text)
        whole_text = _ROOT.sub(lambda m: f"{m['degree'] or ''}√{m['under'].strip()}", whole_text)
        if whole_text == before:
            break
        known = True
    plain = _SWITCH.sub("", whole_text).strip().strip("()").strip().strip('"')
    return plain, known and "\\" not in whole_text


def _over(first: str, second: str) -> str:
    """Two signs printed one over the other."""
    inner, outer = (second, first) if first in _RING + _BOX and first else (first, second)
    if outer and outer in _RING:
        return ringed(inner)
    if outer and outer in _BOX:
        return "☑" if inner in _TICKS else "☒" if inner in "×xX✕✗" else f"［{inner}］"
    return first + second
