"""What the workbench brings into Wagtail's admin: our colours, and none of its menus."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


def our_colours() -> SafeString:
    """The tokens first, then the chrome and the palette."""
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static("workbench/tokens.css"),
        static("workbench/office.css"),
    )


def no_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """The menu is ours and stands in the chrome."""
    menu_items.clear()


hooks.register("insert_global_admin_css", our_colours)
hooks.register("construct_main_menu", no_menu)
