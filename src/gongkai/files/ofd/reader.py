"""OFD (GB/T 33190): what its pages show, by place; seals, notes and enclosed files are named, nothing outside is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.exceptions import Unreadable
from gongkai.files import carried, child
from gongkai.files.document import Document
from gongkai.files.ofd.objects import POINTS, Canvas
from gongkai.files.ofd.resources import Resources
from gongkai.files.ofd.store import Node, Store, first, named, numbers, tag, words
from gongkai.files.package import OutOfBudget, broken_said
from gongkai.files.placed import sheet as placed
from gongkai.files.placed.laying import laid
from gongkai.files.placed.sheet import Sheet
from gongkai.files.placed.strokes import Matrix

MOST_PAGES = 3000
_ENTRY = "ofd.xml"
_LISTED = 5
_PAPER = [0.0, 0.0, 210.0, 297.0]
_RANKS = {"Background": 0, "Body": 1, "Foreground": 2}
_FACTS = {"Title": "title", "Author": "author", "Creator": "creator", "CreationDate": "created"}


def read(data: bytes) -> Document:
    """The text of an OFD file, read in a process of its own. Unreadable if locked, broken, endless, or only pictures."""
    return carried.unpacked(child.read("read_ofd", data))


def read_at(path: str) -> dict[str, Any]:
    """In the child: the same as JSON."""
    try:
        with broken_said():
            return carried.packed(_read(Store(Path(path).read_bytes())))
    except OutOfBudget as error:
        raise Unreadable("内容过于复杂或过大，请用原来的软件另存或拆分后再试。") from error


@dataclass
class _Body:
    """One document of the file. parts: templates by id; notes: pages by id with the part that holds their notes."""

    part: str
    root: Node
    resources: Resources
    box: list[float]
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class _Found:
    """What stands beside the text of the pages."""

    missing: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    notes: int = 0
    seals: int = 0
    enclosed: list[str] = field(default_factory=list)
    versions: int = 0


def _read(store: Store) -> Document:
    if _ENTRY not in store:
        raise Unreadable("里没有版式文件的入口（OFD.xml），像是已损坏；请重新导出。")
    entry = store.tree(_ENTRY)
    if any("encrypt" in tag(node).lower() for node in entry.iter()) or "encryptions.xml" in store:
        raise Unreadable("已加密，请用原来的软件解密另存后再试。")
    found = _Found()
    bodies: list[_Body] = []
    facts: dict[str, str] = {}
    for held in named(entry, "DocBody"):
        part = store.place(_ENTRY, words(held, "DocRoot"))
        if part is None:
            raise Unreadable("里的正文部件缺失，或指向文件以外，打不开；请重新导出。")
        bodies.append(_body(store, part, found))
        found.versions += max(len(list(named(first(held, "Versions"), "Version"))) - 1, 0)
        found.seals += _seals(store, held)
        facts = facts or {
            name: said for key, name in _FACTS.items() if (said := words(first(held, "DocInfo"), key))
        }
    sheets = list(_sheets(store, bodies, found))
    if len(found.missing) == len(sheets):
        raise Unreadable("里没有找到任何一页的内容，像是已损坏；请重新导出。")
    document = laid("ofd", sheets, "版式文件")
    document.metadata = facts
    _name(document, found)
    return document


def _body(store: Store, part: str, found: _Found) -> _Body:
    root = store.tree(part)
    common = first(root, "CommonData")
    body = _Body(part, root, Resources(), _box(first(common, "PageArea")) or _PAPER)
    for listed in named(common, "PublicRes", "DocumentRes"):
        _take(store, part, listed, body.resources, found)
    for template in named(common, "TemplatePage"):
        place = store.place(part, template.get("BaseLoc"))
        if place is None:
            found.lost.append("模板页")
        else:
            body.templates[template.get("ID", "")] = (place, template.get("ZOrder", "Background"))
    if notes := store.place(part, words(root, "Annotations")):
        for page in named(store.tree(notes), "Page"):
            if place := store.place(notes, words(page, "FileLoc")):
                body.notes.setdefault(page.get("PageID", ""), []).append(place)
    if enclosed := store.place(part, words(root, "Attachments")):
        found.enclosed += [one.get("Name", "未命名") for one in named(store.tree(enclosed), "Attachment")]
    return body


def _take(store: Store, base: str, listed: Node, resources: Resources, found: _Found) -> None:
    place = store.place(base, listed.text)
    if place is None:
        found.lost.append("公共资源")
    else:
        resources.take(store, place)


def _seals(store: Store, held: Node) -> int:
    place = store.place(_ENTRY, words(held, "Signatures"))
    return len(list(named(store.tree(place), "Signature"))) if place else 0


def _sheets(store: Store, bodies: list[_Body], found: _Found) -> Iterator[Sheet]:
    number = 0
    for body in bodies:
        for page in named(first(body.root, "Pages"), "Page"):
            number += 1
            if number > MOST_PAGES:
                raise Unreadable(f"超过{MOST_PAGES}页，请拆分后再试。")
            child.step()
            place = store.place(body.part, page.get("BaseLoc"))
            if place is None:
                found.missing.append(number)
                yield Sheet(0, 1.0, 1.0)
            else:
                yield _sheet(store, body, place, page.get("ID", ""), number, found)


def _sheet(store: Store, body: _Body, place: str, key: str, number: int, found: _Found) -> Sheet:
    root = store.tree(place)
    x, y, wide, high = _box(first(root, "Area")) or body.box
    if not (0 < wide * POINTS < 20_000 and 0 < high * POINTS < 20_000):
        raise Unreadable(f"第{number}页的幅面（{wide:.0f}×{high:.0f}毫米）不合常理，已拒绝处理。")
    resources = body.resources
    if own := list(named(root, "PageRes")):
        resources = Resources(
            {**resources.bits}, {**resources.ways}, {**resources.graphics}, {*resources.clear}
        )
        for listed in own:
            _take(store, place, listed, resources, found)
    # From millimetres, y downward, to points, y upward.
    matrix: Matrix = (POINTS, 0, 0, -POINTS, -x * POINTS, (y + high) * POINTS)
    canvas = Canvas((0.0, 0.0, wide * POINTS, high * POINTS), resources)
    for layer in _layers(store, body, root, place, found):
        canvas.draw(layer, matrix, layer)
    for held in body.notes.get(key, ()):
        for note in named(store.tree(held), "Annot"):
            if note.get("Visible", "true").lower() in ("false", "0"):
                continue
            found.notes += note.get("Type", "") not in ("Link", "Stamp")
            for shown in named(note, "Appearance"):
                x_off, y_off = [*numbers(shown.get("Boundary")), 0.0, 0.0][:2]
                canvas.draw(
                    shown, (*matrix[:4], matrix[4] + x_off * POINTS, matrix[5] - y_off * POINTS), silent=True
                )
    return placed.sheet_of(number, canvas.box, canvas.letters, canvas.drawn)


def _layers(store: Store, body: _Body, root: Node, place: str, found: _Found) -> list[Node]:
    """The layers of a page with those of its templates, in the order of painting."""
    ranked: list[tuple[float, Node]] = []
    for used in named(root, "Template"):
        part, depth = body.templates.get(used.get("TemplateID", ""), ("", ""))
        if not part:
            found.lost.append("模板页")
            continue
        rank = _RANKS.get(used.get("ZOrder") or depth, 0) - 0.5
        ranked += [(rank, layer) for layer in named(first(store.tree(part), "Content"), "Layer")]
    ranked += [
        (_RANKS.get(layer.get("Type", "Body"), 1), layer) for layer in named(first(root, "Content"), "Layer")
    ]
    return [layer for _, layer in sorted(ranked, key=lambda one: one[0])]


def _box(area: Node | None) -> list[float]:
    found = numbers(words(area, "PhysicalBox"))
    return found[:4] if len(found) >= 4 else []


def _name(document: Document, found: _Found) -> None:
    if found.missing:
        pages = "、".join(map(str, found.missing[: _LISTED * 2]))
        document.leave(f"第{pages}页", "文件里没有这一页的内容，或指向文件以外")
    for what in sorted(set(found.lost)):
        document.leave(what, "部件缺失，或指向文件以外")
    if found.enclosed:
        more = "等" if len(found.enclosed) > _LISTED else ""
        document.leave(
            f"内嵌附件{len(found.enclosed)}个（{'、'.join(one[:60] for one in found.enclosed[:_LISTED])}{more}）",
            "请用原来的软件取出后另交",
        )
    if found.notes:
        document.hide("annotations", f"页面上有批注{found.notes}处，未计入正文，但公开后可见。")
    if found.seals:
        document.hide("signature", f"文件带有电子签章{found.seals}处，章内文字未计入正文，真伪没有验证。")
    if found.versions:
        document.hide("versions", f"文件里还存有{found.versions}个历史版本，未计入，但公开后仍可取出。")
