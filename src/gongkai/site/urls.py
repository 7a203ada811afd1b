"""All addresses of one process, by the face it shows (GONGKAI_FACE)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
