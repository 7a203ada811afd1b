"""Addresses of review and publication. `document_patterns` are mounted under `documents` (see duty.py)."""

from django.urls import path

from gongkai.apps.publishing.lists import COUNTERSIGNS
from gongkai.apps.publishing.views import batch, bulk, page, reviewing, signing
from gongkai.apps.publishing.waiting import WAITING

document_patterns = [
    path("<int:pk>/", page.document, name="detail"),
    path("bulk/", bulk.bulk, name="bulk"),
]
urlpatterns = [
    path("review/", reviewing.queue, name="review"),
    path("review/<int:pk>/", reviewing.one, name="review_one"),
    path("review/<int:pk>/word/", reviewing.word, name="review_word"),
    path("waiting/publish/", batch.publish_many, name="publish_many"),
    *WAITING.urls("waiting/", "waiting"),
    path("countersigns/sign/", signing.sign_many, name="sign_many"),
    *COUNTERSIGNS.urls("countersigns/", "countersigns", "countersigns_export"),
]
