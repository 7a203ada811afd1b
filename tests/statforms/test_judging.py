"""What a check may say of a report, and what it must keep to itself: single rules, one example each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.exceptions import GongkaiError
from gongkai.statforms.checks import Case
from gongkai.statforms.checks.blanks import check_blanks
from gongkai.statforms.checks.cells import check_cells
from gongkai.statforms.checks.part_sums import judge
from gongkai.statforms.checks.text_table import check_text_against_table
from gongkai.statforms.evaluate import Situation, evaluate
from gongkai.statforms.expressions import Unanswerable, parse
from gongkai.statforms.findings import Finding
from gongkai.statforms.forms import load_form
from gongkai.statforms.lines import read_bytes as read_text
from gongkai.statforms.narrative.figures import Figure
from gongkai.statforms.narrative.partlists import PartList, find_lists
from gongkai.statforms.reading.report import Report, read_document

from .figures import consistent_cells
from .narratives import report_text


def report(text: str = "") -> Report:
    return read_document(read_text(report_text(text).encode(), "r.txt"), "r.txt")


def said(text: str, values: dict[str, float | None]) -> bool | None:
    """Whether an expression holds over these figures; None where it says nothing."""
    outcome = parse(text).run(lambda name, previous: values[f"prev.{name}" if previous else name])
    return None if outcome.skipped else outcome.holds


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("a == b + c", {"a": 3, "b": 1, "c": 2}, True),
        ("a == b + c", {"a": 3, "b": 1, "c": 2.4}, False),  # differences below one half count too
        ("a == b - c", {"a": 3, "b": 5, "c": 2}, True),
        ("a <= b", {"a": 2, "b": 2}, True),
        ("a <= b", {"a": 2.25, "b": 2}, False),
        ("a >= b", {"a": 2, "b": 2}, True),
        ("a >= b", {"a": 1.75, "b": 2}, False),
        ("a == max(b, c)", {"a": 4, "b": 4, "c": 1}, True),
        ("a == sum(b, c)", {"a": 5, "b": 4, "c": 1}, True),
        ("a == prev.a + 1", {"a": 5, "prev.a": 4}, True),
        ("a == b", {"a": 0.1 + 0.2, "b": 0.3}, True),  # what only binary fractions tell apart is equal
        ("a == b", {"a": None, "b": None}, None),
        ("a == b", {"a": None, "b": 0}, True),
        ("a == b", {"a": 1, "b": None}, False),
    ],
)
def test_an_expression_compares_as_a_clerk_does(
    text: str, values: dict[str, float | None], holds: bool | None
) -> None:
    assert said(text, values) is holds


def test_an_expression_knows_its_parent_and_whether_it_asks_for_the_year_before() -> None:
    sum_of, bound = parse("a == b + prev.c"), parse("b + c <= a")
    assert (sum_of.subject, sum_of.needs_previous) == ("a", True)
    assert (bound.subject, bound.needs_previous) == (None, False)
    assert parse("a == b + c").run(lambda n, _: {"a": 3, "b": None, "c": 3}[n]).blanks == ("b",)


@pytest.mark.parametrize(
    "text", ["a == min(b, c)", "a == b.c", "a == 1.5", "a == b if c else d", "max == max(b)()"]
)
def test_nothing_else_is_understood(text: str) -> None:
    with pytest.raises(GongkaiError):
        parse(text)


def test_a_cell_that_cannot_be_read_silences_what_needs_it_and_nothing_else() -> None:
    form, cells = load_form("annual_2014"), consistent_cells("annual_2014", 1)
    cells["s3_1"] = int(cells["s3_1"] or 0) + 1
    cells["s4"] = int(cells["s4"] or 0) + 1
    assert {f.code for f in evaluate(form, cells) if f.level == "error"} == {"A01", "A05"}
    read = Situation(unread={"s3_1"})
    assert {f.code for f in evaluate(form, cells, read) if f.level == "error"} == {"A05"}


def test_what_is_unread_now_was_read_last_year() -> None:
    """unread speaks of this year's cells; the figures of the year before stand."""
    form = load_form("annual_2021")
    before, now = consistent_cells("annual_2021", 1), consistent_cells("annual_2021", 2)
    wrong = {c.replace("r2", "r4"): int(v or 0) + 1 for c, v in now.items() if c.startswith("t3.r2.")}
    found = evaluate(form, now, Situation(previous={**before, **wrong}, unread=set(wrong)))
    assert "T3-4" in {f.code for f in found}


def test_only_the_tables_asked_for_are_judged() -> None:
    form, cells = load_form("annual_2021"), consistent_cells("annual_2021", 1)
    cells["t3.r4.total"] = 10**6
    cells["t4.review.total"] = 10**6
    assert {f.code[:2] for f in evaluate(form, cells, tables={"t4"})} == {"T4"}
    assert {f.code[:2] for f in evaluate(form, cells)} == {"T3", "T4"}


