"""The leak table: a user of body A at every open route for an object of body B, and every role at every route.

Routes are walked from the resolver. A new route fails here until it is classified and an object is given for it.
"""

from __future__ import annotations

import copy
import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from tests import cast
from wagtail.models import Revision

from gongkai.apps.catalogue.models import Column
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import DocumentFile, OfficialDocument, Stage
from gongkai.apps.duties.registry import registry, verbs_of
from gongkai.apps.organizations import door, gate
from gongkai.apps.organizations.actions.bodies import plant
from gongkai.apps.organizations.door import Level, routes
from gongkai.apps.organizations.models import Kind, Membership, Organization, Role, User
from gongkai.apps.organizations.policy import BodyPolicy
from gongkai.apps.publishing.models import Publication, Relation
from gongkai.apps.reporting.actions import open_report
from gongkai.apps.reporting.models import Received
from gongkai.apps.reviews.actions import ask_second
from gongkai.apps.reviews.models import Round
from gongkai.clocks import moment

NOW = "2026-09-21T09:30:00"
SECRET = "密不透风的标题"  # stands in every record of B; may be in no answer to a user of A
OBJECTS = {
    "documents.OfficialDocument": "document",
    "reviews.Round": "submission",
    "publishing.Publication": "publication",
    "reviews.Signature": "signature",
    "publishing.Relation": "relation",
    "reporting.Report": "report",
    "reporting.Received": "received",
    "organizations.User": "person",
    "organizations.Organization": "place",
    "organizations.Membership": "post",
}
# routes that end the session, or that are there before the first body only; asked by themselves elsewhere
APART = {"logout", "login", "login_code", "setup", "setup_blank"}
# keywords that are not a record of their own
FIXED = {"token": "x", "revision_id_a": "earliest", "revision_id_b": "latest",
         "app_label": "documents", "model_name": "officialdocument", "object_id": "document", "session_id": 1,
         "part_key": "2", "cell": "t2.norm.made", "kind": "docx"}  # fmt: skip


def samples():
    """The modules in which duties give a record of each kind: `tests.apps.<duty>.samples` or `<duty>.samples`."""
    for duty in registry().duties:
        for folder in (f"tests.apps.{duty.code}", apps.get_app_config(duty.code).name):
            try:
                yield import_module(f"{folder}.samples")
            except ModuleNotFoundError as error:
                if not f"{folder}.samples".startswith(str(error.name)):
                    raise


SAMPLES = list(samples())


@pytest.fixture(autouse=True)
def clock():
    with moment.fixed(NOW):
        yield


def person(name, at, role, subtree=False):
    return cast.person(name, at, role, subtree=subtree, since="2026-01-01", password=None)


class House:
    """One body with a section, people in every role and records at every stage."""

    def __init__(self, slug, parent):
        self.body = plant(parent=parent, kind=Kind.DISTRICT, name=f"{slug}教育局{SECRET}", slug=slug)
        self.place = plant(parent=self.body, kind=Kind.SECTION, name=f"{slug}科", slug=f"{slug}-s")
        self.people = {
            role: person(
                f"{slug}-{role}", self.place if role in {"informant", "section_head"} else self.body, role
            )
            for role in Role.values
        }
        self.person = self.people["leader"]
        self.post = self.person.memberships.get()
        self.drafter = self.people["informant"]
        self.document = self.write(f"{slug}草稿{SECRET}")
        self.submitted = self.write(f"{slug}送审{SECRET}", Stage.IN_REVIEW)
        self.published = self.write(f"{slug}发布{SECRET}", Stage.PUBLISHED)
        self.revision = self.document.latest_revision
        self.submission = Round.objects.create(
            subject_type="documents.officialdocument", subject_id=self.submitted.pk, process="document",
            organization=self.body, section=self.place, revision=self.submitted.latest_revision,
            drafter=self.drafter, submitted_by=self.drafter, submitted_at=moment.now(), fingerprint="x",
            step="section", step_since=moment.now(), place=self.body,
        )  # fmt: skip
        self.publication = Publication.objects.create(
            subject_type="documents.officialdocument", subject_id=self.published.pk,
            section=self.place, organization=self.body, key=slug, index_number=slug, state="live",
            published_at=moment.now(), drafter=self.drafter, published_by=self.people["leader"],
            title=self.published.title,
        )  # fmt: skip
        self.signature = ask_second(
            self.people["office"], self.publication, act="emergency", reason="x", organization=self.body,
            section=self.place, drafter=self.drafter,
        )  # fmt: skip
        acting = OfficialDocument.objects.exclude(pk=self.published.pk).filter(
            organization=self.body, stage="draft"
        )[0]
        self.relation = Relation.objects.create(
            source=Publication.objects.create(
                subject_type="documents.officialdocument", subject_id=acting.pk,
                section=self.place, organization=self.body, key=f"{slug}-2", index_number=f"{slug}-2", state="live",
                published_at=moment.now(), drafter=self.drafter, published_by=self.people["leader"], title="乙",
            ),
            target=self.publication, kind="amends", since=moment.today(),
        )  # fmt: skip
        self.file = DocumentFile.objects.create(
            document=self.document, part="attachment", file=ContentFile(b"x", "a.txt"), name=f"{SECRET}.txt",
            media_type="text/plain", size=1, sha256="x", added_by=self.drafter, added_at=moment.now(),
        )  # fmt: skip
        Column.objects.create(organization=self.body, slug="notices", name="公文")
        self.report = open_report(self.drafter, organization=self.body, section=self.place, year=2025)
        self.received = Received.objects.create(
            organization=self.body, receiver=parent, year=2025, file=ContentFile(b"x", "a.txt"), name=f"{SECRET}.txt",
            media_type="text/plain", size=1, sha256="x", reading={"cells": {}}, handed_in_by=self.drafter,
            handed_in_at=moment.now(),
        )  # fmt: skip

        self.brought = {}
        for samples in SAMPLES:
            self.brought |= samples.make(self, SECRET)

    def write(self, title, stage=None):
        made = documents.register(
            self.drafter, organization=self.body, section=self.place,
            fields={"title": title, "html": f"<p>{SECRET}</p>", "number": ""},
        )  # fmt: skip
        documents.change(self.drafter, made, {"html": f"<p>{SECRET}二</p>"})
        if stage:
            OfficialDocument.objects.filter(pk=made.pk).update(stage=stage)
        made.refresh_from_db()
        return made


