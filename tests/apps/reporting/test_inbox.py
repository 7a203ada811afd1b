"""Reports that others hand in: read, checked, decided by a second person; hostile files; the summary."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import person
from tests.files.old import sheet, workbook

from gongkai import files
from gongkai.apps.reporting import actions
from gongkai.apps.reporting.actions import inbox
from gongkai.apps.reporting.compiled import live
from gongkai.apps.reporting.models import Received
from gongkai.apps.reporting.outputs.page import page
from gongkai.apps.reporting.outputs.word import word
from gongkai.apps.reporting.queries import summary, years_of
from gongkai.exceptions import Refused, Unreadable


@pytest.fixture
def city(world):
    """The commission with two people of its office."""
    body = world.a.body.parent
    return body, *(person(f"city-{name}", body, "office", name=name) for name in ("周敏", "李玥"))


def upload(data, name="年报.docx"):
    return SimpleUploadedFile(name, data)


def hand_in(world, city, user, data, name="年报.docx", year=2025):
    return actions.hand_in(
        user, organization=world.a.body, receiver=city[0], year=year, upload=upload(data, name)
    )


def test_a_good_report_is_accepted_by_a_second_person(world, city, filled):
    kept = hand_in(world, city, world.a.office, word(live(filled())))
    assert (kept.errors, kept.form) == (0, "annual_2021")
    with pytest.raises(Refused):
        actions.accept(world.a.second, kept)  # the district does not decide
    kept = actions.accept(city[1], kept)
    assert kept.state == "accepted"


def test_who_hands_in_does_not_decide(world, city, filled):
    kept = hand_in(world, city, city[1], word(live(filled())))
    with pytest.raises(Refused):
        actions.accept(city[1], kept)
    actions.accept(city[2], kept)


def test_contradictions_are_found_and_go_back_with_the_report(world, city, filled):
    report = filled(cells={"t3.r1.natural": "8", "t3.r3_1.natural": "8"})
    data = page(live(report)).replace("新收政府信息公开申请8件", "新收政府信息公开申请11件")
    kept = hand_in(world, city, world.a.office, data.encode(), "年报.html")
    assert kept.errors >= 1
    with pytest.raises(Refused):
        actions.send_back(city[1], kept, " ")
    actions.send_back(city[1], kept, "正文与表不一致")
    again = hand_in(world, city, world.a.office, word(live(report)))
    assert again.errors == 0
    with pytest.raises(Refused):
        hand_in(world, city, world.a.office, word(live(report)))


def test_own_report_is_handed_in_as_made(world, city, issued):
    kept = actions.hand_in_own(world.a.office, issued())
    assert kept.receiver == city[0] and kept.errors == 0 and kept.name.endswith(".docx")


def test_strangers_hand_in_nothing(world, city, filled):
    with pytest.raises(PermissionDenied):
        hand_in(world, city, world.b.office, word(live(filled())))


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 80_000_000)
    return out.getvalue()


HOSTILE = {
    "空.docx": b"",
    "假.docx": b"not a zip at all",
    "病.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600,
    "弹.docx": _bomb(),
    "坏.pdf": b"%PDF-1.7\n%%EOF",
    "程序.exe": b"MZ" + b"\x00" * 100,
    "表.xlsx": b"PK\x03\x04" + b"0" * 100,
    "信.txt": "今天天气很好，大家出去走走。".encode(),
    "脚本.html": b"<html><script>alert(1)</script><body>hello</body></html>",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_get_one_sentence_and_leave_nothing(world, city, name):
    with pytest.raises(Unreadable) as error:
        hand_in(world, city, world.a.office, HOSTILE[name], name)
    assert "\n" not in error.value.sentence and error.value.sentence.endswith(("。", "）"))
    assert Received.objects.count() == 0


def test_a_report_is_handed_in_in_the_formats_that_are_read_here(world, city, filled):
    grid = [
        block
        for block in files.read(word(live(filled(2025))), "年报.docx").blocks
        if isinstance(block, files.Table)
    ]
    assert grid
    rows = [[cell.text for cell in row] for table in grid for row in table.rows]
    said = [(0, 0, "云川市教育局2025年政府信息公开工作年度报告", 0)]
    said += [(1 + y, x, words, 0) for y, row in enumerate(rows) for x, words in enumerate(row) if words]
    kept = hand_in(world, city, world.a.office, workbook(("年报", sheet(said))), "年报.xls")
    assert kept.name == "年报.xls" and kept.form.startswith("annual")
    assert {"doc", "wps", "ofd", "xls", "et", "xlsx"} <= set(
        inbox.readable()
    ) and "exe" not in inbox.readable()


def test_a_report_of_another_year_is_refused(world, city, filled):
    with pytest.raises(Refused):
        hand_in(world, city, world.a.office, word(live(filled(2025))), year=2024)


def test_summary_says_who_is_missing_and_adds_up_what_is_there(world, city, filled):
    a = filled(cells={"t3.r1.natural": "8", "t3.r3_1.natural": "8"})
    hand_in(world, city, world.a.office, word(live(a)))
    found = summary(city[0], 2025)
    assert [o.name for o in found.missing] == ["西岭区教育局"]
    assert found.sums[found.cells.index("t3.r1.total")] == 8
    blank = next(r for r in found.rows if r.organization == world.b.body)
    assert set(blank.figures) == {None}
    assert years_of(world.a.body)[0][0] == 2025


def test_last_years_report_is_used_for_the_next(world, city, filled):
    from gongkai.apps.reporting.checking import open_points, previous_reading

    before = filled(2024, cells={"t3.r1.natural": "4", "t3.r4.natural": "4"})
    hand_in(world, city, world.a.office, word(live(before)), year=2024)
    report = filled(2025, cells={"t3.r2.natural": "3", "t3.r3_1.natural": "3"})
    previous = previous_reading(report)
    assert previous is not None and previous.cells["t3.r4.natural"] == 4
    points = open_points(live(report), previous)
    assert any("t3.r2.natural" in p.cells for p in points)
