"""The annual reports of the demonstration city: one issued and public, one being drafted, two handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.reporting import actions
from gongkai.apps.reporting.compiled import live
from gongkai.apps.reporting.models import Received, Report
from gongkai.apps.reporting.outlines import outline
from gongkai.apps.reporting.outputs.page import page
from gongkai.clocks import moment
from gongkai.clocks.calendar import known_calendar
from gongkai.demo.city import City
from gongkai.demo.life import Act
from gongkai.demo.people import CITY
from gongkai.statforms.forms import load_form

# What the commission's records do not hold yet, each with the person who vouches.
COMMISSION: dict[str, tuple[str, str, str]] = {
    "t2.licence.decisions": ("37", "行政审批科 袁朗", "行政审批系统办结清单"),
    "t2.fee.amount": ("218.6", "计财科 许航", "非税收入年度决算"),
    "t3.r1.natural": ("41", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r1.biz": ("6", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r1.legal": ("3", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r2.natural": ("3", "信访与依申请承办 苏禾", "上年年度报告"),
    "t3.r3_1.natural": ("17", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_1.biz": ("3", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_1.legal": ("1", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_2.natural": ("6", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_2.biz": ("1", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_3_4.natural": ("2", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_3_6.natural": ("4", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_3_7.legal": ("2", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_4_1.natural": ("9", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_4_1.biz": ("2", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r3_5_1.natural": ("4", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t3.r4.natural": ("2", "信访与依申请承办 苏禾", "依申请公开台账"),
    "t4.review.maintain": ("1", "政策法规处 陆明", "行政复议决定书"),
    "t4.review.pending": ("1", "政策法规处 陆明", "行政复议受理通知书"),
}
TEXTS = {
    "1": """（一）主动公开情况
{年度}年，通过政府网站主动公开政府信息{主动公开信息数}条，其中行政规范性文件{公开规范性文件数}件。义务教育招生入学、学校收费、学生资助等群众关心的信息集中在专题栏目，随时可查。
（二）依申请公开情况
{年度}年，新收政府信息公开申请{新收申请数}件，上年结转{上年结转申请数}件，办结{办结申请数}件，结转下年度继续办理{结转下年申请数}件。在办结的申请中，予以公开{予以公开数}件，部分公开{部分公开数}件。
（三）政府信息管理情况
{年度}年制发行政规范性文件{本年制发规范性文件数}件，废止{本年废止规范性文件数}件，现行有效{现行有效规范性文件数}件。公文在起草时认定公开属性，发布前经科室、保密、办公室三道审核。
（四）政府信息公开平台建设情况
公开文件附有有效性标注，废止、失效的注明依据；网站提供无障碍浏览和长者模式。
（五）监督保障情况
设有专人承办政府信息公开工作，接受社会监督和评议。""",
    "5": """存在的问题主要是：个别科室公文公开不够及时，政策解读形式单一。
改进措施：一是每周通报临近公开期限的公文；二是对涉及群众切身利益的文件同步编写问答式解读。""",
    "6": "本年度没有收取信息处理费。没有其他需要报告的事项。",
}
GAOXIN = {"t3.r1.natural": "8", "t3.r3_1.natural": "5", "t3.r3_4_1.natural": "3", "t2.fee.amount": "12"}


def acts(city: City, today: dt.date) -> Iterator[Act]:
    """Last year's reports, act by act at its moment; what lies after `today` has not happened."""
    whole = [*_commission(city, today.year - 1), *_draft(city, today.year - 1)]
    whole += _handed_in(city, "xiling", today.year - 1, {})
    whole += _handed_in(city, "gaoxin", today.year - 1, GAOXIN, contradict=True)
    yield from (act for act in whole if act[0].date() < today)


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """That hour on the first working day from `day` on."""
    while not known_calendar().is_working(day):
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(hour, minute), moment.BEIJING)


def _fill(user: User, report: Report, cells: Mapping[str, tuple[str, str, str]], voucher: str) -> None:
    for cell, (value, by, source) in cells.items():
        actions.fill_cell(user, report, cell, value, vouched_by=by, source=source)
    for table in load_form(report.form).tables:
        actions.fill_zeros(user, report, table.id, vouched_by=voucher)


def _write(user: User, report: Report) -> None:
    for part in outline(report.form).parts:
        if part.key in TEXTS:
            actions.write_text(user, report, part.key, TEXTS[part.key])


