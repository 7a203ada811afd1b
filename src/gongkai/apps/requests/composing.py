"""The reply as a text: from the answers to the seven questions, item by item, with articles, remedy and annexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from gongkai.apps.requests import letters, questions, remedies, wording
from gongkai.apps.requests.models import Consultation, Frequency, Office, Point, Request
from gongkai.apps.requests.remedies import Decided, ordinal
from gongkai.law import lists
from gongkai.law.provision import Source

FULL_NAME = "《中华人民共和国政府信息公开条例》"
TOO_MANY = "r3_5_4"
_HEARD = {
    Consultation.Answer.CONSENT: "",
    Consultation.Answer.PARTLY: "，经书面征求意见，第三方不同意公开",
    Consultation.Answer.REFUSE: "，经书面征求意见，第三方不同意公开",
    Consultation.Answer.SILENT: "，经书面征求意见，第三方逾期没有提出意见",
}


def decided(points: Sequence[Point]) -> list[Decided]:
    """The items as the remedy asks for them."""
    return [Decided(p.position, p.outcome, p.ground) for p in points]


def office_of(request: Request) -> Office:
    """The bureau's settings, empty where nobody has written them."""
    found = Office.objects.filter(organization=request.organization).first()
    return found or Office(organization=request.organization)


def title_of(outcome: str) -> str:
    """The title of a reply with this outcome."""
    shipped = wording.words()
    category = str(lists.entry("decisions", outcome).facts["category"])
    return shipped.titles.get(category, shipped.kinds["reply"].title)


def body(request: Request, points: Sequence[Point], on: dt.date) -> str:
    """The whole text, as far as the items are answered."""
    office = office_of(request)
    ready = [p for p in points if p.outcome]
    remedy = remedies.sentences(decided(ready), on, office.review_body, office.court) if ready else []
    listed = "　".join(f"{n}.{name}" for n, name in enumerate(annexes(request, points).values(), 1))
    return letters.compose(
        request, "reply", 各项="\n".join(_items(request, points)), 救济="\n".join(remedy),
        附件=f"附件：{listed}" if listed else "",
    )  # fmt: skip


def lapsed(request: Request, outcome: str, because: str, on: dt.date) -> str:
    """The letter that ends a case because the applicant let a term pass: ground and remedy."""
    office, row = office_of(request), lists.entry("decisions", outcome)
    remedy = remedies.sentences([Decided(1, outcome)], on, office.review_body or "行政复议机关", office.court)
    return letters.compose(
        request, "lapsed", 原因=because, 依据=article_of(row.source), 救济="\n".join(remedy)
    )


def _items(request: Request, points: Sequence[Point]) -> list[str]:
    lines: list[str] = []
    for point in points:
        said = paragraphs(request, point, points)
        if len(points) > 1:
            lines.append(f"{ordinal(point.position)}、{point.text}")
            said = [f"（{ordinal(n)}）{text}" for n, text in enumerate(said, 1)] if len(said) > 1 else said
        lines += said
    return lines


def paragraphs(request: Request, point: Point, points: Sequence[Point]) -> list[str]:
    """What the answers given so far say of one item."""
    if point.outcome == TOO_MANY:
        row = Frequency.objects.get(request=request)
        text = wording.words().said["frequency"]
        return [
            wording.fill(
                text, {"件数": str(row.count), "条款": article_of(lists.entry("decisions", TOO_MANY).source)}
            )
        ]
    way = questions.follow(point.answers)
    if way.row == questions.GIVEN and way.said and way.said[-1][0] == "7_yes":
        shown = [s for s in way.said if not s[0].startswith(("5_", "6_"))]
    else:
        shown = list(way.said)
    values = {"附件": _annex(request, point, points), "征询": _heard(request)}
    filled = []
    for code, words in shown:
        text = wording.words().said.get(code, "")
        entry = lists.entry("answers", code)
        more = {"说明": words.rstrip("。；"), "条款": article_of(entry.source)}
        filled.append(wording.fill(text, values | more))
    return [text for text in filled if text]


def article_of(source: Source) -> str:
    """《中华人民共和国政府信息公开条例》 and its article: with its full name, as a letter cites it."""
    name = FULL_NAME if source.title == "政府信息公开条例" else f"《{source.title}》（{source.number}）"
    return f"{name}{source.article}"


def annexes(request: Request, points: Sequence[Point]) -> dict[int, str]:
    """What goes with the letter, by item (0: with the whole): as the officer named it, else the redacted files themselves.

    Who receives the letter must see from it that a file came along: one that it does not name is not missed.
    """
    alone = points[0].position if len(points) == 1 else 0
    pages: dict[int, int] = {}
    for row in request.redactions.all():
        item = row.item or alone
        pages[item] = pages.get(item, 0) + len(row.sizes)
    found = {p.position: p.annex or _redacted(pages, p.position) for p in points}
    found[0] = _redacted(pages, 0)
    return {position: name for position, name in found.items() if name}


def _redacted(pages: Mapping[int, int], item: int) -> str:
    if item not in pages:
        return ""
    return f"区分处理后的材料（共{pages[item]}页）" if pages[item] else "区分处理后的材料"


def _annex(request: Request, point: Point, points: Sequence[Point]) -> str:
    named = list(annexes(request, points))
    return f"，见附件{named.index(point.position) + 1}" if point.position in named else ""


def _heard(request: Request) -> str:
    third = [c for c in request.consultations.all() if c.kind == Consultation.Kind.THIRD_PARTY and c.answer]
    answers = {c.counts_as for c in third}
    for answer in (Consultation.Answer.REFUSE, Consultation.Answer.PARTLY, Consultation.Answer.SILENT):
        if answer in answers:
            return _HEARD[answer]
    return ""


def articles(point: Point) -> list[str]:
    """The numbers of articles that the letter must name for one item."""
    codes = [code for code, _ in point.answers]
    wanted = [c for c in codes if questions.decides(lists.entry("answers", c))]
    sources = [
        lists.entry("answers", c).source
        for c in wanted
        if wording.words().said.get(c, "").find("{条款}") >= 0
    ]
    if point.outcome == TOO_MANY:
        sources = [lists.entry("decisions", TOO_MANY).source]
    shown = point.outcome == questions.GIVEN and codes[-1:] == ["7_yes"]
    return [s.article for s in sources[-1:] if shown] if shown else [s.article for s in sources]


def settled(text: str) -> str:
    """Two texts that differ in blanks alone are one."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
