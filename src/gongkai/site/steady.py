"""What a process loads once for all requests is never looked through for garbage again."""

from __future__ import annotations

import gc

from django.urls import get_resolver

YOUNG = 20_000  # objects: a list of 50 rows makes more than Python's 700, and keeps none


def steady() -> None:
    """Load the addresses and set all that is loaded aside: to look through it took up to 0.2 s of somebody's answer."""
    len(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
