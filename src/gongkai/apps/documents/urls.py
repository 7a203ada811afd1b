"""Addresses of official documents before review; `publishing` mounts more beside them."""

from django.urls import path

from gongkai.apps.documents.views import facts, numbers, pictures, registering
from gongkai.apps.documents.views.listing import DOCUMENTS

urlpatterns = [
    *DOCUMENTS.urls(),
    path("new/", registering.new, name="new"),
    path("new/<str:token>/", registering.confirm, name="confirm"),
    path("new/<str:token>/pictures/<uuid:key>/", registering.picture, name="waiting_picture"),
    *numbers.REGISTER.urls("register/", "register", "register_export"),
    path("register/explain/", numbers.explain, name="explain"),
    path("<int:pk>/edit/", facts.edit, name="edit"),
    path("<int:pk>/attribute/", facts.attribute, name="attribute"),
    path("<int:pk>/attach/", facts.attach, name="attach"),
    path("<int:pk>/files/<uuid:key>/", facts.file, name="file"),
    path("<int:pk>/pictures/", pictures.words, name="pictures"),
    path("<int:pk>/pictures/add/", pictures.add, name="picture_add"),
    path("<int:pk>/pictures/<uuid:key>/", pictures.picture, name="picture"),
    path("<int:pk>/files/<uuid:key>/detach/", facts.detach, name="detach"),
]
