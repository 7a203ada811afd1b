"""The oracle: looks into a file by every road it knows, and knows nothing of how the file was made. Runs in the child."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Sequence
from typing import Any

import pypdf
from pypdf.generic import IndirectObject, StreamObject

from gongkai.exceptions import Unreadable
from gongkai.files import child, pdfium, pictures
from gongkai.files.geometry import Rect
from gongkai.files.kinds import PICTURES, is_text, kind_of, read_file
from gongkai.files.redaction.boxes import Box, boxes_from, on_pages
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks import frames, office, pages, structure, twins, words
from gongkai.files.redaction.retold import retold
from gongkai.files.redaction.secrets import Secret, secrets_in
from gongkai.files.redaction.terms import Finder
from gongkai.files.redaction.text import Place, Search, boxed_words
from gongkai.files.redaction.verdict import Verdict

_DEEPEST = 4


def examine(
    path: str,
    original: str | None,
    boxes: list[dict[str, Any]] | None,
    terms: list[tuple[str, str]] | None,
) -> dict[str, Any]:
    """The verdict on a file, with the hashes of what was read. terms: pairs of text and folded text."""
    data = read_file(path)
    verdict = Verdict()
    chosen = boxes_from(boxes) if boxes is not None else None
    secrets = [Secret(text, folded) for text, folded in terms or ()]
    answer: dict[str, Any] = {"output_sha256": hashlib.sha256(data).hexdigest()}
    source = _Original(read_file(original), chosen) if original else None
    if source is not None:
        answer["original_sha256"] = hashlib.sha256(source.data).hexdigest()
        if terms is None:
            secrets = source.secrets
    secrets = retold(secrets)
    placed = _placed(data, chosen, source)
    case = Case(data, Finder(secrets), verdict, boxes=placed, inner=examine_inner)
    examine_bytes(case)
    if chosen and not case.finder and kind_of(data) not in {"pdf", *PICTURES}:
        verdict.could_not("遮盖框里的内容：原件没有文字层，这种格式又没有页面可看")
    if source is not None:
        _further_pages(case, source)
        twins.look(case, source.data, source.placed)
        _left_elsewhere(case, source, secrets)
    return answer | verdict.as_json()


def _placed(
    data: bytes, boxes: Sequence[Box] | None, source: _Original | None
) -> dict[int, list[Rect]] | None:
    """Boxes by page of the file under examination; scaled where its pages have another size than the original's."""
    if boxes is None:
        return None
    sizes = _sizes(data)
    if sizes is None:
        return {}
    given = source.sizes if source is not None and source.sizes else sizes
    placed: dict[int, list[Rect]] = {}
    for page, rects in on_pages(boxes, given).items():
        across = down = 1.0
        if page <= len(sizes):
            across, down = sizes[page - 1][0] / given[page - 1][0], sizes[page - 1][1] / given[page - 1][1]
        placed[page] = [Rect(r.x0 * across, r.y0 * down, r.x1 * across, r.y1 * down) for r in rects]
    return placed


def _sizes(data: bytes) -> list[tuple[float, float]] | None:
    """Of the pages or frames as shown; None for what has none."""
    kind = kind_of(data)
    if kind == "pdf":
        with pdfium.opened(data) as document:
            return [pdfium.load(document, number).get_size() for number in range(1, len(document) + 1)]
    if kind in PICTURES:
        return [(float(one.width), float(one.height)) for one in pictures.frames(data)]
    return None


class _Original:
    """The file before redaction: its pages, and what its boxes hide."""

    def __init__(self, data: bytes, boxes: Sequence[Box] | None) -> None:
        self.data = data
        self.sizes = _sizes(data) or []
        self.placed = on_pages(boxes, self.sizes) if boxes and self.sizes else {}
        self.secrets: list[Secret] = []
        if kind_of(data) == "pdf":
            found: dict[str, Secret] = {}
            with pdfium.opened(data) as document:
                for page, rects in self.placed.items():
                    letters = pdfium.letters(pdfium.load(document, page))
                    for rect in rects:
                        found |= {one.folded: one for one in secrets_in(boxed_words(letters, rect))}
            self.secrets = list(found.values())

    def elsewhere(self, secrets: Sequence[Secret]) -> list[Place]:
        """Where the secrets stand outside the boxes."""
        search = Search(secrets)
        if kind_of(self.data) == "pdf" and secrets:
            with pdfium.opened(self.data) as document:
                for number in range(1, len(document) + 1):
                    child.step()
                    letters = pdfium.letters(pdfium.load(document, number))
                    search.page(number, letters, self.placed.get(number, []), self.sizes[number - 1])
        return search.found


