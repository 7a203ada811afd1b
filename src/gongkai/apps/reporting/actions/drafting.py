"""Begin a report, fill what no record knows, write the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.reporting import events, rules
from gongkai.apps.reporting.actions.common import lock, refuse, tell
from gongkai.apps.reporting.cells import BLANK, MANUAL, plain, resolve
from gongkai.apps.reporting.compiled import title_of
from gongkai.apps.reporting.models import ManualCell, Narrative, Report
from gongkai.apps.reporting.outlines import outline
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused
from gongkai.statforms.evaluate import cell_name
from gongkai.statforms.forms import form_for_year, load_form
from gongkai.statforms.profiles import PROFILES

TEXT_LIMIT = 60_000


@transaction.atomic
def open_report(
    user: User,
    *,
    organization: Organization,
    section: Organization,
    year: int,
    traits: Collection[str] = rules.TRAITS_AT_FIRST,
) -> Report:
    """开始编制: one report a body and year, in the form ordered for that year; the clock of its provision starts.

    Raises PermissionDenied, or Refused for a year that has its report.
    """
    obstacles = rules.obstacles_to_open(user, organization, section, year, moment.today())
    if any(o.code == "report:no_power" for o in obstacles):
        raise PermissionDenied
    refuse(obstacles)
    form = form_for_year(year)
    if form is None or section.body_id != organization.pk:
        raise PermissionDenied
    outline(form.id)
    now = moment.now()
    report = Report.objects.create(
        organization=organization, section=section, year=year, form=form.id, traits=_known(traits),
        drafted_by=user, opened_at=now, updated_at=now,
    )  # fmt: skip
    tell(events.OPENED, user, report, form=form.id)
    keep_clock(report)
    return report


def keep_clock(report: Report) -> None:
    """Start the clock to the legal day; a recount of an old year has none."""
    if report.year < moment.today().year - 1:
        return
    new_year = dt.date(report.year + 1, 1, 1)
    deadlines.start(
        report, rules.PROVISION, on=new_year, chosen={"due_year": new_year}, organization=report.organization,
        section=report.section, holder=report.drafted_by, title=f"公布：{title_of(report)}",
        url=f"/workbench/reports/{report.pk}/",
    )  # fmt: skip


def _known(traits: Collection[str]) -> list[str]:
    return sorted(t for t in set(traits) if t in PROFILES)


@transaction.atomic
def set_traits(user: User, report: Report, traits: Collection[str]) -> Report:
    """改写本单位情况: it decides which cells are zero by law and which checks apply."""
    report = lock(report)
    refuse(rules.obstacles_to_change(user, report))
    report.traits = _known(traits)
    report.updated_at = moment.now()
    report.save(update_fields=["traits", "updated_at"])
    named = "、".join(PROFILES[t] for t in report.traits) or "没有特别情况"
    tell(events.TRAITS, user, report, traits=named)
    return report


@transaction.atomic
def fill_cell(
    user: User, report: Report, cell: str, value: str, *, vouched_by: str, note: str = "", source: str = ""
) -> ManualCell | None:
    """手工填报 one cell that neither records nor sums know; an empty value takes it back to blank.

    Raises Refused where the cell is counted, where the value is no figure, or where nobody vouches.
    """
    report = lock(report)
    refuse(rules.obstacles_to_change(user, report))
    form = load_form(report.form)
    if cell not in form.cell_ids():
        raise Refused([Obstacle("cell:unknown", "表里没有这一格。")])
    name = cell_name(form, cell)
    cells, _ = resolve(report)
    if cells[cell].origin not in {MANUAL, BLANK}:
        raise Refused(
            [Obstacle("cell:counted", f"“{name}”{cells[cell].origin_name}，不能手工填；要改就改记录。")]
        )
    if not value.strip():
        ManualCell.objects.filter(report=report, cell=cell).delete()
        tell(events.FILLED, user, report, cell=cell, name=name, value="空白", vouched_by=user.get_full_name())
        return None
    number = _figure(value, _type_of(report.form, cell), name)
    if not vouched_by.strip():
        raise Refused([Obstacle("cell:vouched_by", "请写明由谁核实。", cure="#id_vouched_by")])
    kept = _put(user, report, cell, number, vouched_by, source, note)
    tell(
        events.FILLED,
        user,
        report,
        cell=cell,
        name=name,
        value=plain(number),
        vouched_by=kept.vouched_by,
        source=kept.source,
    )
    return kept


def _put(
    user: User, report: Report, cell: str, number: Decimal, vouched_by: str, source: str, note: str = ""
) -> ManualCell:
    """One figure by hand, in the place of what was typed there before."""
    kept, _ = ManualCell.objects.update_or_create(
        report=report, cell=cell,
        defaults={
            "value": number, "vouched_by": vouched_by.strip()[:60], "note": note.strip()[:300],
            "source": source.strip()[:200], "entered_by": user, "entered_at": moment.now(),
        },
    )  # fmt: skip
    return kept


def _type_of(form_id: str, cell: str) -> str:
    for table in load_form(form_id).tables:
        for block in table.blocks:
            for row in block.value_rows():
                for column in block.columns:
                    if table.cell_id(row.id, column.id) == cell:
                        money = row.unit == "万元" or column.unit == "万元"
                        return "decimal" if money else column.type or row.type
    return "int"


def _figure(value: str, kind: str, name: str) -> Decimal:
    text = (
        value.strip().translate(str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")).replace(",", "")
    )
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 11:
        raise Refused(
            [Obstacle("cell:figure", f"“{name}”要填数，“{value.strip()[:20]}”不是数。", cure="#id_value")]
        )
    if kind != "decimal" and number != number.to_integral_value():
        raise Refused([Obstacle("cell:whole", f"“{name}”要填整数。", cure="#id_value")])
    if kind != "signed" and number < 0:
        raise Refused([Obstacle("cell:negative", f"“{name}”不能是负数。", cure="#id_value")])
    return number


@transaction.atomic
def fill_many(
    user: User, report: Report, figures: Mapping[str, str], *, vouched_by: str, how: str, source: str = ""
) -> tuple[int, list[str]]:
    """A block of figures at once, by cell: all that may be typed, or none where one of them is no figure.

    Empty ones are passed over. Returns how many cells were filled, and for each that is counted from records, added up or
    zero by law and would say something else, one sentence: it stays as it is. how: 粘贴, or the name of the file.
    """
    report = lock(report)
    refuse(rules.obstacles_to_change(user, report))
    if not vouched_by.strip():
        raise Refused([Obstacle("cell:vouched_by", "请写明由谁核实。", cure="#id_vouched_by")])
    form = load_form(report.form)
    known = set(form.cell_ids())
    cells, _ = resolve(report)
    numbers: dict[str, Decimal] = {}
    wrong: list[Obstacle] = []
    left: list[str] = []
    for cell, value in figures.items():
        if cell not in known or not value.strip():
            continue
        name = cell_name(form, cell)
        try:
            number = _figure(value, _type_of(report.form, cell), name)
        except Refused as refused:
            wrong += [Obstacle(o.code, o.sentence, o.article, "#id_block") for o in refused.obstacles]
            continue
        if cells[cell].origin in {MANUAL, BLANK}:
            numbers[cell] = number
        elif cells[cell].value != plain(number):
            stands = "空白" if cells[cell].value is None else cells[cell].value
            left.append(f"“{name}”{cells[cell].origin_name}，是{stands}，没有改成{plain(number)}")
    refuse(wrong)
    kept = [_put(user, report, cell, number, vouched_by, source) for cell, number in numbers.items()]
    if kept:
        said = {cell: str(plain(number)) for cell, number in numbers.items()}
        tell(
            events.FILLED_MANY, user, report, count=len(kept), how=how[:80], vouched_by=kept[0].vouched_by, source=kept[0].source,
            figures=said,
        )  # fmt: skip
    return len(kept), left


@transaction.atomic
def fill_zeros(user: User, report: Report, table: str, *, vouched_by: str) -> int:
    """其余空格均为0: an act of its own, with the person who vouches; returns how many cells."""
    report = lock(report)
    refuse(rules.obstacles_to_change(user, report))
    form = load_form(report.form)
    if table not in {t.id for t in form.tables}:
        raise Refused([Obstacle("cell:unknown", "没有这张表。")])
    if not vouched_by.strip():
        raise Refused([Obstacle("cell:vouched_by", "请写明由谁核实。", cure="#id_zero_by")])
    cells, _ = resolve(report)
    blank = [c for c in form.table(table).cell_ids() if cells[c].origin == BLANK]
    now = moment.now()
    ManualCell.objects.bulk_create(
        ManualCell(
            report=report, cell=c, value=0, vouched_by=vouched_by.strip()[:60], note="核实没有发生",
            entered_by=user, entered_at=now,
        )
        for c in blank
    )  # fmt: skip
    if blank:
        tell(
            events.ZEROED,
            user,
            report,
            table=form.table(table).title,
            count=len(blank),
            vouched_by=vouched_by.strip()[:60],
        )
    return len(blank)


@transaction.atomic
def write_text(user: User, report: Report, part_key: str, text: str) -> Narrative:
    """改写 the text of one part."""
    report = lock(report)
    refuse(rules.obstacles_to_change(user, report))
    part = outline(report.form).part(part_key)
    if part is None or part.kind != "text":
        raise Refused([Obstacle("text:unknown", "提纲里没有这一部分。")])
    if len(text) > TEXT_LIMIT:
        raise Refused([Obstacle("text:long", f"这一部分超过{TEXT_LIMIT}字，请删减。", cure="#text")])
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
    kept, _ = Narrative.objects.update_or_create(
        report=report, part=part_key,
        defaults={"text": text, "written_by": user, "written_at": moment.now()},
    )  # fmt: skip
    tell(events.WRITTEN, user, report, part=part.title, length=len(text))
    return kept
