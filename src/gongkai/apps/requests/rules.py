"""What stands against each act on a case: pure answers over frozen facts. The facts are read in `standing.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gongkai import clocks, law
from gongkai.apps.requests.models import Consultation, Dispute, State, Supply
from gongkai.exceptions import GongkaiError, Obstacle
from gongkai.law import lists

RUNNING = (State.OPEN, State.CORRECTION, State.FEE)
ENDED = (State.CLOSED, State.MERGED)
_STANDING = {"in_review", "approved"}  # of a reply that is being judged, or waits for the post


def article(code: str) -> str:
    """The article of law list `handling`, as a sentence cites it."""
    return lists.entry("handling", code).source.short


def limit(matter: str, on: dt.date, chosen: dt.date, levels: Iterable[str]) -> clocks.Due | None:
    """The end of a limit from a day on, by the law of the day that chooses it; None where that law knew no such limit."""
    try:
        version = law.applicable(matter, {"received_on": chosen, "notified_on": chosen}, levels).governing
    except GongkaiError:
        return None
    return clocks.deadline(version, on)


@dataclass(frozen=True)
class Facts:
    """A case on one day, as the rules see it. Days are None where the thing did not happen."""

    state: str
    today: dt.date
    received_on: dt.date | None = None
    version: str = ""
    levels: tuple[str, ...] = ("national",)
    points: int = 1
    answered: int = 0
    findings: tuple[Obstacle, ...] = ()
    correction_asked: dt.date | None = None
    correction_due: dt.date | None = None
    correction_received: dt.date | None = None
    correction_told: dt.date | None = None  # the day on which its letter reached the applicant, by its proof
    waiting: tuple[dt.date | None, ...] = ()  # terms of consultations that nobody has answered yet
    late: int = 0  # answers that came after their term, of which nobody has said yet what becomes of them
    consulted: int = 0
    extension_open: bool = False
    extended: int = 0
    extension_asker: int | None = None
    fee_noticed: dt.date | None = None
    fee_due: dt.date | None = None
    fee_settled: bool = False
    fee_noticer: int | None = None
    fee_told: dt.date | None = None  # likewise
    frequency_asked: bool = False
    frequency_judged: bool = False
    reply: str = ""  # state of the open reply
    letter_sent: bool = False
    assists_open: int = 0
    to_open: bool | None = None
    archived: bool = False
    overturned: bool = False  # a review or a court changed what was answered, by the register
    handler: int | None = None
    person: int = 0
    drafter: int | None = None
    counted: bool = field(default=False)

    @property
    def running(self) -> bool:
        """Registered and not yet in review or over."""
        return self.state in RUNNING


Rule = Callable[[Facts], list[Obstacle]]


def _only(facts: Facts, *states: str) -> list[Obstacle]:
    if facts.state in states:
        return []
    return [Obstacle("request:state", f"本件{State(facts.state).label}，现在不能这样办。")]


def to_confirm(facts: Facts) -> list[Obstacle]:
    """Only what has not been confirmed yet."""
    return _only(facts, State.RECEIVED)


def to_assign(facts: Facts) -> list[Obstacle]:
    """A case that is over belongs to nobody any more."""
    return _only(facts, State.RECEIVED, *RUNNING)


def to_split(facts: Facts) -> list[Obstacle]:
    """There must be more than one item, and no reply to it in review."""
    found = _only(facts, State.OPEN)
    if facts.points < 2:
        found.append(Obstacle("request:one_point", "只有一项申请内容，不用拆分；请先把申请内容分项。"))
    found += _counted(facts)
    return found + _no_open_reply(facts)


def to_merge(facts: Facts) -> list[Obstacle]:
    """Nothing of it went out or waits outside."""
    found = _only(facts, State.RECEIVED, State.OPEN)
    if facts.waiting or facts.fee_noticed or facts.correction_asked:
        found.append(Obstacle("request:outside", "已经对外发出补正、征求意见或者收费通知，不能并案。"))
    return found + _counted(facts) + _no_open_reply(facts)


def _counted(facts: Facts) -> list[Obstacle]:
    """Reopened, it stands in the statistics by its first ending: as one case, and as long as it is there."""
    if not facts.counted:
        return []
    return [Obstacle("request:counted", "本件已按第一次办结计入统计，重新办理时不能拆分、并案。")]


def correction_until(facts: Facts) -> clocks.Due | None:
    """Until when a correction may be asked for; None: that law set no limit."""
    if facts.received_on is None:
        return None
    return limit("correction_notice", facts.received_on, facts.received_on, facts.levels)


def to_ask_correction(facts: Facts) -> list[Obstacle]:
    """Once, and within the days that the law gives."""
    found = _only(facts, State.OPEN)
    if facts.correction_asked:
        found.append(
            Obstacle("correction:once", "已经告知过补正；补正须一次性告知，不能再要。", article("clear"))
        )
    until = correction_until(facts)
    if until and facts.today > until.due:
        term, day = law.version(until.version_id).phrase, clocks.chinese_day(until.due)
        words = f"过了收到之日起{term}（{day}），不能再要求补正。"
        found.append(Obstacle("correction:late", words, law.cite("correction_notice")))
    return found + _no_open_reply(facts)


def to_take_correction(facts: Facts) -> list[Obstacle]:
    """It was asked for; what comes in a second parcel counts anew, until the reply is on its way."""
    if facts.correction_received and facts.state == State.OPEN:
        return _no_open_reply(facts)
    return _only(facts, State.CORRECTION)


def to_correct_online(facts: Facts) -> list[Obstacle]:
    """The applicant sends one parcel by himself; more of it comes to the office, so that no clock is moved at will."""
    return _only(facts, State.CORRECTION)


def to_lapse_correction(facts: Facts) -> list[Obstacle]:
    """The term is over, and the applicant knew of it in time: without that proof nobody has given anything up."""
    found = _only(facts, State.CORRECTION)
    due, told = facts.correction_due, facts.correction_told
    if due and facts.today <= due:
        found.append(
            Obstacle("correction:term", f"补正期限到{clocks.chinese_day(due)}，还没有过。", article("clear"))
        )
    if not found and told is None:
        words = "补正告知书还没有登记送达，不能认定申请人逾期；请先登记送达和凭据。"
        found.append(Obstacle("correction:untold", words, article("clear"), "#letters"))
    elif not found and due and told and told >= due:
        words = f"补正告知书{clocks.chinese_day(told)}才送达，补正期限已经没有了，不能认定申请人逾期。"
        found.append(Obstacle("correction:told_late", words, article("clear")))
    return found


def to_consult(facts: Facts) -> list[Obstacle]:
    """A running case, also one that waits for its correction; how many are asked is no matter."""
    return _only(facts, State.OPEN, State.CORRECTION) + _no_open_reply(facts)


def to_answer_consultation(facts: Facts) -> list[Obstacle]:
    """Somebody is still asked, in a case that goes on."""
    found = _only(facts, *RUNNING)
    if not facts.waiting:
        found.append(Obstacle("consultation:none", "没有在等答复的征求意见。"))
    return found


def to_ask_assist(facts: Facts) -> list[Obstacle]:
    """While the case is open."""
    return _only(facts, State.RECEIVED, *RUNNING)


def to_note(facts: Facts) -> list[Obstacle]:
    """At any time before the file is closed for good, in the case that goes on."""
    if facts.archived:
        return [Obstacle("request:archived", "本件已经归档，不能再记。")]
    if facts.state == State.MERGED:
        return [Obstacle("request:merged", "本件已并案，请记在并入的那一件里。")]
    return []


def extension_left(facts: Facts) -> int:
    """How many working days the law of the case still lets the limit be longer."""
    if not facts.version:
        return 0
    try:
        return max(law.extension_of(law.version(facts.version), facts.levels).amount - facts.extended, 0)
    except GongkaiError:
        return 0


def to_ask_extension(facts: Facts) -> list[Obstacle]:
    """Nothing is asked yet, and something is left."""
    found = _only(facts, *RUNNING, State.IN_REVIEW)
    if facts.extension_open:
        found.append(Obstacle("extension:open", "已经提请延长，正在等批准。", article("reply")))
    if not extension_left(facts):
        found.append(
            Obstacle("extension:spent", "已经延长到法律允许的最长期限，不能再延。", article("reply"))
        )
    return found


def extension_late(due: dt.date, day: dt.date) -> list[Obstacle]:
    """A limit that has run out cannot be made longer any more: the reply is late, and stays so."""
    if day <= due:
        return []
    words = f"答复期限到{clocks.chinese_day(due)}已经届满，不能再延长；请尽快答复。"
    return [Obstacle("extension:late", words, article("reply"))]


def to_decide_extension(facts: Facts) -> list[Obstacle]:
    """Somebody else asked for it."""
    if not facts.extension_open:
        return [Obstacle("extension:none", "没有待批的延长。")]
    if facts.extension_asker == facts.person:
        words = "提请人不能批准自己提请的延长，须由另一人批准。"
        return [Obstacle("extension:second", words, article("reply"))]
    return []


def supply_lacks(supply: str, email: str, address: str) -> tuple[str, str] | None:
    """The field without which the chosen form of supply reaches nobody, and the sentence that asks for it."""
    if supply == Supply.EMAIL and not email.strip():
        return "email", "选了电子邮件，请填写电子邮箱。"
    if supply in {Supply.PAPER, Supply.DISC} and not address.strip():
        return "address", "选了邮寄的形式，请填写通信地址。"
    return None


def to_ask_frequency(facts: Facts) -> list[Obstacle]:
    """Once in a case, and where the law by which it is judged knows of it."""
    found = _only(facts, State.OPEN)
    if facts.version and law.version(facts.version).effect("frequency", facts.today) is None:
        words = f"本件适用{law.version(facts.version).source.short}，没有要求说明数量、频次理由的规定。"
        found.append(Obstacle("frequency:law", words))
    if facts.frequency_asked:
        found.append(Obstacle("frequency:once", "已经要求申请人说明过理由。", article("frequency")))
    return found


def to_judge_frequency(facts: Facts) -> list[Obstacle]:
    """It was asked for and not yet judged."""
    found = _only(facts, State.OPEN)
    if not facts.frequency_asked:
        found.append(Obstacle("frequency:none", "还没有要求申请人说明理由。", article("frequency")))
    if facts.frequency_judged:
        found.append(Obstacle("frequency:done", "理由已经认定过。", article("frequency")))
    return found


def obstacles_to_delay(
    until: dt.date | None, because: str, *, reasonable: bool, told: dt.date, due: dt.date
) -> list[Obstacle]:
    """延迟答复 until a day that the body sets itself: reasonable requests alone, with a reason, later than the limit."""
    if until is None:
        return []
    words = ""
    if not reasonable:
        words = "只有理由合理的，才告知延迟答复到哪一天。"
    elif until <= max(due, told):
        words = f"延迟答复的日期应在现在的届满日{clocks.chinese_day(due)}之后。"
    elif not clocks.known_calendar().is_working(until):
        words = f"{clocks.chinese_day(until)}不是工作日，请改为工作日。"
    found = [Obstacle("frequency:until", words, article("frequency"), "#id_until")] if words else []
    if not found and not because.strip():
        words = "请写明为什么延迟到这一天；期限合理不合理，要有理由。"
        found.append(Obstacle("frequency:because", words, article("frequency"), "#id_because"))
    return found


def to_notice_fee(facts: Facts) -> list[Obstacle]:
    """One way of counting in a case, and one notice."""
    found = _only(facts, State.OPEN)
    if facts.fee_noticed:
        words = "本件已经发过收费通知；按件、按量二选一，不能再收。"
        found.append(Obstacle("fee:once", words, article("fee")))
    return found + _no_open_reply(facts)


def to_take_fee(facts: Facts) -> list[Obstacle]:
    """A notice is open."""
    return _only(facts, State.FEE)


def to_waive_fee(facts: Facts) -> list[Obstacle]:
    """Somebody else sent the notice."""
    found = _only(facts, State.FEE)
    if facts.fee_noticer == facts.person:
        words = "发出收费通知的人不能自己减免，须由另一人决定。"
        found.append(Obstacle("fee:second", words, law.cite("fee_waiver")))
    return found


def to_lapse_fee(facts: Facts) -> list[Obstacle]:
    """The term is over, counted from the day on which the notice came: it is proved that it did."""
    found = _only(facts, State.FEE)
    told = facts.fee_told
    due = facts.fee_due
    if told and (counted := limit("fee_pay", told, told, facts.levels)):
        due = max(counted.due, due) if due else counted.due
    if due and facts.today <= due:
        found.append(
            Obstacle("fee:term", f"缴费期限到{clocks.chinese_day(due)}，还没有过。", law.cite("fee_pay"))
        )
    if not found and told is None:
        words = "收费通知还没有登记送达，不能认定申请人逾期；请先登记送达和凭据。"
        found.append(Obstacle("fee:untold", words, law.cite("fee_pay"), "#letters"))
    return found


def to_answer(facts: Facts) -> list[Obstacle]:
    """The seven questions stay open until the reply goes to review."""
    return _only(facts, State.OPEN) + _no_open_reply(facts)


def to_call_unclear(facts: Facts) -> list[Obstacle]:
    """Nobody is told that his words stay unclear before he was asked once to mend them, and did."""
    if facts.correction_received:
        return []
    words = "没有告知过补正、收到过补正，不能以内容不明确作结；请先告知补正。"
    return [Obstacle("answer:unclear", words, article("clear"))]


def to_submit(facts: Facts) -> list[Obstacle]:
    """Every item answered, everybody heard, nothing that must be mended."""
    found = _only(facts, State.OPEN)
    left = facts.points - facts.answered
    if left:
        found.append(
            Obstacle("reply:points", f"还有{left}项申请内容没有答完。", article("answers"), "#points")
        )
    if facts.waiting:
        words = f"还有{len(facts.waiting)}处征求意见没有答复。"
        found.append(Obstacle("reply:waiting", words, article("third_party")))
    if facts.late:
        words = f"有{facts.late}处征求的意见是期限过后才收到的，还没有认定怎样处理。"
        found.append(Obstacle("reply:late", words, article("third_party"), "#heard"))
    return found + _no_open_reply(facts) + list(facts.findings)


def to_recall(facts: Facts) -> list[Obstacle]:
    """It is with the reviewers, or approved and not yet sent."""
    return _only(facts, State.IN_REVIEW, State.APPROVED)


def to_deliver(facts: Facts) -> list[Obstacle]:
    """The reply was approved."""
    return _only(facts, State.APPROVED)


def to_withdraw(facts: Facts) -> list[Obstacle]:
    """The applicant may take it back until it is answered."""
    return _only(facts, State.RECEIVED, *RUNNING, State.IN_REVIEW, State.APPROVED)


def to_rate(answered: bool, rated: bool) -> list[Obstacle]:
    """Once, when the answer has gone out."""
    if rated:
        return [Obstacle("rating:once", "您已经评价过，每件评价一次。")]
    return [] if answered else [Obstacle("rating:early", "答复送达以后才能评价。")]


def to_settle_open(facts: Facts) -> list[Obstacle]:
    """转主动公开 is decided when the case is closed, until it goes into its file; what was opened stays so."""
    found = _only(facts, State.CLOSED)
    if facts.archived:
        found.append(Obstacle("request:archived", "本件已经归档，不能再改。", article("keeping")))
    if facts.to_open:
        words = "已经定了转主动公开；公开的答复要改、要撤，在它自己的页面上办。"
        found.append(Obstacle("request:opened", words, article("to_open")))
    return found


def to_mark_typical(facts: Facts) -> list[Obstacle]:
    """Also long after it went into its file: what it teaches shows later."""
    return _only(facts, State.CLOSED)


def to_archive(facts: Facts) -> list[Obstacle]:
    """Closed, and the question of making it public answered."""
    found = _only(facts, State.CLOSED)
    if facts.archived:
        found.append(Obstacle("request:archived", "本件已经归档。", article("keeping")))
    if facts.to_open is None:
        found.append(Obstacle("request:to_open", "请先定这件可否转为主动公开。", article("to_open")))
    return found


def to_reopen(facts: Facts) -> list[Obstacle]:
    """Only what was closed, when a review or a court has changed the answer; the register says so."""
    found = _only(facts, State.CLOSED)
    if not found and not facts.overturned:
        words = "复议诉讼登记里没有办结以后改变本件结果的决定、裁判；请先登记并记审结结果，或者请办公室、局领导批准重新办理。"
        found.append(Obstacle("reopen:ground", words, law.cite("reopening")))
    return found


def to_approve_reopening(facts: Facts) -> list[Obstacle]:
    """Without a decision of others: by somebody else than who handled it."""
    found = _only(facts, State.CLOSED)
    if not found and facts.handler == facts.person:
        words = "承办人不能批准自己办结的件重新办理，须由另一人批准。"
        found.append(Obstacle("reopen:second", words, law.cite("reopening")))
    return found


def _no_open_reply(facts: Facts) -> list[Obstacle]:
    if facts.reply in _STANDING:
        return [Obstacle("reply:standing", "答复正在审核或者等着送达；要改，请先撤回。")]
    return []


def to_hear(answer: str, kind: str, state: str) -> list[Obstacle]:
    """A consultation is answered once, while its case goes on; the words are read by who was asked, too."""
    basis = article(kind)
    if state in ENDED:
        words = "本件申请已经结束，不用再答复；以后要公开涉及您的内容，会重新征求您的意见。"
        return [Obstacle("consultation:over", words, basis)]
    if answer == Consultation.Answer.SILENT:
        words = "答复期限已过，已经记为没有答复；还有意见的，请尽快书面寄来或者打函上的电话。"
        return [Obstacle("consultation:silent", words, basis)]
    return [Obstacle("consultation:answered", "这次征求意见已经有了答复。", basis)] if answer else []


def to_weigh(kind: str, state: str, reply: str, *, late: bool) -> list[Obstacle]:
    """What came late is weighed while the reply is being written: once it is judged, the letter stands on what was said."""
    basis, found = article(kind), []
    if not late:
        found.append(
            Obstacle("consultation:in_time", "期限过后、记为没有答复之前收到的意见才用认定。", basis)
        )
    if state not in RUNNING or reply in _STANDING:
        found.append(Obstacle("consultation:settled", "答复已经送审或者本件已经办结，不能再认定。", basis))
    return found


def to_tell(third_party: bool, answer: str, *, archived: bool) -> list[Obstacle]:
    """Only a third party that was heard and did not agree is told, while letters are still made in the case."""
    found = []
    if archived:
        found.append(Obstacle("request:archived", "本件已经归档，不能再制作文书。", article("keeping")))
    if not third_party or not answer:
        words = "征求过意见、有了结果的第三方才用告知。"
        found.append(Obstacle("consultation:told", words, article("third_party")))
    elif answer == Consultation.Answer.CONSENT:
        words = "第三方同意公开，不用另行告知。"
        found.append(Obstacle("consultation:agreed", words, article("third_party")))
    return found


def to_end_complaint(ended: bool) -> list[Obstacle]:
    """It ends once."""
    return [Obstacle("complaint:ended", "这一件已经办结。")] if ended else []


def to_dispute(facts: Facts) -> list[Obstacle]:
    """Any registered case may be disputed, also for its silence."""
    if facts.received_on is None:
        return [Obstacle("dispute:early", "本件还没有确认收到。")]
    return []


def to_end_dispute(ended: bool) -> list[Obstacle]:
    """It ends once."""
    return [Obstacle("dispute:ended", "这一件已经记了审结结果。")] if ended else []


def to_be_simple(simple: bool, kind: str, noticed_on: dt.date) -> list[Obstacle]:
    """Only a review has the procedure by which we answer sooner, and only since the law knows it."""
    if not simple:
        return []
    if kind != Dispute.Kind.REVIEW:
        return [Obstacle("dispute:simple", "诉讼适用简易程序的，答辩期限不变，不用选。", cure="#id_simple")]
    try:
        law.resolve("review_answer_simple", noticed_on)
    except GongkaiError:
        words = "收到通知时施行的行政复议法没有简易程序，请选普通程序。"
        return [Obstacle("dispute:simple", words, law.cite("review_answer"), "#id_simple")]
    return []
