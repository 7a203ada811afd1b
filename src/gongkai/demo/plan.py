"""Which document stands where on the day of the load: laid out backwards from that day, on working days.

A line is text, time, course. Time: `MM-DD` is the latest such day that lies at least 35 days back, `/1` the same a
year earlier; `20wd` is the day from which the twentieth working day is the day of the load (or the next one worked).
The courses are the ways through the life of a document; `life.py` walks them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.clocks import known_calendar
from gongkai.demo import texts
from gongkai.demo.city import code_of
from gongkai.demo.people import CITY

COMMISSION = """
c-yaodian 02-20/2 published      c-yaodian 02-20/1 published      c-yaodian 02-20 by_schedule
c-zhaosheng 03-20/2 published    c-zhaosheng 03-20/1 published    c-zhaosheng 03-20 corrected
c-yusuan 02-18/2 published       c-yusuan 02-18/1 published       c-yusuan 02-18 published
c-shoufei 08-05/2 published      c-shoufei 08-05/1 published      c-shoufei 08-05 published
c-zhongkao 04-10/2 published     c-zhongkao 04-10/1 published     c-zhongkao 04-10 published
c-zhaopin 02-26/1 published      c-zhaopin 02-26 published
c-chunji 02-12/1 published       c-chunji 02-12 published
c-juesuan 08-20/1 published      c-juesuan 08-20 published
c-dudao 08-25/1 published        c-dudao 08-25 published
c-xiaoli 06-05/1 published       c-xiaoli 06-05 published
c-dudaotb 03-05/1 published      c-dudaotb 03-05 published
c-baimingdan 09-10/1 withdrawn_signed    c-baimingdan 09-10 published
c-zige 03-28 published           c-yangguang 04-20 published      c-nishui 05-06 published
c-nianjian 04-24 published       c-shuqi 06-16 published          c-nianjianjg 08-28 withdrawn_open
c-tuipu 09-02 published          c-tizhi 01-14 published          c-jiaoyu 07-12/1 emergency_signed
c-peixun 09-12/2 published       c-peixun-gai 160wd published     c-rending 04-15/2 published
c-xuequ 03-10/1 published        c-kehou 05-20/1 correcting       c-shitang 10-15/1 corrected
c-gaozhong 11-05/2 published     c-gaozhong 28wd published        c-shide 150wd published          c-puhui 06-10/2 published
c-feizhi 70wd published          c-pifu 60wd filed                c-xiansuo 45wd filed
c-huiyi 1wd undecided            c-laodong 2wd undecided          c-qiling 6wd recalled
c-kehoufee 17wd draft            c-tian 12wd returned             c-changguan 8wd section
c-paiqian 5wd section            c-zuoye 15wd secrecy             c-kongchuo 24wd secrecy
c-shouji 20wd office             c-zhuanxue 22wd office_again     c-xinli 20wd approved
c-teshu 19wd approved            c-zizhu 10wd scheduled           c-jiaoyu 1wd emergency_open
"""
DISTRICTS = {
    "donghu": """
d-yaodian 02-25 published     d-yusuan 02-27 published      d-zhaosheng 04-02 published   d-zhaosheng 04-02/1 published
d-diduan 04-14 corrected      d-jiaoshi 03-12 published     d-zizhu 09-08 published       d-kehou 100wd published
d-baimingdan 40wd published   d-pifu 50wd filed             d-anquan 18wd approved        d-changguan 20wd approved
d-duxue 7wd secrecy           d-shicai 3wd undecided
""",
    "xiling": """
d-yaodian 02-25 published     d-yusuan 02-27 published      d-zhaosheng 04-02 published   d-suiqian 04-08 published
d-youeryuan 05-12 published   d-lungang 130wd published     d-tongbao 01-20 published     d-shicai 80wd published
d-kehou 11-20/1 published     d-baimingdan 60wd withdrawn_open    d-changguan 23wd office
d-duxue 5wd section           d-anquan 4wd draft
""",
    "gaoxin": """
d-yaodian 02-25 by_schedule   d-yusuan 02-27/1 published    d-zhaosheng 04-02 published   d-diduan 04-14 published
d-chaban 06-22 published      d-jiaoshi 03-12 withdrawn_signed    d-suiqian 04-08/1 published   d-zizhu 09-08 published
d-kehou 65wd published        d-baimingdan 55wd published   d-pifu 30wd filed             d-lungang 19wd returned
d-shicai 9wd scheduled
""",
    "linjiang": """
d-yaodian 02-25 published     d-yaodian 02-25/1 published   d-zhaosheng 04-02 published   d-youeryuan 05-12 published
d-chaban 06-22 published      d-tongbao 01-20 published     d-zizhu 09-08 published       d-shicai 90wd published
d-changguan 75wd published    d-duxue 110wd published       d-kehou 21wd secrecy          d-baimingdan 2wd undecided
""",
}
SCHOOLS = {
    "yizhong": "s-shoufei 08-30 published  s-nianbao 03-10 published",
    "shiyan-zhongxue": "s-kaifang 45wd published",
    "teshu": "s-nianbao 03-12 published",
    "zizhu": "u-zixun 07-08 published",
    "wenjinlu": "s-shitang 14wd secrecy  s-shoufei 08-29 published",
    "qingshi": "s-shoufei 08-29 published",
    "xinghe": "s-kaifang 6wd section",
    "matou": "s-nianbao 03-18 published",
}
SMALL = {
    CITY: """
