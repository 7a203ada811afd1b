"""What is public and what is waiting are two facts (条例第六条): no preparation, no cancelling and no failed attempt
changes what a citizen sees, each step back restores what was before, and 发布日期 never moves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import Stage
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import IndexCounter, Planned, Publication
from gongkai.apps.publishing.publishable import publication_of
from gongkai.apps.reviews.queries import unsigned
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks import moment
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db

SOON = dt.datetime(2026, 5, 22, 9, tzinfo=moment.BEIJING)
SURFACES = ("doc/{key}.html?elder=1", "list/", "feed.xml", "register/", "register/2026.xlsx", "corrections/")


def seen(publication: Publication | None) -> dict[str, object]:
    """What a citizen can see of it."""
    key = publication.key if publication else "none"
    pages = {}
    for page in SURFACES:
        answer = Client().get("/donghu/" + page.format(key=key))
        content = b"" if page.endswith("xlsx") else answer.content
        pages[page] = (answer.status_code, content)
    found = SearchDoc.objects.order_by("id").values_list("subject_id", "title", "validity", "published_at")
    return {**pages, "search": list(found)}


def walk(a, document):
    document.refresh_from_db()
    submission = actions.submit(a.drafter, document)
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(a.people[part], submission)
    document.refresh_from_db()
    return document


def corrected(a, publication, **fields):
    """A correction of a public document that passed its reviews."""
    documents.change(a.drafter, publication.subject, fields or {"addressee": "各中小学校"})
    return walk(a, publication.subject)


# --- W1: setting a time, cancelling it, missing it


def test_a_time_set_for_a_correction_and_its_cancelling_change_nothing_that_is_public(
    world, published, sign_in
):
    publication = published(world.a)
    before = seen(publication)
    document = corrected(world.a, publication)
    browser = sign_in(world.a.second)
    address = f"/workbench/documents/{document.pk}/correct/"
    said = {"change_note": "更正主送机关。", "scheduled_for": "2026年5月22日 9:00"}
    assert "已定时" in browser.post(address, said, follow=True).content.decode()
    assert seen(publication) == before
    assert document.label[:10] in browser.get("/workbench/publishing/waiting/").content.decode()
    browser.post(f"/workbench/publishing/{publication.pk}/unschedule/")
    assert seen(publication) == before
    document.refresh_from_db()
    assert document.stage == Stage.APPROVED
    assert "发布更正" in browser.get(address).content.decode()
    browser.post(address, {"change_note": "更正主送机关。"})
    assert publication.versions.count() == 2


def test_the_publish_form_refuses_what_is_public_already_and_leads_to_the_right_one(
    world, published, sign_in
):
    publication = published(world.a)
    document = corrected(world.a, publication)
    before = seen(publication)
    browser = sign_in(world.a.second)
    address = f"/workbench/documents/{document.pk}/publish/"
    said = {"columns": [world.a.columns[0].pk], "change_note": "改", "scheduled_for": "2026年5月22日 9:00"}
    for body in (said, {**said, "scheduled_for": ""}):
        page = browser.post(address, body).content.decode()
        assert "此件已经公开，改动请走“发布更正”" in page
        assert f"/workbench/documents/{document.pk}/correct/" in page
    assert seen(publication) == before


def test_the_waiting_list_names_a_correction_and_links_its_form(world, published, approved, sign_in):
    publication = published(world.a)
    corrected(world.a, publication)
    first = approved(world.a, number="东教〔2026〕8号")
    page = sign_in(world.a.second).get("/workbench/publishing/waiting/").content.decode()
    assert f"/workbench/documents/{publication.subject_id}/correct/" in page
    assert f"/workbench/documents/{publication.subject_id}/publish/" not in page
    assert f"/workbench/documents/{first.pk}/publish/" in page
    assert page.count('<b class="gk-strong">更正</b>') == 1


def test_a_correction_goes_out_at_its_time_and_only_the_second_date_is_new(world, published):
    publication = published(world.a)
    corrected(world.a, publication)
    actions.correct(world.a.second, publication, "更正主送机关。", scheduled_for=SOON)
    with moment.fixed("2026-05-23"):
        assert actions.publish_due() == [publication]
    publication.refresh_from_db()
    assert publication.published_at.astimezone(moment.BEIJING).date() == dt.date(2026, 5, 20)
    assert publication.corrected_at.astimezone(moment.BEIJING).date() == dt.date(2026, 5, 23)
    assert publication.placements.get().published_at == publication.published_at
    assert SearchDoc.objects.get().published_at == publication.published_at
    assert publication.versions.order_by("-number")[0].change_note == "更正主送机关。"


def test_a_cancelled_first_publication_gives_its_row_and_its_index_number_back(world, approved):
    a = world.a
    document = approved(a)
    publication = actions.publish(a.second, document, columns=a.columns[:1], scheduled_for=SOON)
    actions.unschedule(a.second, publication)
    assert not Publication.objects.exists() and not Planned.objects.exists()
    assert IndexCounter.objects.get().last == 0
    document.refresh_from_db()
    actions.recall(a.drafter, document.submissions.get())  # and all the way back to a draft
    document.refresh_from_db()
    assert document.stage == Stage.DRAFT


def test_what_was_handed_in_once_is_not_discarded_and_says_so(world, approved, sign_in):
    a = world.a
    document = approved(a, number="")
    publication = actions.publish(a.second, document, columns=a.columns[:1], scheduled_for=SOON)
    actions.unschedule(a.second, publication)
    actions.recall(a.drafter, document.submissions.get())
    browser, address = sign_in(a.drafter), f"/workbench/documents/{document.pk}/"
    page = browser.post(f"{address}discard/", {"because": "登记重了"}, follow=True).content.decode()
    assert "送审过" in page
    assert "送审过" in browser.get(address).content.decode()  # and before anybody presses
    document.refresh_from_db()


def test_a_withdrawn_document_set_for_a_time_keeps_its_record_until_then(world, published):
    a = world.a
    publication = published(a)
    actions.withdraw(a.leader, publication, reason="inaccurate", public_note="数字有误。")
    before = seen(publication)
    assert before[SURFACES[0]][0] == 410
    document = corrected(a, publication)
    actions.publish(
        a.second,
        document,
        columns=a.columns[1:],
        topic=world.topic,
        change_note="改好了。",
        scheduled_for=SOON,
    )
    assert seen(publication) == before
    actions.unschedule(a.second, publication)
    assert seen(publication) == before
    publication.refresh_from_db()
    assert publication.topic is None


def test_a_time_whose_column_was_closed_meanwhile_publishes_nothing_and_says_so(world, approved):
    a = world.a
    document = approved(a)
    actions.publish(a.second, document, columns=a.columns[:1], scheduled_for=SOON)
    a.columns[0].is_open = False
    a.columns[0].save()
    with moment.fixed("2026-05-23"):
        assert actions.publish_due() == []
        assert actions.publish_due() == []
    document.refresh_from_db()
    assert document.stage == Stage.APPROVED
    from gongkai.apps.notices.models import Notice

    assert Notice.objects.filter(user=a.second, text__startswith="没有按时发布").count() == 1


def test_one_plan_that_breaks_keeps_no_other_waiting(world, approved, monkeypatch):
    a = world.a
    bad = actions.publish(a.second, approved(a), columns=a.columns[:1], scheduled_for=SOON)
    other = approved(a, number="东教〔2026〕8号")
    good = actions.publish(a.second, other, columns=a.columns[:1], scheduled_for=SOON)
    from gongkai.apps.publishing.actions import due

    whole = due.go_live

    def break_one(user, publication, *args, **kwargs):
        if publication.pk == bad.pk:
            raise ValueError("boom")
        return whole(user, publication, *args, **kwargs)

    monkeypatch.setattr(due, "go_live", break_one)
    with moment.fixed("2026-05-23"):
        assert actions.publish_due() == [good]
    assert Planned.objects.filter(publication=bad).exists()


def test_a_live_document_with_a_correction_waiting_can_be_withdrawn(world, published):
    a = world.a
    publication = published(a)
    corrected(a, publication)
    actions.correct(a.second, publication, "更正。", scheduled_for=SOON)
    actions.withdraw(a.leader, publication, reason="privacy_found", public_note="含个人信息。")
    with moment.fixed("2026-05-23"):
        assert actions.publish_due() == []
    publication.refresh_from_db()
    assert publication.state == Publication.State.WITHDRAWN


# --- W2, 17: what reviewers judged is what the public reads, an emptied field included


@pytest.mark.parametrize("later", [False, True])
def test_dates_emptied_in_a_correction_are_empty_to_the_public(world, published, later):
    a = world.a
    dates = {"effective_on": dt.date(2026, 5, 1), "expires_on": dt.date(2026, 12, 31)}
    publication = published(a, **dates)
    assert (publication.effective_on, publication.expires_on) == tuple(dates.values())
    corrected(a, publication, effective_on=None, expires_on=None)
    actions.correct(a.second, publication, "删去误填的有效期。", scheduled_for=SOON if later else None)
    with moment.fixed("2027-01-02"):
        actions.publish_due()
        actions.expire_due()
    publication.refresh_from_db()
    assert (publication.effective_on, publication.expires_on, publication.validity) == (None, None, "valid")
    facts = publication.versions.order_by("-number")[0].facts
    assert facts["effective_on"] is facts["expires_on"] is None


def test_a_publisher_brings_in_no_date_that_no_reviewer_saw(world, approved, sign_in):
    document = approved(world.a)
    sign_in(world.a.second).post(
        f"/workbench/documents/{document.pk}/publish/",
        {
            "columns": [world.a.columns[0].pk], "effective_on": "2020年1月1日", "expires_on": "2026年1月1日",
        },
    )  # fmt: skip
    publication = Publication.objects.get()
    assert (publication.effective_on, publication.expires_on, publication.validity) == (None, None, "valid")


# --- A4: over all sequences of acts


class Life:
    """One document of a bureau and what its people may try with it; what the rules refuse is simply not done."""

    PREPARING = ("edit", "review", "set_time", "cancel", "turn_back", "recall")
    RELEASING = ("publish", "time", "withdraw", "disagree")

    def __init__(self, a, document) -> None:
        self.a, self.document, self.day, self.edits = a, document, dt.date(2026, 5, 20), 0

    def publication(self) -> Publication | None:
        return publication_of(self.document)

    def do(self, act: str) -> None:
        self.document.refresh_from_db()
        try:
            with transaction.atomic():
                getattr(self, act)()
        except Refused:
            pass

    def edit(self) -> None:
        self.edits += 1
        documents.change(self.a.drafter, self.document, {"html": f"<p>第{self.edits}稿</p>"})

    def review(self) -> None:
        walk(self.a, self.document)

    def recall(self) -> None:
        last = self.document.submissions.order_by("-id").first()
        if last is not None:
            actions.recall(self.a.drafter, last)

    def turn_back(self) -> None:
        actions.turn_back(self.a.second, self.document, ["wording"])

    def _release(self, when: dt.datetime | None) -> None:
        publication = self.publication()
        if publication is not None and publication.state == "live":
            actions.correct(self.a.second, publication, "改了几个字。", scheduled_for=when)
        else:
            note = "改了几个字。" if publication else ""
            actions.publish(
                self.a.second, self.document, columns=self.a.columns[:1], scheduled_for=when, change_note=note
            )

    def publish(self) -> None:
        self._release(None)

    def set_time(self) -> None:
        self._release(moment.now() + dt.timedelta(hours=30))

    def cancel(self) -> None:
        publication = self.publication()
        if publication is not None:
            actions.unschedule(self.a.second, publication)

    def time(self) -> None:
        self.day += dt.timedelta(days=3)
        with moment.fixed(self.day.isoformat()):
            actions.publish_due()

    def withdraw(self) -> None:
        publication = self.publication()
        if publication is not None:
            actions.withdraw(self.a.leader, publication, reason="inaccurate", public_note="有误。")

    def disagree(self) -> None:
        pending = unsigned().filter(act="withdrawal").first()
        if pending is not None:
            actions.refuse_countersign(self.a.office, pending, "没有错，不应撤。")


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(st.sampled_from(Life.PREPARING + Life.RELEASING), min_size=4, max_size=9))
@example(acts=["publish", "edit", "review", "set_time", "withdraw", "disagree", "edit", "review", "publish"])
@example(acts=["set_time", "cancel", "set_time", "time", "edit", "review", "set_time", "cancel", "turn_back"])
def test_over_all_sequences_the_date_of_publication_stays_and_preparing_shows_nothing(world, approved, acts):
    outer = transaction.savepoint()
    life = Life(world.a, approved(world.a))
    first = None
    for act in acts:
        with moment.fixed(life.day.isoformat()):
            before = seen(life.publication()) if act in Life.PREPARING else None
            shown = life.publication() if before is not None else None
            life.do(act)
            publication = life.publication()
            if before is not None:
                assert seen(shown) == before, act
                if publication is not None and publication.published_at is None:
                    assert Client().get(f"/donghu/doc/{publication.key}.html").status_code == 404
        if publication is not None and publication.published_at is not None:
            first = first or publication.published_at
            assert publication.published_at == first
            assert all(p.published_at == first for p in publication.placements.all())
            live = publication.state == Publication.State.LIVE
            assert SearchDoc.objects.exists() == live
            assert all(p.is_live == live for p in publication.placements.all())
            assert (publication.corrected_at is not None) == (publication.versions.count() > 1)
        life.document.refresh_from_db()
        planned = Planned.objects.filter(publication__subject_id=life.document.pk).exists()
        assert planned == (life.document.stage == Stage.SCHEDULED)
    transaction.savepoint_rollback(outer)
