"""Tables of requests: the case, what is asked meanwhile, what goes out, what comes afterwards, the bureau's own words."""

from gongkai.apps.requests.models.above import Platform
from gongkai.apps.requests.models.after import Complaint, Dispute, Rating
from gongkai.apps.requests.models.avoided import Avoided
from gongkai.apps.requests.models.case import FORM, WORDS, Point, Request, State, Supply
from gongkai.apps.requests.models.improving import Plan
from gongkai.apps.requests.models.office import Office, Template
from gongkai.apps.requests.models.opened import OpenedFile, OpenedReply
from gongkai.apps.requests.models.outgoing import Delivery, Letter, Reply
from gongkai.apps.requests.models.redacting import Redaction
from gongkai.apps.requests.models.steps import (
    Assist,
    Consultation,
    Correction,
    Extension,
    Fee,
    Frequency,
    Note,
)

__all__ = [
    "FORM",
    "WORDS",
    "Assist",
    "Avoided",
    "Complaint",
    "Consultation",
    "Correction",
    "Delivery",
    "Dispute",
    "Extension",
    "Fee",
    "Frequency",
    "Letter",
    "Note",
    "Office",
    "OpenedFile",
    "OpenedReply",
    "Plan",
    "Platform",
    "Point",
    "Rating",
    "Redaction",
    "Reply",
    "Request",
    "State",
    "Supply",
    "Template",
]
