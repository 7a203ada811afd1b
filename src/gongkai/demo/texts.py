"""The texts of the demonstration: read from data/texts, filled with the particulars of a body and a day, as HTML.

A file is a head of `名: 值` lines, a line `---`, and the text: `## ` and `### ` headings, `| a | b |` table rows
(the first is the head), every other line a paragraph. `{…}` is filled in; `{数a:10-20}` is a figure that is the
same whenever the same body issues the same text in the same year.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from gongkai.clocks import known_calendar

TEXTS = Path(__file__).parent / "data" / "texts"
_CLAUSE = re.compile(r"第[一二三四五六七八九十百]+条　")


@dataclass(frozen=True)
class Text:
    """One text as it stands in its file."""

    id: str
    head: dict[str, str]
    body: str

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.head["栏目"].split())

    @property
    def attachments(self) -> tuple[str, ...]:
        return tuple(a for a in self.head.get("附件", "").split("；") if a)


@dataclass(frozen=True)
class Written:
    """A text written out for a body and a day."""

    title: str
    kind: str
    addressee: str
    issuer: str
    html: str
    attachments: tuple[str, ...]
    effective_on: dt.date | None
    expires_on: dt.date | None


@cache
def text(name: str) -> Text:
    """The text of that id."""
    head, _, body = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").partition("\n---\n")
    pairs = (line.partition(": ") for line in head.splitlines())
    return Text(name, {k: v.strip() for k, _, v in pairs}, body.strip())


def names() -> list[str]:
    """The ids of all texts."""
    return sorted(p.stem for p in TEXTS.glob("*.txt"))


def chinese(day: dt.date) -> str:
    """2026年3月27日."""
    return f"{day.year}年{day.month}月{day.day}日"


def effective_day(source: Text, signed_on: dt.date) -> dt.date | None:
    """施行日期: a set day of the year (施行), or so many days after signing (施行日), then on the first of a month
    where it lies a month or more ahead."""
    if "施行" in source.head:
        month, day_of_month = map(int, source.head["施行"].split("-"))
        return signed_on.replace(month=month, day=day_of_month)
    if "施行日" not in source.head:
        return None
    after = int(source.head["施行日"])
    day = signed_on + dt.timedelta(days=after)
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) if after >= 30 else day


def write(name: str, *, slug: str, facts: dict[str, str], signed_on: dt.date) -> Written:
    """The text for a body (`slug`, particulars in `facts`) signed on a day."""
    source = text(name)
    effective = effective_day(source, signed_on)
    expires = None
    if "有效年" in source.head:
        start = effective or signed_on
        expires = start.replace(year=start.year + int(source.head["有效年"]), day=min(start.day, 28))
        expires -= dt.timedelta(days=1)
    filled = _Filler(f"{name}|{slug}|{signed_on.year}", facts, signed_on, effective)
    issuer = source.head.get("落款", facts["局"])
    addressee = filled(source.head.get("主送", ""))
    attachments = tuple(filled(a) for a in source.attachments)
    html = _html(filled(source.body), addressee, attachments, issuer, signed_on)
    return Written(
        filled(source.head["标题"]),
        source.head["文种"],
        addressee,
        issuer,
        html,
        attachments,
        effective,
        expires,
    )


class _Filler:
    """Fills the braces of a text."""

    def __init__(
        self, seed: str, facts: dict[str, str], signed_on: dt.date, effective: dt.date | None
    ) -> None:
        self.seed, self.signed_on = seed, signed_on
        year = signed_on.year
        self.words = {
            **facts,
            "年": str(year), "上年": str(year - 1), "下年": str(year + 1),
            "上二年": str(year - 2), "上三年": str(year - 3),
            "今日": chinese(signed_on), "施行日": chinese(effective or signed_on),
        }  # fmt: skip

    def __call__(self, words: str) -> str:
        return re.sub(r"\{([^{}]+)\}", lambda m: self._one(m[1]), words)

    def _one(self, name: str) -> str:
        figure = re.fullmatch(r"(数\w):(\d+)-(\d+)", name)
        if figure:
            return str(random.Random(f"{self.seed}|{figure[1]}").randint(int(figure[2]), int(figure[3])))  # noqa: S311
        later = re.fullmatch(r"日\+(\d+)", name)
        if later:
            day = known_calendar().next_working(self.signed_on + dt.timedelta(days=int(later[1])))
            return f"{day.month}月{day.day}日"
        return self.words[name]


def _html(body: str, addressee: str, attachments: tuple[str, ...], issuer: str, signed_on: dt.date) -> str:
    """The same form that the reader of Word files gives (`gongwen.to_html`)."""
    parts = [f'<p class="addressee">{escape(addressee)}：</p>'] if addressee else []
    table: list[str] = []
    headings = clauses = 0
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            parts.append(_table(table))
            table = []
        level = len(line) - len(line.lstrip("#"))
        if level:
            headings += 1
            parts.append(f'<h{level} id="part-{headings}">{escape(line[level:].strip())}</h{level}>')
        elif _CLAUSE.match(line):
            clauses += 1
            parts.append(f'<p class="clause" id="clause-{clauses}">{escape(line)}</p>')
        elif line:
            parts.append(f"<p>{escape(line)}</p>")
    if attachments:
        named = [a.rpartition(".")[0] for a in attachments]
        listed = [f"{n}.{a}" for n, a in enumerate(named, 1)] if len(named) > 1 else named
        parts.append(f'<p id="attachment-list">附件：{escape("　".join(listed))}</p>')
    parts += [f'<p class="signature">{escape(i)}</p>' for i in (*issuer.split("　"), chinese(signed_on))]
    return "\n".join(parts)


def _table(lines: list[str]) -> str:
    rows = [[escape(c.strip()) for c in line.strip("| ").split("|")] for line in lines]
    width = len(rows[0])
    head = "".join(f'<th scope="col">{c}</th>' for c in rows[0])
    cells = ["".join(f"<td>{c}</td>" for c in [*row, *[""] * (width - len(row))]) for row in rows[1:]]
    body = "".join(f"<tr>{c}</tr>" for c in cells)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
