"""A duty is one folder that declares itself: what its `duty.py` says here, every other place reads from the registry.

Lowest floor, no tables. `declaration` holds the words of a declaration, `registry` finds and sums them,
`installed` lists the folders of `gongkai/apps` that are apps. docs/one-duty.md walks through one.
"""

from gongkai.apps.duties.declaration import (
    MENU_UP_TO,
    Count,
    Due,
    Duty,
    Entry,
    Figures,
    Group,
    Held,
    Mount,
    Pile,
    Prune,
    PublicContent,
    PublicLink,
    PublicPage,
    Record,
    Returned,
    Setting,
    Started,
    Tick,
    counted,
)
from gongkai.apps.duties.needs import ANY_POST, ANYONE, SIGNED_IN, Below, Level, Needs, Office, needs

__all__ = [
    "ANYONE", "ANY_POST", "MENU_UP_TO", "SIGNED_IN", "Below", "Count", "Due", "Duty", "Entry", "Figures", "Group", "Held",
    "Level", "Mount", "Needs", "Office", "Pile", "Prune", "PublicContent", "PublicLink", "PublicPage", "Record",
    "Returned", "Setting", "Started", "Tick", "counted", "needs",
]  # fmt: skip
