"""Letters drawn as shapes that nobody sees, one path or many, and honest drawings that look alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.files.builder import Pdf, bar, write

Check = Callable[..., Any]


def letter(x: float, y: float) -> str:
    """An E of twelve corners, ten units high."""
    corners = [
        (0, 0),
        (6, 0),
        (6, 2),
        (2, 2),
        (2, 4),
        (5, 4),
        (5, 6),
        (2, 6),
        (2, 8),
        (6, 8),
        (6, 10),
        (0, 10),
    ]
    steps = [f"{x + a} {y + b} {'m' if at == 0 else 'l'}" for at, (a, b) in enumerate(corners)]
    return " ".join([*steps, "h"])


def word(x: float, y: float, count: int = 12) -> str:
    return "\n".join(letter(x + 8 * n, y) for n in range(count))


def page(content: str) -> Pdf:
    pdf = Pdf()
    pdf.page(write("A letter to all", 20, 170) + content.encode())
    return pdf


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"1 1 1 rg\n{word(20, 60)} f", "one white path in the margin"),
        ("1 1 1 rg\n" + "\n".join(f"{letter(20 + 8 * n, 60)} f" for n in range(4)), "white letters one by one"),
        (bar(15, 55, 200, 30).decode() + f"0 0 0 rg\n{word(20, 60)} f", "black on a black bar"),
        (
            bar(15, 55, 200, 30).decode() + f"1 1 1 rg\n{word(20, 60)} f\n" + bar(15, 55, 200, 30).decode(),
            "white between two bars",
        ),
        (bar(15, 55, 200, 30).decode() + f"q\n{word(20, 60)} W n\n0 0 0 rg 15 55 200 30 re f Q", "as a clip on the bar"),
        (f"q\n{word(20, 60)} W n\n1 1 1 rg 15 55 200 30 re f Q", "as a clip in white"),
        (
            "1 1 1 rg\n" + "\n".join(f"{20 + 3 * (n % 30)} {60 + 3 * (n // 30)} 2 2 re f" for n in range(0, 90, 2)),
            "a mosaic of small white bars",
        ),
    ],
)  # fmt: skip
def test_shapes_of_letters_that_nobody_sees_are_told(check: Check, content: str, said: str) -> None:
    assert check(page(content))["kinds"] & {"hidden", "covered"}, said


@pytest.mark.parametrize(
    "content",
    [
        f"0 0 0 rg\n{word(20, 60)} f",
        f"0.2 0.2 0.6 rg 10 50 250 40 re f 1 1 1 rg\n{word(20, 60)} f",
        f"q\n{word(20, 60)} W n\n0.6 0.1 0.1 rg 15 55 200 30 re f Q",
        "1 1 1 rg\n" + "\n".join(f"20 {20 + 14 * n} 240 12 re f" for n in range(10)),
        "1 1 1 rg 20 20 m 40 60 90 60 120 20 c 150 0 200 30 220 60 c 240 90 260 60 270 20 c h f",
        "0 0 0 rg\n" + "\n".join(f"{20 + 4 * n} 60 2 1 re f" for n in range(60)),
    ],
    ids=[
        "legible",
        "white on a design",
        "a visible clip",
        "white rows of a table",
        "a white swoosh",
        "a dotted line",
    ],
)
def test_drawings_that_can_be_seen_or_say_nothing_pass(check: Check, content: str) -> None:
    answer = check(page(content))
    assert answer["holds"], answer["leaks"]
