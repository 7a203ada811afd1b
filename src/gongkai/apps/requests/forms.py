"""What acts on a case ask to be typed. Choices that depend on the case are narrowed by `fit_…`."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai import law
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import holders
from gongkai.apps.people.details import ID_KINDS
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.actions.receiving import UPPER
from gongkai.apps.requests.models import Consultation, Delivery, Dispute, Fee, Platform, Request, Supply
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.rules import supply_lacks
from gongkai.desk.forms import REQUIRED, DayField, Form, PlaceField
from gongkai.law import lists
from gongkai.law.processes import process

YES_NO = [("yes", "是"), ("no", "否")]


def _text(label: str, *, rows: int = 3, most: int = 2000, required: bool = True, help_text: str = "") -> Any:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _line(label: str, *, most: int = 120, required: bool = True, help_text: str = "") -> Any:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, error_messages=REQUIRED
    )


def _today(label: str = "哪一天") -> DayField:
    return DayField(label=label, required=False, help_text="不填就是今天。")


def _choice(label: str, choices: Any) -> Any:
    return forms.ChoiceField(label=label, choices=choices, error_messages=REQUIRED)


class Yes(forms.ChoiceField):
    """Yes or no, said and not ticked."""

    def __init__(self, label: str, yes: str, no: str) -> None:
        super().__init__(
            label=label, choices=[("", "请选择"), ("yes", yes), ("no", no)], error_messages=REQUIRED
        )

    def clean(self, value: Any) -> bool:
        """True for the first."""
        return bool(super().clean(value) == "yes")


class DayForm(Form):
    """One day; left empty it is today."""

    on = _today()


class WithdrawForm(Form):
    """撤回申请, as the applicant did it."""

    proof = _text(
        "撤回的凭据",
        most=300,
        help_text="写在哪里查得到，如撤回书在案卷第几页、电话记录的编号；不写姓名、号码。",
    )
    on = _today("哪一天撤回")


class ReopenForm(Form):
    """重新办理."""

    on = DayField(
        label="决定书、裁判送到的日期", required=False, help_text="不填就是今天；期限从这一天起算。"
    )


class AssignForm(Form):
    """分办."""

    section = PlaceField(
        Organization.objects.none(), label="承办科室", error_messages=REQUIRED, indented=True
    )
    handler = forms.ModelChoiceField(User.objects.none(), label="承办人", required=False, empty_label="不改")


def fit_section(form: Any, user: Any, case: Request) -> None:
    """Body and sections of the case."""
    form.fields["section"].queryset = Organization.objects.filter(body=case.organization).order_by("path")
    if "handler" in form.fields:
        form.fields["handler"].queryset = holders(HANDLE, case.organization)


class CorrectionForm(Form):
    """补正告知."""

    asked = _text("要补正什么", help_text="一次性写全：名称、文号、时间或者其他便于查询的特征。")
    due_on = DayField(label="补正期限", error_messages=REQUIRED)
    on = _today("告知书送达日期")


class CorrectedForm(Form):
    """收到补正."""

    text = _text("补正了什么", required=False)
    on = _today("收到补正的日期")


class ThirdPartyForm(Form):
    """征求第三方意见."""

    about = _text("征求哪些内容的意见")
    name = _line("第三方的姓名或者名称", most=80)
    kind = _choice("类别", Kind.choices)
    telephone = _line("联系电话", most=40, required=False)
    address = _line("通信地址", most=200, required=False)
    on = _today("征询书送达日期")


class AgencyForm(Form):
    """征求共同制作机关意见."""

    about = _text("征求哪些内容的意见")
    name = _line("机关名称")
    on = _today("函件送达日期")


class AnswerForm(Form):
    """What the other side said."""

    answer = _choice("答复", [c for c in Consultation.Answer.choices if c[0]])
    reason = _text("理由", required=False)
    on = _today("收到答复的日期")


class LateForm(Form):
    """认定迟到的意见."""

    weighed = _choice("怎样处理", [c for c in Consultation.Weight.choices if c[0]])
    because = _text("理由", help_text="为什么还考虑，或者为什么不再等。")


class AssistForm(Form):
    """请科室协办."""

    section = PlaceField(
        Organization.objects.none(), label="请哪个科室", error_messages=REQUIRED, indented=True
    )
    question = _text("请办什么", help_text="科室看得到这里写的和期限，看不到申请人。")
    due_on = DayField(label="请在何日前答复", error_messages=REQUIRED)


class OpinionForm(Form):
    """协办意见."""

    opinion = _text("意见", rows=6)


class NoteForm(Form):
    """会商."""

    people_there = _line("谁参加", most=200)
    text = _text("会商意见", rows=6)


class ExtensionForm(Form):
    """提请延长."""

    amount = forms.IntegerField(label="延长多少个工作日", min_value=1, error_messages=REQUIRED)
    reason = _text("为什么需要延长", most=500)


class DecideForm(Form):
    """批准延长."""

    agree = Yes("是否同意", "同意", "不同意")
    opinion = _line("意见", most=300, required=False)


class FeeForm(Form):
    """收费通知."""

    ladder = _choice("计收方式", Fee.Ladder.choices)
    pages = forms.IntegerField(label="页数（按量时填）", min_value=0, required=False)
    on = _today("通知送达日期")

    def clean_pages(self) -> int:
        """Left empty it is none."""
        return self.cleaned_data.get("pages") or 0


class BecauseForm(Form):
    """A reason and a day."""

    because = _text("理由", most=300)
    on = _today()


class JudgeForm(Form):
    """认定理由."""

    reasonable = Yes("申请人说明的理由", "合理", "不合理，不予处理")
    reason = _text("申请人怎样说明", required=False)
    until = DayField(
        label="延迟答复至", required=False,
        help_text="理由合理但期限内办不完的，写告知申请人的日期；期限就到这一天。条例没有固定天数，由本机关合理确定。",
    )  # fmt: skip
    because = _text(
        "为什么延迟到这一天", required=False, rows=2, most=300, help_text="写进告知书，不写申请人姓名。"
    )
    on = _today("收到说明的日期")


class MergeForm(Form):
    """并案."""

    into = _line("并入哪一件（受理号）", most=20, help_text="写如 2026-0027；须是同一申请人的。")


class DeliverForm(Form):
    """送达."""

    method = _choice("方式", Delivery.Method.choices)
    sent_on = _today("发出日期")
    arrived_on = DayField(label="送达日期", required=False)
    proof = _line("凭据", most=200, help_text="挂号单号、签收记录、邮件回执等。")


class OpenForm(Form):
    """转主动公开."""

    to_open = Yes("可否转为主动公开", "转主动公开", "不转")
    reason = _text("理由", most=300)


class OpenedForm(Form):
    """公开的答复."""

    title = _line("标题")
    text = _text("正文", rows=14, most=20000)


class OpenedFileForm(Form):
    """随文公开的附件."""

    redaction = _choice("遮盖件", [])
    name = _line("公众看到的名称", most=110, help_text="不写人名，如：校服采购合同（区分处理件）。")


class BackForm(Form):
    """退回."""

    reasons = forms.MultipleChoiceField(
        label="退回原因", required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(process("request").returns.items()),
    )  # fmt: skip
    opinion = _text("要改什么", required=False, most=1000)


def _answer_terms() -> str:
    """How long the law gives us to answer, for each kind of proceeding."""
    kinds = {"review_answer": "复议", "review_answer_simple": "复议简易程序", "suit_answer": "诉讼"}
    return "，".join(f"{name}{law.limit(matter)}（{law.cite(matter)}）" for matter, name in kinds.items())


class DisputeForm(Form):
    """登记复议、诉讼."""

    kind = _choice("类别", Dispute.Kind.choices)
    before = _line("复议机关或者法院")
    number = _line("案号", most=80, required=False)
    noticed_on = DayField(
        label="收到通知日期",
        error_messages=REQUIRED,
        help_text="收到申请书副本、起诉状副本的那天，从次日起算。",
    )
    simple = forms.BooleanField(label="复议适用简易程序", required=False)
    answer_due_on = DayField(label="通知书写明的答复期限", required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["answer_due_on"].help_text = f"没有写明的不填，按法律计算：{_answer_terms()}。"


class DisputeMoveForm(Form):
    """记进展."""

    stage = _line("到了哪一步", most=60, help_text="如：已受理、已答复、已答辩、听证、开庭、中止。")
    number = _line("案号", most=80, required=False, help_text="现在知道了的补上；不填不改。")
    simple = forms.TypedChoiceField(
        label="复议的程序", required=False, empty_value=None, coerce=lambda value: value == "yes",
        choices=[("", "不改"), ("no", "普通程序"), ("yes", "简易程序")],
    )  # fmt: skip
    answer_due_on = DayField(label="通知书写明的答复期限", required=False, help_text="不填不改。")
    answered_on = DayField(label="答复或者答辩日期", required=False, help_text="已经提交的填；不填不改。")


def fit_dispute(form: Form, user: User, dispute: Dispute) -> None:
    """A suit has one procedure as far as our answer goes."""
    if dispute.kind != Dispute.Kind.REVIEW:
        del form.fields["simple"]


class DisputeEndForm(Form):
    """审结."""

    outcome = _choice("结果", [c for c in Dispute.Outcome.choices if c[0]])
    ended_on = DayField(label="审结日期", error_messages=REQUIRED)
    finding = _text("决定、裁判要旨", required=False)


class EntryForm(Form):
    """What came over the counter, by post, by fax, by word of mouth, from above. One page, in the order of the paper."""

    channel = _choice("怎么来的", [(e.code, e.label) for e in lists.entries("channels") if e.code != "web"])
    submitted_on = DayField(label="提交日期", error_messages=REQUIRED)
    signed_on = DayField(label="签收日期", required=False, help_text="挂号信、快递填。")
    confirmed_on = DayField(
        label="确认日期",
        required=False,
        help_text="平信、传真、电子邮件，与申请人确认后填；没确认先空着。上级平台转来的，填平台写的收到日期。",
    )
    kind = _choice("申请人", Kind.choices)
    name = _line("姓名或者名称", most=80)
    id_kind = _choice("证件", list(ID_KINDS.items()))
    id_number = _line("证件号码", most=40)
    telephone = _line("联系电话", most=40, required=False, help_text="电话、邮箱、地址，至少留一种。")
    email = _line("电子邮箱", required=False)
    address = _line("通信地址", most=200, required=False)
    wanted = _text("要什么信息", rows=5, most=10000)
    supply = _choice("提供方式", [("", "请选择"), *Supply.choices])
    subject = _line("事项", required=False, help_text="一句话概括，不写姓名；不填取上面的开头。")
    points = _text("分成几项", required=False, rows=3, help_text="一行一项；只有一项不用填。")
    platform = forms.ModelChoiceField(
        Platform.objects.none(), label="哪个上级平台转来的", required=False, empty_label="不是上级平台转来的"
    )
    foreign_number = _line(
        "上级平台编号", most=60, required=False, help_text="平台上的编号；整表再来时不会重收。"
    )
    RARE = ("subject", "points", "platform", "foreign_number")

    @property
    def usual(self) -> list[forms.BoundField]:
        """What every paper asks for."""
        return [field for field in self if field.name not in self.RARE]

    @property
    def rare(self) -> list[forms.BoundField]:
        """What few cases need: folded until something is written there or refused."""
        return [self[name] for name in self.RARE]

    @property
    def unfolded(self) -> bool:
        """Whether something of the rare stands there already."""
        return any(field.value() or field.errors for field in self.rare)

    def clean(self) -> dict[str, Any]:
        """What the chosen way of supply needs; a platform above hands on no more than it has."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("channel") != UPPER and not given.get("platform"):
            lacks = supply_lacks(given.get("supply", ""), given.get("email", ""), given.get("address", ""))
            if lacks and lacks[0] in given:
                self.add_error(*lacks)
        return given


