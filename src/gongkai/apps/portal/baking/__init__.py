"""Public pages as files: made when something changes, served before Django is asked.

store  files: atomic writing, compressed twins, hashes
make   which pages a change touches, and making them
check  files against hashes; the static twin
front  the WSGI wrapper that serves them
"""

from __future__ import annotations


def bake_all(*, documents: bool = True) -> int:
    """Make the whole installation's public pages anew; returns how many files stand."""
    from gongkai.apps.portal.baking.make import bake_all as make_all  # models are not ready when apps load

    return make_all(documents=documents)
