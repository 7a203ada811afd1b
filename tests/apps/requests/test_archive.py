"""全卷: one zip of an archived case, the same bytes each time, with a line in the ledger."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.apps.requests.people import PERSON

from gongkai.apps.ledger.models import Entry
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import archiving, redacting
from gongkai.apps.requests.models import Request
from gongkai.clocks import moment
from gongkai.exceptions import Refused


def archived(case):
    Request.objects.filter(pk=case.pk).update(archived_at=moment.now())
    case.refresh_from_db()
    return case


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_case_that_can_still_change_is_no_file(handler, enter):
    with pytest.raises(Refused, match="归档以后"):
        archiving.take(handler, enter())


def test_everything_is_in_it_register_first_with_hashes(handler, enter):
    case = enter()
    redacting.begin(handler, case, SimpleUploadedFile("合同.pdf", b"%PDF-1.7\n%%EOF\n"))
    actions.consult(handler, case, kind="co_agency", about="合同", name="云川市财政局")
    data = archiving.take(handler, archived(case))
    found = names(data)
    assert found[:3] == ["00-卷内目录.html", "00-校验值.txt", "01-申请.html"]
    assert any(name.startswith("04-文书/01-") for name in found)
    assert "05-区分处理/01-原件-合同.pdf" in found and found[-1] == "06-经过.html"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sums = dict(
            reversed(line.split("  ", 1)) for line in packed.read("00-校验值.txt").decode().splitlines()
        )
        for name in found[2:]:
            assert sums[name] == hashlib.sha256(packed.read(name)).hexdigest()
        assert PERSON.name in packed.read("01-申请.html").decode()
        assert sums[found[2]] in packed.read("00-卷内目录.html").decode()


def test_the_same_case_gives_the_same_bytes_and_each_taking_is_noted(handler, enter):
    case = enter()
    actions.consult(handler, case, kind="co_agency", about="合同", name="云川市财政局")
    archived(case)
    with moment.fixed("2026-06-01T09:00:00"):
        first = archiving.take(handler, case)
    with moment.fixed("2026-07-01T15:30:00"):
        second = archiving.take(handler, case)
    assert first == second
    taken = Entry.objects.filter(event="requests:archive_taken")
    assert [entry.facts["sha256"] for entry in taken] == [hashlib.sha256(first).hexdigest()[:16]] * 2
    assert PERSON.name not in str([entry.facts for entry in taken])


def test_only_who_handles_the_case_gets_it(world, sign_in, handler, enter):
    case = archived(enter())
    address = reverse("requests:archive_zip", args=[case.pk])
    answer = sign_in(handler).post(address)
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    assert sign_in(handler).get(address).status_code == 302
    for stranger in (world.b.office, world.a.office):
        assert sign_in(stranger).post(address).status_code == 404