class PeriodForm(Form):
    """From one day to another, both counted."""

    first = DayField(label="从", error_messages=REQUIRED)
    last = DayField(label="到", error_messages=REQUIRED)

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", "结束日期在开始日期之前，请核对。")
        return given


class OfficeForm(forms.Form):
    """文书设置."""

    review_body = _line(
        "复议机关", most=80, required=False, help_text="写进每一份答复；没有填，答复不能送审。"
    )
    court = _line(
        "有管辖权的法院", most=80, required=False, help_text="没有填，信里只写“有管辖权的人民法院”。"
    )
    payment = _line("缴费方式", most=300, required=False, help_text="写进收费通知，也给申请人在网上看。")
    kept_since = DayField(
        label="从何日起全部在此登记",
        error_messages=REQUIRED,
        help_text="年度报告从这一天之后的年度起由记录得出。",
    )


class PlanForm(Form):
    """改进方案."""

    title = _line("改什么")
    measure = _text("措施", rows=5)
    section = PlaceField(
        Organization.objects.none(), label="负责科室", error_messages=REQUIRED, indented=True
    )
    due_on = DayField(label="完成期限", error_messages=REQUIRED)
    cases = forms.TypedMultipleChoiceField(
        label="从哪些典型案例来", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一件典型案例。"},
    )  # fmt: skip


