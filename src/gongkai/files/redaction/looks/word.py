"""What a Word file holds beside its visible text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from gongkai.files.redaction.case import Case

_DARK = re.compile(r"^(?:black|0{6}|000080|darkBlue)$", re.IGNORECASE)
_WHITE = re.compile(r"^(?:white|f[0-9a-f]f[0-9a-f]f[0-9a-f])$", re.IGNORECASE)
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\d*\.xml$")
Element = etree._Element


def look(case: Case, trees: dict[str, Element]) -> None:
    """Note comments, tracked changes, hidden and invisible words, cropped pictures, properties."""
    for name, tree in trees.items():
        if re.search(r"word/comments\w*\.xml$", name):
            _say(case, "comment", "批注", _words(tree))
        elif name.startswith("docprops/"):
            _properties(case, tree)
        elif name.startswith("customxml/") and _words(tree):
            case.info("metadata", f"部件{name}", _words(tree))
        elif _PARTS.search(name):
            _part(case, tree, trees)


def _local(node: Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _of(tree: Element, *names: str) -> Iterable[Element]:
    return (node for node in tree.iter() if _local(node) in names)


def _value(node: Element, name: str = "val") -> str:
    return next((str(v) for k, v in node.attrib.items() if str(k).rpartition("}")[2] == name), "")


def _words(node: Element) -> str:
    return "".join(str(one.text or "") for one in _of(node, "t", "delText", "instrText"))


def _say(case: Case, kind: str, place: str, words: str) -> None:
    if words.strip():
        case.leak(kind, place, words)


def _part(case: Case, tree: Element, trees: dict[str, Element]) -> None:
    for node in _of(tree, "del", "moveFrom"):
        _say(case, "revision", "修订中删除的文字", _words(node))
    for node in _of(tree, "ins", "moveTo"):
        if _words(node):
            case.leak("revision", "没有接受的修订", _words(node))
    hidden, colors = _hidden_styles(trees), _style_colors(trees)
    for run in _of(tree, "r"):
        words = _words(run)
        if words.strip():
            _run(case, run, words, hidden, colors)
    for node in _of(tree, "srcRect"):
        if any(_number(value) > 500 for value in node.attrib.values()):
            case.leak("picture", "图片裁去的部分还在文件里")
    for node in _of(tree, "docPr", "cNvPr"):
        if _value(node, "descr") or _value(node, "title"):
            case.info("alt", "图片的替代文字", _value(node, "descr") or _value(node, "title"))
    _covering(case, tree)


def _number(value: object) -> int:
    text = str(value)
    return abs(int(text)) if re.fullmatch(r"-?\d{1,9}", text) else 0


def _hidden_styles(trees: dict[str, Element]) -> set[str]:
    tree = trees.get("word/styles.xml")
    if tree is None:
        return set()
    return {
        _value(style, "styleId")
        for style in _of(tree, "style")
        if any(_value(one) not in ("0", "false", "off") for one in _of(style, "vanish"))
    }


def _style_colors(trees: dict[str, Element]) -> dict[str, str]:
    """Style → colour of its letters, its own or that of the style it is based on."""
    tree = trees.get("word/styles.xml")
    own: dict[str, tuple[str, str]] = {}
    for style in _of(tree, "style") if tree is not None else ():
        color = next((_value(one) for one in _of(style, "color")), "")
        own[_value(style, "styleId")] = (color, next((_value(one) for one in _of(style, "basedOn")), ""))
    found = {}
    for name in own:
        color, base = own[name]
        for _ in range(10):
            if color or base not in own:
                break
            color, base = own[base]
        found[name] = color
    return found


def _run(case: Case, run: Element, words: str, hidden: set[str], colors: dict[str, str]) -> None:
    """One run: vanished, white, tiny, or under its own colour."""
    own = next(iter(_of(run, "rPr")), None)
    look_of = {_local(node): node for node in own} if own is not None else {}
    vanish = look_of.get("vanish", look_of.get("webHidden"))
    style = _value(look_of["rStyle"]) if "rStyle" in look_of else ""
    around = run.getparent()
    while around is not None and _local(around) != "p":
        around = around.getparent()
    paragraph = next((_value(one) for one in _of(around, "pStyle")), "") if around is not None else ""
    if (vanish is not None and _value(vanish) not in ("0", "false", "off")) or {style, paragraph} & hidden:
        case.leak("hidden", "隐藏文字", words)
    inherited = colors.get(style) or colors.get(paragraph) or "auto"
    color = _value(look_of["color"]) if "color" in look_of else inherited
    shade = _value(look_of["shd"], "fill") if "shd" in look_of else ""
    mark = _value(look_of["highlight"]) if "highlight" in look_of else ""
    behind = mark if mark not in ("", "none") else shade if shade not in ("", "auto") else _cell_shade(run)
    ink = "000000" if color in ("auto", "") else color
    if behind and (ink.lower() == behind.lower() or (_DARK.match(ink) and _DARK.match(behind))):
        automatic = color in ("auto", "") and not mark
        if not automatic:  # letters without a colour turn white on a dark shade, but not on a dark highlight
            case.leak("hidden", "与底色相同的文字", words)
    elif _WHITE.match(ink) and (not behind or _WHITE.match(behind)):
        case.leak("hidden", "白色文字", words)
    size = _value(look_of["sz"]) if "sz" in look_of else ""
    if size.isdigit() and int(size) <= 3:
        case.leak("hidden", "小得看不见的文字", words)


def _cell_shade(run: Element) -> str:
    node = run.getparent()
    while node is not None:
        if _local(node) in ("tc", "p"):
            own = next((one for one in node if _local(one) in ("tcPr", "pPr")), None)
            shade = (
                next((_value(one, "fill") for one in own if _local(one) == "shd"), "")
                if own is not None
                else ""
            )
            if shade and shade != "auto":
                return shade
        node = node.getparent()
    return ""


def _covering(case: Case, tree: Element) -> None:
    """A filled shape that floats over the text hides words that stay in the file."""
    for anchor in _of(tree, "anchor"):
        if _value(anchor, "behindDoc") in ("1", "true"):
            continue
        free = any(_local(one) == "wrapNone" for one in anchor)
        shape = next(iter(_of(anchor, "wsp")), None)
        if not free or shape is None:
            continue
        look_of = next(iter(_of(shape, "spPr")), None)
        solid = look_of is not None and any(_local(one) == "solidFill" for one in look_of)
        if solid and not _words(shape).strip():
            case.leak("covered", "浮在文字上面的实心图形：下面的文字还在")
    for node in _of(tree, "rect", "shape"):
        if (
            "vml" in str(node.tag)
            and _value(node, "filled") not in ("f", "false")
            and _value(node, "fillcolor")
        ):
            if "absolute" in _value(node, "style") and not _words(node).strip():
                case.leak("covered", "浮在文字上面的实心图形：下面的文字还在")


def _properties(case: Case, tree: Element) -> None:
    for node in tree.iter():
        name = _local(node)
        if name in (
            "creator",
            "lastModifiedBy",
            "Manager",
            "Company",
            "title",
            "subject",
            "keywords",
            "description",
        ):
            if str(node.text or "").strip():
                case.info("metadata", f"文件属性 {name}", str(node.text))
