"""The frame of every act on a record: permission → lock → rules → write → ledger → what follows the commit.

    with acting(user, letter, events.ANSWERED, power=ANSWER, obstacles=rules.obstacles_to_answer) as act:
        act.set(state=State.ANSWERED, answered_by=user)
        act.say(number=act.record.number)

What stands inside `with` is what is peculiar to the act. If it raises, nothing has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from gongkai.apps.ledger.actions import record as write_down
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import may, place_of
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

R = TypeVar("R", bound=Model)


class Acting(Generic[R]):
    """One act while it is being done. `record` is the locked row."""

    def __init__(self, user: User, record: R) -> None:
        self.user, self.record = user, record
        self._changed: list[str] = []
        self._facts: dict[str, Any] = {}
        self._personal: dict[str, str] = {}
        self._holder = ""
        self.because = ""
        self.event = ""

    def set(self, **values: Any) -> None:
        """Give fields of the record new values; they are saved together at the end."""
        for name, value in values.items():
            setattr(self.record, name, value)
            self._changed.append(name)

    def say(self, **facts: Any) -> None:
        """Facts for the ledger's entry. Nothing that names a citizen: see `seal`."""
        self._facts |= facts

    def seal(self, *, holder: str = "", **values: str) -> None:
        """Personal values: only their commitments enter the chain.

        holder: whose they are (`people.gate.holder(party)`); with that person they are erased. One person an act.
        """
        if holder and self._holder not in {"", holder}:
            raise ValueError("one act seals the values of one person")
        self._holder = holder or self._holder
        self._personal |= values

    def refuse(self, obstacles: Sequence[Obstacle]) -> None:
        """Raise Refused where something stands against the act after all."""
        if obstacles:
            raise Refused(obstacles)

    def after(self, run: Callable[[], Any]) -> None:
        """Run when the act is committed: files, faces, what others see."""
        transaction.on_commit(run)

    def save(self) -> None:
        """Write the changed fields, with the moment where the record keeps one."""
        if not self._changed:
            return
        names = {f.name for f in self.record._meta.concrete_fields}
        if "updated_at" in names:
            self.set(updated_at=moment.now())
        self.record.save(update_fields=sorted(set(self._changed)))

    def write_down(self, body: Organization) -> None:
        """One line in the ledger of the body."""
        label = getattr(self.record, "label", "") or str(self.record)
        write_down(
            self.event, self.record, actor(self.user, body), chain=body.slug, title=label, because=self.because,
            personal=self._personal, personal_of=self._holder, **self._facts,
        )  # fmt: skip


@contextmanager
def acting(
    user: User,
    record: R,
    event: str,
    because: str = "",
    *,
    power: str = "",
    at: Callable[[R], Any] | None = None,
    obstacles: Callable[[User, R], Sequence[Obstacle]] | None = None,
) -> Iterator[Acting[R]]:
    """Do one act on a record.

    power: the verb needed at the record's place, or at what `at` gives for it. obstacles: the rules that also stand
    before the button. Raises PermissionDenied, Refused; the record handed in is brought up to date at the end.
    """
    with transaction.atomic():
        manager: Any = type(record)._default_manager
        locked: R = manager.select_for_update(of=("self",)).get(pk=record.pk)
        if power and not may(user, power, at(locked) if at else locked):
            raise PermissionDenied
        act = Acting(user, locked)
        act.event, act.because = event, because.strip()
        act.refuse(obstacles(user, locked) if obstacles else [])
        yield act
        act.save()
        body, _ = place_of(locked)
        if body is None:
            raise TypeError(f"{locked._meta.label} has no place: say in its duty.py by what it is placed")
        act.write_down(body)
    for name in act._changed:
        setattr(record, name, getattr(locked, name))
