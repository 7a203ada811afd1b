"""The ways of a document through its life, walked with the acts that officers use.

A `Life` yields moments and what is done then. `load.py` mixes the lives of all documents and does everything in the
order of time, so that ledger numbers, index numbers and dates grow together.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from functools import partial

from gongkai.apps.catalogue.models import Column
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.models import Pressing, Publication
from gongkai.apps.reviews.models import Round, State
from gongkai.apps.reviews.queries import unsigned
from gongkai.clocks import moment
from gongkai.demo import attachments, texts, words
from gongkai.demo.city import CITY_SECTIONS, DISTRICT_SECTION_NAMES, City, facts_of
from gongkai.demo.people import chain_of
from gongkai.demo.plan import Plan, back_from, forward_from

Act = tuple[dt.datetime, Callable[[], object]]
HIDDEN_SHEET_IN = ("c-kehoufee", "经费使用明细表.xlsx")
_SECTIONS = {name: code for code, name in {**DISTRICT_SECTION_NAMES, **CITY_SECTIONS}.items()}
_STEPS = ("section", "secrecy", "office")


class Life:
    """One document of the plan on its way."""

    def __init__(self, city: City, plan: Plan, today: dt.date) -> None:
        self.city, self.plan, self.today = city, plan, today
        self.body = city.organizations[plan.slug]
        self.written = texts.write(
            plan.text, slug=plan.slug, facts=facts_of(plan.slug), signed_on=plan.signed_on
        )
        self.source = texts.text(plan.text)
        self.dice = random.Random(plan.seed)  # noqa: S311
        chain, code = chain_of(plan.slug), _SECTIONS.get(self.source.head["科室"], "")
        self.section = city.organizations[f"{plan.slug}-{code}"] if code else self.body
        user = city.users
        self.drafter: User = user[chain.drafters[code]]
        self.people = {
            "section": user[chain.heads[code]], "secrecy": user[chain.secrecy], "office": user[chain.office],
            "publish": user[chain.publisher],
        }  # fmt: skip
        self.leader = user.get("guchangning") if chain.publisher == "liyue" else self.people["publish"]
        self._at = dt.datetime.combine(plan.signed_on, dt.time(8, 30), moment.BEIJING)
        self._acts: list[Act] = []
        self.document: OfficialDocument | None = None

    def acts(self) -> list[Act]:
        """Everything that is done with the document, each at its moment."""
        getattr(self, f"_{self.plan.course}")()
        return self._acts

    # --- time

    def _then(self, act: Callable[[], object], days: int = 0, *, on: dt.date | None = None) -> None:
        """Let `act` happen so many working days after the signature (or on a day), later than what came before."""
        day = on or forward_from(self.plan.signed_on, days)
        day = min(day, back_from(self.today - dt.timedelta(days=1), 0))
        at = dt.datetime.combine(
            day, dt.time(8 + self.dice.randint(1, 8), self.dice.randint(0, 59)), moment.BEIJING
        )
        self._at = max(at, self._at + dt.timedelta(minutes=self.dice.randint(4, 11)))
        self._acts.append((self._at, act))

    # --- single acts

    def _register_now(self) -> None:
        written, hidden = self.written, HIDDEN_SHEET_IN
        files = [
            attachments.make(name, seed=self.plan.seed, hidden=(self.plan.text, name) == hidden)
            for name in written.attachments
        ]
        self.document = documents.register(
            self.drafter, organization=self.body, section=self.section, attachments=files,
            fields={
                "title": written.title, "kind": written.kind, "number": self.plan.number, "issuer": written.issuer,
                "addressee": written.addressee, "signed_on": self.plan.signed_on, "html": written.html,
                "effective_on": written.effective_on, "expires_on": written.expires_on,
                "normative": self.source.head["代字"] == "规",
            },
        )  # fmt: skip

    def _decide_now(self) -> None:
        decided = words.ATTRIBUTES.get(self.plan.text, {"attribute": "open"})
        documents.decide_attribute(self.drafter, self._row(), **decided)

    def _row(self) -> OfficialDocument:
        assert self.document is not None  # noqa: S101 — every life begins with registration
        return OfficialDocument.objects.get(pk=self.document.pk)

    def _open(self) -> Round:
        return self._row().submissions.get(state=State.OPEN)

    def publication(self) -> Publication:
        """The publication of the document."""
        return Publication.objects.get(subject_type=subject_type(OfficialDocument), subject_id=self._row().pk)

    def _submit_now(self) -> None:
        publishing.submit(self.drafter, self._row())

    def _agree_now(self, step: str) -> None:
        publishing.agree(self.people[step], self._open(), self.dice.choice(words.OPINIONS[step]))

    def _return_now(self) -> None:
        step, reasons, opinion = words.RETURNS[self.plan.text]
        publishing.send_back(self.people[step], self._open(), reasons, opinion)

    def _columns(self) -> list[Column]:
        site = rules.site_of(self.body).slug
        return [self.city.columns[site, c] for c in self.source.columns]

    def _publish_now(self, scheduled_for: dt.datetime | None = None) -> None:
        publishing.publish(
            self.people["publish"], self._row(), columns=self._columns(),
            topic=self.city.topics[self.source.head["主题"]], scheduled_for=scheduled_for,
        )  # fmt: skip
        for target, kind in self.plan.acts_on:
            self._relate(target, kind)

    def _relate(self, target: Plan, kind: str) -> None:
        publication = self.publication()
        acted_on = Publication.objects.get(number=target.number, organization=self.body)
        since = self.written.effective_on or self.plan.signed_on
        publishing.change_validity(self.people["office"], publication, acted_on, kind=kind, since=since)
        pending = unsigned().get(round__subject_id=acted_on.pk, act=Pressing.VALIDITY)
        publishing.countersign(self.leader or self.people["publish"], pending, "情况属实，同意补签。")

    def _correct_text_now(self) -> None:
        old, new, _ = words.CORRECTIONS[self.plan.text]
        document = self._row()
        documents.change(self.drafter, document, {"html": document.html.replace(old, new)})

    # --- stretches

    def _begin(self, *, decided: bool = True) -> None:
        self._then(self._register_now)
        if decided:
            self._then(self._decide_now)

    def _review(self, *steps: str, first: int = 0, on: dt.date | None = None) -> None:
        """送审 and the agreements of these steps, spread over the days before publication."""
        self._then(self._submit_now, first, on=on)
        pace = max(1, (self.plan.lag - 1) // 3)
        for number, step in enumerate(steps, 1):
            self._then(partial(self._agree_now, step), first + number * pace, on=on)

    def _published(self) -> None:
        self._begin()
        self._review(*_STEPS)
        self._then(self._publish_now, self.plan.lag)

    # --- courses

    def _undecided(self) -> None:
        self._begin(decided=False)

    def _draft(self) -> None:
        self._begin()

    def _recalled(self) -> None:
        self._begin()
        self._review()
        self._then(lambda: publishing.recall(self.drafter, self._open()), 2)

    def _returned(self) -> None:
        self._begin()
        step = words.RETURNS[self.plan.text][0]
        self._review(*_STEPS[: _STEPS.index(step)], first=1)
        self._then(self._return_now, 6)

    def _section(self) -> None:
        self._begin()
        self._review(first=2)

    def _secrecy(self) -> None:
        self._begin()
        self._review("section", first=2)

    def _office(self) -> None:
        self._begin()
        self._review("section", "secrecy", first=3)

    def _office_again(self) -> None:
        self._returned()
        self._then(
            lambda: documents.change(
                self.drafter,
                self._row(),
                {"html": self._row().html.replace("空挂学籍。", "空挂学籍，不得以转学规避审批。")},
            ),
            8,
        )
        self._review("section", "secrecy", first=9)

    def _approved(self) -> None:
        self._begin()
        self._review(*_STEPS, first=2)

    def _scheduled(self) -> None:
        self._approved()
        when = dt.datetime.combine(forward_from(self.today, 3), dt.time(9), moment.BEIJING)
        self._then(lambda: self._publish_now(when), self.plan.lag)

    def _by_schedule(self) -> None:
        """Published at a set time by the background process."""
        self._begin()
        self._review(*_STEPS)
        when = dt.datetime.combine(
            forward_from(self.plan.signed_on, self.plan.lag + 1), dt.time(8), moment.BEIJING
        )
        self._then(lambda: self._publish_now(when), self.plan.lag)
        self._at = when
        self._acts.append((when, lambda: publishing.publish_due(when)))

    def _corrected(self) -> None:
        self._published()
        day = self.plan.lag + 9
        self._then(self._correct_text_now, day)
        self._review(*_STEPS, first=day)
        note = words.CORRECTIONS[self.plan.text][2]
        self._then(
            lambda: publishing.correct(self.people["publish"], self.publication(), note), day + self.plan.lag
        )

    def _correcting(self) -> None:
        """Public, with a correction in review."""
        self._published()
        near = back_from(self.today, 6)
        self._then(self._correct_text_now, on=near)
        self._review("section", on=near)

    def _withdraw(self, day: dt.date) -> None:
        reason, note = words.WITHDRAWALS[self.plan.text]
        self._then(
            lambda: publishing.withdraw(
                self.people["office"], self.publication(), reason=reason, public_note=note
            ),
            on=day,
        )

    def _withdrawn_open(self) -> None:
        self._published()
        self._withdraw(back_from(self.today, 3))

    def _withdrawn_signed(self) -> None:
        self._published()
        self._withdraw(forward_from(self.plan.signed_on, self.plan.lag + 20))
        self._then(self._countersign_now, self.plan.lag + 21)

    def _countersign_now(self) -> None:
        pending = unsigned().get(round__subject_id=self.publication().pk)
        signer = self.leader or self.people["publish"]
        publishing.countersign(signer, pending, "情况属实，同意补签。")

    def _emergency_open(self) -> None:
        self._begin()
        self._then(self._submit_now)
        self._then(
            lambda: publishing.publish_in_emergency(
                self.people["publish"], self._row(), reason=words.EMERGENCY, columns=self._columns(),
                topic=self.city.topics[self.source.head["主题"]],
            )
        )  # fmt: skip

    def _emergency_signed(self) -> None:
        self._emergency_open()
        self._then(self._countersign_now, 1)

    def _filed(self) -> None:
        """依申请公开 or 不予公开: reviewed and filed, not published."""
        self._begin()
        self._review(*_STEPS, first=1)
