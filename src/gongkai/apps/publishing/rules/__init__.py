"""The life of a record from 送审 on: steps, who may act, what stands against it. Refusals are values.

Second person everywhere: whoever wrote any part of what is judged never reviews it, whoever reviewed one step
reviews no other of the same submission, and whoever publishes did neither.
"""

from gongkai.apps.publishing.rules.content import (
    PERSONAL,
    content_obstacles,
    fingerprint,
    obstacles_of_words,
    personal_obstacles,
)
from gongkai.apps.publishing.rules.places import (
    at_the_office,
    may_at,
    publishing_body,
    site_of,
)
from gongkai.apps.publishing.rules.release import (
    is_live,
    judged_note,
    note_of,
    obstacles_of_placement,
    obstacles_of_time,
    obstacles_of_withdrawal,
    obstacles_to_correct,
    obstacles_to_emergency,
    obstacles_to_publish,
    obstacles_to_turn_back,
    obstacles_to_unschedule,
    obstacles_to_withdraw,
    publisher_obstacles,
    was_public,
)
from gongkai.apps.publishing.rules.review import (
    approved_submission,
    facts_of,
    hands_of,
    obstacles_of_text,
    obstacles_to_agree,
    obstacles_to_recall,
    obstacles_to_review,
    obstacles_to_submit,
    process_of,
    processes,
)
from gongkai.apps.publishing.rules.validity import (
    IN_FORCE,
    obstacles_to_act_on,
    obstacles_to_be_related,
    obstacles_to_relate,
    obstacles_to_undo_relation,
    states_validity,
    validity_on,
)

__all__ = [
    "IN_FORCE",
    "PERSONAL",
    "approved_submission",
    "at_the_office",
    "content_obstacles",
    "facts_of",
    "fingerprint",
    "hands_of",
    "is_live",
    "judged_note",
    "may_at",
    "note_of",
    "obstacles_of_placement",
    "obstacles_of_text",
    "obstacles_of_time",
    "obstacles_of_withdrawal",
    "obstacles_of_words",
    "obstacles_to_act_on",
    "obstacles_to_agree",
    "obstacles_to_be_related",
    "obstacles_to_correct",
    "obstacles_to_emergency",
    "obstacles_to_publish",
    "obstacles_to_recall",
    "obstacles_to_relate",
    "obstacles_to_review",
    "obstacles_to_submit",
    "obstacles_to_turn_back",
    "obstacles_to_undo_relation",
    "obstacles_to_unschedule",
    "obstacles_to_withdraw",
    "personal_obstacles",
    "process_of",
    "processes",
    "publisher_obstacles",
    "publishing_body",
    "site_of",
    "states_validity",
    "validity_on",
    "was_public",
]
