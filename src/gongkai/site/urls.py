"""All addresses of one process, by the face it shows (GONGKAI_FACE)."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
if settings.FACE in {"staff", "both"}:
    from gongkai.site.staff_urls import urlpatterns as staff

    urlpatterns += staff