def _commission(city: City, year: int) -> list[Act]:
    """Drafted, reviewed, issued and published in January, by the people of the house."""
    body, people, january = city.organizations[CITY], city.users, dt.date(year + 1, 1, 1)
    drafter = people["luoqing"]

    def report() -> Report:
        return Report.objects.get(organization=body, year=year)

    def begin() -> None:
        section = city.organizations[f"{CITY}-bangong"]
        actions.open_report(drafter, organization=body, section=section, year=year)

    def write() -> None:
        _fill(drafter, report(), COMMISSION, "办公室 罗青")
        _write(drafter, report())

    def agree(name: str) -> Callable[[], object]:
        return lambda: publishing.agree(people[name], document().submissions.get(state="open"), "同意")

    def document() -> OfficialDocument:
        return OfficialDocument.objects.get(annual_report=report())

    def publish() -> None:
        columns = [c for (site, _), c in city.columns.items() if site == CITY]
        chosen = next((c for c in columns if "年报" in c.name or "年度报告" in c.name), columns[0])
        publishing.publish(people["liyue"], document(), columns=[chosen])
        actions.hear(document())  # faces are silent while the city is loaded

    days = [january + dt.timedelta(days=n) for n in (4, 7, 11, 12, 13, 16)]
    return [
        (_at(days[0], 9), begin),
        (_at(days[1], 10), write),
        (_at(days[2], 15), lambda: actions.submit(drafter, report())),
        (
            _at(days[3], 16, 20),
            lambda: actions.agree(people["zhengsiyuan"], report(), "已核对，数与台账一致。"),
        ),
        (_at(days[3], 16, 40), lambda: actions.issue(people["guchangning"], report())),
        (_at(days[4], 17, 0), lambda: actions.hand_over(drafter, report())),
        (_at(days[4], 17, 10), agree("zhengsiyuan")),
        (_at(days[4], 17, 20), agree("sunlan")),
        (_at(days[4], 17, 30), agree("zhoumin")),
        (_at(days[5], 17, 40), publish),
    ]


def _draft(city: City, year: int) -> list[Act]:
    """A district's own report: begun, half filled, and late in any month after January."""
    body = city.organizations["donghu"]
    user = city.users["yexiao"]

    def begin() -> None:
        section = city.organizations["donghu-bangong"]
        report = actions.open_report(user, organization=body, section=section, year=year)
        actions.fill_cell(
            user, report, "t3.r1.natural", "12", vouched_by="办公室 叶晓", source="依申请公开台账"
        )
        actions.fill_zeros(user, report, "t4", vouched_by="办公室 叶晓")

    return [(_at(dt.date(year + 1, 1, 15), 14), begin)]


def _handed_in(
    city: City, slug: str, year: int, cells: Mapping[str, str], *, contradict: bool = False
) -> list[Act]:
    """A district's report as a file; contradict: a sum and a sentence were typed wrong in it."""
    body = city.organizations.get(slug)
    if body is None or body.parent is None:
        return []
    drafter, office = (
        city.users[n] for n in {"xiling": ("panyu", "yuanqi"), "gaoxin": ("kongyi", "songke")}[slug]
    )

    def hand_in() -> None:
        data = _foreign_report(body, drafter, year, cells)
        if contradict:
            data = data.replace("新收政府信息公开申请8件", "新收政府信息公开申请11件")
            head, mark, tail = data.partition("一、本年新收政府信息公开申请数量</th>")
            data = head + mark + tail.replace("<td>8</td></tr>", "<td>9</td></tr>", 1)
        upload = SimpleUploadedFile(f"{body.name}{year}年年报.html", data.encode(), content_type="text/html")
        actions.hand_in(office, organization=body, receiver=body.parent, year=year, upload=upload)

    def accept() -> None:
        actions.accept(city.users["zhoumin"], Received.objects.get(organization=body, year=year))

    handed: list[Act] = [(_at(dt.date(year + 1, 1, 20), 11, 10), hand_in)]
    return handed if contradict else [*handed, (_at(dt.date(year + 1, 1, 21), 9, 15), accept)]


class _Taken(Exception):
    """Takes back what was made only to be printed."""


def _foreign_report(body: Organization, user: User, year: int, cells: Mapping[str, str]) -> str:
    """A report as that district writes it by itself: put together, printed, and not kept here."""
    printed = ""
    try:
        with transaction.atomic():
            report = actions.open_report(
                user,
                organization=body,
                section=body.children.filter(kind="section").order_by("path")[0],
                year=year,
            )
            _fill(user, report, {c: (v, "办公室", "台账") for c, v in cells.items()}, "办公室")
            _write(user, report)
            printed = page(live(report))
            raise _Taken
    except _Taken:
        return printed
    return printed
