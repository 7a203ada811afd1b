"""站点管理, for the administrator of a body."""

from django.urls import path

from gongkai.apps.premises.views import columns, site, words

app_name = "premises"
urlpatterns = [
    path("", site.home, name="home"),
    path("<int:pk>/", site.site, name="site"),
    path("<int:pk>/guide/", site.guide, name="guide"),
    path("<int:pk>/numbers/", site.numbers, name="numbers"),
    path("<int:pk>/columns/", columns.columns, name="columns"),
    path("<int:pk>/topics/", columns.topics, name="topics"),
    path("<int:pk>/texts/", words.texts, name="texts"),
    path("<int:pk>/holidays/", words.holidays, name="holidays"),
    path("<int:pk>/words/", words.words, name="words"),
    path("searches/", words.searches, name="searches"),
    path("<int:pk>/searched/", words.searched, name="searched"),
    path("<int:pk>/files/", words.files, name="files"),
    path("columns/<int:pk>/", columns.column, name="column"),
    path("columns/<int:pk>/order/", columns.order, name="column_order"),
]
