"""Reading without opening: the same person's other records, what is to be signed, what is due to go."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from gongkai import crypt
from gongkai.apps.organizations.models import Organization
from gongkai.apps.people.details import Details, tidy_telephone
from gongkai.apps.people.gate import opened
from gongkai.apps.people.models import Erasure, Party


def index_values(given: Details) -> dict[str, str]:
    """What the three blind indexes are made of."""
    return {
        "identity_index": f"{given.id_kind}:{given.id_number}" if given.id_number else "",
        "name_index": given.name,
        "telephone_index": tidy_telephone(given.telephone),
    }


def found_by(organization: Organization, given: Details) -> QuerySet[Party]:
    """Everyone of a body who is the same person as these particulars say.

    The same document number, whatever the name; without a number on either side, the same name and telephone. Used
    for what the law counts per applicant (frequency, fees of a calendar month); nothing is opened.
    """
    ring, values = crypt.keyring(), index_values(given.tidy())
    look = {column: ring.indexes(value, f"people.{column}") for column, value in values.items()}
    same = Q(identity_index__in=look["identity_index"]) if look["identity_index"] else Q(pk__in=[])
    if look["name_index"] and look["telephone_index"]:
        by_name = Q(name_index__in=look["name_index"], telephone_index__in=look["telephone_index"])
        same |= by_name & Q(identity_index="") if look["identity_index"] else by_name
    return Party.objects.filter(same, organization=organization, erased_at__isnull=True)


def same_person(party: Party) -> QuerySet[Party]:
    """This person's rows in all records of the body, this one among them; an erased person is nobody's same."""
    if party.erased_at:
        return Party.objects.filter(pk=party.pk)
    return found_by(party.organization, opened(party)) | Party.objects.filter(pk=party.pk)


def to_sign(organizations: QuerySet[Organization]) -> QuerySet[Erasure]:
    """Erasures that wait for a second person, oldest first."""
    waiting = Erasure.objects.filter(outcome="", party__organization__in=organizations)
    return waiting.select_related("party__organization", "opened_by").order_by("opened_at", "id")


def due_to_go(today: dt.date) -> QuerySet[Party]:
    """Particulars whose time of keeping ended before today."""
    return Party.objects.filter(erased_at__isnull=True, keep_until__lt=today).order_by("keep_until", "id")
