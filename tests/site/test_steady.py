"""A server sets aside what it loaded at its start, so that no answer waits while it is looked through for garbage."""

from __future__ import annotations

import gc

from gongkai.site.steady import YOUNG, steady


def test_what_is_loaded_at_the_start_is_set_aside():
    before = gc.get_threshold()
    try:
        steady()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects(generation=2)) < 5_000
        assert gc.get_threshold() == (YOUNG, *before[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_the_server_does_so():
    from gongkai.site import wsgi

    assert wsgi.steady is steady
