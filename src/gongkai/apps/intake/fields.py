"""Forms of the public face: every error is one sentence that says what to do; answers read back as they were chosen."""

from __future__ import annotations

from typing import Any

from django import forms

LONG = 1000


class Form(forms.Form):
    """Base of all questions: no colons after labels, ids as the templates expect them."""

    label_suffix = ""
    use_required_attribute = (
        False  # the server says what is missing, in its own words, for every browser alike
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class Line(forms.CharField):
    """One line of text."""

    def __init__(
        self, label: str, *, most: int = 80, required: bool = True, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(
            label=label, required=required, help_text=hint, strip=True,
            widget=forms.TextInput(attrs={"class": "text-field", **kwargs.pop("attrs", {})}), **kwargs,
        )  # fmt: skip
        self.most = most
        self.error_messages["required"] = f"请填写{label}。"

    def clean(self, value: Any) -> str:
        """The text, or one sentence on how much too long it is."""
        text = str(super().clean(value))
        if len(text) > self.most:
            raise forms.ValidationError(
                f"{self.label}最多 {self.most} 字，现在有 {len(text)} 字，请删减；写下的内容还在。"
            )
        return text


class Words(Line):
    """Several lines of text."""

    def __init__(self, label: str, *, most: int = LONG, **kwargs: Any) -> None:
        super().__init__(label, most=most, **kwargs)
        self.widget = forms.Textarea(attrs={"class": "text-field", "rows": 6})
        self.widget.is_required = False


class Choice(forms.ChoiceField):
    """One of a few, as a list of large buttons."""

    def __init__(self, label: str, choices: Any, *, required: bool = True, hint: str = "") -> None:
        super().__init__(
            label=label, choices=choices, required=required, help_text=hint, widget=forms.RadioSelect()
        )
        self.error_messages["required"] = f"请选择{label}。"
        self.error_messages["invalid_choice"] = f"请从列出的几项里选择{label}。"


def read_back(form: forms.Form) -> list[tuple[str, str]]:
    """Label and answer of each field, for the page on which everything is checked."""
    rows = []
    for bound in form:
        value = bound.value()
        choices = {True: "是", False: "否"} | dict(getattr(bound.field, "choices", ()) or ())
        values = value if isinstance(value, list) else [value]
        text = "、".join(str(choices.get(v, v)) for v in values if v not in (None, ""))
        rows.append((str(bound.label), text or "（没有填写）"))
    return rows
