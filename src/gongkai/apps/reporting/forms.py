"""What is typed for a report. Every error is one Chinese sentence; what was typed stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import DRAFT, REVIEW_OFFICE, SUBMIT, grants, reachable
from gongkai.apps.reporting.cells import Cell
from gongkai.apps.reporting.queries import HANDING_IN
from gongkai.clocks import moment

_REQUIRED = {"required": "请填写。"}


class CellForm(forms.Form):
    """手工填报 one cell."""

    value = forms.CharField(
        label="数", required=False, max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "autofocus": True}),
        help_text="没有发生的填0；留空表示还没有核实。",
    )  # fmt: skip
    vouched_by = forms.CharField(label="核实人", max_length=60, error_messages=_REQUIRED)
    source = forms.CharField(
        label="出处", required=False, max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "如 计财科2025年决算、人事科花名册"}),
    )  # fmt: skip
    note = forms.CharField(label="说明", required=False, max_length=300)

    @classmethod
    def of(cls, cell: Cell, user: Any) -> CellForm:
        """The form as the cell stands; a person vouches for what he types unless he names another."""
        return cls(
            initial={
                "value": "" if cell.value is None else cell.value, "note": cell.note, "source": cell.source,
                "vouched_by": cell.vouched_by or user.get_full_name(),
            }
        )  # fmt: skip


class PasteForm(forms.Form):
    """从 Excel 粘贴: a block of figures from one cell on."""

    use_required_attribute = False  # our own sentences, not the browser's

    start = forms.ChoiceField(
        label="从哪一格填起", error_messages={"invalid_choice": "请选定从哪一格填起。", **_REQUIRED}
    )
    block = forms.CharField(
        label="粘贴在这里", max_length=20_000, strip=False, widget=forms.Textarea(attrs={"rows": 5, "wrap": "off"}),
        help_text="在 Excel 里选中数的部分复制。空格子不动；由记录得出、相加得出的不改。",
        error_messages={"required": "还没有粘贴内容。", "max_length": "粘贴的内容过长，请分几次粘贴。"},
    )  # fmt: skip
    vouched_by = forms.CharField(label="核实人", max_length=60, error_messages=_REQUIRED)
    source = forms.CharField(label="出处", required=False, max_length=200)

    def __init__(self, *args: Any, cells: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = cells  # type: ignore[attr-defined]


class TakeInForm(forms.Form):
    """上传填好的表格."""

    use_required_attribute = False  # our own sentences, not the browser's

    file = forms.FileField(
        label="填好的表格", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text="用“导出表格”得到的样子填数，存为 .xlsx；空格子不动，由记录得出、相加得出的不改。",
        error_messages={"required": "请选择文件。", "invalid": "没有收到文件，请重新选择。", "missing": "请选择文件。", "empty": "文件是空的。"},
    )  # fmt: skip
    vouched_by = forms.CharField(label="核实人", max_length=60, error_messages=_REQUIRED)


class TextForm(forms.Form):
    """The text of one part."""

    text = forms.CharField(
        label="正文", required=False, max_length=60_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "id": "text"}),
        error_messages={"max_length": "这一部分过长，请删减到6万字以内。"},
    )  # fmt: skip


class OpenForm(forms.Form):
    """开始编制: body, section, year."""

    section = forms.ModelChoiceField(
        label="编制科室", queryset=Organization.objects.none(), empty_label=None, error_messages=_REQUIRED
    )
    year = forms.TypedChoiceField(label="年度", coerce=int, error_messages=_REQUIRED)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = moment.today()
        places = reachable(user, DRAFT).filter(closed_on__isnull=True).select_related("body").order_by("path")
        field = self.fields["section"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — declared above
        field.queryset = places
        field.label_from_instance = lambda o: f"{o.body.name} {o.name}" if o.is_section else o.name  # type: ignore[method-assign,assignment]
        years = [(y, f"{y}年") for y in range(today.year, 2013, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year - 1
        self._places = places

    @property
    def has_a_place(self) -> bool:
        """Whether the person may begin a report anywhere."""
        return self._places.exists()


class HandInForm(forms.Form):
    """报送 a report as a file, for one's own body or for one below."""

    organization = forms.ModelChoiceField(
        label="报送单位", queryset=Organization.objects.none(), error_messages=_REQUIRED, empty_label="请选择"
    )
    year = forms.TypedChoiceField(label="年度", coerce=int, error_messages=_REQUIRED)
    file = forms.FileField(
        label="报告文件", allow_empty_file=True, widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.html,.htm,.txt"}),
        help_text="Word（.docx）、带文字的 PDF、网页或文本。",
        error_messages={"required": "请选择文件。", "invalid": "没有收到文件，请重新选择。", "missing": "请选择文件。"},
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = moment.today()
        own = reachable(user, SUBMIT).filter(kind__in=HANDING_IN, parent__isnull=False).values("pk")
        received_by = [g.organization_id for g in grants(user) if REVIEW_OFFICE in g.verbs]
        bodies = Organization.objects.filter(pk__in=own) | Organization.objects.filter(
            parent__in=received_by, kind__in=HANDING_IN
        )
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — declared above
        field.queryset = bodies.distinct().order_by("path")
        self._bodies = field.queryset
        self.fields["year"].choices = [(y, f"{y}年") for y in range(today.year, 2013, -1)]  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year - 1

    @property
    def has_a_body(self) -> bool:
        """Whether there is a body for which the person may hand in."""
        return self._bodies.exists()
