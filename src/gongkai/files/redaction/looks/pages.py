"""What each page shows against what it holds: words nobody sees, covered drawings, cut pictures, places under boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
from PIL import Image, ImageChops

from gongkai.files import child, pdfium
from gongkai.files.geometry import Frame, Rect
from gongkai.files.pdfium import Letter
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks import codes, frames, layers, meshes, outlines, pixels, samples
from gongkai.files.redaction.looks.layers import Layer
from gongkai.files.redaction.looks.samples import Stock

_TEXT, _PATH, _PICTURE, _SHADE = 1, 2, 3, 4
_DRAWN = 6_000_000
# Letters of one stroke, which fill their own rectangle.
_ONE_STROKE = frozenset("1lIiｌＩ|一丨丶丿乙│—-–_.·、口")
_TINY = 1.6
# Shadings of a page that are drawn alone.
_MOST_SHADES = 50
# Levels up to which a place is dark: a bar, not paper.
_DARK = 110
_BOX_SCALE = 2.8
# Levels by which letters must stand out to count as seen: in the open, and under something laid over them.
_OPEN, _UNDER = 16, 60


@dataclass
class Sheet:
    """One page with its drawing. number: from 1. scale: pixels a user unit. ringing: a JPEG lies in the file."""

    case: Case
    page: pypdfium2.PdfPage
    number: int
    ringing: bool
    stock: Stock

    @cached_property
    def size(self) -> tuple[float, float]:
        """In user units, as shown."""
        wide, high = self.page.get_size()
        return float(wide), float(high)

    @cached_property
    def letters(self) -> list[Letter]:
        """Of the text layer."""
        return pdfium.letters(self.page)

    @cached_property
    def layers(self) -> list[Layer]:
        """In the order of painting."""
        return layers.layers(self.page)

    @cached_property
    def scale(self) -> float:
        """Fine enough for the smallest letters, bounded for huge pages."""
        wide, high = self.size
        heights = [one.loose.height for one in self.letters if one.loose.height > _TINY] or [12]
        wanted = max(1.7, min(9 / min(heights), 4), 500 / max(wide, high))
        return float(min(wanted, (_DRAWN / (wide * high)) ** 0.5))

    @cached_property
    def shown(self) -> Image.Image:
        """As everybody sees it."""
        return pdfium.draw(self.page, self.scale)

    def without(self, some: Sequence[Layer], annotations: bool = True) -> Image.Image:
        """The same drawing with some objects off."""
        with layers.off(some):
            return pdfium.draw(self.page, self.scale, annotations=annotations)

    def place(self, rect: Rect) -> str:
        """A place in pixels as words."""
        at = rect.times(1 / self.scale)
        return f"第{self.number}页，距左边{at.x0:.0f}、距上边{at.y0:.0f}"


def look(case: Case, document: pypdfium2.PdfDocument, ringing: bool, simple: bool, stock: Stock) -> None:
    """Go through all pages. simple: no picture of the file has a mask and nothing has an annotation."""
    for number in range(1, len(document) + 1):
        child.step()
        page = pdfium.load(document, number)
        sheet = Sheet(case, page, number, ringing, stock)
        _words(sheet)
        codes.look(case, sheet.shown, number)
        _thumbnail(sheet)
        if not (simple and _only_pictures(sheet)):
            _outlines(sheet)
            _covered(sheet)
            _pictures(sheet)
            _meshes(sheet)
        if case.boxes is not None:
            _boxes(sheet, case.boxes.get(number, []))
        page.close()
    if case.boxes is not None:
        for number in case.boxes:
            if number > len(document):
                case.verdict.could_not(case.where(f"成品没有第{number}页，那里的遮盖框无从核验"))
    case.verdict.looked("hidden", "covered", *(["pixels"] if case.boxes is not None else []))


def _only_pictures(sheet: Sheet) -> bool:
    """Pictures side by side, all on the page: what they hold is what is seen."""
    found = sheet.layers
    paper = Rect(0, 0, *sheet.size).grown(1)
    if any(one.kind != _PICTURE or one.at.meet(paper) != one.at for one in found) or len(found) > 200:
        return False
    return not any(
        (both := one.at.meet(other.at)) and min(both.width, both.height) > 2 / sheet.scale
        for at, one in enumerate(found)
        for other in found[at + 1 :]
    )


# --- words


def _words(sheet: Sheet) -> None:
    """Words of the text layer that the drawing does not show."""
    letters = [one for one in sheet.letters if re.match(r"[^\W_]", one.sign) or _is_unknown(one)]
    if not letters:
        return
    texts = [one for one in sheet.layers if one.kind == _TEXT]
    under = layers.buried(sheet.layers, _TEXT)
    hidden = {one.handle for one in under}
    without = {
        True: sheet.without(under) if under else sheet.shown,
        False: sheet.without([one for one in texts if one.handle not in hidden]),
    }
    modes = {one.handle: layers.mode(one) for one in texts}
    owners = dict(
        zip((one.index for one in sheet.letters), layers.owners(sheet.page, sheet.letters), strict=True)
    )
    paper = Rect(0, 0, *sheet.size)
    state: dict[int, str] = {}
    for one in letters:
        owner = owners[one.index]
        state[one.index] = _seen(
            sheet, one, paper, without[owner in hidden], modes.get(owner, 0), owner in hidden
        )
    _report(sheet, letters, state)


def _is_unknown(one: Letter) -> bool:
    """A letter of which the file does not say what it is."""
    return one.unmapped or one.sign == "\ufffd" or "\ue000" <= one.sign <= "\uf8ff"


def _seen(sheet: Sheet, one: Letter, paper: Rect, without: Image.Image, mode: int, under: bool) -> str:
    """How a letter stands on the page: seen, outside, tiny, ocr, block or hidden."""
    ink = one.tight if one.tight.area else one.loose
    inside = ink.meet(paper)
    if inside is None or (ink.area and inside.area < 0.2 * ink.area):
        return "outside"
    if max(one.loose.height, one.loose.width) < _TINY:
        return "tiny"
    place = inside.times(sheet.scale)
    if pixels.differs(sheet.shown, without, place, _UNDER if under else _OPEN):
        if one.sign not in _ONE_STROKE and mode not in (3, 7):
            core = pixels.crop(sheet.shown, place.grown(-min(place.width, place.height) * 0.12))
            if min(core.size) >= 4 and pixels.spread(core) <= pixels.FLAT:
                return "block"
        return "seen"
    if under and _stands_out(sheet, without, place):
        return "seen"
    # What a reader of scans found stands only nearly where the scan shows it.
    around = place.grown(0.2 * max(one.loose.height, one.loose.width) * sheet.scale)
    core = pixels.crop(sheet.shown, place)
    if pixels.spread(core) <= pixels.FLAT and max(pixels.brightest(core)) < _DARK:
        return "hidden"
    lively = pixels.spread(pixels.crop(sheet.shown, around)) > 60
    if lively and (mode in (3, 7) or _on_scan(sheet)):
        return "ocr"
    return "hidden"


def _stands_out(sheet: Sheet, without: Image.Image, place: Rect) -> bool:
    """Whether a letter over which something lies is to be seen beside it, however pale."""
    left, top, _, _ = place.outward(*sheet.shown.size)
    part = ImageChops.difference(pixels.crop(sheet.shown, place), pixels.crop(without, place)).convert("L")
    for one in sheet.layers:
        over = one.at.times(sheet.scale).grown(2).meet(place) if one.opaque else None
        if over is not None:
            part.paste(
                0, (int(over.x0) - left, int(over.y0) - top, int(over.x1) + 1 - left, int(over.y1) + 1 - top)
            )
    return pixels.brightest(part)[0] > _OPEN


def _on_scan(sheet: Sheet) -> bool:
    """Whether one picture fills the page: text beneath it is then what a reader of scans found in it."""
    whole = sheet.size[0] * sheet.size[1]
    return any(one.kind == _PICTURE and one.at.area > 0.8 * whole for one in sheet.layers)


_SAID = {
    "hidden": ("hidden", "看不见的文字"),
    "outside": ("crop", "页面可见范围以外的文字"),
    "tiny": ("hidden", "小得看不见的文字"),
    "block": ("glyphs", "显示为色块、复制出来却是文字"),
}


def _report(sheet: Sheet, letters: Sequence[Letter], state: dict[int, str]) -> None:
    """Neighbouring letters of one state are one finding."""
    run: list[Letter] = []

    def close() -> None:
        kind, said = _SAID.get(state[run[0].index], ("", "")) if run else ("", "")
        if kind and not (kind == "glyphs" and len(run) < 2):
            where = f"{sheet.place(run[0].loose.times(sheet.scale))}：{said}"
            sheet.case.leak(kind, where, "".join(one.sign for one in run), sheet.number)

    for one in letters:
        if run and (state[run[0].index] != state[one.index] or one.index - run[-1].index > 3):
            close()
            run = []
        run.append(one)
    close()
    if "ocr" in state.values():
        sheet.case.info("ocr", f"第{sheet.number}页有一层看不见的识别文字", page=sheet.number)


# --- drawings and pictures


def _has_annotations(sheet: Sheet) -> bool:
    return bool(pypdfium2.raw.FPDFPage_GetAnnotCount(sheet.page))


def _without_covers(sheet: Sheet) -> Image.Image | None:
    """The page without words, notes and whatever lies opaque over a drawing or a picture; None if nothing does."""
    over = layers.covers(sheet.layers, (_PATH, _PICTURE, _SHADE))
    if not over and not _has_annotations(sheet):
        return None
    return sheet.without([one for one in sheet.layers if one.kind == _TEXT] + over, annotations=False)


def _covered(sheet: Sheet) -> None:
    """Drawings and pictures beneath something opaque."""
    under = _without_covers(sheet)
    if under is None:
        return
    for heap in pixels.beneath(sheet.shown, under):
        sheet.case.leak("covered", f"{sheet.place(heap)}：不透明的图形或批注下面还有内容", page=sheet.number)


def _thumbnail(sheet: Sheet) -> None:
    """The small picture of a page that the file keeps for lists shows no more than the page."""
    if sheet.number not in sheet.stock.thumbnails:
        return
    handle = pypdfium2.raw.FPDFPage_GetThumbnailAsBitmap(sheet.page)
    if not handle:
        said = f"第{sheet.number}页的缩略图解不开，不知道画的是什么"
        sheet.case.leak("thumbnail", said, page=sheet.number)
        return
    small = pypdfium2.PdfBitmap.from_raw(handle).to_pil().convert("RGB")
    boxes = [one.times(sheet.scale) for one in (sheet.case.boxes or {}).get(sheet.number, [])]
    frames.compare(sheet.case, f"第{sheet.number}页的缩略图", small, sheet.shown, boxes, sheet.number)


def _meshes(sheet: Sheet) -> None:
    """A shading that is seen as one colour, while its corners have several."""
    shades = [one for one in sheet.layers if one.kind == _SHADE]
    objects = sheet.stock.by_number
    if not shades or not any(meshes.is_varied(one, objects) for one in objects.values()):
        return
    scale = float((4 * _DRAWN / (sheet.size[0] * sheet.size[1])) ** 0.5)
    for shade in shades[:_MOST_SHADES]:
        with layers.off([one for one in sheet.layers if one is not shade]):
            alone = pdfium.draw(sheet.page, scale, annotations=False)
        if meshes.is_plain(pixels.crop(alone, shade.at.times(scale))):
            said = f"第{sheet.number}页有一处渐变看着是一种颜色，它的数据却不是一个值"
            sheet.case.leak("channel", said, page=sheet.number)


# Pixels a side of a picture that may be drawn as a line or a dot.
_DOT = 8


def _outlines(sheet: Sheet) -> None:
    """Letters drawn as outlines that nobody sees: in the colour of what lies around, clipped, in a layer that is off, outside."""
    _clips(sheet)
    written = [
        (one, weight) for one in sheet.layers if one.kind == _PATH and (weight := outlines.weight(one))
    ]
    if sum(weight for _, weight in written) < outlines.WORD:
        return
    paper = Rect(0, 0, *sheet.size)
    outside = sum(weight for one, weight in written if one.at.grown(0.1).meet(paper) is None)
    if outside >= outlines.LETTER:
        sheet.case.leak("crop", f"第{sheet.number}页可见范围以外还有轮廓", page=sheet.number)
    bare = sheet.without([one for one, _ in written])
    hidden = [
        (one, weight)
        for one, weight in written
        if (at := one.at.grown(0.5).meet(paper)) is not None
        and not pixels.differs(sheet.shown, bare, at.times(sheet.scale))
    ]
    if sum(weight for _, weight in hidden) >= outlines.WORD:
        _unseen(sheet, hidden[0][0])


def _unseen(sheet: Sheet, one: Layer) -> None:
    where = sheet.place(one.at.times(sheet.scale))
    sheet.case.leak("hidden", f"{where}：有看不见的轮廓，像是文字", page=sheet.number)


def _clips(sheet: Sheet) -> None:
    """Letters that only cut out what is painted, where nothing of the cut is to be seen."""
    for one in sheet.layers:
        if outlines.weight_of_clip(one) < outlines.WORD:
            continue
        at = one.at.meet(Rect(0, 0, *sheet.size))
        if (
            at is None
            or pixels.spread(pixels.crop(sheet.shown, at.times(sheet.scale).grown(-1))) <= pixels.FLAT
        ):
            _unseen(sheet, one)
            return


def _pictures(sheet: Sheet) -> None:
    """Pictures of which a clip, a mask, a layer or the edge of the page hides a part."""
    place = pdfium.frame(sheet.page)
    for one in [layer for layer in sheet.layers if layer.kind == _PICTURE][:200]:
        child.step()
        whole = layers.picture_as_placed(one, place, sheet.scale, sheet.shown.size)
        if whole is None:
            sheet.case.verdict.could_not(sheet.case.where(f"第{sheet.number}页的一幅图片解不开"))
            continue
        alpha = whole.getchannel("A")
        bare = Image.new("RGB", whole.size, (255, 255, 255))
        bare.paste(whole.convert("RGB"), mask=alpha)
        for heap in pixels.beneath(sheet.shown, bare, alpha):
            sheet.case.leak("picture", f"{sheet.place(heap)}：图片被裁去或盖住的部分还在", page=sheet.number)
        _beyond(sheet, one)
        if min(one.at.width, one.at.height) < 1 and min(one.item.get_px_size()) > _DOT:
            said = f"第{sheet.number}页有一幅图片缩成一点，看不见却在文件里"
            sheet.case.leak("picture", said, page=sheet.number)


def _beyond(sheet: Sheet, one: Layer) -> None:
    """A picture that runs far over the edge of the page holds what is not shown."""
    inside = one.at.meet(Rect(0, 0, *sheet.size))
    over = max(-one.at.x0, -one.at.y0, one.at.x1 - sheet.size[0], one.at.y1 - sheet.size[1])
    if inside is None or over > 20:
        sheet.case.leak("crop", f"第{sheet.number}页的图片伸出可见范围{over:.0f}磅", page=sheet.number)


# --- boxes


def _boxes(sheet: Sheet, boxes: Sequence[Rect]) -> None:
    """Under each box: no letter, one flat colour in what is shown and in every layer beneath."""
    if not boxes:
        return
    wide, high = sheet.size
    scale = float(min(max(_BOX_SCALE, sheet.scale), (4 * _DRAWN / (wide * high)) ** 0.5))
    shown = pdfium.draw(sheet.page, scale)
    under = _without_covers(sheet)
    place = pdfium.frame(sheet.page)
    pictures = [
        one for one in sheet.layers if one.kind == _PICTURE and any(one.at.meet(box) for box in boxes)
    ]
    plain = _only_pictures(sheet)
    for box in boxes:
        where = f"第{sheet.number}页的遮盖框（距左边{box.x0:.0f}、距上边{box.y0:.0f}）"
        words = "".join(one.sign for one in sheet.letters if _inside(one, box) and not _runs_under(one, box))
        if words.strip():
            sheet.case.leak("text", f"{where}：下面还有文字", words, sheet.number)
        if not pixels.is_flat(pixels.crop(shown, box.times(scale)), 2, sheet.ringing):
            sheet.case.leak("pixels", f"{where}：没有盖成一种颜色，还看得出内容", page=sheet.number)
        if under is not None and not pixels.is_flat(
            pixels.crop(under, box.times(sheet.scale)), 2, sheet.ringing
        ):
            sheet.case.leak("covered", f"{where}：盖住的图形或图片还在下面", page=sheet.number)
        for one in pictures:
            if (not plain and _picture_under(sheet, one, place, box, where)) or not one.at.meet(box):
                continue
            if samples.show(one, sheet.stock, place, scale, box.times(scale)):
                said = f"{where}：图片看着是一种颜色，它的数据却不是一个值"
                sheet.case.leak("channel", said, page=sheet.number)


def _inside(letter: Letter, box: Rect) -> bool:
    ink = letter.tight if letter.tight.area else letter.loose
    return box.holds((ink.x0 + ink.x1) / 2, (ink.y0 + ink.y1) / 2)


def _runs_under(letter: Letter, box: Rect) -> bool:
    """Whether a letter is larger than the box and stands by half or more beside it: a watermark that runs under it."""
    ink = letter.tight if letter.tight.area else letter.loose
    both = ink.meet(box)
    return both is not None and min(ink.width, ink.height) > 1.2 * box.height and both.area < 0.6 * ink.area


def _picture_under(sheet: Sheet, one: Layer, place: Frame, box: Rect, where: str) -> bool:
    """Whether a picture still shows something under a box; noted."""
    whole = layers.picture_as_placed(one, place, sheet.scale, sheet.shown.size)
    if whole is None:
        sheet.case.verdict.could_not(sheet.case.where(f"{where}：下面的图片解不开"))
        return True
    part = pixels.crop(whole, box.times(sheet.scale))
    solid = part.getchannel("A").getbbox()
    if solid and not pixels.is_flat(part.crop(solid).convert("RGB"), 2, sheet.ringing):
        sheet.case.leak("picture", f"{where}：图片里这一处还在", page=sheet.number)
        return True
    return False


def still_seen(page: pypdfium2.PdfPage, places: Sequence[Rect]) -> list[bool]:
    """Whether each place of a page shows anything."""
    wide, high = page.get_size()
    scale = float(min(_BOX_SCALE, (4 * _DRAWN / (wide * high)) ** 0.5))
    shown = pdfium.draw(page, scale)
    return [pixels.spread(pixels.crop(shown, one.times(scale).grown(-1))) > 60 for one in places]
