"""What documents bring into Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.action_menu import LockedMenuItem, SaveMenuItem
from wagtail.snippets.models import register_snippet

from gongkai.apps.documents.viewsets import DocumentViewSet

register_snippet(DocumentViewSet)


def only_saving(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publishing, withdrawing and submitting are our acts with their own screens; here one saves."""
    menu_items[:] = [item for item in menu_items if isinstance(item, SaveMenuItem | LockedMenuItem)]


hooks.register("construct_snippet_action_menu", only_saving)