def test_a_finding_shows_both_sides_and_which_blanks_counted_as_nothing() -> None:
    cells = consistent_cells("annual_2014", 1)
    cells.update({"s8_3": 9, "s8_3_1": None, "s8_3_2": 4})
    (found,) = (f for f in evaluate(load_form("annual_2014"), cells) if f.code == "A07")
    assert (found.expected, found.found) == (4, 9) and "空白按0计" in found.message
    assert (
        found.where == ("s8_3", "s8_3_1", "s8_3_2") and "表内所印勾稽关系" in found.basis
    ) or "算术" in found.basis


def test_a_blank_parent_is_named_only_over_something() -> None:
    cells = consistent_cells("annual_2014", 1)
    cells.update({"s8_3": None, "s8_3_1": 0, "s8_3_2": 0})
    assert "BLANK_PARENT" not in {f.code for f in evaluate(load_form("annual_2014"), cells)}


@pytest.mark.parametrize(("issuer", "errors"), [("云川市东湖区教育局", {"T2-3"}), ("云川市教育局", set())])
def test_the_name_of_a_district_body_is_enough_to_forbid_rules(issuer: str, errors: set[str]) -> None:
    made = report()
    cells = {**made.cells, "t2.reg.valid": 2, "t2.reg.made": 0, "t2.reg.repealed": 0}
    case = Case(replace(made, cells=cells, heading=replace(made.heading, issuer=issuer)))
    assert {f.code for f in check_cells(case) if f.level == "error"} & {"T2-3"} == errors


def test_blanks_beside_filled_cells_are_named_once_and_zero_is_no_blank() -> None:
    made = report()

    def codes(**changed: int | None) -> list[Finding]:
        return check_blanks(Case(replace(made, cells={"a": 1, "b": 2, **changed}, unread=frozenset({"c"}))))

    assert codes() == [] and codes(c=None) == [], "one that was not read is no blank"
    (found,) = codes(d=None)
    assert found.code == "R06" and found.where == ("d",) and "3格中有1格空白；" in found.message
    assert "混用" in codes(d=None, e=0)[0].message
    assert check_blanks(Case(replace(made, cells={"a": None, "b": None}))) == [], (
        "an empty table is no mixture"
    )


def test_an_empty_line_for_the_reporting_body_is_named() -> None:
    lines = ((3, "填报单位（盖章）："), (4, "填报单位：云川市教育局"))
    found = check_blanks(Case(replace(report(), cells={}, raw_lines=lines)))
    assert [(f.code, f.where) for f in found] == [("R05", ("第3行",))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # 新收 12 less 结转 2 is what was answered
        ("共收到申请12件，结转2件，其中：予以公开6件，部分公开3件，不予公开1件。", None),
        ("共收到申请12件，其中：予以公开6件，部分公开3件，不予公开1件。", "P01"),
        ("共收到申请10件，其中：予以公开6件，部分公开3件，不予公开1件。", None),
        ("共收到申请约10件，其中：予以公开6件，部分公开3件，不予公开1件。", None),
        ("共收到申请20件，其中：予以公开6件，部分公开3件，不予公开1件。", "P01"),
    ],
)
def test_parts_agree_with_a_total_a_sum_of_two_or_their_difference(text: str, code: str | None) -> None:
    found = [f for parts in find_lists(text) if (f := judge(parts, 1)) is not None]
    assert [f.code for f in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("words", "differs"),
    [("收取信息处理费100元", False), ("收取信息处理费1000元", True), ("收取信息处理费0.01万元", False)],
)
def test_yuan_in_the_text_meet_ten_thousands_in_the_form(words: str, differs: bool) -> None:
    made = read_document(read_text(report_text(f"本年度{words}。").encode(), "r.txt"), "r.txt")
    facts = [f for f in made.facts if f.what == "fee"]
    if not facts:
        pytest.fail(f"no fee was read from {words}: {[f.what for f in made.facts]}")
    form = load_form("annual_2014")
    case = Case(replace(made, form=form, cells={"s7": 0.01}, unread=frozenset()))
    found = [f for f in check_text_against_table(case) if "s7" in f.where]
    assert bool(found) is differs


def figure(value: float, approx: str = "", unit: str = "件") -> Figure:
    return Figure(value, unit, approx, value, value, 0, 1)


