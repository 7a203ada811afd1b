"""A picture file: pixels under the boxes, pixels under full transparency, further frames, thumbnails, notes."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Sequence

from PIL import Image, ImageChops

from gongkai.files import child, pictures
from gongkai.files.geometry import Rect
from gongkai.files.kinds import kind_of
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks import codes, containers, pixels
from gongkai.files.redaction.spellings import packed_in

_THUMB = 40_000_000
_GPS = 0x8825


def look(case: Case) -> None:
    """Examine all frames and all notes. Unreadable if the picture is damaged."""
    kind = kind_of(case.data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = pictures.open_picture(case.data)
        number = pictures.count(image)
        first: Image.Image | None = None
        for page in range(1, number + 1):
            child.step()
            raw = pictures.go_to(image, page - 1)
            shown = pictures.as_shown(raw)
            boxes = (case.boxes or {}).get(page, [])
            _boxes(case, shown, boxes, page, kind == "jpg")
            _planes(case, raw, shown, boxes, page, exact=kind != "jpg")
            codes.look(case, shown, page)
            if case.boxes is not None and page > 1 and first is not None and not boxes:
                _same_again(case, first, shown, page)
            first = shown.copy() if page == 1 else first
        if first is not None:
            _notes(case, kind, first)
        with contextlib.suppress(*pictures.BROKEN):
            if image.getexif().get_ifd(_GPS):
                case.info("metadata", "照片里记有拍摄地点")
    case.verdict.looked("metadata", *(["pixels"] if case.boxes is not None else []))


def _boxes(case: Case, shown: Image.Image, boxes: Sequence[Rect], page: int, ringing: bool) -> None:
    for box in boxes:
        if not pixels.is_flat(pixels.crop(shown, box), 1, ringing):
            case.leak("pixels", f"{_place(box, page)}：没有盖成一种颜色，还看得出内容", page=page)


def _place(box: Rect, page: int) -> str:
    return f"第{page}页的遮盖框（距左边{box.x0:.0f}、距上边{box.y0:.0f}像素）"


def _planes(
    case: Case, raw: Image.Image, shown: Image.Image, boxes: Sequence[Rect], page: int, exact: bool
) -> None:
    """Colours that transparency, a double palette entry or low bits keep from the eye."""
    if raw.size == shown.size and exact:
        for box in boxes:
            if not all(pixels.is_flat(pixels.crop(plane, box), 1) for plane in _hiding(raw)):
                case.leak("channel", f"{_place(box, page)}：透明、调色板或低位里还有内容", page=page)
    if "A" not in raw.getbands() and "transparency" not in raw.info:
        return
    clear = raw.convert("RGBA")
    alpha = clear.getchannel("A")
    faint = alpha.point(lambda value: 255 if value < 26 else 0)
    if faint.getbbox() is None:
        return
    bare = clear.convert("RGB")
    paper = Image.new("RGB", clear.size, (255, 255, 255))
    flat = paper.copy()
    flat.paste(clear, mask=alpha)
    for heap in pixels.beneath(flat, bare, faint):
        case.leak(
            "channel",
            f"第{page}页，距左边{heap.x0:.0f}、距上边{heap.y0:.0f}像素：全透明处还有图像",
            page=page,
        )


def _hiding(raw: Image.Image) -> list[Image.Image]:
    """The planes in which something can stand that is not seen: colours under alpha, palette places, low bits."""
    if raw.mode in ("P", "PA"):
        return [_stretched(raw.getchannel(0))]
    if raw.mode in ("LA", "RGBA", "La", "RGBa"):
        return list(raw.split())
    if raw.mode.startswith("I;16"):
        data = raw.tobytes()
        return [_stretched(Image.frombytes("L", raw.size, data[low::2])) for low in (0, 1)]
    return []


def _stretched(plane: Image.Image) -> Image.Image:
    """Neighbouring values drawn apart, so that a step of one shows."""
    return plane.point(lambda value: value * 37 % 256)


def _same_again(case: Case, first: Image.Image, shown: Image.Image, page: int) -> None:
    """A further frame that shows the first page without its boxes."""
    if shown.size != first.size:
        return
    for box in (case.boxes or {}).get(1, []):
        part = pixels.crop(shown, box)
        if pixels.is_flat(part, 1):
            continue
        rest = ImageChops.difference(first, shown).convert("L")
        rest.paste(0, box.outward(*rest.size))
        histogram = rest.histogram()
        if sum(level * many for level, many in enumerate(histogram)) < 12 * rest.width * rest.height:
            case.leak("frame", f"第{page}帧与第1帧相同，却没有遮盖（{_place(box, 1)}）", page=page)


def _notes(case: Case, kind: str, shown: Image.Image) -> None:
    """Words in the file's notes, thumbnails, and what hangs behind its end."""
    for name, body in containers.parts(case.data, kind):
        if name == "behind":
            _behind(case, body)
            continue
        case.search_bytes("metadata", body, f"附注{name}")
        _thumbnails(case, name, body, shown)


def _behind(case: Case, body: bytes) -> None:
    if len(body.strip(b"\0\r\n\t ")) <= 16:
        return
    case.leak("trailer", f"图片结束以后还有{len(body)}字节，不显示却在文件里")
    case.search_bytes("trailer", body[:8_000_000], "图片结束以后的字节")


def _thumbnails(case: Case, name: str, body: bytes, shown: Image.Image) -> None:
    """Small pictures inside a note: they must show no more than the picture itself."""
    for part in (body, *packed_in(body.decode("latin-1"))):
        for start in _starts(part):
            try:
                small = Image.open(io.BytesIO(part[start:]), formats=("JPEG", "PNG"))
                if small.width * small.height > _THUMB:
                    continue
                plain = small.convert("RGB")
            except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
                continue
            compare(case, f"附注{name}里的缩略图", plain, shown, (case.boxes or {}).get(1, []), 1)


def _starts(body: bytes) -> list[int]:
    found: list[int] = []
    for sign in (b"\xff\xd8\xff", b"\x89PNG\r\n"):
        at = body.find(sign)
        while at >= 0 and len(found) < 8:
            found.append(at)
            at = body.find(sign, at + 1)
    return found


def compare(
    case: Case, place: str, small: Image.Image, shown: Image.Image, boxes: Sequence[Rect], page: int
) -> None:
    """A small picture against what it is to be a picture of. boxes: in pixels of that."""
    here = shown.resize(small.size)
    across, down = small.width / shown.width, small.height / shown.height
    for box in boxes:
        inside = Rect(box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down)
        if not pixels.is_flat(pixels.crop(small, inside), 1, ringing=True):
            case.leak("thumbnail", f"{place}没有遮盖（{_place(box, page)}）", page=page)
            return
    if pixels.spread_of_difference(here, small) > 60 and _is_other(here, small):
        case.leak("thumbnail", f"{place}与图片本身不同", page=page)


def _is_other(one: Image.Image, other: Image.Image) -> bool:
    """Whether two small pictures show different things: parts of one are flat and dark or white, the other's are not."""
    grey = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > 60 else 0)
    return grey.histogram()[255] > 0.01 * one.width * one.height
