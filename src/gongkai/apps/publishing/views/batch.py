"""一起发布: equal cases under the same column with one confirmation; what cannot go out says why and is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai import paging
from gongkai.apps.duties.publishable import Publishable
from gongkai.apps.organizations.many import done_to_each
from gongkai.apps.publishing import queries, rules
from gongkai.apps.publishing.acts import cured, life_of
from gongkai.apps.publishing.forms import PublishForm
from gongkai.apps.publishing.proposing import Proposal, proposal_for
from gongkai.apps.publishing.publishable import Subject, kinds, publication_of
from gongkai.exceptions import Obstacle

AT_ONCE = 50


@dataclass(frozen=True)
class Case:
    """One of them: where it probably belongs, what stands against its release."""

    record: Subject
    proposal: Proposal
    obstacles: Sequence[Obstacle]

    @property
    def place(self) -> str:
        """The proposed columns and topic in words."""
        names = [c.name for c in self.proposal.columns]
        return "、".join(names) + (f"；{self.proposal.topic.name}" if self.proposal.topic else "")


@login_required
@require_POST
def publish_many(request: HttpRequest) -> HttpResponse:
    """First each with its obstacles and one choice of column and topic; with that choice they go out."""
    user: Any = request.user
    of = next((k for k in kinds() if k.label == request.POST.get("kind", "")), kinds()[0])
    cases = _cases(user, of, request)
    able = [case for case in cases if not case.obstacles]
    if not cases:
        return redirect("publishing:waiting")
    chosen = "decided" in request.POST
    form = PublishForm(
        request.POST if chosen else None, subject=(able or cases)[0].record, initial=_common(able)
    )
    if chosen and able and form.is_valid():
        life = life_of(of)
        outcomes = done_to_each(
            life, life.act("publish"), user, [case.record for case in able], **form.cleaned_data
        )
        good = sum(not o.obstacles for o in outcomes)
        return render(request, "publishing/batch_done.html", {
            "outcomes": [(o, o.record.title, of.address(o.record.pk)) for o in outcomes], "good": good, "bad": len(outcomes) - good,
            "act": "一起发布", "done": "已发布", "not_done": "没有发成", "home": "publishing:waiting", "home_name": "待发布",
        })  # fmt: skip
    return render(request, "publishing/batch.html", {
        "cases": [(case, of.address(case.record.pk)) for case in cases], "able": len(able), "left": len(cases) - len(able),
        "form": form, "kind": of, "site": rules.site_of((able or cases)[0].record.organization),
        "unlike": _unlike(able), "kept": [case.record.pk for case in cases],
    })  # fmt: skip


def _cases(user: Any, of: Publishable, request: HttpRequest) -> list[Case]:
    """The ticked ones of the person's own list, in its order; the first one's site is the site of all."""
    keys = paging.whole_numbers(request.POST.getlist("ids"))[:AT_ONCE]
    rows = queries.waiting_to_publish(user, of).filter(pk__in=keys).defer(None).order_by("updated_at", "pk")
    records = list(rows)
    site = rules.site_of(records[0].organization) if records else None
    return [
        Case(record, proposal_for(record, of.content(record).title), _against(user, record, site))
        for record in records
    ]


def _against(user: Any, record: Subject, site: Any) -> list[Obstacle]:
    """What stands against it here, each with where it is mended."""
    found = rules.obstacles_to_publish(user, record)
    if not found and publication_of(record) is not None:
        found.append(Obstacle("many:again", "公开过的重新发布，须写明与上次相比改了什么，请单独发。"))
    if rules.site_of(record.organization) != site:
        found.append(Obstacle("many:site", "发布在另一个网站，栏目不同，请另外勾选。"))
    return cured(found, record)


def _unlike(cases: Sequence[Case]) -> str:
    """In what the proposals differ, in words; "" where they agree."""
    columns = len({case.proposal.columns for case in cases}) > 1
    topics = len({case.proposal.topic for case in cases}) > 1
    return "和".join(name for name, differs in (("栏目", columns), ("主题", topics)) if differs)


def _common(cases: Sequence[Case]) -> dict[str, Any]:
    """What is proposed for all of them alike is ticked; where they differ nothing is."""
    columns = {case.proposal.columns for case in cases}
    topics = {case.proposal.topic for case in cases}
    return {
        "columns": [c.pk for c in columns.pop()] if len(columns) == 1 else [],
        "topic": topics.pop() if len(topics) == 1 else None,
    }
