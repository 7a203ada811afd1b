"""Loading Django for the commands that need it."""

from __future__ import annotations

import os


def load() -> None:
    """Set up Django once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    import django

    django.setup()
