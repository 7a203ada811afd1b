"""The load: the same every time, on any day, refused where it would harm."""

import datetime as dt

import pytest
from django.db import transaction

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.ledger.queries import verify
from gongkai.apps.publishing.models import Publication
from gongkai.clocks import moment
from gongkai.demo import load
from gongkai.demo.plan import lay_out
from gongkai.exceptions import GongkaiError


class Back(Exception):
    pass


def loaded(today, small):
    """What a load leaves, and everything taken back."""
    try:
        with transaction.atomic():
            load.load(today, small=small)
            documents = list(
                OfficialDocument.objects.order_by("id").values_list("title", "number", "stage", "html")
            )
            keys = list(Publication.objects.order_by("key").values_list("key", "published_at", "validity"))
            assert list(verify()) == []
            raise Back
    except Back:
        return documents, keys


@pytest.mark.django_db
def test_two_loads_are_the_same():
    today = dt.date(2026, 11, 20)
    assert loaded(today, True) == loaded(today, True)


@pytest.mark.django_db
@pytest.mark.parametrize("today", ["2026-01-04", "2026-02-20", "2026-05-02", "2026-10-05", "2026-11-21"])
def test_loads_on_any_day(today):
    documents, keys = loaded(dt.date.fromisoformat(today), True)
    reports = 1 if today > "2026-01-20" else 0  # last year's report is public from then on
    assert len(documents) == 14 + reports
    assert len(keys) == 6 + reports


@pytest.mark.parametrize("today", ["2026-01-04", "2026-06-30", "2026-12-31", "2027-02-28", "2028-02-29"])
def test_plan_never_reaches_into_the_future(today):
    today = dt.date.fromisoformat(today)
    plans, unused = lay_out(today)
    assert all(p.signed_on < today for p in plans)
    assert plans == lay_out(today)[0]
    assert unused


@pytest.mark.django_db
def test_load_refuses_where_data_is():
    with moment.fixed("2026-11-20"):
        load.load(small=True)
        with pytest.raises(GongkaiError, match="空库"):
            load.load(small=True)
        assert load.load_if_empty() is False


@pytest.mark.django_db
def test_production_is_left_alone(settings):
    settings.PRODUCTION = True
    for act in (load.load, load.reset):
        with pytest.raises(GongkaiError, match="生产环境"):
            act()


@pytest.mark.django_db
def test_reset_spares_foreign_data():
    from gongkai.apps.organizations.models import Kind, Organization

    Organization.objects.create(kind=Kind.CITY, name="别的教育局", slug="other", path="000001")
    with pytest.raises(GongkaiError, match="没有清除"):
        load.reset()
    assert Organization.objects.filter(slug="other").exists()
