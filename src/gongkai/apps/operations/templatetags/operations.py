"""`{% standstill %}`: the warning that nothing happens by itself just now."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.apps.operations import queries

register = template.Library()


@register.inclusion_tag("operations/_standstill.html")
def standstill() -> dict[str, Any]:
    """A block where the background process stands still; nothing where it is at work."""
    return {"standstill": queries.standstill()}
