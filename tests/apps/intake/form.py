"""A small public form of the tests' own: what a duty writes, and nothing more. Its records are people/'s own Party rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import include, path

from gongkai.apps.intake.fields import Choice, Form, Line, Words
from gongkai.apps.intake.flow import Flow, Question, Sending
from gongkai.apps.intake.screens import Screens
from gongkai.apps.people.models import Party
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused


class Who(Form):
    kind = Choice("身份", [("natural", "我自己"), ("biz", "单位")])


class Company(Form):
    company = Line("单位名称")


class Wanted(Form):
    wanted = Words("您想要什么信息", most=1000)


class Contact(Form):
    name = Line("姓名", most=40)
    telephone = Line("联系电话", most=20, required=False)
    at_home = forms.BooleanField(label="方便上门", required=False)


def submit(sending: Sending) -> Party:
    """Makes one record; refuses what says 拒收, as a duty's own rules might."""
    if "拒收" in sending.answers["wanted"]["wanted"]:
        raise Refused([Obstacle("test:no", "这一件不能收，请改写。")])
    return Party.objects.create(
        organization=sending.organization, subject_type="tests.record", subject_id=0, part="applicant",
        kind=sending.answers["who"]["kind"], retention="requests", given_at=moment.now(),
    )  # fmt: skip


def case(request: HttpRequest, receipt: Any) -> dict[str, Any]:
    return {}


FLOW = Flow(
    code="test",
    name="申请公开",
    questions=(
        Question("who", "谁来申请？", "谁申请", Who),
        Question("company", "单位叫什么？", "单位", Company, asked=lambda a: a.get("who", {}).get("kind") == "biz"),
        Question("wanted", "您想要什么信息？", "要什么信息", Wanted, hint="写得越具体，答复越快。", files=True),
        Question("contact", "怎么联系您？", "联系方式", Contact, why="答复要送到您手里。"),
    ),
    submit=submit,
    case=case,
    after="本机关会在法定期限内答复。",
)  # fmt: skip
SCREENS = Screens(FLOW)
urlpatterns = [path("<slug:site>/ask/", include(SCREENS.urls()))]
