"""Staff addresses of requests; those of the acts come from acts.py."""

from django.urls import path

from gongkai.apps.requests.lists import REQUESTS
from gongkai.apps.requests.views import case

app_name = "requests"
urlpatterns = [*REQUESTS.urls(), path("<int:pk>/", case.detail, name="detail")]
