"""All addresses of one process, by the face it shows (GONGKAI_FACE).

A public process mounts no staff address, so nothing there can be guessed or forced; a staff process mounts no portal.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations.views.signin import sign_in, sign_in_code, sign_out
from gongkai.site.first.views import blank, first_run, or_first_run
from gongkai.site.health import healthz

handler404 = "gongkai.site.errors.not_found"
handler403 = "gongkai.site.errors.not_found"  # what a person may not do does not exist for him
handler500 = "gongkai.site.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]


if settings.FACE in {"staff", "both"}:
    urlpatterns += [
        path("workbench/setup/", first_run, name="setup"),
        path("workbench/setup/blank.xlsx", blank, name="setup_blank"),
        path("workbench/login/", or_first_run(sign_in), name="login"),
        path("workbench/login/code/", sign_in_code, name="login_code"),
        path("workbench/logout/", sign_out, name="logout"),
        path("workbench/", include(registry().staff_urls())),
        # Wagtail sends people “home” after a refusal: that is our workbench
        path(
            "workbench/office/", RedirectView.as_view(pattern_name="workbench:home"), name="wagtailadmin_home"
        ),
        path("workbench/office/", include("wagtail.admin.urls")),
    ]
if settings.FACE == "staff":
    urlpatterns.append(path("", RedirectView.as_view(pattern_name="workbench:home")))
if settings.FACE in {"public", "both"}:
    urlpatterns.append(path("", include("gongkai.apps.portal.urls")))