c-zhaosheng 03-20/1 published  c-zhaosheng 03-20 published   c-shitang 10-15/1 corrected   c-baimingdan 09-10 withdrawn_open
c-laodong 2wd undecided        c-kehoufee 17wd draft         c-tian 12wd returned          c-changguan 8wd section
c-zuoye 24wd secrecy           c-shouji 20wd office          c-xinli 20wd approved         c-zizhu 10wd scheduled
""",
    "donghu": "d-yaodian 02-25 published  d-anquan 18wd approved",
}
# (text, years back) acts on (text, years back)
RELATIONS = (
    (("c-zhaosheng", 1), ("c-zhaosheng", 2), "replaces"),
    (("c-zhaosheng", 0), ("c-zhaosheng", 1), "replaces"),
    (("c-gaozhong", 0), ("c-gaozhong", 2), "replaces"),
    (("c-peixun-gai", 0), ("c-peixun", 2), "amends"),
    (("c-feizhi", 0), ("c-puhui", 2), "repeals"),
)
LATE_EVERY = 13  # so many published in time, then one that was late


@dataclass
class Plan:
    """One document to be: where, when, and how far it goes."""

    text: str
    slug: str
    signed_on: dt.date
    course: str
    back: int
    lag: int = 5  # working days from signing to publication
    number: str = ""
    acts_on: list[tuple[Plan, str]] = field(default_factory=list)

    @property
    def seed(self) -> str:
        return f"{self.slug}|{self.text}|{self.back}"


@dataclass(frozen=True)
class Unused:
    """A number of the register without document, and what is said of it ("" for nothing)."""

    slug: str
    agency: str
    year: int
    serial: int
    reason: str
    note: str


def reference(today: dt.date) -> dt.date:
    """The day on which clocks are due “today”: today, or the next day worked."""
    return known_calendar().next_working(today)


def back_from(day: dt.date, working_days: int) -> dt.date:
    """The working day after which that many working days end on `day`."""
    calendar = known_calendar()
    while True:
        if working_days <= 0 and calendar.is_working(day):
            return day
        if calendar.is_working(day):
            working_days -= 1
        day -= dt.timedelta(days=1)


def forward_from(day: dt.date, working_days: int) -> dt.date:
    """The working day so many working days after `day`."""
    calendar = known_calendar()
    while working_days > 0:
        day = calendar.next_working(day + dt.timedelta(days=1))
        working_days -= 1
    return calendar.next_working(day)


def lay_out(today: dt.date, *, small: bool = False) -> tuple[list[Plan], list[Unused]]:
    """Every document in the order of its date, numbered, and the numbers left without document."""
    lines = SMALL if small else {CITY: COMMISSION, **DISTRICTS, **SCHOOLS}
    plans = [plan for slug, text in lines.items() for plan in _read(slug, text, today)]
    plans.sort(key=lambda p: (p.signed_on, p.slug, p.text))
    by_key = {(p.text, p.back): p for p in plans if p.slug == CITY and p.course != "emergency_open"}
    for source, target, kind in RELATIONS:
        if source in by_key and target in by_key:
            by_key[source].acts_on.append((by_key[target], kind))
    for position, plan in enumerate(plans):
        dice = random.Random(plan.seed)  # noqa: S311
        plan.lag = dice.randint(21, 26) if position % LATE_EVERY == 5 else dice.randint(3, 12)
    return plans, _number(plans)


def _read(slug: str, lines: str, today: dt.date) -> Iterable[Plan]:
    words = lines.split()
    for text, when, course in zip(words[::3], words[1::3], words[2::3], strict=True):
        if when.endswith("wd"):
            yield Plan(text, slug, back_from(reference(today), int(when[:-2])), course, 0)
            continue
        day, _, back = when.partition("/")
        yield Plan(text, slug, _season(day, int(back or 0), today), course, int(back or 0))


def _season(day: str, back: int, today: dt.date) -> dt.date:
    month, number = map(int, day.split("-"))
    latest = today - dt.timedelta(days=35)
    on = dt.date(latest.year, month, number)
    year = on.year - back - (on > latest)
    return back_from(dt.date(year, month, number), 0)


def _number(plans: list[Plan]) -> list[Unused]:
    """Give the numbers in the order of the dates; two series of the commission get the faults of real registers."""
    series: dict[tuple[str, str, int], list[Plan]] = defaultdict(list)
    for plan in plans:
        agency = code_of(plan.slug, texts.text(plan.text).head["代字"])
        if agency and plan.text != "c-huiyi":  # the invitation has no number yet
            series[plan.slug, agency, plan.signed_on.year].append(plan)
    main = sorted((k for k in series if k[:2] == (CITY, "云教")), key=lambda k: (-len(series[k]), -k[2]))
    unused: list[Unused] = []
    for key, members in series.items():
        slug, agency, year = key
        skip: dict[int, tuple[str, str]] = {}
        if main and key == main[0]:
            skip = {2: ("void", "编号后文件改由两部门联合印发，未再使用此号。"), 5: ("", "")}
        elif len(main) > 1 and key == main[1]:
            skip = {2: ("cancelled", "文稿会签中撤销，文号作废。")}
        serial = 0
        for member in members:
            serial += 1
            while serial in skip and serial < len(members):
                unused.append(Unused(slug, agency, year, serial, *skip[serial]))
                serial += 1
            member.number = f"{agency}〔{year}〕{serial}号"
        if main and key == main[0] and len(members) > 4:
            members[-3].number = members[-4].number  # 重号
        if len(main) > 1 and key == main[1] and len(members) > 3:
            members[-1].number, members[-2].number = members[-2].number, members[-1].number  # 倒号
    return unused
