"""A year of requests in the demonstration city: every outcome the office meets, done by its own people, act by act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from gongkai.apps.intake.actions.sending import next_number
from gongkai.apps.organizations.models import User
from gongkai.apps.people.details import Details
from gongkai.apps.premises.actions.guide import revise
from gongkai.apps.requests import above, actions
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.models import (
    FORM,
    Complaint,
    Consultation,
    Dispute,
    Letter,
    Office,
    Plan,
    Platform,
    Request,
    State,
)
from gongkai.clocks import moment
from gongkai.demo.city import City
from gongkai.demo.life import Act
from gongkai.demo.people import CITY
from gongkai.demo.plan import back_from, forward_from

Said = tuple[tuple[str, str], ...]
Step = tuple[int, int, Callable[[], object]]  # working days after receipt, hour, what is done
_IS: Said = (("1_yes", ""), ("2_ours", ""))
_FOUND: Said = (*_IS, ("3_found", "档案系统、科室文件柜，检索后有"), ("4_no", ""))
WAYS: dict[str, Said] = {
    "given": (*_FOUND, ("5_none", "")),
    "public": (*_IS, ("3_found", "门户网站"), ("4_public", "已在市教育局门户网站“政策文件”栏目公开")),
    "partly": (
        *_FOUND,
        ("5_third", "报价明细和联系人电话涉及第三方商业秘密、个人隐私"),
        ("6_apart", ""),
        ("7_no", ""),
    ),
    "process": (*_FOUND, ("5_process", "讨论记录和过程稿，决定尚未作出"), ("6_whole", "通篇为讨论记录")),
    "file": (*_FOUND, ("5_file", "对校外培训机构的行政处罚案卷"), ("6_whole", "案卷不宜分开")),
    "nothing": (*_IS, ("3_nothing", "档案系统、科室文件柜，检索词3个，没有命中")),
    "elsewhere": (("1_yes", ""), ("2_elsewhere", "由云川市财政局公开，电话0000-80003300")),
    "making": (*_IS, ("3_making", "各校分别统计，没有全市汇总")),
    "petition": (("1_petition", "请通过12345或者信访渠道提出"),),
    "repeated": (*_IS, ("3_found", "本机关"), ("4_repeated", "此前已就同一内容答复")),
}
# Working days after receipt at which a course does its next thing.
ANSWER, LEGAL, ISSUE, SEND, SETTLE = 9, 11, 12, 13, 14


@dataclass(frozen=True)
class Story:
    """One request. ago: working days before today at which it came. course: how it goes; way: how it is answered."""

    ago: int
    channel: str
    kind: str
    who: str
    subject: str
    course: str = "plain"
    way: str = "given"
    points: tuple[str, ...] = ()


STORIES = (
    Story(222, "counter", "natural", "白知远", "2025年义务教育阶段学校划片范围图", way="public"),
    Story(214, "email", "biz", "云川青禾教育科技有限公司", "2025年教育信息化项目验收结论"),
    Story(207, "signed_mail", "legal", "云川恒正律师事务所", "某培训机构行政处罚案卷", way="file"),
    Story(201, "web", "natural", "程以宁", "民办学校2024年度财务审计报告", "third", "partly"),
    Story(194, "fax", "natural", "杜若", "关于中考改革方案的内部讨论记录", way="process"),
    Story(188, "web", "natural", "范书言", "反映教师有偿补课", way="petition"),
    Story(181, "upper", "natural", "顾念", "近五年全市教育经费决算", way="elsewhere"),
    Story(174, "web", "research", "云川大学教育学院", "各区初中班额统计汇总", way="making"),
    Story(168, "counter", "natural", "何其远", "1998年学校合并会议纪要", way="nothing"),
    Story(160, "web", "natural", "江晚", "2025年校服采购合同", "third", "partly"),
    Story(153, "email", "natural", "柯然", "近几年招生的全部材料", "unclear"),
    Story(147, "web", "natural", "林澈", "课后服务经费收支情况", "corrected"),
    Story(140, "signed_mail", "biz", "云川晨禾课后服务有限公司", "2025年课后服务机构遴选评分表", "extended", "partly"),
    Story(133, "web", "natural", "孟思齐", "教师招聘面试评分规则"),
    Story(126, "oral", "natural", "倪安", "特殊教育学校招生条件", way="public"),
    Story(119, "web", "legal", "云川恒正律师事务所", "2016—2025年直属学校基建项目合同", "fee"),
    Story(112, "web", "natural", "欧阳静", "学校食堂大宗食材供应商名单"),
    Story(104, "plain_mail", "natural", "潘晓舟", "撤回的一件", "withdrawn"),
    Story(97, "web", "charity", "云川助学公益促进会", "2025年学生资助资金发放统计"),
    Story(90, "web", "natural", "秦牧", "学区调整测算说明", way="process"),
    Story(83, "counter", "natural", "任远", "2024年度民办学校年检结论"),
    Story(76, "web", "natural", "苏念", "同一培训机构处罚决定", way="repeated"),
    Story(70, "email", "other", "云川民办教育协会", "民办学校分类登记名单", way="public"),
    Story(63, "web", "natural", "陶然", "实验中学课后服务采购合同", "third", "partly", ("采购合同", "年度考核结果")),
    Story(56, "web", "natural", "魏来", "教师职称评审通过名单", way="public"),
    Story(49, "signed_mail", "natural", "夏云", "校舍安全鉴定报告"),
    Story(42, "web", "biz", "云川明德图书有限公司", "教辅材料评议结果"),
    Story(36, "web", "natural", "许一诺", "初中学业水平考试命题讨论记录", way="process"),
    Story(30, "fax", "natural", "严冬", "2026年学校体育场地开放名单"),
    # those still open, each at another point of its way
    Story(21, "web", "legal", "云川恒正律师事务所", "2024—2025年校舍安全改造项目清单和验收结论", "stuck"),
    Story(19, "web", "biz", "云川青禾教育科技有限公司", "2025年食堂大宗食材采购评审得分", "approved"),
    Story(17, "signed_mail", "natural", "叶知秋", "第一中学2025年教师公开招聘面试评分汇总", "review"),
    Story(16, "web", "natural", "林知夏", "实验中学2025年课后服务采购合同及年度考核结果", "writing", "partly",
          ("采购合同", "年度考核结果")),
    Story(12, "web", "charity", "云川助学公益促进会", "两所民办初中2025年收费备案材料", "asked"),
    Story(10, "web", "legal", "云川恒正律师事务所", "直属学校基建项目合同（共212页）", "charged"),
    Story(8, "web", "natural", "柯然", "近几年招生的全部材料", "mend"),
    Story(6, "counter", "natural", "张望", "2026年小学一年级对口地段调整的测算说明", "helped"),
    Story(2, "web", "natural", "周末", "关于延长高中自主招生报名时间的内部讨论记录", "fresh"),
    Story(1, "fax", "natural", "朱砂", "2026年春季教师资格认定现场确认安排", "unconfirmed"),
)  # fmt: skip
SMALL = {"third", "fee", "review", "writing", "asked", "unconfirmed"}
# Received in December and answered in January: what last year's report carried over.
BEFORE = (
    Story(0, "counter", "natural", "安然", "2025年秋季教材选用结果"),
    Story(0, "web", "natural", "卞之", "校车安全检查记录", way="nothing"),
)


def acts(city: City, today: dt.date) -> Iterator[Act]:
    """All of them, each at its moment; what lies after `today` has not happened."""
    small = "xiling" not in city.organizations
    chosen = [s for s in STORIES if not small or s.course in SMALL]
    if small:
        chosen = [next(s for s in chosen if s.course == course) for course in sorted(SMALL)]
    new_year = dt.date(today.year, 1, 1)
    yield _at(new_year, 7), partial(_office, city, new_year)
    lives = [Life(city, s, back_from(today, s.ago)) for s in chosen]
    lives = [life for life in lives if life.day >= new_year]
    if not small:
        days = (dt.date(today.year - 1, 12, 22), dt.date(today.year - 1, 12, 26))
        lives += [Life(city, s, forward_from(day, 0)) for s, day in zip(BEFORE, days, strict=True)]
    yield _at(forward_from(new_year, 2), 9, 30), partial(_guide, city)
    for life in lives:
        yield from (act for act in life.acts() if act[0].date() < today)
    if not small:
        lived = {life.story.subject for life in lives}
        ours = [*Contests(city, today).acts(), *_complaints(city, today)] if lived >= {*CONTESTED} else []
        yield from (act for act in ours if act[0].date() < today)
    if {life.story.subject for life in lives} >= {*TYPICAL}:  # early in a year they have not come yet
        yield from (act for act in Improving(city, today).acts() if act[0].date() < today)


# Typical cases, two of a kind, and what the bureau makes of them: working days before today at which each is done.
TYPICAL = ("各区初中班额统计汇总", "学区调整测算说明", "2025年校服采购合同", "实验中学课后服务采购合同")


@dataclass(frozen=True)
class Measure:
    """One plan. made, due, done, checked: working days before today (due may lie ahead); 0: that has not happened."""

    cases: tuple[str, ...]
    title: str
    measure: str
    section: str
    made: int
    due: int
    done: int = 0
    checked: int = 0


MEASURES = (
    Measure(TYPICAL[:2], "班额、学区测算说明逐校公布", "每年5月前把班额统计、测算说明放到“招生入学”栏目", "jijiao", 40, 12, 20, 15),
    Measure(TYPICAL[2:], "学校采购合同签订后上网", "合同签订后按期在学校栏目公开，商业秘密区分处理", "jijiao", 30, 4),
    Measure(TYPICAL[3:], "课后服务考核结果随合同公开", "每学期结束后公开年度考核结果", "jijiao", 15, -20),
)  # fmt: skip


class Improving:
    """The office marks what teaches, the section mends it, and somebody else looks again."""

    def __init__(self, city: City, today: dt.date) -> None:
        self.city, self.today, self.body = city, today, city.organizations[CITY]

    def acts(self) -> Iterator[Act]:
        """All marks before the first plan, then each plan on its way."""
        marked = _at(back_from(self.today, MEASURES[0].made + 1), 15)
        for subject in TYPICAL:
            yield marked, partial(self._mark, subject)
        for one in MEASURES:
            yield _at(back_from(self.today, one.made), 10, 5), partial(self._make, one)
            if one.done:
                yield _at(back_from(self.today, one.done), 16, 5), partial(self._finish, one)
            if one.checked:
                yield _at(back_from(self.today, one.checked), 10, 35), partial(self._check, one)

    def _case(self, subject: str) -> Request:
        return Request.objects.get(organization=self.body, subject=subject)

    def _mark(self, subject: str) -> None:
        actions.mark_typical(self.city.users["suhe"], self._case(subject))

    def _make(self, one: Measure) -> None:
        due = back_from(self.today, one.due) if one.due > 0 else forward_from(self.today, -one.due)
        actions.make_plan(
            self.city.users["suhe"], self.body, title=one.title, measure=one.measure, due_on=due,
            section=self.city.organizations[f"{CITY}-{one.section}"], cases=[self._case(s) for s in one.cases],
        )  # fmt: skip

    def _finish(self, one: Measure) -> None:
        plan = Plan.objects.get(organization=self.body, title=one.title)
        actions.finish_plan(
            self.city.users["qinyue"], plan, effect="三所试点学校已公布，此后没有再收到同样的申请"
        )

    def _check(self, one: Measure) -> None:
        plan = Plan.objects.get(organization=self.body, title=one.title)
        actions.check_plan(self.city.users["zhoumin"], plan, agree=True)


@dataclass(frozen=True)
class Contest:
    """A 复议 or a suit. subject: of the case it is about; empty for one of last year's, which is no case here. noticed,
    answered, ended, reopened: working days before today at which each is done; 0: that has not happened."""

    subject: str
    kind: str
    number: str
    noticed: int
    answered: int = 0
    ended: int = 0
    outcome: str = ""
    finding: str = ""
    simple: bool = False
    reopened: int = 0


REVIEWED, COURT = "云川市人民政府", "云川铁路运输法院"
CONTESTS = (
    Contest("某培训机构行政处罚案卷", "review", "云府复〔{year}〕12号", 180, 177, 158, "maintain",
            "属于行政执法案卷信息，不予公开并无不当", simple=True),
    Contest("某培训机构行政处罚案卷", "suit_after", "（{year}）云行初27号", 138, 130),
    Contest("关于中考改革方案的内部讨论记录", "review", "云府复〔{year}〕35号", 61, 54, 6, "correct",
            "方案已经公布，讨论记录应重新判断能否公开，责令重新答复", reopened=4),
    Contest("教辅材料评议结果", "review", "云府复〔{year}〕52号", 8),
)  # fmt: skip
CONTESTED = {one.subject for one in CONTESTS}
# One that last year's report left 尚未审结: noticed in December, answered in January.
BEFORE_CONTEST = Contest("", "review", "云府复〔{year}〕61号", 0)


class Contests:
    """What applicants brought before the government or the court, and how the bureau answered."""

    def __init__(self, city: City, today: dt.date) -> None:
        self.city, self.today, self.body = city, today, city.organizations[CITY]
        self.handler: User = city.users["suhe"]

    def acts(self) -> Iterator[Act]:
        """Each on its way, those of this year behind the one of last year."""
        last = self.today.year - 1
        noticed, january = dt.date(last, 12, 29), dt.date(last + 1, 1, 4)
        days = [_at(forward_from(january, n), 10, 25) for n in (0, 3, 33)]
        enter, answer, end = self._steps(BEFORE_CONTEST, noticed)
        yield days[0], enter
        yield days[1], answer
        yield days[2], partial(end, "maintain", "答复并无不当")
        for one in CONTESTS:
            yield from self._course(one)

    def _course(self, one: Contest) -> Iterator[Act]:
        enter, answer, end = self._steps(one, back_from(self.today, one.noticed))
        yield _at(back_from(self.today, one.noticed), 11, 20), enter
        if one.answered:
            yield _at(back_from(self.today, one.answered), 16, 30), answer
        if one.ended:
            yield _at(back_from(self.today, one.ended), 14, 10), partial(end, one.outcome, one.finding)
        if one.reopened:
            yield _at(back_from(self.today, one.reopened), 9, 40), partial(self._reopen, one)

    def _steps(self, one: Contest, noticed: dt.date) -> tuple[Callable[..., object], ...]:
        number = one.number.format(year=noticed.year)
        before = REVIEWED if one.kind == "review" else COURT

        def enter() -> None:
            said = {
                "kind": one.kind,
                "before": before,
                "noticed_on": noticed,
                "number": number,
                "simple": one.simple,
            }
            if one.subject:
                actions.enter_dispute(self.handler, self._case(one), **said)
            else:
                actions.enter_other_dispute(self.handler, self.body, **said)

        def row() -> Dispute:
            return Dispute.objects.get(organization=self.body, number=number)

        def answer() -> None:
            stage = "已答复" if one.kind == "review" else "已提交证据和答辩状，等开庭"
            actions.move_dispute(self.handler, row(), stage=stage, answered_on=moment.today())

        def end(outcome: str, finding: str) -> None:
            actions.end_dispute(
                self.handler, row(), outcome=outcome, ended_on=moment.today(), finding=finding
            )

        return enter, answer, end

    def _case(self, one: Contest) -> Request:
        return Request.objects.get(organization=self.body, subject=one.subject)

    def _reopen(self, one: Contest) -> None:
        actions.reopen(self.handler, self._case(one))


@dataclass(frozen=True)
class Heard:
    """A complaint about disclosure. got, due, ended: working days before today (due may lie ahead); 0: not ended."""

    about: str
    channel: str
    who: str
    got: int
    due: int
    ended: int = 0
    finding: str = ""
    correction: str = ""


COMPLAINTS = (
    Heard("政策文件栏目里三件文件的附件打不开", "局长信箱", "方晓", 172, 157, 163, "附件迁移时路径写错", "三件附件已重新上传并核对全栏目"),
    Heard("学校没有公开课后服务收费标准", "电话", "", 88, 73, 75, "该校已公开，在学校栏目“收费公示”", ""),
    Heard("年度报告里的申请数和月报对不上", "12345工单", "", 5, -6),
)  # fmt: skip


def _complaints(city: City, today: dt.date) -> Iterator[Act]:
    handler, body = city.users["suhe"], city.organizations[CITY]
    for one in COMPLAINTS:
        due = back_from(today, one.due) if one.due > 0 else forward_from(today, -one.due)

        def enter(one: Heard = one, due: dt.date = due) -> None:
            person = Details(name=one.who, telephone="0000-80001122") if one.who else None
            actions.enter_complaint(
                handler,
                body,
                received_on=moment.today(),
                channel=one.channel,
                about=one.about,
                due_on=due,
                person=person,
            )

        def end(one: Heard = one) -> None:
            row = Complaint.objects.get(organization=body, about=one.about)
            actions.end_complaint(
                handler, row, finding=one.finding, correction=one.correction, ended_on=moment.today()
            )

        yield _at(back_from(today, one.got), 10, 45), enter
        if one.ended:
            yield _at(back_from(today, one.ended), 15, 15), end


def _guide(city: City) -> None:
    """更新日期 of the public guide: who keeps the site has looked at it in the new year."""
    revise(city.users["maxiao"], city.organizations[CITY], "补写信息处理费的两种收费标准和减免，更新办公时间")


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), moment.BEIJING)


def _office(city: City, since: dt.date) -> None:
    Office.objects.update_or_create(
        organization=city.organizations[CITY],
        defaults={
            "review_body": "云川市人民政府", "court": "云川铁路运输法院", "kept_since": since,
            "payment": "持本通知到文津路8号一楼窗口，或者按通知书所附缴款码缴纳",
        },
    )  # fmt: skip
    Platform.objects.get_or_create(
        organization=city.organizations[CITY], name="云川市政府信息公开申请平台",
        defaults={
            "columns": [list(pair) for pair in above.DEFAULT], "changed_by": city.users["zhoumin"],
            "changed_at": moment.now(),
        },
    )  # fmt: skip


class Life:
    """One request on its way. The acts find their rows when they are done."""

    def __init__(self, city: City, story: Story, day: dt.date) -> None:
        self.city, self.story, self.day = city, story, day
        self.body = city.organizations[CITY]
        people = city.users
        self.handler: User = people["suhe"]
        self.legal: User = people["zhoumin"]
        self.leader: User = people["guchangning"]
        self.key = 0

    @property
    def case(self) -> Request:
        """The row as it stands."""
        return Request.objects.get(pk=self.key)

    def acts(self) -> list[Act]:
        """Receipt, then what its course brings, at hours that differ from case to case."""
        minute = self.story.ago % 50
        steps: list[Step] = [(0, 9, self.receive)]
        steps += getattr(self, f"_{self.story.course}")()
        return [
            (_at(forward_from(self.day, n) if n else self.day, hour, minute), do) for n, hour, do in steps
        ]

    def receive(self) -> None:
        """By its channel; a sending from the public form is confirmed the same hour."""
        story, today = self.story, moment.today()
        number = sum(map(ord, story.who + story.subject)) % 90_000_000 + 10_000_000
        person = Details(
            name=story.who, id_kind="passport" if story.kind == "natural" else "other", id_number=f"YC{number}",
            telephone=f"0000-{number}", email="someone@example.invalid",
        )  # fmt: skip
        given = Given(
            story.channel, today, story.kind, person, f"申请公开：{story.subject}。", story.subject, story.points,
            signed_on=today if story.channel == "signed_mail" else None,
            confirmed_on=today if story.channel in {"plain_mail", "email", "upper"} else None,
            foreign_number=f"YCS-{today.year}-{story.ago:04d}" if story.channel == "upper" else "",
            platform=Platform.objects.get(organization=self.body) if story.channel == "upper" else None,
        )  # fmt: skip
        if story.channel == "web":
            made = actions.from_public(self.body, next_number(FORM, self.body), given)
            self.key = made.pk
            actions.confirm(self.handler, self.case)
        else:
            self.key = actions.enter(self.handler, self.body, given).pk
            if self.case.state == State.RECEIVED and story.course != "unconfirmed":
                actions.confirm(self.handler, self.case)

    def _answer(self, *, whole: bool = True) -> None:
        for position in range(1, self.case.points.count() + 1):
            way = self.story.way if position == 1 else "given"
            for code, words in WAYS[way] if whole else WAYS[way][:5]:
                actions.answer(self.handler, self.case, point=position, code=code, words=words)

    def _reply(self, start: int = 0, upto: int = SETTLE) -> list[Step]:
        steps: list[Step] = [
            (ANSWER, 10, self._answer),
            (ANSWER, 16, lambda: actions.submit(self.handler, self.case)),
            (LEGAL, 10, lambda: actions.agree(self.legal, self.case, opinion="依据准确，同意。")),
            (ISSUE, 15, lambda: actions.agree(self.leader, self.case)),
            (SEND, 9, self._deliver),
            (SETTLE, 9, self._settle),
        ]
        return [(start + n, hour, do) for n, hour, do in steps if n <= upto]

    def _deliver(self) -> None:
        letter = Letter.objects.get(request_id=self.key, kind="reply")
        actions.deliver(self.handler, letter, method="post", proof=f"挂号 YC{self.key:08d}")

    def _settle(self) -> None:
        actions.settle_open(self.handler, self.case, to_open=False, reason="只与申请人有关")
        actions.archive(self.handler, self.case)

    def _consult(self) -> None:
        third = Details(name="云川晨禾课后服务有限公司", telephone="0000-80001234")
        kind = Consultation.Kind.THIRD_PARTY
        actions.consult(self.handler, self.case, kind=kind, about="合同报价明细和联系人", person=third)

    def _heard(self) -> None:
        row = Consultation.objects.get(request_id=self.key)
        actions.answer_consultation(self.handler, row, answer="partly", reason="报价明细是商业秘密")

    def _plain(self) -> list[Step]:
        return self._reply()

    def _third(self) -> list[Step]:
        return [(4, 10, self._consult), (12, 11, self._heard), *self._reply(5)]

    def _extended(self) -> list[Step]:
        def ask() -> None:
            actions.ask_extension(self.handler, self.case, amount=20, reason="评分材料多，需要区分处理")

        def decide() -> None:
            actions.decide_extension(self.legal, self.case, agree=True, opinion="同意")

        return [
            (4, 10, self._consult),
            (9, 11, self._heard),
            (12, 9, ask),
            (12, 15, decide),
            *self._reply(14),
        ]

    def _mend(self) -> list[Step]:
        def ask() -> None:
            due = forward_from(moment.today(), 10)
            actions.ask_correction(self.handler, self.case, asked="写明哪一年、哪一类材料", due_on=due)
            letter = Letter.objects.get(request_id=self.key, kind="correction")
            actions.deliver(self.handler, letter, method="email", proof="邮件已读回执")

        return [(3, 10, ask)]

    def _unclear(self) -> list[Step]:
        return [*self._mend(), (15, 9, lambda: actions.lapse_correction(self.handler, self.case))]

    def _corrected(self) -> list[Step]:
        def take() -> None:
            actions.take_correction(self.handler, self.case, text="2025年课后服务经费收支")

        return [*self._mend(), (8, 9, take), *self._reply(5)]

    def _charged(self) -> list[Step]:
        def notice() -> None:
            actions.notice_fee(self.handler, self.case, ladder="pages", pages=212)

        return [(5, 10, notice)]

    def _fee(self) -> list[Step]:
        return [*self._charged(), (9, 9, lambda: actions.take_fee(self.handler, self.case)), *self._reply(5)]

    def _withdrawn(self) -> list[Step]:
        return [(6, 9, lambda: actions.withdraw(self.handler, self.case, proof="撤回书在案卷第2页"))]

    def _asked(self) -> list[Step]:
        return [(4, 10, self._consult)]

    def _writing(self) -> list[Step]:
        return [(3, 10, self._consult), (11, 11, self._heard), (13, 10, partial(self._answer, whole=False))]

    def _review(self) -> list[Step]:
        return self._reply(upto=ANSWER)

    def _approved(self) -> list[Step]:
        return self._reply(upto=ISSUE)

    def _helped(self) -> list[Step]:
        def ask() -> None:
            section = self.city.organizations[f"{CITY}-jijiao"]
            due = forward_from(moment.today(), 5)
            actions.ask_assist(
                self.handler, self.case, section=section, question="请找测算说明的定稿", due_on=due
            )

        return [(1, 10, ask)]

    def _stuck(self) -> list[Step]:
        return []

    def _fresh(self) -> list[Step]:
        return []

    def _unconfirmed(self) -> list[Step]:
        return []