class EffectForm(Form):
    """改进方案报完成."""

    effect = _text("成效", rows=5, help_text="改了以后怎样了：少了几件、快了几天、补了哪一条。")
    on = _today("完成日期")


class CheckForm(Form):
    """复核改进方案."""

    agree = Yes("是否见效", "已见效", "没有见效，退回再改")
    opinion = _line("还差什么", most=300, required=False)


class PlatformForm(Form):
    """上级平台; its columns are rows of their own."""

    name = _line("平台的名称", most=60, help_text="如：云川市政府信息公开申请平台。")


class ToldForm(Form):
    """书面告知第三方."""

    what = _text("决定公开哪些内容")
    reason = _text("理由", help_text="不公开会对什么公共利益造成重大影响。")


class ComplaintEndForm(Form):
    """举报投诉办结."""

    finding = _text("查明的情况")
    correction = _text("整改", required=False)
    ended_on = DayField(label="办结日期", error_messages=REQUIRED)


class ComplaintForm(Form):
    """登记举报投诉."""

    received_on = DayField(label="收到日期", error_messages=REQUIRED)
    channel = _line("渠道", most=60)
    about = _text("反映什么", help_text="不写反映人的姓名。")
    due_on = DayField(label="办理期限", required=False)
    name = _line("反映人", most=80, required=False, help_text="匿名的不填；看一次记一次。")
    kind = forms.ChoiceField(label="反映人类别", choices=Kind.choices, required=False)
    telephone = _line("联系电话", most=40, required=False)

    def clean_kind(self) -> str:
        """A person, where nothing else is said."""
        return self.cleaned_data["kind"] or Kind.NATURAL.value

    def clean(self) -> dict[str, Any]:
        """A telephone belongs to somebody."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("telephone") and not given.get("name"):
            self.add_error("name", "留了电话的，请写反映人；匿名的都不填。")
        return given
