"""The tree of bodies under two hands at once, and names found without reading them all."""

from __future__ import annotations

import pytest

from gongkai.apps.organizations.actions.bodies import plant
from gongkai.apps.organizations.models import Alias, Kind
from gongkai.apps.organizations.queries import find_body


def test_two_bodies_put_below_each_other_at_once_make_no_circle(installation):
    said = installation("circle")
    assert said["refused"] == [["body:circle"]] * 4 and said["torn"] == []


def test_moves_of_parent_and_child_at_once_never_tear_the_tree(installation):
    said = installation("family")
    assert said["torn"] == [] and said["refused"] == []
    assert said["parents"] == {"d1": "d2", "s0": "d2", "d0": "d1", "new": "d0"}


def test_two_of_one_name_at_once_are_one(installation):
    assert installation("twins") == {"refused": [["body:name"], ["body:name"]], "count": 1}


@pytest.mark.django_db
def test_a_name_is_found_in_one_question_however_many_there_are(django_assert_num_queries):
    root = plant(parent=None, kind=Kind.CITY, name="云川市教育局", slug="yunchuan", short_name="市局")
    for n in range(30):
        plant(parent=root, kind=Kind.SCHOOL, name=f"云川市第{n}小学", slug=f"s{n}")
    centre = plant(parent=root, kind=Kind.UNIT, name="智慧教育与考试中心", slug="ks")
    Alias.objects.create(organization=centre, name="市 考试 中心")
    for name in (
        "智慧教育和考试中心",
        "智慧教育暨考试中心",
        "市考试中心",
        "智慧教育与\u200b考试中心",
        "智慧教育与　考试中心",
    ):
        with django_assert_num_queries(1):
            assert find_body(name) == centre
    assert find_body("市局") == root and find_body("没有的") is None and find_body("") is None


@pytest.mark.django_db
def test_a_name_that_fits_two_is_no_guess():
    root = plant(parent=None, kind=Kind.CITY, name="云川市教育局", slug="yunchuan")
    for slug in ("a", "b"):
        district = plant(parent=root, kind=Kind.DISTRICT, name=f"{slug}区教育局", slug=slug)
        plant(parent=district, kind=Kind.SECTION, name="基教科", slug=f"{slug}-jj")
    assert find_body("基教科") is None


@pytest.mark.django_db
def test_the_key_follows_the_name_however_it_is_saved():
    place = plant(parent=None, kind=Kind.CITY, name="甲局", slug="a")
    place.name = "乙与丙局"
    place.save(update_fields=["name"])
    assert find_body("乙和丙局") == place and find_body("甲局") is None
