"""Fields as officials fill them in. Every error is one Chinese sentence; what was typed stays."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from gongkai.desk.refusals import put_refusal
from gongkai.exceptions import GongkaiError, Refused
from gongkai.gongwen.text import fold

if TYPE_CHECKING:
    Choice = forms.ModelChoiceField[Model]
else:
    Choice = forms.ModelChoiceField  # a type argument is known to the stubs only

REQUIRED = {"required": "请填写。"}
_DAY = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*日?")


class DayField(forms.Field):
    """A day as officials write it: 2026年4月28日; 2026-4-28 and 2026.4.28 are understood too.

    No native picker: it speaks the browser's language, not ours.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"placeholder": "如 2026年4月28日", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in (None, ""):
            return None
        if isinstance(value, dt.date):
            return value
        found = _DAY.fullmatch(fold(str(value)))
        try:
            if found:
                return dt.date(*(int(part) for part in found.groups()))
        except ValueError:
            pass
        raise forms.ValidationError(f"“{value}”不是日期，请写成 2026年4月28日 这样。")

    def prepare_value(self, value: Any) -> Any:
        return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else value


class PlaceField(Choice):
    """A body or section out of those given.

    indented: the tree is shown by full-width blanks; otherwise a section is named after its body.
    """

    def __init__(self, queryset: QuerySet[Any], *, indented: bool = False, **kwargs: Any) -> None:
        self.indented = indented
        kwargs.setdefault("empty_label", "请选择")
        super().__init__(queryset, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """The name as the list shows it."""
        if self.indented:
            return "　" * (len(obj.path) // 6 - 1) + str(obj.name)
        return f"{obj.body.name}　{obj.name}" if obj.is_section else str(obj.name)


class Form(forms.Form):
    """A form that says what is missing in our own sentences, not the browser's."""

    use_required_attribute = False


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where the page is only looked at. An empty form was sent all the same."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """Run an act; what it refuses goes to the head of the form, and what was typed stays. None: it was refused."""
    try:
        return act()
    except Refused as refused:
        put_refusal(form, refused)
    except GongkaiError as error:
        form.add_error(None, error.sentence)
    return None
