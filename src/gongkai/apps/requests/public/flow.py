"""The public form of requests: six pages at most, one question a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.apps.intake.flow import Answers, Flow, Question, Sending
from gongkai.apps.organizations.models import Organization
from gongkai.apps.people.details import CREDIT, Details
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.actions.avoiding import note_avoided
from gongkai.apps.requests.actions.receiving import Given, from_public
from gongkai.apps.requests.models import FORM, Request
from gongkai.apps.requests.public.case import shown
from gongkai.apps.requests.public.forms import Company, Contact, Person, Wanted, Who
from gongkai.apps.requests.rules import article
from gongkai.apps.search.queries import described
from gongkai.clocks import moment
from gongkai.law import limit

FOUND = 3  # items shown beside a description


def is_person(answers: Answers) -> bool:
    """A natural person applies."""
    return answers.get("who", {}).get("kind") == Kind.NATURAL


def is_company(answers: Answers) -> bool:
    """A legal person or another organization applies."""
    return bool(answers.get("who")) and not is_person(answers)


def found(organization: Organization, answers: Answers) -> Mapping[str, Any]:
    """What is public already of what is described."""
    wanted = str(answers.get("wanted", {}).get("wanted", ""))
    return {"found": described(organization, wanted, FOUND) if wanted else None, "term": limit("reply")}


def submit(sending: Sending) -> Request:
    """Make the case, within the transaction of the sending."""
    said = sending.answers
    person, contact = said.get("person", {}), said["contact"]
    company = said.get("company", {}) if is_company(said) else {}
    who = person if is_person(said) else {**company, "id_kind": CREDIT}
    details = Details(
        name=who["name"], id_kind=who["id_kind"], id_number=who["id_number"],
        representative=company.get("representative", ""), contact_name=company.get("contact_name", ""),
        telephone=contact["telephone"], email=contact["email"], address=contact["address"],
        postcode=contact["postcode"],
    )  # fmt: skip
    given = Given(
        channel="web", submitted_on=moment.today(), applicant_kind=said["who"]["kind"], person=details,
        wanted=said["wanted"]["wanted"], supply=contact["supply"],
    )  # fmt: skip
    return from_public(sending.organization, sending.number, given)


_BASIS = article("identity")
FLOW = Flow(
    code=FORM,
    name="申请公开信息",
    questions=(
        Question(
            "wanted", "您想要什么信息？", "要什么", Wanted, files=True, more=found, enough=note_avoided,
            template="requests/public/wanted.html",
            hint="先写出来：文件名、文号，或者哪一年、哪件事、哪所学校。已经公开的，下面列出，不用等；没有公开的，接着往下申请。",
            why="申请应当写明信息的名称、文号或者便于查询的特征。", basis=_BASIS,
        ),
        Question("who", "谁来申请？", "谁申请", Who, why="申请人的类别要逐件统计、公布，不影响答复。", basis=_BASIS),
        Question(
            "person", "您的姓名和证件", "姓名、证件", Person, asked=is_person, why="申请应当写明姓名、身份证明。", basis=_BASIS
        ),
        Question(
            "company", "单位的名称和代码", "单位名称、代码", Company, asked=is_company,
            why="申请应当写明名称、身份证明。", basis=_BASIS,
        ),
        Question(
            "contact", "怎样联系您，怎样给您？", "联系和提供方式", Contact, why="答复要送到您手里，有不清楚的要问您。",
            basis=_BASIS,
        ),
    ),
    submit=submit,
    case=shown,
    status="requests/public/case.html",
    after=f"工作机构当日与您确认收到；确认之日起{limit('reply')}内答复。",
)  # fmt: skip
