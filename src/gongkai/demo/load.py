"""Loading the demonstration city: everything is done by the real acts, each at its moment, in one transaction."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import DocumentFile, OfficialDocument
from gongkai.apps.duties import public
from gongkai.apps.duties.registry import registry
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal.baking import make
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.publishing import faces
from gongkai.clocks import moment
from gongkai.demo import city as cities
from gongkai.demo.life import Act, Life
from gongkai.demo.people import CITY, chain_of
from gongkai.demo.plan import Unused, lay_out
from gongkai.exceptions import GongkaiError

YEARS_OF_POSTS = 4


def is_empty() -> bool:
    """Whether the installation holds no body yet."""
    return not Organization.objects.exists()


def load_if_empty() -> bool:
    """Load the city where nothing is; says on the terminal what it does. True if it loaded."""
    if not is_empty():
        return False
    print("正在装入演示城市云川市（首次约需半分钟）…", flush=True)
    begun = time.monotonic()
    load()
    bake()
    count = OfficialDocument.objects.count()
    print(
        f"已装入{Organization.objects.count()}个单位和科室、{count}件公文，用时{time.monotonic() - begun:.0f}秒。"
    )
    return True


def load(today: dt.date | None = None, *, small: bool = False) -> cities.City:
    """Write city and documents as they stand on `today`. Pages are not baked; see `bake`.

    small: the commission, one district, one school and some fourteen documents, for tests.
    Raises GongkaiError in production or where the installation is not empty.
    """
    _refuse_in_production()
    if not is_empty():
        raise GongkaiError("库中已有机构，演示城市只能装入空库；重新装入请用 gongkai demo --reset。")
    given = today is not None
    today = today or moment.today()
    first = today.replace(year=today.year - YEARS_OF_POSTS, day=1)
    with transaction.atomic(), faces.suspended(), public.suspended():
        with moment.fixed(first):
            city = cities.build(first, small=small)
        plans, unused = lay_out(today, small=small)
        lives = [Life(city, plan, today) for plan in plans]
        brought = [act for acts in registry().demonstrations() for act in acts(city, today)]
        for at, act in sorted([*_acts(lives, today), *brought], key=lambda a: a[0]):
            with moment.fixed(at):
                act()
        with moment.fixed(dt.datetime.combine(today, dt.time(7, 30)) if given else moment.now()):
            _explain(city, unused)
            publishing.expire_due(today)
            deadlines.ring()
            read_until = moment.now() - dt.timedelta(days=10)
            Notice.objects.filter(at__lt=read_until).update(read_at=F("at"))
    return city


def _acts(lives: list[Life], today: dt.date) -> Iterator[Act]:
    """The acts of all lives, and the nights in which a document takes effect or expires."""
    nights: set[dt.date] = set()
    for life in lives:
        yield from life.acts()
        ends = life.written.expires_on
        nights |= {
            d for d in (life.written.effective_on, ends and ends + dt.timedelta(days=1)) if d and d < today
        }
    for day in nights:
        at = dt.datetime.combine(day, dt.time(0, 5), moment.BEIJING)
        yield at, partial(publishing.expire_due, day)


def _explain(city: cities.City, unused: list[Unused]) -> None:
    """缺号说明 for the numbers that have one; the others stay for an officer to explain."""
    for gap in unused:
        if gap.reason:
            documents.explain_number(
                city.users[chain_of(gap.slug).office], organization=city.organizations[gap.slug],
                agency=gap.agency, year=gap.year, serial=gap.serial, reason=gap.reason, note=gap.note,
            )  # fmt: skip


def bake() -> None:
    """Make every public page at once."""
    make.bake_all()


# --- reset --------------------------------------------------------------------------------------------


def reset() -> None:
    """Wipe the demonstration: rows, stored files, public pages; then the empty schema again.

    Refuses in production and where the data is not that of the demonstration. The ledger's triggers refuse every
    deletion, so the tables themselves are dropped.
    """
    _refuse_in_production()
    tables = connection.introspection.table_names()
    if Organization._meta.db_table in tables:
        if (
            not is_empty()
            and not Organization.objects.filter(slug=CITY, parent=None, name=cities.COMMISSION[1]).exists()
        ):
            raise GongkaiError("库中不是演示城市的数据，没有清除。")
        for name in list(DocumentFile.objects.values_list("file", flat=True)):
            default_storage.delete(name)
    _drop_everything()
    shutil.rmtree(settings.BAKED_ROOT, ignore_errors=True)
    call_command("migrate", verbosity=0, interactive=False)


def _refuse_in_production() -> None:
    if getattr(settings, "PRODUCTION", False) or os.environ.get("GONGKAI_ENV") == "production":
        raise GongkaiError("这是生产环境，不能装入或清除演示数据。")


def _drop_everything() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        for kind in ("trigger", "view"):
            cursor.execute("SELECT name FROM sqlite_master WHERE type = %s", [kind])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP {kind} IF EXISTS "{name}"')
        # full-text tables first: their shadow tables go with them
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%' "
            "ORDER BY sql NOT LIKE 'CREATE VIRTUAL%%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        cursor.execute("PRAGMA foreign_keys = ON")
