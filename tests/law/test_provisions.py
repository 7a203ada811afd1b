"""Provisions: versions in time, levels, and what the loader refuses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gongkai import law
from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law.load import Law, load_law, read_list, read_provisions

RULES = Path(__file__).parents[2].parent / "shared" / "reference" / "rules.json"
HEAD = 'id = "x"\ntopic = "甲"\nlevel = "national"\ncombine = "strictest"\nchosen_by = "received_on"\n'
SOURCE = 'source = { title = "办法", number = "甲〔2020〕1号", article = "第一条" }\n'
BODY = 'value = 5\nunit = "day"\nstarts = "收到之日"\nstatus = "memory"\n'


def written(tmp_path: Path, *versions: str, head: str = HEAD) -> Path:
    path = tmp_path / "x.toml"
    text = "[[provision]]\n" + head + "".join(f"[[provision.version]]\n{v}" for v in versions)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_day_of_receipt_picks_the_version() -> None:
    reply = law.provision("reply")
    assert reply.at(date(2019, 5, 14)).id == "reply_2008"
    assert reply.at(date(2019, 5, 15)).value == 20
    with pytest.raises(GongkaiError, match="2008-05-01"):
        reply.at(date(2008, 4, 30))


def test_a_version_id_stays_pinned() -> None:
    assert law.resolve("reply_2008", date(2026, 1, 1)).value == 15
    assert law.version("proactive_2008").source.number == "国务院令第492号"


def test_every_deadline_of_the_reference_is_carried() -> None:
    if not RULES.exists():
        pytest.skip("没有参考资料 shared/reference/rules.json")
    for rule in json.loads(RULES.read_text(encoding="utf-8"))["deadlines"]:
        since = date.fromisoformat(rule["effective_from"])
        version = law.resolve(rule["id"], since)
        assert (version.value, version.unit, version.start) == (rule["value"], rule["unit"], since) or (
            # 47号 carries consult nationally since 2017; the reference knows it through one district.
            rule["id"] in ("consult", "consult_simple") and version.value == rule["value"]
        ), rule["id"]
        until = rule["effective_to"]
        assert version.end == (date.fromisoformat(until) if until else None)


def test_local_rules_bind_only_their_body() -> None:
    facts = {"received_on": date(2022, 3, 1), "issued_on": date(2022, 3, 1)}
    national = law.applicable("consult", facts, ["national"])
    jiading = law.applicable("consult", facts, ["national", "bureau:jiading"])
    assert [v.id for v in national.versions] == ["consult_2017"]
    assert [v.id for v in jiading.versions] == ["consult_2017", "consult_jiading_2021"]
    assert law.applicable("decision_feedback", facts, ["bureau:jiading"]).governing.value == 10
    with pytest.raises(GongkaiError):
        law.applicable("decision_feedback", facts, ["national"])
    with pytest.raises(GongkaiError, match="received_on"):
        law.applicable("consult", {}, ["national"])


def test_the_strictest_governs(tmp_path: Path) -> None:
    local = HEAD.replace("national", "city").replace('"x"', '"reply"') + 'place = "shanghai"\n'
    path = written(tmp_path, f'id = "reply_sh"\nfrom = 2020-01-01\n{SOURCE}{BODY}', head=local)
    known = Law([*[law.provision("reply")], *read_provisions(path)])
    facts = {"received_on": date(2021, 1, 1)}
    assert known.applicable("reply", facts, ["national", "city:shanghai"]).governing.id == "reply_sh"
    assert known.applicable("reply", facts, ["national", "city:other"]).governing.id == "reply_2019"
    assert known.provision("reply").level == "national"


def test_for_minimum_periods_the_longer_is_the_stricter(tmp_path: Path) -> None:
    head = HEAD + 'limit = "at_least"\n'
    city = head.replace("national", "city") + 'place = "*"\n'
    (tmp_path / "a").mkdir()
    long = written(
        tmp_path / "a", f'id = "x_city"\nfrom = 2020-01-01\n{SOURCE}{BODY.replace("5", "9")}', head=city
    )
    short = written(tmp_path, f'id = "x_1"\nfrom = 2020-01-01\n{SOURCE}{BODY}', head=head)
    known = Law([*read_provisions(short), *read_provisions(long)])
    found = known.applicable("x", {"received_on": date(2021, 1, 1)}, ["national", "city:any"])
    assert found.governing.id == "x_city"


@pytest.mark.parametrize(
    ("versions", "word"),
    [
        ([f'id = "a"\nfrom = 2020-01-01\n{BODY}'], "出处"),
        ([f'id = "a"\n{SOURCE}{BODY}'], "施行日期"),
        ([f'id = "a"\nfrom = 2020-01-01\nto = 2019-01-01\n{SOURCE}{BODY}'], "失效日期"),
        (
            [
                f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY}',
                f'id = "b"\nfrom = 2021-01-01\n{SOURCE}{BODY}',
            ],
            "重叠",
        ),
        (
            [
                f'id = "a"\nfrom = 2020-01-01\nto = 2021-01-01\n{SOURCE}{BODY}',
                f'id = "b"\nfrom = 2021-01-01\n{SOURCE}{BODY}',
            ],
            "重叠",
        ),
        ([f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY.replace("day", "week")}'], "unit"),
        ([f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY.replace("5", "0")}'], "value"),
        ([f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY.replace("memory", "sure")}'], "status"),
        ([], "没有任何版本"),
    ],
)
def test_what_cannot_be_cited_is_refused(versions: list[str], word: str, tmp_path: Path) -> None:
    with pytest.raises(LawDataError, match=word):
        read_provisions(written(tmp_path, *versions))


def test_ids_are_unique_and_local_rules_name_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY}')
    with pytest.raises(LawDataError, match="重复"):
        Law([*read_provisions(path), *read_provisions(path)])
    nowhere = written(
        tmp_path, f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY}', head=HEAD.replace("national", "city")
    )
    with pytest.raises(LawDataError, match="place"):
        read_provisions(nowhere)
    with pytest.raises(LawDataError):
        read_provisions(tmp_path / "absent.toml")


def test_a_list_without_start_or_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text('name = "x"\n', encoding="utf-8")
    with pytest.raises(LawDataError):
        read_list(path)
    path.write_text('name = "x"\nfrom = 2020-01-01\n[[entry]]\ncode = "a"\nlabel = "甲"\n', encoding="utf-8")
    with pytest.raises(LawDataError, match="出处"):
        read_list(path)


def test_extensions_exist_for_every_rule_that_names_one() -> None:
    known = load_law()
    for matter in known.matters:
        provision = known.provision(matter)
        if provision.extended_by:
            for version in provision.versions:
                assert known.provision(provision.extended_by).at(version.start)


EFFECT = '[[provision.version.effect]]\nwhen = "fee"\n'


@pytest.mark.parametrize(
    ("effect", "word"),
    [
        (f'{EFFECT}{SOURCE}status = "memory"\n', "pauses"),
        (f'{EFFECT}pauses = true\nstatus = "memory"\n', "出处"),
        (f"{EFFECT}pauses = true\n{SOURCE}", "status"),
        (f'{EFFECT.replace("fee", "moon")}pauses = true\n{SOURCE}status = "memory"\n', "when"),
        (f'{EFFECT}pauses = true\nfrom = 2019-12-31\n{SOURCE}status = "memory"\n', "施行期间"),
        (f'{EFFECT}pauses = true\nto = 2019-12-31\n{SOURCE}status = "memory"\n', "失效日期"),
    ],
)
def test_an_effect_on_the_clock_that_cannot_be_cited_is_refused(
    effect: str, word: str, tmp_path: Path
) -> None:
    with pytest.raises(LawDataError, match=word):
        read_provisions(written(tmp_path, f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY}{effect}'))


def test_an_effect_holds_from_its_own_day() -> None:
    reply = law.version("reply_2019")
    assert reply.effect("fee", date(2020, 12, 31)) is None
    fee = reply.effect("fee", date(2021, 1, 1))
    assert fee is not None and fee.pauses and fee.restarts and "109号" in fee.basis
    assert law.version("reply_2008").effect("fee", date(2021, 1, 1)) is None
    consulted = reply.effect("third_party", date(2019, 5, 15))
    assert consulted is not None and not consulted.restarts


def test_the_extension_comes_from_the_text_of_the_case() -> None:
    assert law.extension_of(law.version("reply_2008")).amount == 15
    assert law.extension_of(law.version("reply_2019")).amount == 20
    with pytest.raises(GongkaiError, match="没有可以延长"):
        law.extension_of(law.version("proactive_2019"))


@pytest.mark.parametrize(
    ("article", "fits"),
    [
        ("第三十三条第三款", True), ("任务分解表第20项", True), ("第二部分（三）", True), ("统计表三", True),
        ("收费通知条", False), ("政务舆情回应部分", False), ("各地规定", False), ("第条", False),
    ],
)  # fmt: skip
def test_what_is_called_verified_names_the_place_where_it_was_seen(
    article: str, fits: bool, tmp_path: Path
) -> None:
    said = BODY.replace("memory", "verified") + '\nquote = "某句原文。"'
    seen = SOURCE.replace("第一条", article)
    path = written(tmp_path, f'id = "a"\nfrom = 2020-01-01\n{seen}{said}')
    if fits:
        assert read_provisions(path)[0].versions[0].status == "verified"
        return
    with pytest.raises(LawDataError, match="条次"):
        read_provisions(path)
    path = written(tmp_path, f'id = "a"\nfrom = 2020-01-01\n{seen}{BODY}')
    assert read_provisions(path)[0].versions[0].status == "memory", "from memory it may stand"


@pytest.mark.parametrize(
    ("seen", "fits"),
    [
        ('quote = "应当在5日内公开。"', True), ('url = "https://www.gov.cn/a.htm"', True), ("", False),
        ('quote = ""', False), ('url = "www.gov.cn/a.htm"', False),
    ],
)  # fmt: skip
def test_what_is_called_verified_shows_the_wording_or_where_it_is(
    seen: str, fits: bool, tmp_path: Path
) -> None:
    verified = BODY.replace("memory", "verified")
    path = written(tmp_path, f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{verified}\n{seen}')
    if fits:
        assert read_provisions(path)[0].versions[0].status == "verified"
        return
    with pytest.raises(LawDataError, match=r"原文|网址"):
        read_provisions(path)


def test_a_limit_of_the_law_is_never_a_house_rule(tmp_path: Path) -> None:
    """Only closed lists and reviews may hold rules of the house; a provision is what the law says."""
    path = written(tmp_path, f'id = "a"\nfrom = 2020-01-01\n{SOURCE}{BODY.replace("memory", "house")}')
    with pytest.raises(LawDataError, match="verified、memory、unsure"):
        read_provisions(path)


def test_an_article_is_cited_from_data_not_typed() -> None:
    assert law.cite("proactive") == "《政府信息公开条例》第二十六条", "a matter: the newest text"
    assert law.cite("proactive_2008") == "《政府信息公开条例》第十八条", "a version: the text of its time"
    with pytest.raises(GongkaiError, match="no_such_rule"):
        law.cite("no_such_rule")


def test_a_yearly_date_has_no_number_of_days() -> None:
    with pytest.raises(GongkaiError, match="每年的固定日期"):
        _ = law.version("annual_dept_2019").amount
