"""Large exports: made in the background for the one who asked, under the conditions of the list and the powers of today."""

from __future__ import annotations

import datetime as dt
import io
import socket
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from gongkai import sheets
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.exports import actions, making
from gongkai.apps.exports.models import Export
from gongkai.apps.exports.queries import listings
from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Membership
from gongkai.clocks import moment
from gongkai.desk import taking
from gongkai.site.background import run_tasks, set_free

FEW = 20  # what counts as few rows here: the rules are the same, the rows quicker made
LIST, FILE = "/workbench/documents/", "/workbench/documents/export.xlsx"


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(taking, "AT_ONCE", FEW)
    monkeypatch.setattr(making, "STEP", 5)


def papers(bureau, count, **values):
    now = moment.now()
    OfficialDocument.objects.bulk_create(
        OfficialDocument(
            organization=bureau.body, section=bureau.section, drafted_by=bureau.drafter, kind="通知",
            title=f"第{n}件", created_at=now - dt.timedelta(minutes=n // 3), updated_at=now, **values,
        )
        for n in range(count)
    )  # fmt: skip


def press(client, django_capture_on_commit_callbacks, query=""):
    with django_capture_on_commit_callbacks(execute=True):
        return client.post(FILE + query, follow=True)


@pytest.fixture
def ask(sign_in, django_capture_on_commit_callbacks):
    """Press 〔导出表格〕 as a person and let the background do it."""

    def asked(user, query=""):
        press(sign_in(user), django_capture_on_commit_callbacks, query)
        return Export.objects.filter(user=user).latest("id")

    return asked


def rows_of(content):
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def content_of(answer):
    return b"".join(answer.streaming_content)


def test_few_rows_come_at_once_and_the_ledger_says_so(world, sign_in):
    papers(world.a, FEW)
    answer = sign_in(world.a.office).get(FILE)
    assert len(rows_of(answer.content)) == FEW + 1 and not Export.objects.exists()
    entry = Entry.objects.get(event="exports:taken")
    assert (entry.chain, entry.facts) == ("donghu", {"list": "公文台账", "rows": FEW})
    assert not list(verify())


def test_one_row_more_is_made_in_the_background_and_nothing_is_cut(world, sign_in, ask):
    papers(world.a, FEW + 1)
    client = sign_in(world.a.office)
    page = client.get(LIST)
    assert 'action="export.xlsx"' in page.content.decode(), "the button is a form: it begins something"
    export = ask(world.a.office)
    assert (export.state, export.written, export.total) == ("done", FEW + 1, FEW + 1)
    assert [n.url for n in Notice.objects.filter(user=world.a.office)] == ["/workbench/exports/"]
    mine = client.get("/workbench/exports/").content.decode()
    assert "公文台账" in mine and f"/workbench/exports/{export.pk}/file/" in mine
    taken = rows_of(content_of(client.get(f"/workbench/exports/{export.pk}/file/")))
    listed = [row.title for row, _ in client.get(LIST + "?size=50").context["rows"]]
    assert [row[0] for row in taken[1:]] == listed and len(listed) == FEW + 1, (
        "the rows and order of the list"
    )
    assert Entry.objects.get(event="exports:taken").facts == {"list": "公文台账", "rows": FEW + 1}


def test_a_plain_link_begins_nothing(world, sign_in):
    papers(world.a, FEW + 1)
    answer = sign_in(world.a.office).get(FILE + "?kind=通知", follow=True)
    assert answer.redirect_chain == [("/workbench/documents/?kind=%E9%80%9A%E7%9F%A5", 302)]
    assert "在后台做" in answer.content.decode() and not Export.objects.exists()


def test_conditions_are_those_of_the_list_when_it_was_asked_for(world, ask, sign_in):
    papers(world.a, FEW + 5, attribute="open")
    papers(world.a, 9)
    export = ask(world.a.office, "?attribute=open&q=件")
    assert (export.state, export.written) == ("done", FEW + 5)
    assert export.said == "属性：主动公开；文号或标题中的字：件"


def test_a_tab_counts_like_a_filter(world, ask):
    papers(world.a, 9, attribute="open")
    papers(world.a, FEW + 2, attribute="undecided")
    export = ask(world.a.office, "?view=undecided")
    assert (export.written, export.said) == (FEW + 2, "属性待认定")


def test_a_condition_that_falls_away_does_not_widen_the_file(world, ask):
    papers(world.a, FEW + 1)
    export = ask(world.a.office)
    Export.objects.update(state="waiting", file="", conditions={"view": "", "section": "999999"})
    making.make(export.pk)
    export.refresh_from_db()
    assert export.state == "failed" and "条件" in export.problem and not export.file


def test_powers_lost_before_it_is_made(world, ask, sign_in):
    papers(world.a, FEW + 1)
    export = ask(world.a.office)
    Export.objects.update(state="waiting", file="")
    Membership.objects.filter(user=world.a.office).update(ended_at=moment.now())
    Membership.objects.create(
        user=world.a.office, organization=world.a.body, role="handler", valid_from="2020-01-01"
    )  # who sees documents, and takes none away
    making.make(export.pk)
    export.refresh_from_db()
    assert export.state == "failed" and "不能导出" in export.problem
    assert "没有做成" in sign_in(world.a.office).get("/workbench/exports/").content.decode()


def test_a_post_lost_after_it_was_made_shuts_the_file(world, ask, sign_in):
    papers(world.a, FEW + 1)
    Membership.objects.create(
        user=world.a.office, organization=world.b.body, role="office", valid_from="2020-01-01"
    )
    export = ask(world.a.office)
    Membership.objects.filter(user=world.a.office, organization=world.b.body).update(ended_at=moment.now())
    client = sign_in(world.a.office)
    assert client.get(f"/workbench/exports/{export.pk}/file/").status_code == 404, "it held B's rows as well"
    assert "岗位有变动" in client.get("/workbench/exports/").content.decode()


def test_it_is_nobody_elses(world, ask, sign_in):
    papers(world.a, FEW + 1)
    export = ask(world.a.office)
    for other in (world.a.second, world.a.leader, world.a.admin, world.b.office):
        client = sign_in(other)
        for way in ("file", "again", "drop"):
            address = f"/workbench/exports/{export.pk}/{way}/"
            assert client.get(address).status_code == client.post(address).status_code == 404
        assert "没有导出" in client.get("/workbench/exports/").content.decode()
    assert Export.objects.get().state == "done"


def test_the_same_press_twice_makes_one_file(world, sign_in):
    papers(world.a, FEW + 1)
    client = sign_in(world.a.office)
    client.post(FILE)
    client.post(FILE)
    assert Export.objects.count() == 1
    one = Export.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(
            user=one.user,
            key=one.key,
            route=one.route,
            name="x",
            asked_at=moment.now(),
            expires_at=moment.now(),
        )


def test_more_than_three_under_way_are_refused_in_words(world, sign_in):
    papers(world.a, FEW + 1)
    client = sign_in(world.a.office)
    for query in ("", "?q=第", "?q=件", "?kind=通知"):
        answer = client.post(FILE + query, follow=True)
    assert "已有3份表在做" in answer.content.decode() and Export.objects.count() == 3


@pytest.fixture
def queue(settings, monkeypatch):
    """Tasks in the database, as the house runs them; the connection is the test's own and must live on."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}
    }


def test_killed_in_mid_run_it_is_ready_again_and_made_from_the_start(world, queue, ask, monkeypatch, sign_in):
    papers(world.a, FEW + 7)
    export = ask(world.a.office)
    run_tasks("default")
    export.refresh_from_db()
    assert export.state == "waiting", "what waits for pages and set times never meets a large export"
    # the process died: its task says RUNNING, the row has its last sign of progress, no file
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[f"gongkai-{socket.gethostname()}-{2**22 + 1}"])
    Export.objects.update(state="running", written=15, total=FEW + 7)
    page = sign_in(world.a.office).get("/workbench/exports/").content.decode()
    assert "已写15行" in page and "刷新进度" in page
    assert set_free() == 1
    run_tasks("slow")
    export.refresh_from_db()
    assert (export.state, export.written) == ("done", FEW + 7)
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert len(rows_of(export.file.read())) == FEW + 8
    assert len(default_storage.listdir("exports")[1]) == 1


def test_progress_is_seen_while_it_is_made(world, ask, monkeypatch):
    papers(world.a, FEW + 1)
    seen = []
    real = making._state

    def noting(export, **values):
        real(export, **values)
        seen.append(Export.objects.get(pk=export.pk).written)

    monkeypatch.setattr(making, "_state", noting)
    ask(world.a.office)
    assert seen == [0, 5, 10, 15, 20, 21]


def test_what_breaks_is_said_in_one_sentence_and_can_be_done_again(
    world, ask, sign_in, monkeypatch, django_capture_on_commit_callbacks
):
    papers(world.a, FEW + 1)
    with monkeypatch.context() as broken:
        broken.setattr(sheets, "write", lambda *a, **k: (_ for _ in ()).throw(OSError("disk full")))
        export = ask(world.a.office)
    assert export.state == "failed" and "disk" not in export.problem
    client = sign_in(world.a.office)
    assert "再做一次" in client.get("/workbench/exports/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/workbench/exports/{export.pk}/again/")
    export.refresh_from_db()
    assert (export.state, export.problem) == ("done", "")


def test_what_is_put_away_while_it_is_made_leaves_nothing(world, ask, monkeypatch):
    papers(world.a, FEW + 1)
    real = sheets.write

    def slow(out, title, headings, rows, widths):
        real(out, title, headings, rows, widths)
        actions.drop(Export.objects.get())

    monkeypatch.setattr(sheets, "write", slow)
    with pytest.raises(Export.DoesNotExist):
        ask(world.a.office)
    assert not default_storage.exists("exports") or default_storage.listdir("exports")[1] == []


def test_its_days_over_it_is_shut_at_once_and_gone_with_the_next_sweep(world, ask, sign_in):
    papers(world.a, FEW + 1)
    export = ask(world.a.office)
    path = Path(export.file.path)
    with moment.fixed(export.expires_at + dt.timedelta(seconds=1)):
        assert sign_in(world.a.office).get(f"/workbench/exports/{export.pk}/file/").status_code == 404
        assert path.exists()
        assert actions.expire(10) == 1
    assert not path.exists() and not Export.objects.exists()


def test_every_list_that_may_be_taken_away_is_found_again():
    assert {"documents:export", "workbench:deadlines_export", "workbench:ledger_export", "reporting:inbox_export"} <= set(
        listings()
    )  # fmt: skip


def test_a_sheet_that_is_full_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(sheets, "ROWS", 3)
    book = load_workbook(io.BytesIO(sheets.workbook("表", ["甲"], ([n] for n in range(7)), [9])))
    assert [s.title for s in book] == ["表", "表 2", "表 3"]
    assert [[r[0] for r in s.iter_rows(values_only=True)] for s in book] == [["甲", 0, 1, 2], ["甲", 3, 4, 5], ["甲", 6]]  # fmt: skip


def test_rows_are_read_in_parts_and_not_one_by_one(world, ask, monkeypatch):
    monkeypatch.setattr(making, "STEP", 500)
    papers(world.a, 600)
    export = ask(world.a.office)
    costs = []
    for _ in range(2):
        Export.objects.update(state="waiting", file="")
        with CaptureQueriesContext(connection) as asked:
            making.make(export.pk)
        costs.append(len(asked))
        papers(world.a, 1000)
    assert costs[1] - costs[0] <= 2 * 4, "two parts more, each of a few questions"
    export.refresh_from_db()
    assert (export.state, export.written) == ("done", 1600)
