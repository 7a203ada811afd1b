"""A round: one text of one record handed in for judgement, and the words of people on it.

The record is named by kind and number, so any kind can be judged. One constraint guards the second person for all:
nobody stands twice in a round, neither as one who wrote nor as one who judged.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from wagtail.models import Revision

from gongkai.apps.organizations.models import Organization, User
from gongkai.law.processes import Process, Step, process

SECOND = "second"  # the process by which what was done already gets its second person


class State(models.TextChoices):
    """Where a round stands."""

    OPEN = "open", "审核中"
    APPROVED = "approved", "审核完毕"
    RETURNED = "returned", "已退回"
    RECALLED = "recalled", "已撤回送审"


class Round(models.Model):
    """送审. While it is open the record may not change.

    process: code of law/data/reviews. organization, section: whose record it is. place: the body at which the present
    step is done. fingerprint: hash of all that is judged; a word on another text does not count.
    change_note: what the public will read of the change, of a text that was public before; judged with it.
    """

    State = State

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    process = models.CharField(max_length=20)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64)
    drafter = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    change_note = models.CharField("更正说明", max_length=500, blank=True)
    step = models.CharField(max_length=10)
    step_since = models.DateTimeField()
    place = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "送审"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state="open") & ~Q(process=SECOND),
                name="round_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="round_subject"),
            models.Index(fields=["process", "state", "step", "step_since"], name="round_queue"),
            models.Index(fields=["place", "state", "step"], name="round_place"),
            models.Index(fields=["section", "state", "step"], name="round_section"),
            # the few open ones about one kind of record: the menu of every page asks for those on publications
            models.Index(fields=["subject_type", "state", "subject_id"], name="round_about"),
        ]

    @property
    def steps(self) -> Process:
        """Its process."""
        return process(self.process)

    @property
    def present(self) -> Step:
        """The step that is to be taken."""
        return self.steps.step(self.step)

    @property
    def step_label(self) -> str:
        """The present step in words."""
        return self.present.label


class Outcome(models.TextChoices):
    """What a person had to do with a round."""

    WROTE = "wrote", "经手"
    AGREED = "agreed", "同意"
    RETURNED = "returned", "退回"
    REFUSED = "refused", "不同意"  # with what was done already


class Word(models.Model):
    """One person's part in a round: wrote something of it, agreed, or gave it back."""

    Outcome = Outcome

    round = models.ForeignKey(Round, models.CASCADE, related_name="words")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reasons = models.JSONField(default=list, blank=True)
    opinion = models.CharField("意见", max_length=1000, blank=True)
    fingerprint = models.CharField(max_length=64)
    carried_over = models.BooleanField(default=False)  # agreed to the same text in an earlier round
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        constraints = [
            # drafter, submitter and everybody else who wrote have their row from the opening on
            models.UniqueConstraint(
                fields=["round", "person"], condition=~Q(outcome="returned"), name="word_one_part_each"
            ),
            models.UniqueConstraint(
                fields=["round", "step"], condition=~Q(outcome="wrote"), name="word_one_a_step"
            ),
            models.CheckConstraint(
                condition=Q(outcome="wrote", step="") | ~Q(outcome="wrote") & ~Q(step=""),
                name="word_judges_a_step",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["returned", "refused"]) | ~Q(opinion=""),
                name="word_return_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="word_person")]

    @property
    def step_label(self) -> str:
        """The step it was given at, in words."""
        return self.round.steps.name_of(self.step)

    @property
    def sentence(self) -> str:
        """“附件有误：附件二不是最新的”: the coded reasons and the opinion."""
        coded = "、".join(self.round.steps.returns.get(r, r) for r in self.reasons)
        return "：".join(dict.fromkeys(x for x in (coded, self.opinion) if x))


class Signature(models.Model):
    """补签: an act that could not wait for its second person, and the round in which that person signs or refuses.

    The round is about the record acted upon; who did it stands there as who handed it in, drafter and hands as who wrote,
    so that one constraint keeps all of them from signing. act: a code of law/data/reviews/second.toml. facts: what the
    duty needs to undo it.
    """

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, related_name="signature")
    act = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补签"

    @property
    def label(self) -> str:
        """What was done, in words."""
        return process(SECOND).acts.get(self.act, self.act)

    @property
    def waits(self) -> bool:
        """Nobody signed it yet, and nothing overtook it."""
        return self.round.state == State.OPEN

    @property
    def done_by(self) -> User:
        """Who could not wait."""
        return self.round.submitted_by

    @property
    def done_at(self) -> dt.datetime:
        """When it was done."""
        return self.round.submitted_at

    @property
    def word(self) -> Word | None:
        """What the second person said."""
        found = [w for w in self.round.words.all() if w.outcome != Outcome.WROTE]
        return found[-1] if found else None

    @property
    def refused(self) -> bool:
        """The second person does not stand for it."""
        return self.round.state == State.RETURNED
