"""The acts of review and publication, one verb a function; each: permission → lock → rules → write → clock →
ledger → on commit."""

from gongkai.apps.publishing.actions.correction import correct
from gongkai.apps.publishing.actions.countersign import countersign, refuse_countersign
from gongkai.apps.publishing.actions.due import publish_due, unschedule
from gongkai.apps.publishing.actions.publication import publish, publish_in_emergency
from gongkai.apps.publishing.actions.review import agree, send_back, turn_back
from gongkai.apps.publishing.actions.submission import recall, submit
from gongkai.apps.publishing.actions.validity import change_many, change_validity, expire_due, undo_relation
from gongkai.apps.publishing.actions.withdrawal import withdraw

__all__ = [
    "agree",
    "change_many",
    "change_validity",
    "correct",
    "countersign",
    "expire_due",
    "publish",
    "publish_due",
    "publish_in_emergency",
    "recall",
    "refuse_countersign",
    "send_back",
    "submit",
    "turn_back",
    "undo_relation",
    "unschedule",
    "withdraw",
]
