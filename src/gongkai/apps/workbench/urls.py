"""Addresses of the officer's home."""

from django.urls import path

from gongkai.apps.workbench import views

app_name = "workbench"
urlpatterns = [
    path("", views.home, name="home"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("notices/", views.notices, name="notices"),
    path("read/", views.read, name="read"),
    path("ledger/", views.ledger, name="ledger"),
]