@pytest.fixture(scope="module")
def houses(django_db_setup, django_db_blocker):
    """Both houses, built once: to build them costs more than most tests here ask of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with moment.fixed(NOW):
            root = plant(parent=None, kind=Kind.CITY, name="云川市教育局", slug="root")
            built = House("qinghe", root), House("lanshan", root)
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def town(houses, db):
    """The houses for one test: what it does to their rows is undone by `db`, what it does to the names stays its own."""
    return tuple(copy.copy(house) for house in houses)


def keywords(name):
    """The keyword names of a route, read from the resolver."""
    space, _, last = name.rpartition(":")
    resolver = get_resolver()
    for part in space.split(":") if space else []:
        _, resolver = resolver.namespace_dict[part]
    return list(resolver.reverse_dict.getlist(last)[0][0][0][1])


def record_of(house, model):
    """The record of that kind in a house."""
    found = {**OBJECTS, **house.brought}[model]
    return getattr(house, found) if isinstance(found, str) else found


def address(name, house):
    """The address of a route for the record of a house that it is about."""
    needs = routes()[name]
    values = {}
    for keyword in keywords(name):
        if keyword == "key":
            values[keyword] = house.file.key
        elif keyword == "revision_id":
            values[keyword] = house.revision.pk
        elif needs.of and keyword == needs.by:
            values[keyword] = record_of(house, needs.of).pk
        elif keyword in FIXED:
            fixed = FIXED[keyword]
            values[keyword] = house.document.pk if fixed == "document" else fixed
        else:
            raise AssertionError(
                f"{name}: what is <{keyword}>? give it an object in tests/house/test_leaks.py"
            )
    return reverse(name, kwargs=values)


def client_of(user):
    return cast.browser(user, raise_request_exception=False)


NAMES = sorted(set(routes()) - APART)
WITH_OBJECT = [
    n for n in NAMES if routes()[n].of or n.endswith(":ping")
]  # release names only one's own sitting
ROLES = list(Role.values)


def photograph(house):
    """Everything of a house that an act could change: the rows of every model that names its body."""
    seen = [
        list(Revision.objects.order_by("pk").values("pk", "content")),
        list(Organization.objects.filter(path__startswith=house.body.path).order_by("pk").values()),
        list(DocumentFile.objects.filter(document__organization=house.body).order_by("pk").values()),
        list(Relation.objects.filter(target__organization=house.body).order_by("pk").values()),
        list(User.objects.filter(username__startswith=house.body.slug).order_by("pk").values("pk", "password", "is_active", "name")),
    ]  # fmt: skip
    for model in apps.get_models():
        names = {f.name: f for f in model._meta.concrete_fields}
        if "organization" in names and names["organization"].related_model is Organization:
            rows = model._base_manager.filter(organization__path__startswith=house.body.path)
            seen.append(list(rows.order_by("pk").values()))
    return seen


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_nobody_of_a_reaches_a_record_of_b(town, name):
    a, b = town
    url, before = address(name, b), photograph(b)
    for role in ROLES:
        client = client_of(a.people[role])
        for answer in (
            client.get(url),
            client.post(url, {"title": "改", "act": "stop", "outcome": "agreed"}),
        ):
            refused = {404, 405} if name.endswith(":ping") else {404}  # ping takes a POST only
            assert answer.status_code in refused, f"{role} {name} {answer.status_code}"
            assert SECRET not in answer.content.decode(errors="replace")
    assert photograph(b) == before


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n not in WITH_OBJECT and routes()[n].level is not Level.ANYONE]
)
def test_lists_and_exports_show_nothing_of_b(town, name):
    a, b = town
    url = address(name, a)
    OfficialDocument.objects.filter(organization=a.body).update(title="甲")
    for role in ROLES:
        answer = client_of(a.people[role]).get(
            url, {"organization": b.body.pk, "at": b.body.pk, "q": "lanshan"}
        )
        assert answer.status_code < 500, f"{role} {name}"
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "lanshan草稿" not in body.decode(errors="replace"), f"{role} {name}"
        assert "lanshan送审" not in body.decode(errors="replace"), f"{role} {name}"
        assert "lanshan-leader" not in body.decode(errors="replace"), f"{role} {name}"


@pytest.mark.parametrize("name", NAMES)
def test_the_matrix_of_roles(town, name):
    """Route × role in one's own house: who holds none of the verbs gets 404, who holds one gets an answer."""
    a, _ = town
    needs = routes()[name]
    if needs.level is Level.ANYONE:
        assert Client().get(address(name, a)).status_code < 400
        return
    url = address(name, a)
    for role in ROLES:
        user = a.people[role]
        answer = client_of(user).get(url)
        verbs = verbs_of(role)
        if needs.level is Level.POST and needs.verbs and not verbs & set(needs.verbs):
            assert answer.status_code == 404, f"{role} must not pass {name}"
        elif not needs.of and "editing_sessions" not in name:
            # 404: the view asks more than the door; 405: it takes a POST only
            assert answer.status_code in {200, 204, 301, 302, 404, 405}, f"{role} {name} {answer.status_code}"
        else:
            assert answer.status_code < 500, f"{role} {name} {answer.status_code}"
    if needs.of == "documents.OfficialDocument":  # the same record at the other stages of its life
        for record in (a.submitted, a.published):
            a.document, a.revision = record, record.latest_revision
            for role in ("informant", "office", "auditor"):
                answer = client_of(a.people[role]).get(address(name, a))
                assert answer.status_code < 500, f"{role} {name} {record.stage} {answer.status_code}"


