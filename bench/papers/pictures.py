"""Scans: pages drawn as pictures, turned a little, noisy, with a shadow, and pressed into JPEG."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pypdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

_DPI = 200


def _worn(page: Image.Image, rng: random.Random) -> Image.Image:
    grey = page.convert("L").rotate(
        rng.uniform(-0.7, 0.7), expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    noise = Image.effect_noise(grey.size, rng.uniform(8, 22)).point(lambda v: min(255, v + 110))
    grey = ImageChops.multiply(grey, noise.point(lambda v: min(255, v + 40)))
    return grey.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.7)))


def scan(source: Path, target: Path) -> Path:
    """A PDF of nothing but pictures of the pages of `source`."""
    rng = random.Random(source.stem)
    document = pypdfium2.PdfDocument(source)
    pages = [_worn(page.render(scale=_DPI / 72).to_pil(), rng) for page in document]
    document.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=_DPI,
        quality=rng.choice([60, 75, 88]),
    )
    return target


def partly(source: Path, target: Path) -> Path:
    """The PDF `source` with one of its pages, not the first, as a picture without text, as stamped pages are put in."""
    rng = random.Random(source.stem)
    document = pypdfium2.PdfDocument(source)
    chosen = rng.randrange(1, len(document)) if len(document) > 1 else 0
    picture = io.BytesIO()
    document[chosen].render(scale=_DPI / 72).to_pil().convert("L").save(picture, "PDF", resolution=_DPI)
    document.close()
    out, whole = pypdf.PdfWriter(), pypdf.PdfReader(source)
    for number, page in enumerate(whole.pages):
        out.add_page(pypdf.PdfReader(picture).pages[0] if number == chosen else page)
    target.parent.mkdir(parents=True, exist_ok=True)
    out.write(target)
    return target