def parts(totals: tuple[float, ...], items: tuple[float, ...], approx: str = "", **more: object) -> PartList:
    given = {
        "inner": (),
        "closed": True,
        "channels": False,
        "remainder": False,
        "mixed": False,
        "text": "其中",
    }
    return PartList(tuple(figure(t, approx) for t in totals), tuple(map(figure, items)), **{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("list_", "level"),
    [
        (parts((10,), (6, 3, 1)), None),
        (parts((12,), (6, 3, 1)), "error"),
        (parts((12, 2), (6, 3, 1)), None),  # 收到12件 less 结转2件
        (parts((8, 2), (6, 3, 1)), None),  # 新收8件 and 结转2件
        (parts((8, 3), (6, 3, 1)), "error"),
        (parts((16,), (6, 3, 1)), "warn"),
        (parts((30,), (6, 3, 1)), None),  # too far off to be the total of this list
        (parts((12,), (6, 3, 1), closed=False), None),  # it says that it is not complete
        (parts((12,), (6, 3, 1), remainder=True), None),
        (parts((12,), (6, 3, 1), mixed=True), None),
        (parts((12,), (6, 3, 1), channels=True), None),  # the same thing on several channels
        (parts((9,), (6, 3, 1)), None),  # 6 and 3 are the parts, 1 goes on with something else
        (parts((8,), (4, 3, 2)), "error"),
        (parts((8,), (4, 3, 2), remainder=True), "warn"),
        (parts((8,), (4, 3, 2), closed=False), "warn"),
        (parts((10,), (12, 1)), None),  # a part above the whole was no part of it
        (parts((1,), (0.6, 0.6)), None),  # one is no total of parts
        (parts((10,), (5, 6, 3, 1), fixed_end=True), None),  # the total stands behind; the list began later
        (parts((10,), (5, 6, 2, 1), fixed_end=True), "warn"),
        (parts((10,), (10, 1, 9)), None),  # the same ten told twice, whole and in parts
        (parts((100,), (50, 30, 10), "约"), "error"),
        (parts((100,), (40, 15, 5), "约"), "warn"),
        (parts((100,), (50, 49), "约"), None),
        (parts((100,), (60, 30), "约"), None),  # two parts of an about may leave a third
        (parts((100,), (20, 10, 5), "约"), None),
        (parts((100,), (50, 30, 10), "约", closed=False), None),
        (parts((10,), (5, 2), text="专职5人，兼职2人"), "error"),  # two that leave no third
        (parts((10,), (5, 2), text="甲5件，乙2件"), None),
        (parts((10,), (7, 2), text="甲7件，乙2件"), "error"),
    ],
)
def test_how_sure_a_contradiction_of_parts_is(list_: PartList, level: str | None) -> None:
    found = judge(list_, 7)
    assert (found and found.level) == level
    if found is not None:
        assert found.where == ("第7行",) and found.code == ("P01" if list_.totals[0].exact else "P02")


def test_parts_too_many_and_too_few_are_said_apart() -> None:
    few, many = judge(parts((12,), (6, 3, 1)), 1), judge(parts((8,), (4, 3, 2)), 1)
    assert (
        few is not None
        and "6＋3＋1＝10件，与总数12件不符（不足2）" in few.message
        and (few.expected, few.found) == (12, 10)
    )
    assert many is not None and "4＋3＋2＝9件，与总数8件不符（超过1）" in many.message


def compared(words: str, cells: dict[str, float | None], **changed: object) -> list[Finding]:
    """What is found when the facts read from the words, changed so, meet these cells of the form of 2014."""
    made = read_document(read_text(report_text(words).encode(), "r.txt"), "r.txt")
    facts = tuple(replace(f, **changed) for f in made.facts if f.what in {"fee", "received"})  # type: ignore[arg-type]
    assert facts
    case = replace(made, form=load_form("annual_2014"), cells=cells, unread=frozenset(), facts=facts)
    return check_text_against_table(Case(case))


def test_a_fee_of_something_else_is_not_compared() -> None:
    words = "本年度收取信息处理费1000元。"
    assert compared(words, {"s7": 0.01})
    assert not compared(words, {"s7": 0.01}, sentence="收取考试费1000元", section="收费")
    assert compared(words, {"s7": 0.01}, sentence="收取费用1000元", section="信息公开收费情况")


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"s3_1": 11}, True),
        ({"s3_1": 12}, False),
        ({"s3_1": 13}, False),
        ({"s3_1": None}, False),
        ({"s4": 1}, False),
    ],
)
def test_a_figure_for_part_of_the_year_is_only_wrong_above_the_whole(
    cells: dict[str, float | None], found: bool
) -> None:
    codes = [f.code for f in compared("上半年收到政府信息公开申请12件。", cells, period="partial")]
    assert codes == (["X11"] if found else [])


def test_an_operand_that_cannot_be_read_is_not_a_blank() -> None:
    def lookup(name: str, previous: bool) -> None:
        raise Unanswerable(name)

    with pytest.raises(Unanswerable):
        parse("a == b").run(lookup)
