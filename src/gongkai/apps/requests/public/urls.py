"""Addresses of the public form, below `request/` of each site."""

from django.urls import path
from django.views.decorators.http import require_safe

from gongkai.apps.requests.public import views

urlpatterns = [
    path("status/<str:number>/letter/<int:key>/", require_safe(views.letter), name="request_letter"),
    *views.SCREENS.urls(),
]
