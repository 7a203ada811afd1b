"""Pictures in the text of a document: kept as files of their own, named in the HTML by key, told in words by the drafter."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from gongkai.apps.documents import markup
from gongkai.exceptions import Obstacle, Unreadable
from gongkai.files.pictures import for_page
from gongkai.files.web.fragment import HtmlElement, tree, written
from gongkai.gongwen import ReadDocument
from gongkai.gongwen.to_html import lost_paragraph

MOST = 100  # pictures of one document
_SCHEME = "picture:"


@dataclass(frozen=True)
class Picture:
    """A picture made for the page. key: of the file it becomes; name: as it is kept."""

    key: str
    name: str
    media_type: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0

    @property
    def sha256(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def detail(self) -> str:
        """Its size in pixels, as it is kept beside the file."""
        return f"{self.width}×{self.height}"


def made(data: bytes, name: str = "图片") -> Picture:
    """A picture for the page, with a key of its own. Unreadable for what is none."""
    page = for_page(data)
    stem = name.rpartition(".")[0] or name
    return Picture(
        str(uuid.uuid4()), f"{stem[:80]}.{page.suffix}", page.media_type, page.data, page.width, page.height
    )


def taken_in(read: ReadDocument) -> tuple[str, str, list[Picture]]:
    """The body of a document that was read and the whole of it, with their pictures made for the page.

    A picture that cannot be made leaves a sign.
    """
    html, whole = read.body_html, read.html
    kept: list[Picture] = []
    for key, image in read.pictures.items():
        try:
            if len(kept) >= MOST:
                raise Unreadable("图片太多。")
            picture = made(image.data, image.name)
        except Unreadable:
            html, whole = (_replaced(one, f"{_SCHEME}{key}") for one in (html, whole))
        else:
            named, given = f'"{_SCHEME}{key}"', f'"{_SCHEME}{picture.key}"'
            html, whole = html.replace(named, given), whole.replace(named, given)
            kept.append(picture)
    return html, whole, kept


def _replaced(html: str, source: str) -> str:
    """The same with the sign of a loss for every picture of that source."""
    root = tree(html)
    for node in [one for one in root.iter("img") if one.get("src") == source]:
        holder = node.getparent()
        above = holder.getparent() if holder is not None else None
        if holder is not None and above is not None:
            (sign,) = tree(lost_paragraph("图片一幅"))
            sign.tail = holder.tail
            above.replace(holder, sign)
    return written(root)


def keys_in(html: str) -> list[str]:
    """The keys of the pictures of a text, in order."""
    return markup.PICTURE.findall(html)


def addressed(html: str, address: Callable[[str], str]) -> str:
    """The text with pictures where `address` says they lie; those for which it knows no address are left out."""
    if _SCHEME not in html:
        return html
    root = tree(html)
    for node in list(root.iter("img")):
        found = markup.PICTURE.fullmatch(node.get("src") or "")
        where = address(found[1]) if found else ""
        if where:
            node.set("src", where)
        else:
            node.drop_tree()
    return written(root)


def staff_html(document: Any, html: str) -> str:
    """The text as staff screens show it: pictures of this document where staff read them."""

    def address(key: str) -> str:
        try:
            return reverse("documents:picture", args=[document.pk, key])
        except NoReverseMatch:  # a process that mounts no staff screens
            return ""

    return addressed(html, address)


@dataclass(frozen=True)
class Told:
    """A picture as it stands in a text: its key, what is said of it, the words before it."""

    key: str
    alt: str
    before: str


def told(html: str) -> list[Told]:
    """Every picture of a text with its description and where it stands."""
    if _SCHEME not in html:
        return []
    found: list[Told] = []
    said = ""
    for node in tree(html).iter():
        if node.tag == "img":
            match = markup.PICTURE.fullmatch(node.get("src") or "")
            if match:
                found.append(Told(match[1], (node.get("alt") or "").strip(), said))
        words = " ".join(f"{node.text or ''}".split()) if isinstance(node.tag, str) else ""
        said = words[-30:] or said
    return found


def with_words(html: str, alts: Mapping[str, str]) -> str:
    """The text with these descriptions, by key."""
    root = tree(html)
    for node in root.iter("img"):
        match = markup.PICTURE.fullmatch(node.get("src") or "")
        if match and match[1] in alts:
            node.set("alt", " ".join(alts[match[1]].split())[: markup.MOST_ALT])
    return written(root)


def obstacles(html: str, kept: Iterable[str]) -> list[Obstacle]:
    """What of its pictures, or of what could not be read in, stands against a text. kept: keys of the files it has."""
    found: list[Obstacle] = []
    lost = sum(1 for node in _classed(html, "lost"))
    if lost:
        sentence = f"正文有{lost}处标着“没有带进来”，请补上原来的内容，再删去那句话。"
        found.append(Obstacle("document:lost", sentence, cure="#text"))
    pictures = told(html)
    silent = sum(not one.alt for one in pictures)
    if silent:
        sentence = f"正文有{silent}幅图片没有文字说明，看不见图的人不知道图上是什么。"
        found.append(Obstacle("document:alt", sentence, "GB/T 37668-2019", "#pictures"))
    known = set(kept)
    gone = sum(one.key not in known for one in pictures)
    if gone:
        sentence = f"正文有{gone}幅图片没有存进这件公文，不会公开；请重新插入。"
        found.append(Obstacle("document:picture", sentence, cure="#text"))
    return found


def _classed(html: str, name: str) -> Iterable[HtmlElement]:
    return tree(html).iterfind(f".//p[@class='{name}']") if name in html else ()


AS_READ = "words_as_read"  # among the evidence of a document


def words_as_read(html: str) -> str:
    """SHA-256 of the words of a text as its file has them: without what is said of pictures and signs of a loss."""
    root = tree(html) if html.strip() else None
    for node in list(root.iter("img", "p")) if root is not None else ():
        if node.tag == "img" or node.get("class") == "lost":
            node.drop_tree()
    return markup.fingerprint(markup.plain(written(root))) if root is not None else ""


def rows(pictures: Iterable[Picture]) -> list[dict[str, Any]]:
    """What is kept of them beside their bytes, as JSON."""
    return [
        {"key": p.key, "name": p.name, "media_type": p.media_type, "width": p.width, "height": p.height}
        for p in pictures
    ]
