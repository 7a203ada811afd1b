"""A city of 2,000 schools with a million documents, written by the database itself in a few minutes; for `bench.lists`.

Nothing here is an act of the house: rows are inserted as the database has them after years of acts, in fixed proportions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench.search import _MATTERS

if TYPE_CHECKING:
    from django.db.models import Model

    from gongkai.apps.organizations.models import Organization

SCHOOLS, DISTRICTS, SECTIONS = 2000, 8, 10
STEP = 2  # minutes between two documents
FIRST = dt.datetime(2022, 9, 1, 0, 0, tzinfo=dt.UTC)
FRESH = 30_000  # the newest documents, which are still on somebody's desk
_KINDS = ("通知", "通知", "通知", "意见", "函", "通报", "公告", "决定", "批复", "报告")


class Dialect:
    """The few words in which the two databases differ."""

    def __init__(self, vendor: str) -> None:
        self.postgres = vendor == "postgresql"

    def series(self, count: int) -> str:
        """Numbers from 1 to count, as s.i."""
        if self.postgres:
            return f"generate_series(1, {count}) AS s(i)"
        return f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) AS s"  # noqa: S608

    def at(self, minutes: str) -> str:
        """The moment so many minutes after the first document."""
        if self.postgres:
            return f"(TIMESTAMPTZ '{FIRST:%Y-%m-%d}Z' + ({minutes}) * INTERVAL '1 minute')"
        return f"datetime('{FIRST:%Y-%m-%d}', '+' || ({minutes}) || ' minutes')"

    def day(self, minutes: str) -> str:
        """Its day."""
        return f"CAST({self.at(minutes)} AS DATE)" if self.postgres else f"date({self.at(minutes)})"


def insert(model: type[Model], source: str, **given: str) -> None:
    """Rows of a model from an SQL source; a column that is not given has its default."""
    from django.db import connection

    names, values = [], []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        if field.name in given:
            value = given[field.name]
        elif field.primary_key:
            continue
        else:
            value = _default(field)
        names.append(f'"{field.column}"')
        values.append(value)
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(f'INSERT INTO "{table}" ({", ".join(names)}) SELECT {", ".join(values)} FROM {source}')  # noqa: S608


def _default(field: Any) -> str:
    from django.db import connection

    found = field.get_default()
    if found is None:
        return "NULL"
    if isinstance(found, bool) and connection.vendor == "postgresql":
        return "TRUE" if found else "FALSE"
    if isinstance(found, dict | list):
        return f"'{'{}' if isinstance(found, dict) else '[]'}'"
    return str(int(found)) if isinstance(found, bool | int) else f"'{found}'"


@contextmanager
def without_indexes(*models: type[Model]) -> Iterator[None]:
    """Rows first, then the indexes: so much quicker that a million rows are a matter of minutes."""
    from django.db import connection

    from gongkai.apps.deadlines.models import TITLES as OF_DEADLINES
    from gongkai.apps.documents.models import TITLES as OF_DOCUMENTS
    from gongkai.apps.ledger.models import TITLES as OF_ENTRIES
    from gongkai.apps.requests.models import WORDS as OF_REQUESTS

    kept: list[tuple[type[Model], Any]] = []
    with connection.schema_editor() as editor:
        for words in (OF_DOCUMENTS, OF_ENTRIES, OF_DEADLINES, OF_REQUESTS):
            words.drop(None, editor)
        for model in models:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
                kept.append((model, index))
    yield
    with connection.schema_editor() as editor:
        for words in (OF_DOCUMENTS, OF_ENTRIES, OF_DEADLINES, OF_REQUESTS):
            words.create(None, editor)
        for model, index in kept:
            editor.add_index(model, index)


def build(count: int) -> dict[str, Any]:
    """Fill an empty, migrated database; the people who look at the lists, by part."""
    from django.db import connection

    people = _bodies()
    say = Dialect(connection.vendor)
    _places(say)
    if not say.postgres:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA journal_mode=OFF")  # else all of it is written twice
            cursor.execute("PRAGMA cache_size=-400000")
    _records(say, count)
    with connection.cursor() as cursor:
        # a living PostgreSQL does this by itself; rows never looked over are read twice
        cursor.execute("VACUUM ANALYZE" if say.postgres else "ANALYZE")
        if not say.postgres:
            cursor.execute("PRAGMA journal_mode=WAL")
    return people


def _bodies() -> dict[str, Any]:
    """City, districts with sections, schools; in each one who drafts, and the people who watch over them."""
    from django.db import transaction

    from gongkai.apps.organizations.models import Membership, Organization, Role, Scope, User

    made: list[Organization] = []

    def node(kind: str, name: str, slug: str, parent: Organization | None) -> Organization:
        one = Organization(pk=len(made) + 1, kind=kind, name=name, slug=slug, parent=parent)
        one.path = (parent.path if parent else "") + f"{one.pk:06d}"
        one.body = parent.body if kind == "section" and parent else one
        one.has_site = kind != "section"
        made.append(one)
        return one

    city = node("city", "云川市教育局", "yunchuan", None)
    desks = [node("section", f"第{n}科", f"yunchuan-{n}", city) for n in range(SECTIONS)]
    districts = [node("district", f"第{n}区教育局", f"qu-{n}", city) for n in range(DISTRICTS)]
    for n, district in enumerate(districts):
        desks += [node("section", f"第{m}科", f"qu-{n}-{m}", district) for m in range(SECTIONS)]
    schools = [
        node("school", f"云川市第{n}小学", f"school-{n}", districts[n % DISTRICTS]) for n in range(SCHOOLS)
    ]
    with transaction.atomic():
        for one in made:
            one.save(force_insert=True)
        _renumber(Organization)
        users = {o.pk: User(username=f"u{o.pk}", name=f"拟稿{o.pk}") for o in [*desks, *schools]}
        watch = {
            "city auditor": (city, Role.AUDITOR, Scope.SUBTREE), "city office": (city, Role.OFFICE, Scope.SUBTREE),
            "district office": (districts[0], Role.OFFICE, Scope.OWN),
            "city section": (desks[0], Role.SECTION_HEAD, Scope.OWN),
            "school leader": (schools[0], Role.LEADER, Scope.OWN),
        }  # fmt: skip
        for name in watch:
            User(username=name, name=name).save()
        User.objects.bulk_create(users.values(), batch_size=500)
        posts = [
            Membership(user=u, organization_id=pk, role=Role.INFORMANT, valid_from="2020-01-01")
            for pk, u in users.items()
        ]
        posts += [
            Membership(user=User.objects.get(username=name), organization=o, role=r, scope=s, valid_from="2020-01-01")
            for name, (o, r, s) in watch.items()
        ]  # fmt: skip
        Membership.objects.bulk_create(posts, batch_size=500)
    people = {name: User.objects.get(username=name) for name in watch}
    people["school informant"] = User.objects.get(username=f"u{schools[1].pk}")
    return people


def _renumber(model: type[Model]) -> None:
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(line)


def _places(say: Dialect) -> None:
    """bench_place: where document i belongs, by i modulo; a tenth to the city, a fifth to districts, the rest to schools."""
    from django.db import connection

    from gongkai.apps.organizations.models import Organization, User

    drafters = dict(User.objects.filter(username__startswith="u").values_list("username", "pk"))
    sections = list(Organization.objects.filter(kind="section").order_by("pk"))
    schools = list(Organization.objects.filter(kind="school").order_by("pk"))
    city, district = sections[:SECTIONS], sections[SECTIONS:]
    rows = []
    for n in range(20_000):
        ten = n % 10
        group = city if ten == 0 else district if ten < 3 else schools
        one = group[(n * 7919 // 10 + ten * 31) % len(group)]
        rows.append((n, one.body_id or one.pk, one.pk, drafters[f"u{one.pk}"], one.slug))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_place (n integer PRIMARY KEY, body bigint, desk bigint, drafter bigint, slug varchar(64))"
        )
        cursor.executemany("INSERT INTO bench_place VALUES (%s, %s, %s, %s, %s)", rows)
        cursor.execute(
            "CREATE TABLE bench_word (n integer PRIMARY KEY, matter varchar(60), kind varchar(10))"
        )
        words = [(n, _MATTERS[n % 30], _KINDS[n // 30 % 10]) for n in range(300)]
        cursor.executemany("INSERT INTO bench_word VALUES (%s, %s, %s)", words)


def _records(say: Dialect, count: int) -> None:
    from django.db import transaction

    from gongkai.apps.deadlines.models import Deadline
    from gongkai.apps.documents import register
    from gongkai.apps.documents.models import OfficialDocument
    from gongkai.apps.ledger.models import Chain, Entry
    from gongkai.apps.publishing.models import Publication
    from gongkai.apps.reviews.models import Round, Word

    old = f"s.i <= {count - FRESH}"
    year = "2022 + s.i / 262800"
    # each body numbers in a series of its own a code and year, skips a number now and then, gives one twice
    nth = f"ROW_NUMBER() OVER (PARTITION BY p.body, s.i % 20, {year} ORDER BY s.i)"
    number = f"({nth} + {nth} / 40 - CASE WHEN {nth} % 97 = 0 THEN 1 ELSE 0 END)"
    source = (
        f"{say.series(count)} JOIN bench_place p ON p.n = s.i % 20000 "
        "JOIN bench_word w ON w.n = (s.i * 13 + s.i / 300) % 300"
    )
    stage = (
        f"CASE WHEN {old} THEN CASE WHEN s.i % 50 = 7 THEN 'draft' WHEN s.i % 10 < 7 THEN 'published' ELSE 'filed' END "
        "ELSE CASE s.i % 4 WHEN 0 THEN 'draft' WHEN 1 THEN 'in_review' WHEN 2 THEN 'approved' ELSE 'returned' END END"
    )
    attribute = (
        "CASE WHEN s.i % 50 = 7 THEN 'undecided' WHEN s.i % 10 < 7 THEN 'open' WHEN s.i % 10 = 7 THEN 'on_request' "
        "ELSE 'closed' END"
    )
    text = "'各单位应当按照职责分工，及时公开' || w.matter || '的办理结果，接受监督。'"
    long = " || ".join([text] * 3)
    with without_indexes(OfficialDocument, Publication, Deadline, Entry, Round, Word):
        insert(
            OfficialDocument, source, id="s.i", organization="p.body", section="p.desk", drafted_by="p.drafter",
            stage=stage, attribute=attribute, kind="w.kind",
            title=f"'关于做好' || ({year}) || '年第' || (s.i % 97 + 1) || '批' || w.matter || '工作的通知'",
            number_state="CASE WHEN s.i % 9 = 0 THEN 'none' ELSE 'numbered' END",
            number=f"CASE WHEN s.i % 9 = 0 THEN '' ELSE '云教' || (s.i % 20) || '〔' || ({year}) || '〕' || ({number}) || '号' END",
            number_agency="CASE WHEN s.i % 9 = 0 THEN '' ELSE '云教' || (s.i % 20) END",
            number_year=f"CASE WHEN s.i % 9 = 0 THEN NULL ELSE {year} END",
            number_serial=f"CASE WHEN s.i % 9 = 0 THEN NULL ELSE {number} END",
            signed_on=say.day(f"s.i * {STEP}"), created_at=say.at(f"s.i * {STEP}"), updated_at=say.at(f"s.i * {STEP}"),
            html=f"'<p>' || {long} || '</p>'", text=long, fingerprint="'f' || s.i",
        )  # fmt: skip
        documents = "documents_officialdocument d"
        insert(
            Publication, f"{documents} WHERE d.stage = 'published'", subject_type="'documents.officialdocument'",
            subject_id="d.id", organization="d.organization_id", section="d.section_id", key="'k' || d.id", index_number="'k' || d.id", state="'live'",
            published_at="d.created_at", drafter="d.drafted_by_id", published_by="1", title="d.title", number="d.number", kind="d.kind",
            signed_on="d.signed_on",
        )  # fmt: skip
        running = "d.stage NOT IN ('published', 'filed')"
        insert(
            Deadline, f"{documents} WHERE {running} OR d.id % 3 = 0", organization="d.organization_id",
            section="d.section_id", holder="d.drafted_by_id", subject_type="'documents.officialdocument'",
            subject_id="d.id", title="d.title", url="'/workbench/documents/' || d.id || '/'", provision="'proactive'",
            version="'proactive_2019'", basis="'条例'", started_on="d.signed_on",
            due_on=say.day(f"d.id * {STEP} + 28800"), state=f"CASE WHEN {running} THEN 'running' ELSE 'met' END",
            ended_on="d.signed_on",
        )  # fmt: skip
        insert(
            Entry, f"{documents} JOIN bench_place p ON p.n = d.id % 20000", chain="p.slug", number="d.id",
            at="d.created_at", event="'documents:registered'", subject_type="'documents.officialdocument'",
            subject_id="CAST(d.id AS varchar(40))" if say.postgres else "CAST(d.id AS TEXT)", subject_title="d.title",
            actor_id="CAST(d.drafted_by_id AS varchar(40))" if say.postgres else "CAST(d.drafted_by_id AS TEXT)",
            actor_name="'拟稿'", previous_hash="'0'", hash="'0'",
        )  # fmt: skip
        insert(Chain, "(SELECT DISTINCT slug FROM bench_place) AS c", name="c.slug")
        reviewed = "d.stage IN ('in_review', 'approved') OR d.id % 5 = 0"
        insert(
            Round, f"{documents} WHERE {reviewed}", id="d.id", subject_type="'documents.officialdocument'", subject_id="d.id",
            process="'document'", organization="d.organization_id", section="d.section_id", fingerprint="d.fingerprint",
            drafter="d.drafted_by_id", submitted_by="d.drafted_by_id", submitted_at="d.created_at",
            state="CASE WHEN d.stage = 'in_review' THEN 'open' ELSE 'approved' END",
            step="CASE d.id % 3 WHEN 0 THEN 'section' WHEN 1 THEN 'secrecy' ELSE 'office' END",
            step_since="d.created_at", place="d.organization_id",
        )  # fmt: skip
        insert(
            Word, "reviews_round r", round="r.id", person="r.drafter_id", outcome="'wrote'", fingerprint="r.fingerprint",
            at="r.submitted_at",
        )  # fmt: skip
    for model in (OfficialDocument, Round):
        _renumber(model)
    with transaction.atomic():
        register.rebuild()
