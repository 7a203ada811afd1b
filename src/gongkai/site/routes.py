"""Every staff address that is open, and what it asks of who comes. What is not here answers 404 (see the door).

One line a view name. `of` names the record an address is about: the door looks whether it is in reach.
"""

from __future__ import annotations

from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.door import ANY_POST, ANYONE, SIGNED_IN, Needs, duty

SIGN_IN = {
    "login": ANYONE,
    "login_code": ANYONE,
    "logout": SIGNED_IN,
    "account:home": SIGNED_IN,
    "account:password": SIGNED_IN,
    "account:code": SIGNED_IN,
    "account:code_off": SIGNED_IN,
    "account:resume": SIGNED_IN,
}

HOME = {
    "workbench:home": ANY_POST,
    "workbench:deadlines": duty(p.VIEW),
    "workbench:ledger": duty(p.AUDIT, p.VIEW),
}

STAFF: dict[str, Needs] = {**SIGN_IN, **HOME}
