"""Finding lists by the address of their file, and the exports of a person."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import QuerySet

from gongkai.apps.duties.registry import registry
from gongkai.apps.exports.models import Export
from gongkai.desk.listing import Listing
from gongkai.desk.taking import listings_of


@cache
def listings() -> dict[str, Listing]:
    """Every list that may be taken away; found also where a process shows no staff address."""
    return dict(listings_of(registry().staff_urls()))


def mine(user: Any) -> QuerySet[Export]:
    """What the person asked for and what is still kept."""
    return Export.objects.filter(user_id=user.pk)
