"""The names of accounts: their one form, and whether one is free."""

from __future__ import annotations

import re

from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.names import fold_account
from gongkai.exceptions import GongkaiError

_FORM = re.compile(r"[a-z][a-z0-9._-]{2,29}")


def good_account(text: str) -> str:
    """An account name in its one form; GongkaiError with the rule otherwise."""
    name = fold_account(text)
    if not _FORM.fullmatch(name):
        raise GongkaiError("账号须以小写字母开头，由字母、数字组成，3至30位。")
    if User.objects.filter(username__iexact=name).exists():
        raise GongkaiError(f"账号“{name}”已经有人用，请换一个。")
    return name
