"""People, posts, handover, bodies. Choices are limited to what the administrator keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy

from gongkai.apps.organizations.accounts import good_account
from gongkai.apps.organizations.models import Kind, Organization, Role, Scope, User
from gongkai.apps.organizations.queries import bodies_in_reach, people_in_reach
from gongkai.clocks import moment
from gongkai.desk.forms import Choice, DayField, PlaceField
from gongkai.exceptions import GongkaiError

today = lazy(lambda: moment.today().isoformat(), str)


def _day(label: str, required: bool = False, help_text: str = "") -> DayField:
    return DayField(
        label=label, required=required, help_text=help_text, error_messages={"required": f"请填写{label}。"}
    )


class PostForm(forms.Form):
    """One post: where, as what, how far, from when to when."""

    organization = PlaceField(
        Organization.objects.none(),
        indented=True,
        label="单位或科室",
        error_messages={"required": "请选单位或科室。", "invalid_choice": "请选您管理范围内的单位或科室。"},
    )
    role = forms.ChoiceField(label="岗位", choices=Role.choices, error_messages={"required": "请选岗位。"})
    scope = forms.ChoiceField(label="范围", choices=Scope.choices, initial=Scope.OWN)
    valid_from = _day("起", help_text="不填即今天")
    valid_to = _day("止", help_text="不填即长期")

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["organization"]
        place.queryset = bodies_in_reach(user).filter(closed_on__isnull=True)


class PersonForm(PostForm):
    """A new account with its first post."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})
    username = forms.CharField(
        label="账号",
        max_length=60,
        help_text="小写字母开头，字母和数字，3至30位",
        error_messages={"required": "请填写账号。"},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    field_order = ["name", "username", "phone"]

    def clean_username(self) -> str:
        """Folded, so that nobody is locked out by a capital or a full-width sign."""
        try:
            return good_account(self.cleaned_data["username"])
        except GongkaiError as error:
            raise forms.ValidationError(error.sentence) from None


class DetailsForm(forms.Form):
    """Name and telephone of a person."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})
    phone = forms.CharField(label="联系电话", max_length=40, required=False)


class PeopleField(Choice):
    """A person with the account, since two may share a name."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and account."""
        return f"{obj.name}（{obj.username}）"


class HandoverForm(forms.Form):
    """From whom, to whom, why."""

    giver = PeopleField(
        User.objects.none(),
        label="移交人",
        empty_label="请选择",
        error_messages={"required": "请选移交人。", "invalid_choice": "请选您管理范围内的人员。"},
    )
    taker = PeopleField(
        User.objects.none(),
        label="接收人",
        empty_label="请选择",
        error_messages={"required": "请选接收人。", "invalid_choice": "请选您管理范围内的人员。"},
    )
    reason = forms.CharField(
        label="事由",
        max_length=200,
        help_text="如：调任、退休、产假",
        error_messages={"required": "请写明移交事由。"},
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_in_reach(user).order_by("name", "id")
        for name in ("giver", "taker"):
            field: Any = self.fields[name]
            field.queryset = people if name == "giver" else people.filter(is_active=True).exclude(pk=user.pk)


class UploadForm(forms.Form):
    """A table of people."""

    file = forms.FileField(
        label="人员表（xlsx）",
        error_messages={"required": "请选一个 xlsx 文件。", "empty": "文件是空的，请换一个。"},
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )


class BodyForm(forms.Form):
    """A new body or section."""

    kind = forms.ChoiceField(label="类别", choices=Kind.choices, initial=Kind.SECTION)
    name = forms.CharField(label="名称", max_length=80, error_messages={"required": "请填写名称。"})
    slug = forms.SlugField(
        label="网址名",
        max_length=40,
        help_text="小写字母、数字和短横，如 qinghe-jijiao；以后不再改",
        error_messages={"required": "请填写网址名。", "invalid": "网址名只能用字母、数字和短横。"},
    )

    def clean_slug(self) -> str:
        """Lower case."""
        return str(self.cleaned_data["slug"]).lower()


class ChangeBodyForm(forms.Form):
    """Rename, move or merge: one act each, with its reason."""

    act = forms.ChoiceField(
        choices=[("rename", "更名"), ("alias", "别名"), ("move", "上级"), ("merge", "并入")]
    )
    name = forms.CharField(label="名称", max_length=80, required=False)
    target = PlaceField(
        Organization.objects.none(),
        indented=True,
        label="单位",
        required=False,
        error_messages={"invalid_choice": "请选您管理范围内的单位。"},
    )
    reason = forms.CharField(label="依据或事由", max_length=200, required=False)

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["target"]
        field.queryset = bodies_in_reach(user).filter(closed_on__isnull=True)

    def clean(self) -> dict[str, Any]:
        """Each act has what it needs."""
        data = super().clean() or {}
        act = data.get("act")
        if act in {"rename", "alias"} and not (data.get("name") or "").strip():
            self.add_error("name", "请填写名称。")
        if act in {"move", "merge"} and not data.get("target") and "target" not in self.errors:
            self.add_error("target", "请选单位。")
        if act != "alias" and not (data.get("reason") or "").strip():
            self.add_error("reason", "请写明依据或事由，如批文的文号。")
        return data
