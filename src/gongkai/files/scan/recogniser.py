"""What reads letters off pixels: rapidocr with the models in its package, where it is installed. Nothing is fetched.

It is an optional extra (`ocr`), never needed to run; tests put another recogniser in its place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from PIL import Image

MISSING = "文字识别组件（可选，不随本平台安装）：执行 make setup-ocr"
_NEEDED = ("rapidocr", "onnxruntime")


@dataclass(frozen=True, slots=True)
class Seen:
    """Words on a picture: their rectangle in pixels, how sure (0–1), how far the line leans (radians, clockwise)."""

    words: str
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float
    lean: float = 0.0


Recogniser = Callable[[Image.Image], list[Seen]]


@cache
def available() -> bool:
    """Whether letters can be read off pictures here."""
    try:
        return all(metadata.version(name) for name in _NEEDED)
    except metadata.PackageNotFoundError:
        return False


@cache
def engine() -> Recogniser:
    """The recogniser, its models loaded; only a child process asks for it."""
    from rapidocr import RapidOCR  # heavy, and often not there

    made = RapidOCR(
        params={
            "Global.log_level": "critical",
            # Its judge of what stands upside down takes a lone 6 for a turned 9.
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def see(picture: Image.Image) -> list[Seen]:
        found = made(picture)
        if not found.txts:
            return []
        return [
            _seen(words, [(float(x), float(y)) for x, y in box], float(sure))
            for box, words, sure in zip(found.boxes, found.txts, found.scores, strict=True)
        ]

    return see


def _seen(words: str, box: list[tuple[float, float]], sure: float) -> Seen:
    xs, ys = [x for x, _ in box], [y for _, y in box]
    (left, upper), (right, other) = box[0], box[1]
    return Seen(words, min(xs), min(ys), max(xs), max(ys), sure, math.atan2(other - upper, right - left))
