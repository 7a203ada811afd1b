"""Addresses of the officer's home."""

from django.urls import path

from gongkai.apps.workbench import brief, chasing, handbook, news, overview, views
from gongkai.apps.workbench.lists import DEADLINES, FALLEN_DUE, LEDGER, OVERSEEN

app_name = "workbench"
urlpatterns = [
    path("", views.home, name="home"),
    path("read/", news.read, name="read"),
    path("handbook/", handbook.handbook, name="handbook"),
    path("notices/", news.notices, name="notices"),
    path("deadlines/<int:pk>/chase/", chasing.chase_one, name="chase"),
    path("overview/", overview.overview, name="overview"),
    path("overview/<int:pk>/chase/", chasing.chase_one, name="chase_below"),
    path("brief/", brief.brief, name="brief"),
    *FALLEN_DUE.urls("brief/list/", "brief_list", "brief_export"),
    *OVERSEEN.urls("overview/list/", "overview_list", "overview_export"),
    *DEADLINES.urls("deadlines/", "deadlines", "deadlines_export"),
    *LEDGER.urls("ledger/", "ledger", "ledger_export"),
]
