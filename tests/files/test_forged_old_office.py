"""Old Office files forged to fill a machine or to break a reader: one sentence, in bounded memory and time."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from tests.files.old import old_word, ole, record, sheet, workbook

from gongkai import files
from gongkai.exceptions import Unreadable
from gongkai.files import child, office
from gongkai.files.old_word.chains import is_whole

pytestmark = pytest.mark.usefixtures("own_process")

_SECTOR = 512
BOOK = workbook(("表", sheet([(0, 0, "收费公示表", 0), (1, 0, "早餐", 0), (1, 1, 5.0, 0)])))
PAPER = old_word(("清溪市教育局关于食堂的通知\r", b"", b""), ("各学校：请按月公开。\r", b"", b""))


def fat_at(data: bytes) -> int:
    """Where the table of sectors lies."""
    return _SECTOR * (1 + struct.unpack_from("<I", data, 76)[0])


def cyclic(data: bytes) -> bytes:
    """Every sector of every stream leads to the one before it."""
    at, forged = fat_at(data), bytearray(data)
    for number in range(2, 60):
        struct.pack_into("<I", forged, at + 4 * number, number - 1)
    return bytes(forged)


def circle_of_entries(data: bytes) -> bytes:
    """The directory is a ring: each entry has itself for a neighbour and a child."""
    forged = bytearray(data)
    for number in range(4):
        struct.pack_into("<III", forged, _SECTOR + 128 * number + 68, number, number, number)
    return bytes(forged)


def endless(data: bytes) -> bytes:
    """Each stream says it is four gigabytes long."""
    forged = bytearray(data)
    for number in range(1, 4):
        struct.pack_into("<IQ", forged, _SECTOR + 128 * number + 116, 4, 0xFFFFFFF0)
    return bytes(forged)


def beyond(data: bytes) -> bytes:
    """Streams that begin behind the end of the file."""
    forged = bytearray(data)
    for number in range(1, 4):
        struct.pack_into("<I", forged, _SECTOR + 128 * number + 116, 0x00FFFFF0)
    return bytes(forged)


def wide_sectors(data: bytes) -> bytes:
    """Sectors of 2 to the power of 60000 bytes."""
    return data[:30] + struct.pack("<H", 60000) + data[32:]


def many_tables(data: bytes) -> bytes:
    """Four thousand million sectors of tables are announced."""
    return data[:44] + struct.pack("<I", 0xFFFFFFF0) + data[48:]


def strings_without_end() -> bytes:
    return workbook(
        ("表", sheet([(0, 0, "甲", 0)])), before=record(0xFC, struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF))
    )


def corner(count: int) -> bytes:
    """Cells in the last corner, and thousands of records that each say 256 blank cells."""
    blanks = b"".join(
        record(
            0xBE,
            struct.pack("<HH", row % 65536, 0) + struct.pack("<256H", *[15] * 256) + struct.pack("<H", 255),
        )
        for row in range(count)
    )
    body = sheet([(65535, 255, "角", 0)])
    return workbook(("表", body[:20] + blanks + body[20:]))


def merges_over_merges() -> bytes:
    return workbook(("表", sheet([(0, 0, "甲", 0)], merges=" ".join(["0-65535-0-255"] * 900))))


def rows_of_words(count: int) -> bytes:
    return workbook(("表", sheet([(row, column, 1.0, 0) for row in range(count) for column in range(40)])))


def short_records() -> bytes:
    return ole(
        Workbook=record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + b"\x04\x02\xff\xff" * 4000
    )


def many_sheets() -> bytes:
    return workbook(*((f"表{number}", sheet([(0, 0, 1.0, 0)])) for number in range(300)))


def pieces_of_everything() -> bytes:
    """The counts of the parts of a text are as large as they can be written."""
    forged = bytearray(PAPER)
    at = forged.index(b"\xec\xa5")
    for number in range(8):
        struct.pack_into("<I", forged, at + 0x4C + 4 * number, 0x7FFFFFFF)
    return bytes(forged)


def lists_of_everything() -> bytes:
    """Each list of a text is said to lie at the end of the world and to be as long as it."""
    forged = bytearray(PAPER)
    at = forged.index(b"\xec\xa5")
    for place in (0xA2, 0xFA, 0x102, 0x112, 0x1A2):
        struct.pack_into("<II", forged, at + place, 0xFFFFFFF0, 0xFFFFFFF0)
    return bytes(forged)


def binary_book(inner: bytes = b"\x00" * 64) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", inner)
    return stream.getvalue()


FORGED: dict[str, Callable[[], bytes]] = {
    f"{kind}: {forge.__name__}": lambda data=data, forge=forge: forge(data)  # type: ignore[misc]
    for kind, data in (("xls", BOOK), ("doc", PAPER))
    for forge in (cyclic, circle_of_entries, endless, beyond, wide_sectors, many_tables)
}
FORGED |= {
    "xls: strings without end": strings_without_end,
    "xls: blank cells by the hundred thousand": lambda: corner(3000),
    "xls: merges over merges": merges_over_merges,
    "xls: rows of words": lambda: rows_of_words(1200),
    "xls: short records": short_records,
    "xls: three hundred sheets": many_sheets,
    "doc: pieces of everything": pieces_of_everything,
    "doc: lists of everything": lists_of_everything,
    "xlsb: nothing in it": binary_book,
    "xlsb: twenty megabytes of nothing": lambda: binary_book(b"\x00" * 20_000_000),
}


@pytest.mark.parametrize("make", FORGED.values(), ids=FORGED.keys())
def test_a_forged_file_ends_in_one_sentence_or_is_read(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By our own readers: what LibreOffice takes is bounded by its own process."""
    monkeypatch.setattr(office, "program", lambda: None)
    monkeypatch.setattr(child, "READING_PROCESSOR", 20)
    try:
        document = files.read(make(), "坏.xls")
    except Unreadable as error:
        said = error.sentence
        assert said.startswith("“坏.xls”") and said.endswith("。") and "\n" not in said and len(said) < 120
    else:
        assert document.blocks


@pytest.mark.parametrize("forge", [cyclic, endless, beyond, wide_sectors])
def test_no_converter_is_given_a_text_that_is_not_whole(
    forge: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice makes words of whatever lies there: the names of streams, and no word that it guessed."""
    monkeypatch.setattr(office, "program", lambda: "soffice")
    monkeypatch.setattr(office, "convert", lambda data, kind: pytest.fail("it was given away"))
    with pytest.raises(Unreadable, match=r"已损坏|打不开|另存"):
        files.read(forge(PAPER), "坏.doc")


@pytest.mark.parametrize("data", [PAPER, old_word(("各学校请按月公开。" * 2000 + "\r", b"", b""))])
def test_a_text_that_is_whole_is(data: bytes) -> None:
    assert is_whole(data)
