"""Addresses of the staff face, all below /workbench/. A public process does not mount them.

The page of one document shows its reviews and its publication, so its view stands on the `publishing` floor;
its address and name stay with `documents`, put together here, above all floors.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gongkai.apps.documents import urls as documents
from gongkai.apps.publishing import urls as publishing

urlpatterns: list[URLPattern | URLResolver] = [
    path("workbench/", include("gongkai.apps.workbench.urls")),
    path(
        "workbench/documents/",
        include(([*documents.urlpatterns, *publishing.document_patterns], "documents")),
    ),
    path("workbench/publishing/", include((publishing.urlpatterns, "publishing"))),
]
