"""Staff addresses of requests; those of the acts come from acts.py."""

from django.urls import path

from gongkai.apps.requests.improving import PLANS_LIST
from gongkai.apps.requests.lists import ASSISTS, COMPLAINTS, DISPUTES, REQUESTS
from gongkai.apps.requests.precedents import PRECEDENTS
from gongkai.apps.requests.views import (
    above,
    analysis,
    archive,
    case,
    codes,
    entry,
    figures,
    improving,
    receipts,
    redaction,
    registers,
    reply,
)

app_name = "requests"
urlpatterns = [
    *REQUESTS.urls(),
    *ASSISTS.urls("assists/", "assists"),
    *DISPUTES.urls("disputes/", "disputes", "disputes_export"),
    *COMPLAINTS.urls("complaints/", "complaints", "complaints_export"),
    path("disputes/new/", entry.dispute, name="dispute_new"),
    path("disputes/<int:pk>/", registers.dispute, name="dispute"),
    path("complaints/<int:pk>/", registers.complaint, name="complaint"),
    path("complaints/new/", entry.complaint, name="complaint_new"),
    path("new/", entry.new, name="new"),
    *PLANS_LIST.urls("plans/", "plans", "plans_export"),
    path("plans/new/", improving.new, name="plan_new"),
    path("plans/<int:pk>/", improving.plan, name="plan"),
    *PRECEDENTS.urls("precedents/", "precedents", "precedents_export"),
    path("analysis/", analysis.overview, name="analysis"),
    path("above/", above.platforms, name="platforms"),
    path("above/<int:pk>/", above.take, name="above"),
    path("above/<int:pk>/sheet/", above.sheet, name="above_sheet"),
    path("settings/above/new/", above.columns, name="platform_new"),
    path("settings/above/<int:pk>/", above.columns, name="platform"),
    path("figures/", figures.figures, name="figures"),
    path("settings/", registers.settings, name="settings"),
    path("settings/<slug:kind>/", registers.template, name="template"),
    path("<int:pk>/", case.detail, name="detail"),
    path("<int:pk>/reply/", reply.reply, name="reply"),
    path("<int:pk>/receipt/", receipts.receipt, name="receipt"),
    path("<int:pk>/person/", case.person, name="person"),
    path("<int:pk>/files/<uuid:key>/", case.file, name="file"),
    path("<int:pk>/archive.zip", archive.archive, name="archive_zip"),
    path("<int:pk>/redactions/", redaction.index, name="redactions"),
    path("redactions/<int:pk>/", redaction.sheet, name="redaction"),
    path("redactions/<int:pk>/picture/", redaction.picture, name="redaction_picture"),
    path("redactions/<int:pk>/file/", redaction.file, name="redaction_file"),
    path("letters/<int:pk>/", case.letter, name="letter"),
    path("letters/<int:pk>/docx/", case.docx, name="docx"),
    path("consultations/<int:pk>/", case.consultation, name="consultation"),
    path("consultations/<int:pk>/code/", codes.code, name="code"),
    path("assists/<int:pk>/", registers.assist, name="assist"),
]
