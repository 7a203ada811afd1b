"""Addresses of the public form, below `request/` of each site."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.requests.public import third, views
from gongkai.bodies import takes_body

_both = require_http_methods(["GET", "HEAD", "POST"])
urlpatterns = [
    path(
        "status/<str:number>/correct/",
        takes_body(kilobytes=64)(require_POST(views.correct)),
        name="request_correct",
    ),
    path(
        "status/<str:number>/rate/", takes_body(kilobytes=64)(require_POST(views.rate)), name="request_rate"
    ),
    path(
        "status/<str:number>/withdraw/",
        takes_body(kilobytes=8)(_both(views.withdraw)),
        name="request_withdraw",
    ),
    path("status/<str:number>/letter/<int:key>/", require_safe(views.letter), name="request_letter"),
    path("status/<str:number>/letter/<int:key>/docx/", require_safe(views.docx), name="request_docx"),
    path("status/<str:number>/annex/<int:key>/", require_safe(views.annex), name="request_annex"),
    path("consult/<int:key>/", takes_body(kilobytes=64)(_both(third.consult)), name="request_consult"),
    *views.SCREENS.urls(),
]
