"""The whole demonstration city, as a visitor of the workbench would find it on 2026-11-20."""

import datetime as dt
import re

import pytest

from gongkai import clocks
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.documents.models import Attribute, DocumentFile, NumberLine, OfficialDocument, Stage
from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Kind, Membership, Organization, Role, User
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.models import Publication, Validity, Version
from gongkai.apps.reviews.models import Round, Signature
from gongkai.clocks import moment
from gongkai.demo import load
from gongkai.demo.people import ACCOUNTS, PASSWORD, accounts_table, chain_of
from gongkai.law.processes import process

TODAY = dt.date(2026, 11, 20)  # a Friday

# the mark tells pytest-django that a database is wanted: run alone, this file had none
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """The whole city, loaded once for the module and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield load.load(TODAY)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def that_day():
    with moment.fixed(TODAY):
        yield


def test_size():
    assert 115 <= OfficialDocument.objects.count() <= 140
    assert Organization.objects.filter(kind=Kind.DISTRICT, has_site=True).count() == 4
    assert Organization.objects.filter(kind=Kind.SCHOOL).count() == 12
    assert Organization.objects.filter(kind=Kind.UNIT).count() == 3
    assert 40 <= User.objects.count() <= 55
    years = OfficialDocument.objects.dates("signed_on", "year")
    assert {2024, 2025, 2026} <= {d.year for d in years}


def test_every_stage_attribute_and_validity_is_there():
    held = set(OfficialDocument.objects.values_list("stage", flat=True))
    assert held == set(Stage.values)
    assert set(OfficialDocument.objects.values_list("attribute", flat=True)) == set(Attribute.values)
    assert set(Publication.objects.values_list("validity", flat=True)) == set(Validity.values)
    steps = Round.objects.filter(state="open", process="document").values_list("step", flat=True)
    assert set(steps) == {s.code for s in process("document").steps}
    assert Version.objects.filter(number=2).count() >= 3
    assert Signature.objects.filter(round__state="open").count() >= 2
    assert Signature.objects.exclude(round__state="open").count() >= 2
    assert OfficialDocument.objects.filter(party_and_government=True, stage=Stage.PUBLISHED).exists()


def test_every_role_is_played():
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)


def test_clocks_are_late_due_and_soon():
    lamps = [clocks.lamp(TODAY, d.due_on).state for d in Deadline.objects.filter(state=State.RUNNING)]
    for state in ("late", "today", "soon", "normal"):
        assert state in lamps


def test_no_clock_runs_against_what_was_made_public():
    """A correction, in review or done, does not make the twenty days run anew."""
    running = Deadline.objects.filter(
        state=State.RUNNING, subject_type="documents.officialdocument"
    ).values_list("subject_id", flat=True)
    public = Publication.objects.filter(subject_type="documents.officialdocument")
    assert not public.exclude(published_at=None).filter(subject_id__in=map(int, running)).exists()
    live = public.filter(state="live").values("subject_id")
    assert OfficialDocument.objects.filter(stage=Stage.IN_REVIEW, pk__in=live).exists()


def test_every_body_has_a_whole_chain_of_different_people():
    for body in Organization.objects.exclude(kind=Kind.SECTION):
        sections = list(Organization.objects.filter(parent=body, kind=Kind.SECTION)) or [body]
        office = body.parent if body.reviewed_by_parent else body
        for section in sections:
            people = [
                powers.holders(verb, where, part)
                for verb, where, part in (
                    (powers.DRAFT, body, section), (powers.REVIEW_SECTION, body, section),
                    (powers.REVIEW_SECRECY, office, None), (powers.REVIEW_OFFICE, office, None),
                    (powers.PUBLISH, office, None),
                )
            ]  # fmt: skip
            assert all(p.exists() for p in people), section
        chain = chain_of(body.slug)
        for part in chain.drafters:
            names = {chain.drafters[part], chain.heads[part], chain.secrecy, chain.office, chain.publisher}
            assert len(names) == 5, body


def test_guides_can_be_made():
    for body in Organization.objects.exclude(kind=Kind.SECTION):
        for name in (
            "office_name",
            "address",
            "postcode",
            "office_hours",
            "telephone",
            "email",
            "duties",
            "index_code",
        ):
            assert getattr(body, name), (body, name)
        assert body.telephone.startswith("0000-8000")


def test_register_shows_the_faults_of_real_ones(city):
    series = city.organizations["yunchuan"].number_series.filter(agency="云教", year__in=(2024, 2025, 2026))
    found = set(NumberLine.objects.filter(series__in=series).values_list("trouble", flat=True))
    assert found == {"", "gap", "explained", "double", "order"}


def test_ledger_holds_and_grows_with_time():
    assert list(verify()) == []
    for chain in ("yunchuan", "donghu"):
        times = list(Entry.objects.filter(chain=chain).order_by("number").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[-1] <= moment.now()


def test_nobody_touches_a_document_twice():
    for submission in Round.objects.prefetch_related("words"):
        hands = [w.person_id for w in submission.words.all() if w.outcome != "returned"]
        assert submission.drafter_id in hands
        assert len(hands) == len(set(hands))


def test_hidden_sheet_with_identity_numbers_is_an_obstacle(city):
    pytest.importorskip("gongkai.files.hidden")
    file = DocumentFile.objects.get(name="经费使用明细表.xlsx")
    codes = [o.code for o in rules.obstacles_to_submit(city.users["xuhang"], file.document)]
    assert f"file:personal:{file.key}" in codes
    others = DocumentFile.objects.exclude(pk=file.pk)
    assert not any(f.get("kind") in rules.PERSONAL for other in others for f in other.hidden)


def test_texts_are_whole():
    for document in OfficialDocument.objects.all():
        assert not re.search(r"[{}|#]|\bNone\b", document.text + document.title), document
        assert len(document.text) > 250 or document.stage == Stage.DRAFT, document
        assert document.signed_on.year >= TODAY.year - 3
    titles = OfficialDocument.objects.filter(organization__slug="donghu").values_list("title", flat=True)
    assert all("{区}" not in t for t in titles)


def test_scheduled_ones_wait_for_days_to_come():
    waiting = Publication.objects.filter(state=Publication.State.SCHEDULED)
    assert waiting.count() == 2
    assert all(p.planned.due_at > moment.now() for p in waiting)


def test_accounts_are_told(city):
    table = accounts_table()
    assert PASSWORD in table
    for username in ACCOUNTS.values():
        assert username in table
        assert city.users[username].check_password(PASSWORD)


def test_password_keeps_the_rules(city):
    from django.contrib.auth.password_validation import validate_password

    for user in city.users.values():
        validate_password(PASSWORD, user)


def test_dates_of_life_are_in_order():
    late = 0
    for publication in Publication.objects.exclude(published_at=None):
        published = publication.published_at.astimezone(moment.BEIJING).date()
        assert publication.signed_on <= published <= TODAY
        late += clocks.known_calendar().working_between(publication.signed_on, published) > 20
    assert 1 <= late <= 12
