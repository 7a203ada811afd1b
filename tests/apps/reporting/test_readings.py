"""The editor looks at its own print and at last year's file once, and still never shows findings of another text."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.apps.reporting.test_inbox import city, hand_in  # noqa: F401

from gongkai.apps.reporting import actions, readings
from gongkai.apps.reporting.checking import open_points, previous_reading
from gongkai.apps.reporting.compiled import live
from gongkai.apps.reporting.outputs.word import word


@pytest.fixture
def read(monkeypatch):
    """The names of what is read, in order."""
    readings.of_page.cache_clear()
    readings._checked.cache_clear()
    readings._of_stored.cache_clear()
    names: list[str] = []
    whole = readings.read_document

    def counted(document, name):
        names.append(name)
        return whole(document, name)

    monkeypatch.setattr(readings, "read_document", counted)
    return names


def test_a_second_look_reads_nothing(client, world, city, filled, read):  # noqa: F811
    hand_in(world, city, world.a.office, word(live(filled(2024))), year=2024)
    report = filled(2025)
    client.force_login(world.a.office)
    url = reverse("reporting:part", args=[report.pk, "3"])
    read.clear()
    client.get(url)
    assert len(read) == 2, "its own page and the report of the year before"
    client.get(url)
    client.get(reverse("reporting:part", args=[report.pk, "2"]))
    assert len(read) == 2


def test_a_changed_text_is_read_and_judged_anew(world, filled, read):
    report = filled(2025)
    assert not [p for p in open_points(live(report)) if "999" in p.sentence]
    actions.write_text(world.a.drafter, report, "1", "2025年全年新收政府信息公开申请999件。")
    assert [p for p in open_points(live(report)) if "999" in p.sentence]


def test_findings_against_last_year_come_and_go_with_it(world, city, filled, read):  # noqa: F811
    kept = hand_in(world, city, world.a.office, word(live(filled(2024))), year=2024)
    report = filled(2025)
    alone = [p.code for p in open_points(live(report))]
    compared = [p.code for p in open_points(live(report), previous_reading(report))]
    assert compared != alone, "the texts are those of the year before"
    kept.delete()
    assert [p.code for p in open_points(live(report), previous_reading(report))] == alone


def test_a_file_that_is_gone_is_no_report_of_last_year(world, city, filled, read):  # noqa: F811
    kept = hand_in(world, city, world.a.office, word(live(filled(2024))), year=2024)
    kept.file.storage.delete(kept.file.name)
    readings._of_stored.cache_clear()
    assert previous_reading(filled(2025)) is None
