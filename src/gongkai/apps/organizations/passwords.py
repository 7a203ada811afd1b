"""Rules for passwords beside Django's own: three kinds of characters, and none of the habits everybody tries first."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
HABITS = (  # the roots found again and again in leaked lists of offices
    "admin", "root", "pass", "p@ss", "password", "passw0rd", "p@ssw0rd", "qwe", "qwer", "asdf", "zxcv", "1qaz", "2wsx", "qaz", "wsx",
    "abc", "aaa", "aa", "edu", "jyj", "jyw", "school", "woaini", "iloveyou", "welcome", "huawei", "test", "user", "zwgk",
    "gongkai", "office", "888", "666", "000", "111", "123", "1234", "12345", "123456", "1234567", "12345678",
    "123456789", "1234567890", "321", "654321", "520", "1314", "5201314", "2023", "2024", "2025", "2026", "2027",
)  # fmt: skip


class KindsValidator:
    """At least three of: small letters, capitals, digits, signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password of one or two kinds."""
        if sum(bool(re.search(kind, password)) for kind in KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return "口令须含大写字母、小写字母、数字、符号中的至少三种。"


class HabitsValidator:
    """No password that consists of habits only, such as Admin@123456."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what is left empty once the usual pieces are taken out."""
        rest = password.lower()
        for piece in sorted(HABITS, key=len, reverse=True):
            rest = rest.replace(piece, "")
        own = [getattr(user, name, "") or "" for name in ("username", "phone")]
        for piece in own:
            if len(piece) >= 4:
                rest = rest.replace(piece.lower(), "")
        if len(re.sub(r"[\W_]", "", rest)) < 4:
            raise ValidationError(self.get_help_text(), code="password_habit")

    def get_help_text(self) -> str:
        return "口令不能只由常见组合（如 Admin@123456）、账号或电话拼成。"