ACTS = [
    pytest.param(acts, act, id=f"{acts.namespace}:{act.name}")
    for duty in registry().duties for acts in duty.acts for act in acts.acts
    if not act.route  # drawn by a screen of the duty, which stands among the routes above
]  # fmt: skip


@pytest.mark.parametrize(("acts", "act"), ACTS)
def test_the_matrix_of_acts(town, acts, act):
    """Role × declared act by POST: who lacks the verb meets 404 and changes nothing, who has it gets an answer."""
    a, b = town
    url, foreign = (
        reverse(f"{acts.namespace}:{act.name}", args=[record_of(h, acts.model).pk]) for h in (a, b)
    )
    able = [role for role in ROLES if act.power in verbs_of(role)]
    before = photograph(a)
    for role in set(ROLES) - set(able):
        assert client_of(a.people[role]).post(url, {}).status_code == 404, role
    assert photograph(a) == before, "one who lacks the verb changed something"
    # done at another place than the record's own
    answered = {200, 302, 404} if act.at is not None else {200, 302}
    for role in able:
        assert client_of(a.people[role]).post(url, {}).status_code in answered, role
    for role in ROLES:
        assert client_of(a.people[role]).post(foreign, {}).status_code == 404, role


@pytest.mark.parametrize("name", NAMES)
def test_without_signing_in_nothing_opens(town, name):
    if routes()[name].level is Level.ANYONE:
        return
    for answer in (Client().get(address(name, town[0])), Client().post(address(name, town[0]))):
        assert answer.status_code == 302 and answer["Location"].startswith("/workbench/login/"), name


@pytest.mark.parametrize("name", NAMES)
def test_a_superuser_without_a_post_gets_nowhere(town, name):
    root = User.objects.create_superuser("root", None, "x", name="超级")
    if routes()[name].level is Level.POST:
        assert client_of(root).get(address(name, town[0])).status_code in {302, 404}


