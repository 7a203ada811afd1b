"""Forms of 站点管理."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.organizations.actions.bodies import OWN_FIELDS
from gongkai.apps.organizations.models import INDEX_SCHEMES, Organization
from gongkai.apps.premises.models import SiteText
from gongkai.desk.forms import DayField, Form
from gongkai.gongwen.text import fold

_BETWEEN = re.compile(r"[、,，;；\s]+")


def words_of(typed: str) -> list[str]:
    """What was typed with any of the usual signs between."""
    return [word for word in _BETWEEN.split(typed.strip()) if word]


def _missing(what: str) -> dict[str, str]:
    return {"required": f"请填写{what}。"}


DetailsForm = forms.modelform_factory(
    Organization, fields=OWN_FIELDS, widgets={"duties": forms.Textarea(attrs={"rows": 4})}
)


class MarksForm(Form):
    """Numbers in the foot of every page."""

    site_code = forms.CharField(
        label="网站标识码",
        max_length=20,
        required=False,
        help_text="10 位数字，在全国政府网站信息报送系统取得",
    )
    icp_number = forms.CharField(
        label="ICP备案号", max_length=40, required=False, help_text="如 京ICP备05070218号-1"
    )
    police_number = forms.CharField(
        label="公安机关备案号", max_length=40, required=False, help_text="如 京公网安备11010202000001号"
    )

    def clean(self) -> dict[str, Any]:
        """Full-width letters and digits are read as what they mean."""
        data = super().clean() or {}
        return {name: fold(value).strip() if value else "" for name, value in data.items()}


class HostForm(Form):
    """The site's own host name."""

    host = forms.CharField(
        label="域名",
        max_length=130,
        required=False,
        help_text="如 gk.example.gov.cn；对外一律用 https。没有自己的域名就空着",
    )

    def clean_host(self) -> str:
        """A whole https address is understood; http is not taken."""
        typed = fold(str(self.cleaned_data["host"])).strip().lower()
        if typed.startswith("http://"):
            raise forms.ValidationError("对外须用 https：请办好证书，再填 https 的域名。")
        return typed.removeprefix("https://").rstrip("/.")


class CodesForm(Form):
    """发文代字."""

    number_codes = forms.CharField(
        label="发文代字", max_length=400, required=False, help_text="几个用顿号隔开，如：青教、青教办"
    )

    def clean_number_codes(self) -> list[str]:
        """As a list."""
        return words_of(str(self.cleaned_data["number_codes"]))


class IndexForm(Form):
    """The pattern of the index number."""

    index_scheme = forms.ChoiceField(label="索引号规则", choices=INDEX_SCHEMES)
    index_code = forms.CharField(label="机构代码", max_length=20, error_messages=_missing("机构代码"))

    def clean_index_code(self) -> str:
        """Capital letters, half-width."""
        return fold(str(self.cleaned_data["index_code"])).strip().upper()


class ColumnForm(Form):
    """One column."""

    name = forms.CharField(label="名称", max_length=40, error_messages=_missing("名称"))
    slug = forms.SlugField(
        label="网址名", max_length=40, help_text="小写字母、数字和短横，如 zhaosheng；改了以后旧网址仍然转到新网址",
        error_messages=_missing("网址名") | {"invalid": "网址名只能用字母、数字和短横。"},
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        Column.objects.none(), label="上级栏目", required=False, empty_label="（一级栏目）",
        error_messages={"invalid_choice": "请选本站启用的栏目。"},
    )  # fmt: skip
    shows = forms.ChoiceField(label="内容", choices=Column.Shows.choices)
    description = forms.CharField(label="收什么", max_length=200, required=False)
    basis = forms.CharField(label="依据", max_length=80, required=False)
    fresh_days = forms.IntegerField(
        label="更新周期（天）", min_value=1, max_value=3660, required=False, help_text="超过这些天没有新内容会提醒",
        error_messages={"invalid": "请填天数。", "min_value": "至少 1 天。", "max_value": "最多 3660 天。"},
    )  # fmt: skip

    def __init__(self, place: Organization, *args: Any, column: Column | None = None, **kwargs: Any) -> None:
        if column is not None:
            names = ("name", "slug", "parent", "shows", "description", "basis", "fresh_days")
            kwargs.setdefault("initial", {n: getattr(column, n) for n in names})
        super().__init__(*args, **kwargs)
        tops = Column.objects.filter(organization=place, is_open=True, parent=None)
        parent: Any = self.fields["parent"]
        parent.queryset = tops.exclude(pk=column.pk) if column is not None else tops

    def clean_slug(self) -> str:
        """Lower case."""
        return str(self.cleaned_data["slug"]).lower()


