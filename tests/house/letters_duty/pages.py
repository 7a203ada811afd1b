"""What the public sees of letters: a list and a page for each that is answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.house.letters_duty.models import Letter

from gongkai.apps.duties import PublicContent


def _answered(site: Any) -> Any:
    return Letter.objects.filter(organization=site, state=Letter.State.ANSWERED).order_by(
        "-received_on", "-id"
    )


def letters(site: Any) -> PublicContent:
    """来信选登."""
    return PublicContent("letters/public_list.html", {"letters": list(_answered(site)[:200])})


def letter(site: Any, key: str) -> PublicContent | None:
    """One answered letter."""
    found = _answered(site).filter(pk=key).first() if key.isdigit() else None
    return PublicContent("letters/public.html", {"letter": found}) if found else None


def each(site: Any) -> Iterator[dict[str, str]]:
    """The answered ones."""
    for pk in _answered(site).values_list("pk", flat=True):
        yield {"key": str(pk)}
