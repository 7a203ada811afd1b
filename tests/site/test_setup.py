"""A new installation: one command, no default passwords, and the two people can sign in and work."""

from __future__ import annotations

import re

import pytest
from openpyxl import load_workbook
from tests.migrated import seed
from tests.site.test_backup import Place

from gongkai.site.first.plan import KINDS, starter

GOOD = {
    "name": "青禾区教育局", "kind": "区", "codes": "青教、青教办", "address": "文津路8号", "telephone": "0000-1234",
    "admin": "李华", "admin-account": "ＬｉＨua", "second": "王局", "second-account": "wangju",
}  # fmt: skip
SEEN = (
    "import django; django.setup(); from django.test import Client; import sys;"
    "c=Client(); name, word = sys.argv[1:];"
    "r=c.post('/workbench/login/', {'username': name, 'password': word}, HTTP_HOST='localhost');"
    "print(r.status_code, r.get('Location'))"
)
HOME = (
    "import django; django.setup(); from django.test import Client;"
    "r=Client().get('/', HTTP_HOST='localhost'); print(r.status_code, '青禾区教育局' in r.content.decode(), '政策文件' in r.content.decode())"
)


def empty(folder):
    """A data folder with the tables and nothing in them."""
    seed(folder)
    return Place(folder)


def words(**changed):
    return [w for k, v in {**GOOD, **changed}.items() for w in (f"--{k}", v)]


def test_an_empty_place_is_set_up_and_both_people_come_in(tmp_path):
    place = empty(tmp_path)
    done = place.gongkai("setup", *words())
    assert done.returncode == 0, done.stderr
    found = re.findall(r"账号 (\w+)　首次口令 (\S+)", done.stdout)
    assert [name for name, _ in found] == ["lihua", "wangju"] and found[0][1] != found[1][1]
    for name, password in found:
        said = place._run("-c", SEEN, name, password).stdout.strip()
        assert said.startswith("302 /workbench/account/password/"), "the first password must be changed"
    assert place.python(HOME) == "200 True True"
    again = place.gongkai("setup", *words())
    assert again.returncode == 2 and "已经有单位" in again.stderr
    assert place.gongkai("ledger", "verify").returncode == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"kind": "县"}, "类别只能是"), ({"second-account": "lihua"}, "两个人"), ({"admin-account": "1"}, "账号须"), ({"name": " "}, "单位全称")],
)  # fmt: skip
def test_what_is_wrong_is_one_line_and_sets_up_nothing(tmp_path, changed, said):
    place = empty(tmp_path)
    done = place.gongkai("setup", *words(**changed))
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert place.gongkai("setup", *words()).returncode == 0


def test_the_blank_form_filled_in_sets_up_a_city_and_a_second_run_nothing(tmp_path):
    place, form = empty(tmp_path), tmp_path / "city.xlsx"
    assert place.gongkai("setup", "--template", str(form)).returncode == 0
    assert "没有覆盖" in place.gongkai("setup", "--template", str(form)).stderr
    book = load_workbook(form)
    book["单位"].append(["云川市教委", "市教委", "", "yunchuan"])
    book["人员"].append(["马骁", "maxiao", "云川市教委", "", "系统管理员", "本单位及下级"])
    book.save(form)
    wrong = place.gongkai("setup", "--from", str(form))
    assert (
        wrong.returncode == 2
        and "系统管理员和局领导各一人" in wrong.stderr
        and "Traceback" not in wrong.stderr
    )
    book["人员"].append(["顾长宁", "guchangning", "云川市教委", "", "局领导", "本单位及下级"])
    book.save(form)
    done = place.gongkai("setup", "--from", str(form))
    assert done.returncode == 0 and len(re.findall(r"首次口令 (\S+)", done.stdout)) == 2, done.stderr
    again = place.gongkai("setup", "--from", str(form))
    assert again.returncode == 0 and "没有新增" in again.stdout and "首次口令" not in again.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_every_starting_set_is_whole(kind):
    first = starter(kind)
    slugs = [c[0] for c in first["columns"]]
    assert len(slugs) == len(set(slugs)) and all(c[3] in {"documents", "notices"} for c in first["columns"])
    assert first["topics"] and first["sections"]
