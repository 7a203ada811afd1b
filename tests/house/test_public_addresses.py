"""A body's sub-site may never hide a page of the site above it."""

from __future__ import annotations

from gongkai.apps.duties.registry import registry
from gongkai.apps.portal import urls


def test_every_first_word_of_a_public_address_is_reserved():
    words = {str(p.pattern).partition("/")[0].partition(".")[0] for p in urls.urlpatterns}
    words = {w.partition("-<")[0] for w in words if w and not w.startswith("<")}
    assert words - registry().reserved == set()