def closed_names():
    found = []
    for name in sorted({n for n in _all_names() if n not in routes()}):
        try:
            found.append((name, reverse(name)))
        except NoReverseMatch:
            for args in (
                [1],
                ["documents", "officialdocument"],
                ["documents", "officialdocument", "delete"],
                [1, 1],
            ):
                try:
                    found.append((name, reverse(name, args=args)))
                    break
                except NoReverseMatch:
                    continue
    return found


def _all_names():
    from django.urls import URLPattern, URLResolver

    def walk(patterns, prefix, space):
        for entry in patterns:
            route = prefix + str(entry.pattern).lstrip("^")
            if isinstance(entry, URLResolver):
                yield from walk(
                    entry.url_patterns, route, [*space, entry.namespace] if entry.namespace else space
                )
            elif (
                isinstance(entry, URLPattern)
                and entry.name
                and ("/" + route).startswith(settings.STAFF_PREFIX)
            ):
                yield ":".join([*space, entry.name])

    yield from walk(get_resolver().url_patterns, "", [])


def test_closed_routes_are_closed_for_everybody(town):
    a, _ = town
    root = User.objects.create_superuser("root", None, "x", name="超级")
    Membership.objects.create(
        user=root, organization=a.body, role=Role.OFFICE, valid_from=dt.date(2026, 1, 1)
    )
    client = client_of(root)
    tried = closed_names()
    assert len(tried) > 80, "the walk found the closed routes"
    for name, url in tried:
        assert client.get(url).status_code == 404, name


# ── red without each of the guards ──

EDITOR = ["office_documents:edit", "office_documents:history", "office_documents:revisions_view"]


@pytest.mark.parametrize("name", EDITOR)
def test_the_gate_alone_closes_the_editor(town, name, monkeypatch):
    """With the door wide open the gate still answers 404."""
    a, b = town
    monkeypatch.setattr(door, "in_reach", lambda *args: True)
    assert client_of(a.people["informant"]).get(address(name, b)).status_code == 404


@pytest.mark.parametrize("name", EDITOR)
def test_the_door_alone_closes_the_editor(town, name, monkeypatch):
    a, b = town
    monkeypatch.setattr(
        BodyPolicy, "instances_user_has_any_permission_for", lambda self, u, v: self.model.objects.all()
    )
    assert client_of(a.people["informant"]).get(address(name, b)).status_code == 404


def test_without_gate_and_door_wagtail_leaks(town, monkeypatch):
    """The reason for both: Wagtail by itself asks “may you ever?” and opens the foreign document."""
    a, b = town
    monkeypatch.setattr(door, "in_reach", lambda *args: True)
    monkeypatch.setattr(
        BodyPolicy, "instances_user_has_any_permission_for", lambda self, u, v: self.model.objects.all()
    )
    monkeypatch.setattr(
        gate.Scoped,
        "user_has_permission",
        lambda self, p: self.permission_policy.user_has_permission(self.request.user, p),
    )
    answer = client_of(a.people["informant"]).get(address("office_documents:edit", b))
    assert answer.status_code == 200 and SECRET in answer.content.decode()


def test_an_unclassified_view_of_a_viewset_is_closed():
    view = gate.gate(lambda request: None, OfficialDocument, "brand_new_in_wagtail_9")
    from django.http import Http404
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = None
    with pytest.raises(Http404):
        view(request)


def test_a_revision_of_b_is_not_shown_under_a_document_of_a(town):
    a, b = town
    client = client_of(a.people["informant"])
    for name in ("revisions_view", "revisions_revert"):
        url = reverse(f"office_documents:{name}", args=[a.document.pk, b.revision.pk])
        answer = client.get(url)
        assert answer.status_code == 404 and SECRET not in answer.content.decode()
    url = reverse("office_documents:revisions_compare", args=[a.document.pk, b.revision.pk, b.revision.pk])
    assert client.get(url).status_code == 404
    saved = client.post(
        reverse("office_documents:edit", args=[a.document.pk]),
        {"title": "x", "html": "<p>x</p>", "overwrite_revision_id": b.revision.pk},
    )
    assert saved.status_code < 500 and Revision.objects.get(pk=b.revision.pk).content["title"].startswith(
        "lanshan"
    )


def test_the_presence_ping_tells_nothing_of_b(town):
    a, b = town
    url = reverse(
        "wagtailadmin_editing_sessions:ping", args=["documents", "officialdocument", b.document.pk, 1]
    )
    assert client_of(a.people["informant"]).post(url).status_code == 404
