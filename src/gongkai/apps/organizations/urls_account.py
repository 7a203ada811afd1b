"""One's own account."""

from django.urls import path

from gongkai.apps.organizations.views import account

app_name = "account"
urlpatterns = [
    path("", account.home, name="home"),
    path("password/", account.password, name="password"),
    path("code/", account.code, name="code"),
    path("code/off/", account.code_off, name="code_off"),
    path("resume/", account.resume, name="resume"),
]
