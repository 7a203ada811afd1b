"""Addresses of a person's exports."""

from django.urls import path

from gongkai.apps.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:pk>/file/", views.file, name="file"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/drop/", views.drop, name="drop"),
]
