"""Staff addresses of letters; those of the acts come from acts.py."""

from django.urls import path
from tests.house.letters_duty import views
from tests.house.letters_duty.lists import LETTERS

app_name = "letters"
urlpatterns = [*LETTERS.urls(), path("<int:pk>/", views.detail, name="detail")]