def examine_bytes(case: Case) -> None:
    """Examine one file by its kind. Unreadable if it cannot be opened at all."""
    kind = kind_of(case.data)
    if kind == "pdf":
        _pdf(case)
    elif kind in PICTURES:
        frames.look(case)
    elif kind in ("docx", "xlsx"):
        office.look(case, kind)
    else:
        raise Unreadable("只能核验 pdf、docx、xlsx、png、jpg、tiff、gif。")


def examine_inner(case: Case, data: bytes, name: str) -> None:
    """A file inside a file: no boxes of its own. What cannot be opened stays unexamined."""
    inner = Case(data, case.finder, case.verdict, case.where(name), None, case.depth + 1, inner=examine_inner)
    kind = kind_of(data)
    if inner.depth > _DEEPEST:
        case.verdict.could_not(f"{inner.name}：层层嵌套的附件没有看到底")
    elif kind == "zip":
        office.look_into_zip(inner)
    elif kind:
        try:
            examine_bytes(inner)
        except Unreadable as error:
            case.verdict.could_not(f"{inner.name}：{error.sentence}")
    elif is_text(data):
        inner.search_bytes("attachment", data, "文字")
    else:
        inner.search_bytes("attachment", data, "字节")
        case.verdict.could_not(f"{inner.name}：不认识的格式")


def _pdf(case: Case) -> None:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader, plain = _second_reader(case)
    with pdfium.opened(case.data) as document:
        shown = words.look(case, document, reader)
        simple, stock = structure.look(case, plain, reader, shown)
        ringing = b"DCTDecode" in plain or b"JPXDecode" in plain or b"/DCT" in plain
        pages.look(case, document, ringing, simple, stock)


def _second_reader(case: Case) -> tuple[pypdf.PdfReader | None, bytes]:
    """pypdf over the file, and the bytes to look into: those of a locked file unlocked."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(case.data), strict=False)
        if reader.is_encrypted:
            if not reader.decrypt(""):
                raise Unreadable("文件有打开密码，无法核验；请去除密码后再试。")
            _search_unlocked(case, reader)
            writer = pypdf.PdfWriter(clone_from=reader)
            stream = io.BytesIO()
            writer.write(stream)
            if case.data.count(b"startxref") > 1:
                case.verdict.could_not(case.where("加密文件里较早保存的内容"))
            return pypdf.PdfReader(io.BytesIO(stream.getvalue())), stream.getvalue()
        len(reader.pages)
    except Unreadable:
        raise
    except Exception:  # pypdf raises whatever a bent object makes of its code
        case.verdict.could_not(case.where("文件结构（第二种读法读不出来）"))
        return None, case.data
    return reader, case.data


def _search_unlocked(case: Case, reader: pypdf.PdfReader) -> None:
    """Every stream of a locked file, also those to which nothing leads: unlocked copies hold only what is reached."""
    if not case.finder:
        return
    for generation, table in reader.xref.items():
        for number in table:
            child.step()
            try:
                one = reader.get_object(IndirectObject(number, generation, reader))
                data = (
                    one.get_data()
                    if isinstance(one, StreamObject) and one.get("/Subtype") != "/Image"
                    else b""
                )
            except Exception:  # pypdf raises whatever a bent object makes of its code
                case.verdict.could_not(case.where(f"加密文件的对象{number}解不开"))
                continue
            case.search_bytes("stream", data[:20_000_000], f"对象{number}的数据流")


def _further_pages(case: Case, source: _Original) -> None:
    """A page that the original does not have may be the page before its redaction."""
    more = len(_sizes(case.data) or []) - len(source.sizes)
    if source.sizes and more > 0:
        case.leak("pages", f"成品比原件多{more}页")


def _left_elsewhere(case: Case, source: _Original, secrets: Sequence[Secret]) -> None:
    """Words of a box that stand elsewhere in the original, and are still to be seen there."""
    places = source.elsewhere(secrets)
    if not places or kind_of(case.data) != "pdf":
        return
    sizes = _sizes(case.data) or []
    by_page: dict[int, list[Place]] = {}
    for one in places:
        by_page.setdefault(one.page, []).append(one)
    with pdfium.opened(case.data) as document:
        for number, found in by_page.items():
            if number > len(sizes):
                continue
            across, down = (sizes[number - 1][n] / source.sizes[number - 1][n] for n in (0, 1))
            seen = pages.still_seen(
                pdfium.load(document, number), [_scaled(one.at, across, down) for one in found]
            )
            for one, visible in zip(found, seen, strict=True):
                if visible:
                    case.leak("elsewhere", one.sentence(), one.text, one.page)
    case.verdict.looked("elsewhere")


def _scaled(rect: Rect, across: float, down: float) -> Rect:
    return Rect(rect.x0 * across, rect.y0 * down, rect.x1 * across, rect.y1 * down)
