"""机构人员, for the administrator of a body."""

from django.urls import path

from gongkai.apps.organizations.views import bodies, handover, people, people_import, proposals
from gongkai.apps.organizations.views.people_list import PEOPLE

app_name = "people"
urlpatterns = [
    *PEOPLE.urls(),
    path("add/", people.add, name="add"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/give/", people.give, name="give"),
    path("<int:pk>/account/", people.account, name="account"),
    path("posts/<int:pk>/end/", people.end, name="end"),
    path("import/", people_import.upload, name="import"),
    path("import/template.xlsx", people_import.template, name="import_template"),
    path("import/confirm/", people_import.confirm, name="import_confirm"),
    path("waiting/", proposals.waiting, name="waiting"),
    path("waiting/confirm/", proposals.confirm, name="confirm"),
    path("waiting/refuse/", proposals.refuse, name="refuse"),
    path("handover/", handover.handover, name="handover"),
    path("bodies/", bodies.bodies_list, name="bodies"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/add/", bodies.add, name="body_add"),
    path("bodies/<int:pk>/change/", bodies.change, name="body_change"),
]
