"""All addresses of one process, by the face it shows (GONGKAI_FACE)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("gongkai.apps.portal.urls"))]
handler404 = "gongkai.apps.portal.views.not_found"
