"""`gongkai manage …`: Django's own management commands."""

from __future__ import annotations

import os

from django.core.management import execute_from_command_line


def run(argv: list[str]) -> int:
    """Hand the words after `manage` to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    execute_from_command_line(["gongkai manage", *argv])
    return 0
