"""Every staff address that is open, and what it asks of who comes. What is not here answers 404 (see the door).

Each duty classifies its own addresses in its `duty.py`; here stand only the sign-in and Wagtail as a guest.
"""

from __future__ import annotations

from gongkai.apps.duties import ANY_POST, ANYONE, SIGNED_IN, Needs, needs
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations import permissions as p

SIGN_IN = {"login": ANYONE, "login_code": ANYONE, "logout": SIGNED_IN}
FIRST_RUN = {"setup": ANYONE, "setup_blank": ANYONE}  # 404 as soon as there is a body

# The text editor and its versions are open (documents classifies them); Wagtail's lists, reports, choosers, pages and
# users stay closed.
OFFICE = {
    "wagtailadmin_home": ANY_POST,  # only leads to workbench:home
    "wagtailadmin_javascript_catalog": ANYONE,  # words of buttons, nothing else
    "wagtailadmin_sprite": ANYONE,  # pictures of buttons
    "wagtailadmin_editing_sessions:ping": needs(
        p.CHANGE
    ),  # names its record itself and asks Wagtail's policy
    "wagtailadmin_editing_sessions:release": needs(p.CHANGE),
}

STAFF: dict[str, Needs] = {**SIGN_IN, **FIRST_RUN, **OFFICE, **registry().routes}