class CloseForm(Form):
    """Closing a column: where its contents go."""

    into = forms.ModelChoiceField(
        Column.objects.none(), label="内容并入", required=False, empty_label="（不并入，网页仍在原址）",
        error_messages={"invalid_choice": "请选本站启用的栏目。"},
    )  # fmt: skip

    def __init__(self, column: Column, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset = Column.objects.filter(organization=column.organization_id, is_open=True).exclude(
            pk=column.pk
        )


class TopicForm(Form):
    """A new topic."""

    name = forms.CharField(label="名称", max_length=40, error_messages=_missing("名称"))
    parent = forms.ModelChoiceField(
        Topic.objects.filter(parent=None, is_open=True), label="上级主题", required=False, empty_label="（一级主题）",
        error_messages={"invalid_choice": "请选启用的一级主题。"},
    )  # fmt: skip


class TextForm(Form):
    """A text of the site."""

    name = forms.ChoiceField(choices=SiteText.Name.choices, widget=forms.HiddenInput)
    text = forms.CharField(
        label="内容", required=False, max_length=40_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一行一段。可以粘贴带格式的文字，只留段落、列表、表格和链接",
    )  # fmt: skip


class HolidaysForm(Form):
    """A year's notice, from its own lines."""

    year = forms.IntegerField(
        label="年份", min_value=2000, max_value=2999,
        error_messages=_missing("年份") | {"invalid": "请填四位年份。", "min_value": "请填四位年份。", "max_value": "请填四位年份。"},
    )  # fmt: skip
    number = forms.CharField(
        label="通知文号",
        max_length=40,
        help_text="如 国办发明电〔2025〕7号",
        error_messages=_missing("通知文号"),
    )
    issued = DayField(label="发布日期", error_messages=_missing("发布日期"))
    text = forms.CharField(
        label="通知正文中各节日的安排", max_length=4000, widget=forms.Textarea(attrs={"rows": 9}),
        help_text="从“一、元旦：”到“七、国庆节：”照原文粘贴，一个节日一行", error_messages=_missing("各节日的安排"),
    )  # fmt: skip

    def clean_number(self) -> str:
        """Brackets as the State writes them."""
        typed = "".join(fold(str(self.cleaned_data["number"])).split())
        return re.sub(r"[\[(【](\d{4})[\])】]", r"〔\1〕", typed)


class WordsForm(Form):
    """A group of words that mean nearly the same."""

    words = forms.CharField(
        label="近义词",
        max_length=120,
        help_text="2 至 8 个，用顿号隔开，如：校车、学生接送车",
        error_messages=_missing("近义词"),
    )

    def clean_words(self) -> list[str]:
        """As a list."""
        return words_of(str(self.cleaned_data["words"]))


class FileForm(Form):
    """A verification file: chosen, or typed over."""

    file = forms.FileField(label="从电脑选文件", required=False)
    name = forms.CharField(
        label="文件名",
        max_length=80,
        required=False,
        help_text="如 baidu_verify_codeva-AbCd1234.html；选了文件的不用填",
    )
    content = forms.CharField(
        label="内容", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """One of the two ways is needed."""
        data = super().clean() or {}
        if chosen := data.get("file"):
            if chosen.size > 1000:
                self.add_error("file", "这个文件太大，验证文件只有几十个字，请核对。")
                return data
            data["name"] = data.get("name") or chosen.name
            data["content"] = chosen.read().decode("utf-8", "replace").lstrip("\ufeff").strip()
        for name, label in (("name", "文件名"), ("content", "内容")):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"请选文件，或者填写{label}。")
        return data
