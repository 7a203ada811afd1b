"""The form at `/city/ask/`, beside everything the product mounts."""

from django.urls import include, path

from bench.intake_app.models import Case
from gongkai.apps.intake.fields import Choice, Form, Line, Words
from gongkai.apps.intake.flow import Flow, Question, Sending
from gongkai.apps.intake.screens import Screens
from gongkai.apps.people.actions import enter
from gongkai.apps.people.details import Details
from gongkai.site.urls import handler403, handler404, handler500  # noqa: F401
from gongkai.site.urls import urlpatterns as product


class Wanted(Form):
    """What is wanted."""

    wanted = Words("您想要什么信息")
    draft = Line("记号")


class Who(Form):
    """Who asks."""

    kind = Choice("身份", [("natural", "我自己"), ("biz", "单位")])
    name = Line("姓名")
    id_number = Line("身份证号码")
    telephone = Line("联系电话")


def submit(sending: Sending) -> Case:
    """The record and its person, encrypted, with an entry in the ledger."""
    wanted, who = sending.answers["wanted"], sending.answers["who"]
    case = Case._default_manager.create(
        organization=sending.organization,
        number=sending.number,
        draft=wanted["draft"],
        wanted=wanted["wanted"],
    )
    given = Details(who["name"], id_kind="resident", id_number=who["id_number"], telephone=who["telephone"])
    enter(case, sending.organization, given, part="applicant", kind=who["kind"], retention="requests")
    return case


FLOW = Flow(
    "bench", "申请公开", (Question("wanted", "？", "内容", Wanted), Question("who", "？", "谁", Who)), submit
)
urlpatterns = [path("<slug:site>/ask/", include(Screens(FLOW).urls())), *product]
