"""What an officer types about a document. Every error is one Chinese sentence; what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.apps.documents import rules
from gongkai.apps.documents.models import DOCUMENT_KINDS, Attribute, NumberNote, OfficialDocument
from gongkai.apps.documents.reading import kind_of
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import DRAFT, grants, reachable
from gongkai.clocks import moment
from gongkai.desk.forms import REQUIRED, DayField, Form, PlaceField
from gongkai.law import lists


class UploadForm(Form):
    """The first step: one file, or none to type by hand."""

    source = forms.FileField(
        label="公文文件", required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.html,.htm,.txt"}),
        error_messages={"invalid": "没有收到文件，请重新选择。"},
    )  # fmt: skip


def _typed(example: str) -> forms.TextInput:
    """A line to type in that is seen to be one while it is empty."""
    return forms.TextInput(attrs={"placeholder": example})


class FactsForm(Form):
    """The facts of a document: proposed by the reader, confirmed or mended by the officer."""

    number = forms.CharField(
        label="发文字号", required=False, max_length=80, widget=_typed("如 云教办〔2026〕5号")
    )
    title = forms.CharField(
        label="标题", max_length=300, error_messages={"required": "请填写标题。"},
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "如 关于……的通知"}),
    )  # fmt: skip
    issuer = forms.CharField(label="发文机关", required=False, max_length=200, widget=_typed("按落款"))
    addressee = forms.CharField(
        label="主送机关", required=False, max_length=500, widget=_typed("如 各中小学校")
    )
    copied_to = forms.CharField(
        label="抄送机关", required=False, max_length=500, widget=_typed("按版记，没有就空着")
    )
    printed = forms.CharField(label="印发", required=False, max_length=120, widget=_typed("印发机关和日期"))
    signed_on = DayField(label="成文日期", required=False)
    kind = forms.ChoiceField(label="文种", choices=[("", "按标题认定"), *DOCUMENT_KINDS], required=False)
    effective_on = DayField(label="施行日期", required=False)
    expires_on = DayField(label="有效期至", required=False)
    normative = forms.BooleanField(label="行政规范性文件", required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["kind"] = values.get("kind") or kind_of(str(values.get("title") or ""))
        first, last = values.get("effective_on"), values.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", "有效期不能早于施行日期。")
        return values

    def facts(self) -> dict[str, Any]:
        """The values for `actions.register` and `actions.change`."""
        return {name: self.cleaned_data[name] for name in FactsForm.base_fields}


class PlaceForm(Form):
    """Whose document it is: the drafting section, or the body itself where it has none."""

    place = PlaceField(
        Organization.objects.none(), label="主办科室", empty_label=None,
        error_messages={"required": "请选定主办科室。", "invalid_choice": "您不能为这个科室登记公文。"},
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = reachable(user, DRAFT).filter(closed_on__isnull=True).select_related("body").order_by("path")
        field = self.fields["place"]
        field.queryset = places  # type: ignore[attr-defined]
        own = next((g.organization_id for g in grants(user) if DRAFT in g.verbs), None)
        field.initial = own


def ground_choices() -> list[Any]:
    """The coded grounds with their articles, under the attribute they belong to."""
    groups = [
        (
            lists.entry("attributes", a, moment.today()).label,
            [(e.code, f"{e.label}（{e.source.article}）") for e in lists.grounds_for(a, moment.today())],
        )
        for a in ("on_request", "closed")
    ]
    return [("", "请选定理由"), *groups]


class AttributeForm(Form):
    """源头认定: the attribute, its coded ground, and who discloses a party-and-government document."""

    attribute = forms.ChoiceField(
        label="公开属性", widget=forms.RadioSelect,
        choices=[c for c in Attribute.choices if c[0] != Attribute.UNDECIDED],
        error_messages={"required": "请选定公开属性。", "invalid_choice": "请选定公开属性。"},
    )  # fmt: skip
    ground = forms.ChoiceField(
        label="不主动公开的理由", required=False, choices=ground_choices,
        error_messages={"invalid_choice": "请从清单中选定理由。"},
    )  # fmt: skip
    ground_note = forms.CharField(
        label="理由说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    party_and_government = forms.BooleanField(label="党政联合制发", required=False)
    disclosing_body = forms.CharField(label="由谁公开", required=False, max_length=80)
    authorisation = forms.CharField(label="公开的授权依据", required=False, max_length=200)

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.optional = optional
        if optional:
            self.fields["attribute"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "attribute" not in values or (self.optional and not values["attribute"]):
            return values
        where = {
            "attribute:ground": "ground",
            "attribute:disclosing_body": "disclosing_body",
            "attribute:authorisation": "authorisation",
        }
        for obstacle in rules.obstacles_of_attribute(**self.decision()):
            sentence = f"{obstacle.sentence}（{obstacle.article}）" if obstacle.article else obstacle.sentence
            self.add_error(where.get(obstacle.code, "attribute"), sentence)
        return values

    def decision(self) -> dict[str, Any]:
        """The values for `actions.decide_attribute`."""
        values = {name: self.cleaned_data.get(name) or "" for name in AttributeForm.base_fields}
        values["party_and_government"] = bool(values["party_and_government"])
        if values["attribute"] == Attribute.OPEN:
            values["ground"] = ""
        return values


def attribute_initial(document: OfficialDocument) -> dict[str, Any]:
    """The attribute form as the document stands."""
    values = {name: getattr(document, name) for name in AttributeForm.base_fields}
    if document.attribute == Attribute.UNDECIDED:
        values["attribute"] = ""
    return values


class ExplainForm(Form):
    """说明缺号."""

    reason = forms.ChoiceField(label="原因", choices=NumberNote.Reason.choices, error_messages=REQUIRED)
    note = forms.CharField(label="说明", max_length=200, error_messages={"required": "请写一句说明。"})


class DiscardForm(Form):
    """作废登记."""

    because = forms.CharField(
        label="为什么作废", max_length=200, error_messages={"required": "请写明为什么作废。"}
    )
