"""Addresses of annual reports, below /workbench/reports/."""

from django.urls import path

from gongkai.apps.reporting.views import acts, editor, files, inbox
from gongkai.apps.reporting.views.inbox_list import INBOX
from gongkai.apps.reporting.views.own_list import OWN

app_name = "reporting"
urlpatterns = [
    *OWN.urls("", "list", "list_export"),
    path("begin/", acts.begin, name="begin"),
    *INBOX.urls("inbox/", "inbox", "inbox_export"),
    path("inbox/hand-in/", inbox.upload, name="hand_in"),
    path("inbox/summary/", inbox.overview, name="summary"),
    path("inbox/summary.xlsx", inbox.overview_export, name="summary_export"),
    path("inbox/compare/<int:pk>/", inbox.compare, name="compare"),
    path("inbox/<int:pk>/", inbox.received, name="received"),
    path("inbox/<int:pk>/file/", inbox.file, name="received_file"),
    path("<int:pk>/", editor.detail, name="detail"),
    path("<int:pk>/part/<str:part_key>/", editor.part, name="part"),
    path("<int:pk>/part/<str:part_key>/text/", acts.text, name="text"),
    path("<int:pk>/part/<str:part_key>/zeros/", acts.zeros, name="zeros"),
    path("<int:pk>/part/<str:part_key>/paste/", acts.paste, name="paste"),
    path("<int:pk>/part/<str:part_key>/take-in/", acts.take_in, name="take_in"),
    path("<int:pk>/cell/<str:cell>/", acts.fill, name="fill"),
    path("<int:pk>/cell/<str:cell>/records.xlsx", files.records, name="records"),
    path("<int:pk>/traits/", acts.traits, name="traits"),
    path("<int:pk>/preview/", files.preview, name="preview"),
    path("<int:pk>/recount/", files.recount, name="recount"),
    path("<int:pk>/report.<str:kind>", files.export, name="export"),
]
