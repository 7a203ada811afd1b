"""A document at every stage, and who gets what the floor of documents does to it done (`tests/house/test_acts_by_state.py`)."""

from __future__ import annotations

from tests.apps.publishing import states as published

STATES = {"documents.OfficialDocument": published.STATES["documents.OfficialDocument"]}
TYPED = {"documents.OfficialDocument:discard": {"because": "登记重了"}}
DONE: dict[str, dict[str, dict[str, str]]] = {
    # what was never handed in and holds no number; whoever may change it may discard it
    "documents.OfficialDocument": {"discard": {"draft": "informant section_head office"}},
}
