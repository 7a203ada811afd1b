"""Addresses of review and publication. `document_patterns` are mounted under `documents` (see duty.py)."""

from django.urls import path

from gongkai.apps.publishing.lists import COUNTERSIGNS
from gongkai.apps.publishing.views import acts, bulk, page, reviewing, seconds, waiting

document_patterns = [
    path("<int:pk>/", page.document, name="detail"),
    path("bulk/", bulk.bulk, name="bulk"),
]
urlpatterns = [
    path("review/", reviewing.queue, name="review"),
    path("review/<int:pk>/", reviewing.one, name="review_one"),
    path("review/<int:pk>/word/", reviewing.word, name="review_word"),
    path("waiting/", waiting.waiting, name="waiting"),
    *COUNTERSIGNS.urls("countersigns/", "countersigns", "countersigns_export"),
    path("countersigns/<int:pk>/", seconds.sign, name="countersign"),
    path("countersigns/<int:pk>/refuse/", seconds.refuse, name="countersign_refuse"),
    path("relations/<int:pk>/undo/", seconds.undo, name="undo_relation"),
    path("submissions/<int:pk>/recall/", acts.recall_submission, name="recall"),
    path("<int:pk>/withdraw/", acts.withdraw_publication, name="withdraw"),
    path("<int:pk>/relate/", seconds.relate, name="relate"),
    path("<int:pk>/unschedule/", acts.cancel_schedule, name="unschedule"),
]
