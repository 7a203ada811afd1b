"""The questions of the public form. Nothing is asked that 条例 does not ask: no use, no second proof."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.apps.intake.fields import Choice, Form, Line, Words
from gongkai.apps.people.details import CREDIT, ID_KINDS, RESIDENT, tidy_number, tidy_telephone, wrong_number
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.models import Rating, Supply
from gongkai.apps.requests.rules import supply_lacks

MOST = 1000  # characters of a description
_WHO = [
    (Kind.NATURAL.value, "我自己（自然人）"),
    *((k.value, f"单位：{k.label}") for k in Kind if k != Kind.NATURAL),
]


class Wanted(Form):
    """What is wanted: name, number, time, features."""

    wanted = Words("您想要什么信息", most=MOST, hint="不要写身份证号、电话，后面会单独问。")


class Who(Form):
    """Who asks, by the columns of the statutory form."""

    kind = Choice("申请人", _WHO)


class _Numbered(Form):
    def checked(self, kind: str, number: str) -> str:
        """The number in one spelling; one sentence where it cannot be right."""
        tidy = tidy_number(kind, number)
        if wrong := wrong_number(kind, tidy):
            raise forms.ValidationError(wrong)
        return tidy


class Person(_Numbered):
    """A natural person and the proof of identity."""

    name = Line("姓名", most=40, attrs={"autocomplete": "name"})
    id_kind = Choice("证件", [(k, v) for k, v in ID_KINDS.items() if k != CREDIT])
    id_number = Line("证件号码", most=40, attrs={"autocomplete": "off"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_kind"].initial = RESIDENT

    def clean(self) -> dict[str, Any]:
        """The number by the rules of its kind."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("id_number") and given.get("id_kind"):
            try:
                given["id_number"] = self.checked(given["id_kind"], given["id_number"])
            except forms.ValidationError as error:
                self.add_error("id_number", error)
        return given


class Company(_Numbered):
    """A legal person or organization, with who speaks for it."""

    name = Line("单位名称", most=80, attrs={"autocomplete": "organization"})
    id_number = Line("统一社会信用代码", most=18, attrs={"autocomplete": "off"})
    representative = Line("法定代表人或者负责人", most=40)
    contact_name = Line("联系人", most=40)

    def clean_id_number(self) -> str:
        """18 signs with their check sign."""
        return self.checked(CREDIT, self.cleaned_data["id_number"])


class Contact(Form):
    """Where the answer goes, and where a question reaches the applicant."""

    telephone = Line("电话", most=40, attrs={"inputmode": "tel", "autocomplete": "tel"})
    supply = Choice("怎样给您", [(s.value, s.label) for s in Supply])
    email = Line("电子邮箱", most=120, required=False, attrs={"inputmode": "email", "autocomplete": "email"})
    address = Line("通信地址", most=200, required=False, hint="选纸质或者光盘的，寄到这里。")
    postcode = Line("邮政编码", most=12, required=False, attrs={"inputmode": "numeric"})

    def clean_telephone(self) -> str:
        """A number that can be dialled."""
        said = str(self.cleaned_data["telephone"])
        if not 5 <= len(tidy_telephone(said)) <= 15:
            raise forms.ValidationError("电话号码的位数不对，请核对；座机请带区号。")
        return said

    def clean_email(self) -> str:
        """An address that mail can reach; empty is fine."""
        said = str(self.cleaned_data["email"])
        if said:
            forms.EmailField(
                error_messages={"invalid": "电子邮箱的写法不对，请核对，如 name@example.cn。"}
            ).clean(said)
        return said

    def clean(self) -> dict[str, Any]:
        """What the chosen way of supply needs."""
        given: dict[str, Any] = super().clean() or {}
        lacks = supply_lacks(given.get("supply", ""), given.get("email", ""), given.get("address", ""))
        if lacks and lacks[0] in given:  # what was written wrongly is said already
            self.add_error(*lacks)
        return given


class Correction(Form):
    """补正: what was missing, written on the page of the case."""

    text = Words("补正的内容", most=MOST)


class Opinion(Form):
    """满意度: a grade, and words where the applicant has some."""

    score = Choice("您对这件办得怎样的评价", Rating.Score.choices)
    words = Words("想说的话", most=500, required=False, hint="说给承办科室听的；不要写身份证号、电话。")

    def clean_score(self) -> int:
        """The grade as a number."""
        return int(self.cleaned_data["score"])
