"""What letters answer to a report."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from tests.house.letters_duty.models import Letter

from gongkai.apps.organizations.models import Organization
from gongkai.figures import Figure, Line


def figures(organization: Organization, form: str, first: dt.date, last: dt.date) -> dict[str, Figure]:
    """来信数 of a period."""
    rows = Letter.objects.filter(organization=organization, received_on__gte=first, received_on__lte=last)
    return {
        "x.letters": Figure(
            rows.count(), f"{organization.name}收到的来信", rows.order_by("received_on", "id")
        )
    }


def describe(letter: Letter) -> Line:
    """A letter as the list behind the figure shows it."""
    return Line(letter.title, letter.get_state_display(), reverse("letters:detail", args=[letter.pk]), letter)
