"""What comes in is tidied once: no view and no form has to remember it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongkai.site.tidy import Tidy

TYPED = {"opinion": "同意\x00\ufffe", "name": "赵\u200b立", "rows": ["一\x07", "二"]}


def _seen(request: HttpRequest) -> HttpRequest:
    seen: list[HttpRequest] = []

    def view(given: HttpRequest) -> HttpResponse:
        seen.append(given)
        return HttpResponse()

    Tidy(view)(request)
    return seen[0]


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=BoUnDaRyStRiNg", "application/x-www-form-urlencoded"]
)
def test_a_posted_field_holds_nothing_that_cannot_be_stored_or_seen(kind: str) -> None:
    factory = RequestFactory()
    if kind.startswith("multipart"):
        request = factory.post("/", TYPED | {"file": SimpleUploadedFile("a.txt", b"\x00as it came")})
    else:
        request = factory.post("/", "opinion=%E5%90%8C%E6%84%8F%00%EF%BF%BE&name=%E8%B5%B5%E2%80%8B%E7%AB%8B&rows=%E4%B8%80%07&rows=%E4%BA%8C", kind)  # fmt: skip
    given = _seen(request)
    assert given.POST["opinion"] == "同意"
    assert given.POST["name"] == "赵立"
    assert given.POST.getlist("rows") == ["一", "二"]
    if kind.startswith("multipart"):
        assert given.FILES["file"].read() == b"\x00as it came"


def test_lines_and_tabs_stay() -> None:
    assert _seen(RequestFactory().post("/", {"text": "一\r\n二\t三"})).POST["text"] == "一\r\n二\t三"


def test_an_address_holds_no_nul() -> None:
    assert _seen(RequestFactory().get("/?q=a%00b")).GET["q"] == "ab"


def test_no_field_is_read_before_somebody_asks_for_it() -> None:
    request = RequestFactory().post("/", {"text": "一"})
    assert not hasattr(_seen(request), "_post")
