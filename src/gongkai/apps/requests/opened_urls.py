"""Staff addresses of 公开的答复; those of review and release come from publishing."""

from django.urls import path

from gongkai.apps.requests.views import opened

urlpatterns = [
    path("<int:pk>/", opened.detail, name="detail"),
    path("<int:pk>/change/", opened.change, name="change"),
    path("<int:pk>/files/", opened.files, name="files"),
    path("<int:pk>/files/<uuid:key>/", opened.file, name="file"),
]
