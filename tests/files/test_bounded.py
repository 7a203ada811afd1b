"""Files made to fill a machine: each ends in one sentence within its time; the process that serves people goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import fields
from types import SimpleNamespace
from typing import get_args

import pytest

from gongkai import files
from gongkai.exceptions import Unreadable
from gongkai.files import carried, child, document
from gongkai.files.characters import gibberish
from gongkai.files.document import Cell, Document, Image, Paragraph, Printed, Run, Table

pytestmark = pytest.mark.usefixtures("own_process")


def pdf(*bodies: str) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    return (
        out
        + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )


def page(content: str, resources: str = "", more: tuple[str, ...] = ()) -> bytes:
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << {resources} >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        *more,
    )


def many_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    one = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        *[one] * count,
    )


def in_itself() -> bytes:
    """A form that draws itself ten times, and so on without end."""
    inside = "/A Do " * 10
    form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /A 5 0 R >> >> /Length {len(inside)} >>\nstream\n{inside}\nendstream"
    return page("/A Do " * 1000, "/XObject << /A 5 0 R >>", (form,))


def ladder(steps: int = 12) -> bytes:
    """Forms that each draw the next one ten times: a million million letters on one page."""
    forms = []
    for number in range(steps):
        inside = f"/A{number + 1} Do " * 10 if number < steps - 1 else "0 0 9 9 re f " * 10
        forms.append(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /A{number + 1} {6 + number} 0 R >> >>"
            f" /Length {len(inside)} >>\nstream\n{inside}\nendstream"
        )
    return page("/A0 Do", "/XObject << /A0 5 0 R >>", tuple(forms))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "ten thousand pages": lambda: many_pages(10_000),
    "a million rules": lambda: page("0 0 m 9 9 l S\n" * 1_000_000),
    "a form in itself": in_itself,
    "forms ten times ten times ten": ladder,
    "a page of a mile": lambda: page("BT ET").replace(b"600 800", b"9e9 9e9"),
    "a xref that lies": lambda: many_pages(3).replace(b"startxref", b"startxref 99999999"),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_ends_in_one_sentence(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "READING_PROCESSOR", 60)
    with pytest.raises(Unreadable) as caught:
        files.read(make(), "坏.pdf")
    said = caught.value.sentence
    assert said.startswith("“坏.pdf”") and said.endswith("。") and "\n" not in said and len(said) < 90


def test_all_steps_together_cost_no_more_than_the_file_may(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int] = []
    monkeypatch.setattr(child.resource, "setrlimit", lambda _, pair: limits.append(pair[0]))
    monkeypatch.setattr(
        child.resource, "getrusage", lambda _: SimpleNamespace(ru_utime=used[0], ru_stime=0.0)
    )
    monkeypatch.setattr(child.os, "write", lambda *_: None)
    monkeypatch.setattr(child, "_limited", True)
    monkeypatch.setattr(child, "_in_all", 120)
    used = [0.0]
    child.step()
    used[0] = 100.0
    child.step()
    child.step(100, more=100)
    assert limits == [40, 120, 200]


def test_the_time_for_reading_is_over_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "READING_SECONDS", 0.05)
    with pytest.raises(Unreadable, match=r"秒内读完.*服务器正忙") as caught:
        files.read(page("BT ET"), "a.pdf")
    assert "恶意" not in caught.value.sentence, "a slow machine says nothing about the file"


def test_no_more_are_read_at_once_than_there_are_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_AT_ONCE", threading.BoundedSemaphore(1))
    monkeypatch.setattr(child, "TURN_SECONDS", 0.01)
    with child.turn(), pytest.raises(Unreadable, match="稍后再试"):
        files.read(page("BT ET"), "a.pdf")
    with child.turn():
        """The place was given back."""


def test_a_document_crosses_unchanged() -> None:
    said = Paragraph(
        (Run("甲", bold=True), Run("1", raised="sup", note=True)), "center", 2.0, 16.0, 1, 2, "footnote"
    )
    inner = Table(((Cell((said,)),),), frame=True)
    table = Table(((Cell((said, inner), 2, 3), Cell(())), (Cell((Image("图"),)),)), 1)
    whole = Document("pdf", [said, table, Image("章")], ["警"], {"a": "b"}, [("x", "y")], 3, (1, 2))
    whole.hide("code", "藏。")
    whole.leave("物", "因")
    whole.printed = [Printed((("甲", 1.5),)), Printed((), table, (1.0, 2.0))]
    assert carried.unpacked(carried.packed(whole)) == whole


def test_every_kind_of_block_and_every_field_is_carried() -> None:
    assert set(get_args(document.Block)) == {Paragraph, Table, Image}
    assert {one.name for one in fields(Document)} == set(carried.packed(Document("x")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("云川市教育局关于做好二〇二六年义务教育阶段学校招生入学工作的通知" * 3, False),
        ("青禾路小学、文津路小学、翠屏幼儿园、岚山中学、沁园实验学校、枫林渡小学、桐荫里幼儿园" * 3, False),
        ("Measures for the disclosure of government information " * 4, False),
        ("\ue001\ue002\ue003" * 30, True),
        ("\ufffd" * 30, True),
        ("".join(chr(0x5140 + 37 * n) for n in range(120)), True),
        ("龘", False),
    ],
)
def test_letters_that_say_nothing_are_known(text: str, said: bool) -> None:
    assert gibberish(text) is said
