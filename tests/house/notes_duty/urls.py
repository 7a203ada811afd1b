"""The page of a note; the addresses of its acts come from duty.py."""

from django.urls import path
from tests.house.notes_duty import views

urlpatterns = [path("<int:pk>/", views.detail, name="detail")]
