"""Sign-in, one-time code, password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from gongkai.apps.organizations.actions import signin
from gongkai.apps.organizations.models import User


class SignInForm(forms.Form):
    """Account and password. Nothing says which of the two was wrong."""

    username = forms.CharField(
        label="账号",
        max_length=150,
        error_messages={"required": "请输入账号。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "class": "gk-in"}
        ),
    )
    password = forms.CharField(
        label="口令",
        strip=False,
        max_length=4096,
        error_messages={"required": "请输入口令。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "gk-in"}),
    )


class CodeForm(forms.Form):
    """The six digits of the authenticator app."""

    code = forms.CharField(
        label="动态口令",
        max_length=12,
        error_messages={"required": "请输入手机上显示的六位数字。"},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "gk-in", "size": 8}
        ),
    )


class PasswordForm(forms.Form):
    """A new password, with the present one as proof."""

    present = forms.CharField(
        label="现在的口令",
        strip=False,
        error_messages={"required": "请输入现在的口令。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "gk-in"}),
    )
    new = forms.CharField(
        label="新口令",
        strip=False,
        error_messages={"required": "请输入新口令。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "gk-in"}),
    )
    again = forms.CharField(
        label="再输一次新口令",
        strip=False,
        error_messages={"required": "请再输一次新口令。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "gk-in"}),
    )

    def __init__(self, user: User, address: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.address = user, address

    def clean_present(self) -> str:
        """The present password must be right; wrong ones count as failed sign-ins do."""
        attempt = signin.begin(self.user.username, self.address)
        if attempt.refused:
            raise forms.ValidationError(attempt.refused)
        if not self.user.check_password(self.cleaned_data["present"]):
            minutes = signin.failed(attempt)
            raise forms.ValidationError(signin.locked_sentence(minutes) if minutes else "现在的口令不对。")
        signin.right(attempt)
        return str(self.cleaned_data["present"])

    def clean(self) -> dict[str, Any]:
        """Both entries alike, new, and good enough."""
        data = super().clean() or {}
        new, again = data.get("new"), data.get("again")
        if new and again and new != again:
            self.add_error("again", "两次输入的新口令不一样。")
        elif new:
            if new == data.get("present"):
                self.add_error("new", "新口令不能与现在的相同。")
            try:
                password_validation.validate_password(new, self.user)
            except forms.ValidationError as error:
                self.add_error("new", error)
        return data
