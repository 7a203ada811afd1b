"""Word's automatic numbering (w:numPr) rendered as the text a reader sees: 一、 （二） 3. (a)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from gongkai.files.word.names import WX, W, child, switched, value, whole
from gongkai.files.word.number_words import number_word
from gongkai.files.word.signs import letters

_LEVELS = 9
_LONGEST_PATTERN = 200  # signs; Word itself takes 255 at most


@dataclass(frozen=True)
class _Level:
    """One level of a list.

    format, pattern (`%1、`), first number. legal: all numbers arabic. after: a step of which level (from 1) begins
    it anew; 0 none. style: paragraph style that stands for this level.
    """

    format: str
    pattern: str
    start: int
    legal: bool = False
    after: int | None = None
    style: str = ""
    font: str = ""


class WordNumbers:
    """Counts the numbered paragraphs of one document."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._shared: dict[str, str] = {}
        self._styles: dict[str, tuple[str | None, int | None]] = {}
        self._list_styles: dict[str, str] = {}
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def label(self, properties: etree._Element | None, style: str) -> str:
        """The number printed before a paragraph, empty if it has none. Counts on."""
        printed = properties.find(f"{W}listPr/{WX}t") if properties is not None else None
        if printed is not None:  # Word 2003 stores what it prints
            return printed.get(f"{WX}val", "")[:_LONGEST_PATTERN]
        list_id, level = self._place(properties, style)
        levels = self._lists.get(list_id)
        if not levels or level not in levels:
            return ""
        counters = self._counters.setdefault(self._shared.get(list_id, list_id), [None] * _LEVELS)
        before = counters[level]
        counters[level] = levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            after = levels[deeper].after if deeper in levels else None
            # Usually any higher level begins a deeper one anew; w:lvlRestart names the one that does, 0 none.
            if after is None or (after > 0 and level < after):
                counters[deeper] = None
        return self._render(levels, counters, level)

    def _render(self, levels: dict[int, _Level], counters: list[int | None], level: int) -> str:
        if levels[level].format == "bullet":
            shown = letters(levels[level].pattern, levels[level].font) if levels[level].font else ""
            return f"{shown} " if shown and shown in "■●◆★☆○□✓√☑☞➢→" else "• "
        text = levels[level].pattern
        for number in range(level + 1):
            own = levels.get(number)
            kind = own.format if own else "decimal"
            if levels[level].legal and kind != "none":
                kind = "decimal"
            count = counters[number]
            if count is None:  # a level above that was never printed counts as begun
                count = own.start if own else 1
            text = text.replace(f"%{number + 1}", number_word(count, kind))
        return text

    def _place(self, properties: etree._Element | None, style: str) -> tuple[str, int]:
        """List and level of a paragraph: each from its own properties, else from its style."""
        own_list, own_level = _reference(properties)
        list_id, level = self._styles.get(style, (None, None))
        if own_list is not None:
            # A list of its own; the level may still come from the style.
            list_id = own_list
        if list_id is None or list_id == "0":
            return "", 0
        by_style = next(
            (at for at, one in self._lists.get(list_id, {}).items() if one.style and one.style == style), None
        )
        if own_level is not None:
            level = own_level
        elif level is None or by_style is not None:
            level = by_style
        return list_id, level or 0

    def _read_lists(self, numbering: etree._Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        named: dict[str, str] = {}
        links: dict[str, str] = {}
        for item in numbering.findall(f"{W}abstractNum"):
            key = item.get(f"{W}abstractNumId", "")
            abstract[key] = {whole(one.get(f"{W}ilvl"), 0): _level(one) for one in item.findall(f"{W}lvl")}
            if value(item, "styleLink"):
                named[value(item, "styleLink")] = key
            if value(item, "numStyleLink"):
                links[key] = value(item, "numStyleLink")
        bases = {
            item.get(f"{W}numId", ""): value(item, "abstractNumId") for item in numbering.findall(f"{W}num")
        }
        for key, style in links.items():
            # The list is kept by a list style: the pattern that bears its name, or the list the style points to.
            target = named.get(style) or bases.get(self._list_styles.get(style, ""), "")
            if not abstract[key] and target in abstract:
                abstract[key] = abstract[target]
        for item in numbering.findall(f"{W}num"):
            number = item.get(f"{W}numId", "")
            key = bases[number]
            levels = dict(abstract.get(key, {}))
            restarts = False
            for override in item.findall(f"{W}lvlOverride"):
                at = whole(override.get(f"{W}ilvl"), 0)
                begin, own = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
                if own is not None:
                    levels[at] = _level(own)
                if begin is not None and at in levels:
                    levels[at] = replace(levels[at], start=whole(begin.get(f"{W}val"), 1))
                restarts = True
            self._lists[number] = levels
            # Lists made from one pattern go on counting together unless one restarts.
            self._shared[number] = f"n{number}" if restarts else f"a{key}"

    def _read_styles(self, styles: etree._Element) -> None:
        parents: dict[str, str] = {}
        own: dict[str, tuple[str | None, int | None]] = {}
        for style in styles.findall(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            found = _reference(style.find(f"{W}pPr"))
            if style.get(f"{W}type") == "numbering":
                self._list_styles[name] = found[0] or ""
                continue
            parents[name] = value(style, "basedOn")
            own[name] = found
        for name in parents:
            list_id, level, at, seen = None, None, name, set()
            while at in parents and at not in seen:
                seen.add(at)
                # List and level are inherited one by one.
                list_id = own[at][0] if list_id is None else list_id
                level = own[at][1] if level is None else level
                at = parents[at]
            self._styles[name] = (list_id, level)


def _reference(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """List and level that properties name; None for what they do not."""
    holder = child(properties, "numPr")
    if holder is None:
        return None, None
    number, level = child(holder, "numId"), child(holder, "ilvl")
    return (
        number.get(f"{W}val") if number is not None else None,
        whole(level.get(f"{W}val"), 0) if level is not None else None,
    )


def _level(node: etree._Element) -> _Level:
    def said(tag: str, otherwise: str) -> str:
        found = child(node, tag)
        return found.get(f"{W}val", otherwise) if found is not None else otherwise

    restart = child(node, "lvlRestart")
    fonts = child(node, "rPr", "rFonts")
    kind = said("numFmt", "")
    if not kind:  # a new format stands beside the old one, for those who know it
        kinds = [one.get(f"{W}format") or one.get(f"{W}val") or "" for one in node.iter(f"{W}numFmt")]
        kind = next((one for one in kinds if one), "decimal")
    if kind == "custom":
        number = child(node, "numFmt")
        kind = number.get(f"{W}format", "decimal") if number is not None else "decimal"
    return _Level(
        kind,
        said("lvlText", "")[:_LONGEST_PATTERN],
        whole(said("start", "1"), 1),
        bool(switched(node, "isLgl")),
        whole(restart.get(f"{W}val"), 0) if restart is not None else None,
        said("pStyle", ""),
        (fonts.get(f"{W}ascii") or "") if fonts is not None else "",
    )
