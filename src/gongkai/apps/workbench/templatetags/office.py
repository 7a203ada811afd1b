"""What Wagtail's scripts are told about this installation."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http.request import HttpHeaders
from django.middleware.csrf import get_token
from wagtail.admin.localization import get_js_translation_strings

register = template.Library()


@register.simple_tag(takes_context=True)
def office_config(context: dict[str, Any]) -> dict[str, Any]:
    """Wagtail's own `wagtail_config` names the listings of its images and documents, which are not installed here.

    Addresses that the door keeps closed are given as empty words.
    """
    return {
        "CSRF_TOKEN": get_token(context["request"]),
        "CSRF_HEADER_NAME": HttpHeaders.parse_header_name(settings.CSRF_HEADER_NAME),
        "ADMIN_API": {"PAGES": "", "DOCUMENTS": "", "IMAGES": "", "EXTRA_CHILDREN_PARAMETERS": ""},
        "ADMIN_URLS": {"DISMISSIBLES": "", "PAGES": "", "BLOCK_PREVIEW": ""},
        "I18N_ENABLED": False,
        "LOCALES": [],
        "STRINGS": get_js_translation_strings(),
        "KEYBOARD_SHORTCUTS_ENABLED": True,
    }
