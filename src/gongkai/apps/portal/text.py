"""The frozen text of a document, dressed for reading: an anchor on every heading and article, tables in frames."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

from gongkai.apps.documents.markup import PICTURE, clean
from gongkai.apps.portal.citing import Known, link_cited
from gongkai.apps.portal.contacts import link_numbers
from gongkai.apps.portal.ruled import rule
from gongkai.files.web.fragment import HtmlElement, add, element, tree, written

_ARTICLE = re.compile(r"^\s*(第[一二三四五六七八九十百零〇\d]{1,6}条)(?![第款项的规和、，])")
_HEADING = re.compile(r"^\s*(第[一二三四五六七八九十百\d]{1,4}[章节]|[一二三四五六七八九十]{1,3}、)")
_DATE = re.compile(
    r"^\s*[12二][\d〇○零一二三四五六七八九]{3}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日\s*$"
)


@dataclass(frozen=True)
class Entry:
    """One line of the table of contents."""

    anchor: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A picture of the page: its address and its size in pixels (0 where it is not known)."""

    address: str
    width: int = 0
    height: int = 0


def dress(
    html: str,
    addressee: str = "",
    pictures: Mapping[str, Shown] | None = None,
    cited: Known | None = None,
) -> tuple[SafeString, list[Entry]]:
    """The text with anchors, and its table of contents. The words themselves stay as they were frozen.

    pictures: by key, those that were frozen with it; no other is shown. cited: where documents that it names are found.
    """
    if not html.strip():
        return mark_safe(""), []
    # Frozen HTML was cleaned when it came in; it is cleaned again so that no old row can carry script.
    root = tree(clean(html))
    _put_pictures(root, pictures or {})
    if cited is not None:
        link_cited(root, cited)
    link_numbers(root)
    entries = _anchors(root)
    _letter(root, addressee)
    for n, table in enumerate(root.findall(".//table"), 1):
        _frame(table, n)
    return mark_safe(written(root)), entries


def _anchors(root: HtmlElement) -> list[Entry]:
    entries: list[Entry] = []
    articles_only: list[Entry] = []  # the contents of a text that has articles but no headings
    articles = headings = 0
    for node in list(root.iter("h2", "h3", "h4", "p")):
        words = "".join(node.itertext()).strip()
        article = _ARTICLE.match(words) if node.tag == "p" else None
        is_heading = node.tag != "p" and bool(words)
        if article:
            articles += 1
            anchor, name = f"a{articles}", article[1]
        elif is_heading:
            headings += 1
            anchor, name = f"c{headings}", words[:30]
        else:
            continue
        node.set("id", anchor)
        link = add(node, "a", class_="clause-anchor", href=f"#{anchor}", aria_label=f"“{name}”的链接")
        link.text = "#"
        if article:
            articles_only.append(Entry(anchor, _opening(words)))
        if node.tag in {"h2", "h3"} or (node.tag == "p" and _HEADING.match(words)):
            entries.append(Entry(anchor, words[:40]))
    return [e for e in entries if e.words] or [e for e in articles_only if e.words]


def anchor_of(before: str, clause: str) -> str:
    """Where a line of the text stands on the page: its own anchor or that of the article above, and its words."""
    lines = [line for line in before.split("\n") if _ARTICLE.match(line)]
    article = len(lines) + bool(_ARTICLE.match(clause))
    opening = re.split(r"[，。：；！]", clause.strip(), maxsplit=1)[0]
    return f"{f'a{article}' if article else ''}:~:text={quote(opening, safe='')}"


def _opening(words: str) -> str:
    """第N条 and its first words."""
    return words[:18] + ("…" if len(words) > 18 else "")


def _letter(root: HtmlElement, addressee: str) -> None:
    """主送机关 at the margin, 落款 as one block at the right, as on paper."""
    told = _signed(root)
    paragraphs = [p for p in root.iterchildren("p") if "".join(p.itertext()).strip()]
    if not paragraphs:
        return
    first = "".join(paragraphs[0].itertext()).strip()
    wanted = addressee.strip().rstrip("：:")
    if first.endswith(("：", ":")) and len(first) <= 200 and (not wanted or first.rstrip("：:") == wanted):
        paragraphs[0].set("class", "addressee")
    last = paragraphs[-1]
    if told or not _DATE.match("".join(last.itertext())) or last.getparent() is not root:
        return
    signed = [last]
    for paragraph in reversed(paragraphs[:-1]):
        words = "".join(paragraph.itertext()).strip()
        if (
            len(signed) > 3
            or len(words) > 40
            or words.endswith(("。", "；", "：", "！"))
            or paragraph.get("id")
        ):
            break
        signed.insert(0, paragraph)
    box = element("div", class_="signature")
    root.insert(root.index(signed[0]), box)
    box.extend(signed)


def _signed(root: HtmlElement) -> bool:
    """Neighbouring lines that the reader knew for a signature become one block; whether there are any."""
    lines = root.findall("p[@class='signature']")
    for line in lines:
        before = line.getprevious()
        if before is not None and before.tag == "div" and before.get("class") == "signature":
            before.append(line)
        else:
            box = element("div", class_="signature")
            root.replace(line, box)
            box.append(line)
    return bool(lines)


def _put_pictures(root: HtmlElement, pictures: Mapping[str, Shown]) -> None:
    for node in list(root.iter("img")):
        found = PICTURE.fullmatch(node.get("src") or "")
        shown = pictures.get(found[1]) if found else None
        if shown is None:
            alt = (node.get("alt") or "").strip()
            words = element("span")
            words.text = f"〔图片：{alt}〕" if alt else ""
            words.tail, node.tail = node.tail, None
            node.getparent().replace(node, words)
            continue
        node.set("src", shown.address)
        node.set("loading", "lazy")
        if shown.width and shown.height:  # the page does not jump when it comes
            node.set("width", str(shown.width))
            node.set("height", str(shown.height))


def _frame(table: HtmlElement, n: int) -> None:
    caption = table.find("caption")
    name = "".join(caption.itertext()).strip() if caption is not None else f"正文中的第 {n} 个表格"
    table.set("class", "plain-table")
    rule(table)
    frame = element("div", class_="table-frame", role="region", tabindex="0", aria_label=name)
    parent = table.getparent()
    if parent is None:
        return
    frame.tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)
