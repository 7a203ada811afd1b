"""Letters drawn for these files: strokes on a grid of ten, as a TrueType font and as pixels; no font is needed."""

from __future__ import annotations

import math
import struct
from functools import cache
from itertools import pairwise

from PIL import Image, ImageDraw

# Each stroke is a line through points, two digits a point: across, then down.
STROKES = {
    "0": "2161692921", "1": "4149", "2": "216165252969", "3": "21616929 2565", "4": "212565 6169",
    "5": "612125656929", "6": "612129696525", "7": "216149", "8": "2161692921 2565", "9": "652521616929",
    "X": "2169 6129", "：": "2324 2728", "，": "1829", "。": "1828291918", " ": "",
    "一": "1595", "三": "2282 3575 1898", "王": "1282 2575 0898 5258", "小": "5159 3417 7497",
    "川": "212619 5258 8189", "中": "1393961613 5159", "山": "5158 24288884",
    "里": "2181852521 2383 5159 2777 1999", "号": "3171733331 1595 3537777959", "门": "2132 2329 42828979",
    "姓": "211538 3318 0444 6153 5393 5696 4999 7179", "名": "4115 327228 3445 4686894946",
    "手": "7122 2484 1696 525949", "机": "0343 2129 2407 2446 525649 5282899997",
    "住": "3114 2329 6172 4393 4696 4999 6369", "址": "0444 2128 0848 4449 6169 6595 3999",
    "证": "1122 04242837 4292 7279 7595 5559 4999", "件": "3114 2329 5244 5393 4696 7179",
    "本": "1393 5159 5318 5398 3777", "市": "4051 1292 28248488 5259", "人": "5119 5499",
    "公": "4115 6195 543878 6789", "开": "1292 1595 323519 7279", "同": "19119199 3373 3575783835",
    "意": "5051 2181 3132 1393 3474763634 3575 2719 37497978 5768 8798", "日": "2181892921 2585",
    "上": "5159 5484 1999", "下": "1191 5159 5476", "学": "2132 5152 8172 15139395 357556 565949 1797",
    "科": "4112 0444 2129 2407 2446 5162 5364 4797 8189", "年": "3013 2292 2585 2527 0797 5259",
    "月": "21818979 212619 2484 2676", "工": "2282 5258 0898", "█": "",
}  # fmt: skip
LETTERS = "".join(STROKES)
NARROW = set("0123456789X ")
HALF = 40  # half the width of a stroke, of 1000 an em


def gid(letter: str) -> int:
    """Number of the letter's glyph."""
    return LETTERS.index(letter) + 1


def advance(letter: str) -> int:
    """Width of the letter, of 1000 an em."""
    return 640 if letter in NARROW else 1000


def width(text: str, size: float) -> float:
    """Width of the text in points."""
    return sum(map(advance, text)) * size / 1000


def outlines(letter: str) -> list[list[tuple[int, int]]]:
    """The letter as clockwise four-sided shapes, of 1000 an em, upward from the base line."""
    if letter == "█":
        return [[(0, -150), (0, 880), (1000, 880), (1000, -150)]]
    shapes = []
    for stroke in STROKES[letter].split():
        points = [
            (30 + int(a) * 95 - (95 if letter in NARROW else 0), 860 - int(b) * 95)
            for a, b in zip(stroke[::2], stroke[1::2], strict=True)
        ]
        for (ax, ay), (bx, by) in pairwise(points):
            long = math.hypot(bx - ax, by - ay)
            ux, uy = (bx - ax) / long * HALF, (by - ay) / long * HALF
            ax, ay, bx, by = ax - ux, ay - uy, bx + ux, by + uy
            corners = [(ax - uy, ay + ux), (bx - uy, by + ux), (bx + uy, by - ux), (ax + uy, ay - ux)]
            shapes.append([(round(x), round(y)) for x, y in corners])
    return shapes


def draw(image: Image.Image, text: str, left: float, base: float, size: float, ink: int = 0) -> None:
    """The text into the pixels, base line at `base` from the upper edge."""
    pen = ImageDraw.Draw(image)
    for letter in text:
        for shape in outlines(letter):
            pen.polygon([(left + x * size / 1000, base - y * size / 1000) for x, y in shape], fill=ink)
        left += advance(letter) * size / 1000


def _glyph(letter: str) -> bytes:
    shapes = outlines(letter)
    if not shapes:
        return b""
    points = [p for shape in shapes for p in shape]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    made = struct.pack(">hhhhh", len(shapes), min(xs), min(ys), max(xs), max(ys))
    made += b"".join(struct.pack(">H", 4 * n + 3) for n in range(len(shapes))) + b"\0\0" + b"\1" * len(points)
    for values in (xs, ys):
        made += b"".join(struct.pack(">h", b - a) for a, b in zip([0, *values], values, strict=False))
    return made + b"\0" * (-len(made) % 4)


@cache
def truetype(family: str = "Attack") -> bytes:
    """The font as a TrueType file; the glyph of a letter is `gid`."""
    glyphs = [b"", *map(_glyph, LETTERS)]
    places = [sum(map(len, glyphs[:n])) for n in range(len(glyphs) + 1)]
    widths = [1000, *map(advance, LETTERS)]
    points = max(len(outlines(letter)) for letter in LETTERS)
    name = family.encode("utf-16-be")
    tables = {
        b"cmap": struct.pack(">HHHHIHHHHHHHHHHHH", 0, 1, 3, 1, 12, 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -200, 1000, 900, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, len(glyphs)),
        b"hmtx": b"".join(struct.pack(">Hh", w, _left(g)) for w, g in zip(widths, glyphs, strict=True)),
        b"loca": b"".join(struct.pack(">I", p) for p in places),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, len(glyphs), points * 4, points, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": struct.pack(">HHHHHHHHH", 0, 1, 18, 3, 1, 0x409, 1, len(name), 0) + name,
    }  # fmt: skip
    made, place = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 0), 12 + 16 * len(tables)
    bodies = b""
    for tag, body in tables.items():
        made += tag + struct.pack(">III", _sum(body), place + len(bodies), len(body))
        bodies += body + b"\0" * (-len(body) % 4)
    return made + bodies


def _left(glyph: bytes) -> int:
    return int(struct.unpack(">h", glyph[2:4])[0]) if glyph else 0


def _sum(body: bytes) -> int:
    body += b"\0" * (-len(body) % 4)
    return sum(struct.unpack(f">{len(body) // 4}I", body)) & 0xFFFFFFFF
