"""All addresses of the product, with the tests' small form among them and one page that tells too much."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from tests.apps.intake import form

from gongkai.apps.intake.models import Attachment, Draft, Receipt
from gongkai.site.urls import handler403, handler404, handler500  # noqa: F401
from gongkai.site.urls import urlpatterns as product

LEAKS = {"on": False}


def leak(request: HttpRequest) -> HttpResponse:
    """A page as somebody might write it: it counts the signs of what was sent."""
    rows = [
        *Draft.objects.values_list("answers", flat=True),
        *Attachment.objects.values_list("size", flat=True),
    ]
    return HttpResponse(str([len(str(r)) for r in rows] if LEAKS["on"] else Receipt.objects.count()))


urlpatterns = [path("a-page/", leak), *form.urlpatterns, *product]
