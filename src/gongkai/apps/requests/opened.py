"""公开的答复 as publishing sees it, and how it is drafted from a reply: the answer without receipt, remedy and person."""

from __future__ import annotations

import re

from django.utils.html import format_html_join

from gongkai import law
from gongkai.apps.duties.publishable import Content, PublicFile, Publishable
from gongkai.apps.ledger.queries import acts_on
from gongkai.apps.people import gate
from gongkai.apps.requests import events, rules
from gongkai.apps.requests.models import OpenedFile, OpenedReply, Redaction, Reply, Request
from gongkai.apps.requests.questions import GIVEN, PARTLY
from gongkai.exceptions import Obstacle
from gongkai.files import personal

KIND = "申请答复"  # as search and lists call it
GIVES = (GIVEN, PARTLY)  # outcomes that leave something to be made public
HIDDEN = "＊＊"
WRITING = (events.ANSWERED, events.DRAFTED)  # acts on a case by which its reply is written
_NOT_FOR_ALL = re.compile(r"受理号|行政复议|行政诉讼|收到您提交")
_TO_ALL = (("您申请的", "申请公开的"), ("您申请", "申请"), ("您提出的", "提出的"), ("您", "申请人"))


def without_numbers(text: str) -> str:
    """The text with every personal number hidden."""
    for pattern in (personal.ID, personal.CARD, personal.MOBILE):
        found = {
            match.group(pattern.groups) for match in pattern.finditer(text)
        }  # an ID number is a look ahead
        for number in sorted(found, key=len, reverse=True):
            text = text.replace(number, HIDDEN)
    return text


def _without_persons(request: Request, text: str) -> str:
    return without_numbers(gate.veiled(request, text, HIDDEN))


def draft_of(request: Request) -> tuple[str, str]:
    """Title and text: what was asked, and the answer as it went out, without receipt, remedy and person."""
    reply = Reply.objects.filter(request=request, state=Reply.State.SENT).order_by("-id").first()
    said = reply.text.splitlines() if reply else []
    answer = [line.strip() for line in said if line.strip() and not _NOT_FOR_ALL.search(line)]
    asked = "；".join(point.text.rstrip("。；") for point in request.points.all())
    text = "\n".join([f"申请公开的内容：{asked}。", "答复：", *answer])
    for old, new in _TO_ALL:
        text = text.replace(old, new)
    title = f"关于{request.subject.rstrip('。')}的政府信息公开答复"
    return _without_persons(request, title)[:120], _without_persons(request, text)


def _content(record: OpenedReply) -> Content:
    lines = [line.strip() for line in record.text.splitlines() if line.strip()]
    html = format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))
    closed = record.request.closed_on
    more = (("答复日期", f"{closed.year}年{closed.month}月{closed.day}日"),) if closed else ()
    return Content(
        record.title,
        str(html),
        "\n".join(lines),
        kind=KIND,
        more=more,
        attachments=tuple(map(_file, _files(record))),
    )


def _files(record: OpenedReply) -> list[OpenedFile]:
    return list(record.files.select_related("redaction").order_by("id"))


def _file(row: OpenedFile) -> PublicFile:
    return PublicFile(
        key=str(row.key), name=row.name, size=row.size, media_type="application/pdf", sha256=row.sha256,
        stored=row.file.name or "",
    )  # fmt: skip


def _hands(record: OpenedReply) -> set[int]:
    """Whose work the public would read of it: who wrote the reply it was drawn from, who marked or released a file."""
    wrote = acts_on(record.request, WRITING)
    hands = {int(actor) for actor, _ in wrote if actor.isdigit()}
    for row in _files(record):
        hands |= set(row.redaction.hands) | {row.redaction.made_by_id, row.added_by_id}
        hands |= {row.redaction.released_by_id} if row.redaction.released_by_id else set()
    return hands


def _misfit(row: OpenedFile) -> bool:
    """It is not what was released, or no longer is."""
    proof = row.redaction.certificate or {}
    return row.redaction.state != Redaction.State.RELEASED or proof.get("output_sha256") != row.sha256


def _obstacles(record: OpenedReply) -> list[Obstacle]:
    """No word of it leads to a person or to the number by which the case is asked for."""
    files = _files(record)
    words, found = "\n".join([record.title, record.text, *(row.name for row in files)]), []
    for row in filter(_misfit, files):
        sentence = f"附件“{row.name}”和放行的遮盖件不是同一个，请去掉，放行以后重新加。"
        found.append(Obstacle(f"opened:file:{row.pk}", sentence, rules.article("apart"), "#files"))
    if gate.names_anyone(record.request, words):
        sentence = "写了申请人或者第三方的姓名、号码、联系方式，请改用“申请人”“第三方”。"
        found.append(Obstacle("opened:person", sentence, law.cite("privacy"), "#text"))
    if personal.find_personal(words):
        sentence = "有身份证号、手机号或者银行卡号没有遮盖，请改写。"
        found.append(Obstacle("opened:numbers", sentence, law.cite("privacy"), "#text"))
    case = record.request
    if case.number in words or case.shown_number in words:
        found.append(Obstacle("opened:number", "写了申请的受理号，请去掉。", law.cite("privacy"), "#text"))
    return found


OPENED = Publishable(
    model="requests.OpenedReply", noun="公开的答复", page="opened:detail", link="/workbench/opened/{}/",
    namespace="opened", process="opened", content=_content, obstacles=_obstacles, writing=(events.OPENED, events.OPENED_CHANGED, events.OPENED_FILE), hands=_hands,
    cures={"#text": ("opened:change", "#id_text"), "#title": ("opened:change", "#id_title"), "#files": ("opened:change", "#files")}, file="opened:file", submits="requests.handle",
)  # fmt: skip
