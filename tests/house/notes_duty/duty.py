"""办事指南, complete: what publishing, review, home, search and portal need stands in `publishable` and `life_of`."""

from __future__ import annotations

from tests.house.notes_duty.publishable import NOTE

from gongkai.apps.duties import Duty, Mount, Record, needs
from gongkai.apps.organizations import permissions as p
from gongkai.apps.publishing import home
from gongkai.apps.publishing.acts import PLACES, life_of

DUTY = Duty(
    code="notes",
    name="办事指南",
    routes={"notes:detail": needs(p.VIEW, of=NOTE.model, places=PLACES)},
    staff=(Mount("notes/", "tests.house.notes_duty.urls", "notes"),),
    acts=(life_of(NOTE),),
    records=(
        Record(
            NOTE.model,
            NOTE.noun,
            address=NOTE.page,
            due=home.due_of(NOTE.label),
            held=home.held_of(NOTE.label),
        ),
    ),
    publishable=(NOTE,),
)
