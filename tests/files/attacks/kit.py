"""What an attack is, the shelf on which all stand, and how each proves that its secret is to be had."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from PIL import Image, ImageOps

from gongkai import cli

from . import glyphs, pdf, sheet

Proof = Callable[[bytes], bool]


Maker = Callable[[], bytes]
Boxes = Callable[[], list[sheet.Box]]


@dataclass(frozen=True)
class Case:
    """A released file with what the check is given beside it."""

    kind: str
    make: Maker
    original: Maker
    boxes: Boxes
    proof: Proof | None = None

    @property
    def id(self) -> str:
        """Stable name of the case."""
        return f"{self.kind}/{self.make.__name__.replace('_', '-')}"

    @property
    def how(self) -> str:
        """How the secret is had; of an honest release, what it is."""
        return (self.make.__doc__ or "").strip()


ATTACKS: list[Case] = []
CLEAN: list[Case] = []


def attack(
    kind: str, proof: Proof, original: Maker = sheet.original, boxes: Boxes = sheet.boxes
) -> Callable[[Maker], Maker]:
    """Puts the function that makes the file on the shelf; its documentation says how the secret is had."""

    def shelve(make: Maker) -> Maker:
        ATTACKS.append(Case(kind, make, original, boxes, proof))
        return make

    return shelve


def clean(original: Maker = sheet.original, boxes: Boxes = sheet.boxes) -> Callable[[Maker], Maker]:
    """Puts an honest release on the other shelf."""

    def shelve(make: Maker) -> Maker:
        CLEAN.append(Case("clean", make, original, boxes))
        return make

    return shelve


def judged(case: Case, folder: Path, alone: bool = False) -> dict[str, Any]:
    """What `gongkai redaction check` says of the case; `alone`: of the released file without original and boxes."""
    released, original, boxes = folder / "released.pdf", folder / "original.pdf", folder / "boxes.json"
    released.write_bytes(case.make())
    if alone:
        return command("check", released)
    original.write_bytes(case.original())
    boxes.write_text(json.dumps(case.boxes()))
    return command("check", released, "--original", original, "--boxes", boxes)


def command(*words: str | Path) -> dict[str, Any]:
    """The JSON that `gongkai redaction` prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        cli.main(["redaction", *map(str, words)])
    said: dict[str, Any] = json.loads(printed.getvalue())
    return said


# Proofs. They share no code with what they judge.


def squeezed(text: str) -> str:
    """The text without blanks."""
    return re.sub(r"\s+", "", text)


def by_copying(secret: str) -> Proof:
    """Select all, copy, paste: in PDFium or in pypdf."""

    def proof(file: bytes) -> bool:
        with pypdfium2.PdfDocument(file) as document:
            copied = "".join(
                page.get_textpage().get_text_bounded() + page.get_textpage().get_text_range()
                for page in document
            )
        if secret in squeezed(copied):
            return True
        return secret in squeezed(
            "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
        )

    return proof


def streams(file: bytes) -> Iterator[bytes]:
    """Bodies of all streams that lie in the bytes, inflated where that works."""
    for match in re.finditer(rb"stream\r?\n", file):
        if file[match.start() - 3 : match.start()] == b"end":
            continue
        body = file[match.end() :]
        try:
            yield zlib.decompressobj().decompress(body)
        except zlib.error:
            yield body[: body.find(b"endstream")]


