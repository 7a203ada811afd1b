"""How often one address does a thing within a minute: counted in the cache, never stored, never with the address itself.

Too often means *wait*, never *out*: an office, a school or a mobile carrier may stand behind one address. With several
server processes and no shared cache each counts for itself, so the true limit is theirs together.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.clocks import moment
from gongkai.visitor import address_of

SECONDS = 60


def count(act: str, who: str) -> int:
    """Count one act of an address or a draft; how many it makes in this minute."""
    key = _key(act, who)
    cache.add(key, 0, timeout=2 * SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # expired between the two lines
        return 1


def seen(act: str, who: str) -> int:
    """How many there were in this minute, without counting another."""
    return int(cache.get(_key(act, who)) or 0)


def too_many(act: str, who: str) -> bool:
    """Count, and whether that was more than INTAKE_PACE lets pass in a minute."""
    return count(act, who) > settings.INTAKE_PACE[act]


def seconds_left() -> int:
    """How long the present minute still lasts: what a person is told to wait."""
    return SECONDS - int(moment.now().timestamp()) % SECONDS


def visitor(request: HttpRequest) -> str:
    """The address a request came from."""
    return address_of(request) or "unknown"


def _key(act: str, who: str) -> str:
    minute = int(moment.now().timestamp()) // SECONDS
    mac = hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()[:24]
    return f"intake:{act}:{minute}:{mac}"
