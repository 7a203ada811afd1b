"""放假通知的正文 → a notice: the lines as the State Council writes them, each date held against its weekday and the count of days.

“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。” What cannot be read is named with its line, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.clocks.calendar import WEEKDAYS
from gongkai.exceptions import LawDataError

_LINE = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?\s*)?(?P<name>[\u4e00-\u9fff、]{2,12})[：:](?P<rest>.+)"
)
_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^（）()]*)[）)])?")
_SPAN = re.compile(
    rf"^(?P<first>{_DATE.pattern})(?:(?:至|—|-|到)(?P<last>{_DATE.pattern}))?放假(?P<rest>.*)$"
)
_COUNT = re.compile(r"共(\d{1,2})天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_STATUTORY = ("元旦", "春节", "清明节", "劳动节", "端午节", "国庆节", "中秋节")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\d{1,4}号")


@dataclass(frozen=True)
class Break:
    """One holiday: its first and last day off, and the weekend days worked for it."""

    name: str
    first: dt.date
    last: dt.date
    work: tuple[dt.date, ...] = ()


def read_breaks(text: str, year: int) -> list[Break]:
    """The holidays of a notice's lines. LawDataError with the line for what is not in order."""
    found = [_line(line.strip(), year) for line in text.splitlines() if line.strip()]
    if not found:
        raise LawDataError("没有任何假日：请把通知中“元旦”至“国庆节”各行粘贴进来。")
    names = [one.name for one in found]
    missing = [name for name in _STATUTORY if not any(name in said.split("、") for said in names)]
    if missing:
        raise LawDataError(f"缺{'、'.join(missing)}：七个法定节日都要写，合在一起放的写成“国庆节、中秋节”。")
    for name in names:
        if names.count(name) > 1:
            raise LawDataError(f"“{name}”写了两行，请删去一行。")
    return found


def as_toml(year: int, number: str, issued: dt.date, breaks: list[Break]) -> str:
    """The file of a notice, in the format of `clocks/data`. LawDataError for a 文号 that is none."""
    if not _NUMBER.fullmatch(number):
        raise LawDataError(f"通知文号“{number}”应是“国办发明电〔2025〕7号”的样子。")
    lines = [
        f"year = {year}",
        f'notice = "{number}"',
        f"issued = {issued.isoformat()}",
        'source_status = "verified"',
        "",
    ]
    for one in breaks:
        work = ", ".join(day.isoformat() for day in one.work)
        off = f"{one.first.isoformat()}..{one.last.isoformat()}"
        lines += ["[[break]]", f'name = "{one.name}"', f'off = "{off}"', f"work = [{work}]", ""]
    return "\n".join(lines)


def _line(line: str, year: int) -> Break:
    found = _LINE.fullmatch(line)
    if not found:
        raise LawDataError(
            f"看不懂这一行：“{line[:40]}”。应是“元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”的样子。"
        )
    name, off, work = found["name"], None, []
    for sentence in re.split(r"[。；;]", found["rest"]):
        sentence = sentence.strip()
        if span := _SPAN.fullmatch(sentence):
            off = _off(name, span, year, line)
        elif sentence.endswith("上班"):
            work += list(_dates(sentence, name, year, line))
        elif _DATE.search(sentence) and not sentence.startswith("鼓励"):
            raise LawDataError(f"“{name}”里这一句看不懂：“{sentence[:40]}”。日期只写放假和上班的。")
    if off is None:
        raise LawDataError(f"“{name}”没有写放假的日期：“{line[:40]}”。")
    return Break(name, *off, tuple(work))


def _off(name: str, span: re.Match[str], year: int, line: str) -> tuple[dt.date, dt.date]:
    days = list(_dates(span["first"], name, year, line))
    if span["last"]:
        days += _dates(span["last"], name, days[0].year, line, month=days[0].month)
    first, last = days[0], days[-1]
    if last < first:
        raise LawDataError(f"“{name}”放假的止日早于起日：“{line[:40]}”。")
    count = _COUNT.search(span["rest"])
    if count and int(count[1]) != (last - first).days + 1:
        raise LawDataError(
            f"“{name}”写着共{count[1]}天，从{first.isoformat()}到{last.isoformat()}是{(last - first).days + 1}天，请核对。"
        )
    return first, last


def _dates(text: str, name: str, year: int, line: str, month: int = 0) -> Iterator[dt.date]:
    """The days named in a sentence; a month once said goes on."""
    for said_year, said_month, day, inside in _DATE.findall(text):
        month = int(said_month or month)
        own_year = int(said_year) if said_year else year - 1 if name == "元旦" and month == 12 else year
        try:
            found = dt.date(own_year, month, int(day))
        except ValueError:
            raise LawDataError(f"“{name}”里的{month}月{day}日没有这一天：“{line[:40]}”。") from None
        weekday = _WEEKDAY.search(inside)
        if weekday and WEEKDAYS[found.weekday()] != weekday[1].replace("天", "日"):
            raise LawDataError(
                f"“{name}”：{own_year}年{month}月{day}日是周{WEEKDAYS[found.weekday()]}，不是{weekday[0]}，请核对年份和日期。"
            )
        yield found