def by_looking(secret: str | bytes, deep: int = 1) -> Proof:
    """The secret stands in the bytes of the file or of a stream, in a spelling that is widely known."""
    if isinstance(secret, bytes):
        spellings = [secret]
    else:
        spellings = [secret.encode(coding) for coding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")]
        spellings.append(secret.encode("utf-16-be").hex().upper().encode())
        if set(secret) <= set(glyphs.LETTERS):
            spellings.append(sheet.codes(secret)[1:-1].encode())

    def proof(file: bytes) -> bool:
        heaps = [file]
        for _ in range(deep):
            heaps += [body for heap in heaps for body in streams(heap)]
        return any(spelling in heap for heap in heaps for spelling in spellings)

    return proof


def likeness(seen: Image.Image, secret: str) -> float:
    """How much pixels look like the secret in its box: correlation, from 0 to 1."""
    true = sheet.scan().crop(sheet.pixels(sheet.box(secret)))
    seen = ImageOps.autocontrast(seen.convert("L").resize(true.size))
    a, b = true.tobytes(), seen.tobytes()
    ma, mb = sum(a) / len(a), sum(b) / len(b)
    top = sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True))
    below = (sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)) ** 0.5
    return abs(top) / below if below else 0.0


def by_seeing(secret: str, dig: Callable[[bytes], Image.Image], enough: float = 0.5) -> Proof:
    """What `dig` brings up from the file looks like the secret."""
    return lambda file: likeness(dig(file), secret) >= enough


def rendered(file: bytes, page: int = 0) -> Image.Image:
    """The page as it is shown, as big as the scan."""
    with pypdfium2.PdfDocument(file) as document:
        return document[page].render(scale=sheet.DOTS).to_pil().convert("L")


def at(secret: str, dig: Callable[[bytes], Image.Image]) -> Callable[[bytes], Image.Image]:
    """The part of the dug up page picture where the secret stood."""
    return lambda file: dig(file).crop(sheet.pixels(sheet.box(secret)))


def without(pattern: bytes, last: bool = False) -> Callable[[bytes], Image.Image]:
    """The page as shown without the operators that the pattern finds; `last`: without the last four."""

    def dig(file: bytes) -> Image.Image:
        content = next(body for body in streams(file) if b" Do" in body or b" re" in body or b" Tj" in body)
        bare = re.sub(pattern, b"", content)
        if last:
            bare = content[: [m.start() for m in re.finditer(pattern, content)][-4]]
        return rendered(pdf.save_again(file, {4: pdf.flate(bare)}))

    return dig


def raw_image(
    nth: int = 0, mode: str = "L", size: tuple[int, int] | None = None
) -> Callable[[bytes], Image.Image]:
    """The nth inflated stream that holds just as many bytes as a picture of this size needs."""
    wide, high = size or (sheet.WIDE * sheet.DOTS, sheet.HIGH * sheet.DOTS)
    need = {"L": wide * high, "RGB": 3 * wide * high, "1": (wide + 7) // 8 * high}[mode]

    def dig(file: bytes) -> Image.Image:
        bodies = [body for body in streams(file) if len(body) == need]
        return Image.frombytes(mode, (wide, high), bodies[nth]).convert("L")

    return dig


def alike(secret: str) -> list[str]:
    """The secret among others of its shape, as someone who guesses would try them."""
    turned = [
        "".join(chr((ord(c) - 48 + n) % 10 + 48) if c.isdigit() else c for c in secret) for n in range(1, 10)
    ]
    return [secret, *turned]


def by_guessing(
    secret: str, spoil: Callable[[Image.Image], Image.Image], dig: Callable[[bytes], Image.Image]
) -> Proof:
    """Of all guesses spoiled in the same way the true one is nearest to what is shown."""

    def proof(file: bytes) -> bool:
        seen = dig(file)
        distances = {}
        for guess in alike(secret):
            image = sheet.scan(secret, ink=255)
            left, base = sheet.where(secret)
            glyphs.draw(image, guess, left * sheet.DOTS, base * sheet.DOTS, sheet.SIZE * sheet.DOTS)
            spoiled = spoil(image).crop(sheet.pixels(sheet.box(secret))).resize(seen.size).convert("L")
            distances[guess] = sum(abs(a - b) for a, b in zip(spoiled.tobytes(), seen.tobytes(), strict=True))
        return min(distances, key=distances.__getitem__) == secret

    return proof
