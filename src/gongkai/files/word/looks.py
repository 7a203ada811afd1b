"""How a run looks: what its own properties, its styles and the defaults make of it. Decides what is not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal

from lxml import etree

from gongkai.files.word.names import A, V, W, child, switched, value, whole

# Fonts smaller than this (in half points) cannot be read by anybody.
_TINY = 4
# Colours nearer than this, channel by channel, cannot be told apart.
_NEAR = 0x15
_MOST_KEPT = 5000
_HIGHLIGHTS = {"white": "FFFFFF", "black": "000000"}


@dataclass(frozen=True)
class Look:
    """Properties that decide what is read; None where nothing is said."""

    hidden: bool | None = None
    struck: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    raised: str | None = None
    color: str | None = None
    ground: str | None = None
    font: str | None = None
    size: int | None = None
    underline: bool | None = None

    def over(self, base: Look) -> Look:
        """This, and what it does not say from `base`."""
        pairs = ((name.name, getattr(self, name.name)) for name in fields(self))
        return Look(**{name: getattr(base, name) if own is None else own for name, own in pairs})


class Looks:
    """The styles of one document."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._known: dict[str, Look] = {}
        self._tables: set[str] = set()
        self._seen: dict[tuple[str, bytes], Look] = {}
        self._usual = {"paragraph": "", "character": ""}
        for style in styles.findall(f"{W}style") if styles is not None else ():
            name, kind = style.get(f"{W}styleId", ""), style.get(f"{W}type", "paragraph")
            self._styles[name] = style
            if kind == "table" and style.find(f".//{W}shd") is not None:
                self._tables.add(name)
            if style.get(f"{W}default") in ("1", "true") and kind in self._usual:
                self._usual[kind] = name
        self._base = _own(child(styles, "docDefaults", "rPrDefault", "rPr"))

    def run(self, properties: etree._Element | None, paragraph_style: str) -> Look:
        """The look of a run in a paragraph of that style."""
        key = (paragraph_style, b"" if properties is None else etree.tostring(properties, with_tail=False))
        if key not in self._seen:
            if len(self._seen) > _MOST_KEPT:
                self._seen.clear()
            self._seen[key] = self._run(properties, paragraph_style)
        return self._seen[key]

    def _run(self, properties: etree._Element | None, paragraph_style: str) -> Look:
        style = value(properties, "rStyle")
        below = self._style(paragraph_style or self._usual["paragraph"]).over(self._base)
        return _own(properties).over(self._style(style) if style else Look()).over(below)

    def _style(self, name: str) -> Look:
        if name not in self._known:
            chain: list[str] = []
            at = name
            while at in self._styles and at not in chain and len(chain) < 20:
                chain.append(at)
                at = value(self._styles[at], "basedOn")
            look = Look()
            for one in reversed(chain):
                own = _own(child(self._styles[one], "rPr"))
                shade = _shade(child(self._styles[one], "pPr"))
                look = own.over(Look(ground=shade)).over(look)
            self._known[name] = look
        return self._known[name]

    def shades(self, style: str) -> bool:
        """Whether a table style colours cells, in a way that is not followed here."""
        return style in self._tables


def invisible(look: Look, around: Callable[[], str | None]) -> bool:
    """Whether letters cannot be seen. around: gives the colour behind the paragraph, None if it is not known."""
    if look.size is not None and 0 < look.size <= _TINY:
        return True
    if look.color is None:
        return False
    ground = look.ground or around()
    if ground is None:
        return False
    return all(abs(int(look.color[i : i + 2], 16) - int(ground[i : i + 2], 16)) < _NEAR for i in (0, 2, 4))


def ground_of(paragraph: etree._Element, looks: Looks, sheet: str | None) -> str | None:
    """The colour behind a paragraph: its own, its cell's, its box's, the sheet's; None where that is not known."""
    own = _shade(child(paragraph, "pPr"))
    if own:
        return own
    for parent in paragraph.iterancestors():
        if parent.tag == f"{W}tc" and (shade := _shade(child(parent, "tcPr"))):
            return shade
        if parent.tag == f"{W}tbl":
            properties = child(parent, "tblPr")
            if shade := _shade(properties):
                return shade
            if looks.shades(value(properties, "tblStyle")):
                return None
        if parent.tag == f"{W}txbxContent" and _filled(parent):
            return None
    return sheet


def sheet_of(root: etree._Element) -> str | None:
    """The colour of the page: white, unless the document sets one."""
    background = child(root, "background")
    color = _hex(background.get(f"{W}color")) if background is not None else None
    return color or ("FFFFFF" if background is None else None)


def _filled(box: etree._Element) -> bool:
    """Whether the shape around a text box has a fill of its own."""
    for parent in box.iterancestors():
        if parent.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            fills = (
                f"{A}solidFill",
                f"{A}gradFill",
                f"{A}blipFill",
                f"{A}pattFill",
                f"{V}fill",
                f"{A}fillRef",
            )
            return any(True for _ in parent.iter(*fills)) or any(
                node.get("fillcolor") for node in parent.iter() if isinstance(node.tag, str)
            )
    return False


def _own(properties: etree._Element | None) -> Look:
    if properties is None:
        return Look()
    double, single = switched(properties, "dstrike"), switched(properties, "strike")
    fonts = child(properties, "rFonts")
    size = value(properties, "sz")
    return Look(
        hidden=switched(properties, "vanish"),
        struck=single if double is None else double or bool(single),
        bold=switched(properties, "b"),
        italic=switched(properties, "i"),
        raised=_raised(properties),
        color=_color(child(properties, "color")),
        ground=_HIGHLIGHTS.get(value(properties, "highlight")) or _shade(properties) or _marked(properties),
        font=(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or fonts.get(f"{W}h-ansi")) if fonts is not None else None,
        size=whole(size, 0) if size else None,
        underline=switched(properties, "u"),
    )  # fmt: skip


def _raised(properties: etree._Element) -> Literal["", "sup", "sub"] | None:
    said = value(properties, "vertAlign")
    if said:
        return {"superscript": "sup", "subscript": "sub"}.get(said, "")  # type: ignore[return-value]
    lift = whole(value(properties, "position"), 0)
    return None if lift == 0 else "sup" if lift > 3 else "sub" if lift < -3 else None


def _color(node: etree._Element | None) -> str | None:
    if node is None:
        return None
    theme = node.get(f"{W}themeColor", "")
    if theme in ("background1", "light1") and not node.get(f"{W}themeShade"):
        return "FFFFFF"
    return _hex(node.get(f"{W}val"))


def _marked(properties: etree._Element) -> str | None:
    """A marker pen of some colour: not white, which is all that matters here."""
    return "FFFF00" if value(properties, "highlight") not in ("", "none") else None


def _shade(properties: etree._Element | None) -> str | None:
    node = child(properties, "shd")
    if node is None:
        return None
    pattern = node.get(f"{W}val", "clear")
    return _hex(node.get(f"{W}color" if pattern == "solid" else f"{W}fill"))


def _hex(text: str | None) -> str | None:
    """Six digits, or None for auto and anything else."""
    plain = (text or "").lstrip("#")
    if len(plain) != 6:
        return None
    try:
        int(plain, 16)
    except ValueError:
        return None
    return plain
