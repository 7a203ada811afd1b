"""BOXES.json: the places to be hidden, each with its ground."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.exceptions import Unreadable
from gongkai.files.geometry import Rect
from gongkai.files.kinds import read_file

MOST_BOXES = 20_000
_SHAPE = '写法：[{"page":1,"x0":…,"y0":…,"x1":…,"y1":…,"ground":"所依据的条款"}]'


@dataclass(frozen=True)
class Box:
    """One place. page: from 1. place: units of the page as shown from its upper left corner, pixels on a picture.

    ground: why it is hidden, as the letter cites it.
    """

    page: int
    place: Rect
    ground: str

    def as_json(self) -> dict[str, Any]:
        """The shape of BOXES.json."""
        at = self.place
        return {
            "page": self.page, "x0": at.x0, "y0": at.y0, "x1": at.x1, "y1": at.y1, "ground": self.ground,
        }  # fmt: skip


def read_boxes(path: str | Path) -> list[Box]:
    """The boxes of a file. Unreadable, naming the box, if one is empty, without ground or wrongly written."""
    try:
        given = json.loads(read_file(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"“{Path(path).name}”不是有效的 JSON。{_SHAPE}") from error
    return boxes_from(given)


def boxes_from(given: Any) -> list[Box]:
    """Boxes out of parsed JSON. Unreadable as read_boxes."""
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise Unreadable(f"遮盖框应是一个列表。{_SHAPE}")
    if len(given) > MOST_BOXES:
        raise Unreadable(f"遮盖框有{len(given)}个，超过{MOST_BOXES}个，请分批处理。")
    return [_box(item, number) for number, item in enumerate(given, 1)]


def _box(item: dict[str, Any], number: int) -> Box:
    page, ground = item.get("page"), item.get("ground")
    if isinstance(page, float) and page.is_integer():  # 1.0 is 1, as JSON knows numbers
        page = int(page)
    if isinstance(page, bool) or not isinstance(page, int) or page < 1:
        raise Unreadable(f"第{number}个遮盖框的 page 应是从1起的整数。")
    if not isinstance(ground, str) or not ground.strip():
        raise Unreadable(f"第{number}个遮盖框没有写依据（ground），请填明依据的条款。")
    edges = [item.get(name) for name in ("x0", "y0", "x1", "y1")]
    for edge in edges:
        if isinstance(edge, bool) or not isinstance(edge, int | float) or not _finite(edge):
            raise Unreadable(f"第{number}个遮盖框的 x0、y0、x1、y1 应都是数。")
    place = Rect(*(float(edge) for edge in edges if edge is not None))
    if place.x0 >= place.x1 or place.y0 >= place.y1:
        raise Unreadable(f"第{number}个遮盖框是空的：x1 应大于 x0，y1 应大于 y0。")
    return Box(page, place, ground.strip())


def _finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def on_pages(boxes: Sequence[Box], sizes: Sequence[tuple[float, float]]) -> dict[int, list[Rect]]:
    """The boxes by page, clipped to it. Unreadable for a box on no page or wholly outside its page."""
    placed: dict[int, list[Rect]] = {}
    for number, box in enumerate(boxes, 1):
        if box.page > len(sizes):
            raise Unreadable(f"第{number}个遮盖框在第{box.page}页，文件只有{len(sizes)}页。")
        wide, high = sizes[box.page - 1]
        inside = box.place.meet(Rect(0, 0, wide, high))
        if inside is None:
            raise Unreadable(
                f"第{number}个遮盖框在第{box.page}页之外（页面宽{wide:g}、高{high:g}，从左上角量起）。"
            )
        placed.setdefault(box.page, []).append(inside)
    return placed
