"""What a new day brings to validity: one row that fails keeps no other from following the date."""

from __future__ import annotations

import datetime as dt
import logging

from gongkai.apps.publishing import actions
from gongkai.apps.publishing.actions import validity
from gongkai.apps.publishing.models import Publication


def test_one_bad_row_does_not_keep_the_others_from_expiring(world, published, monkeypatch, caplog):
    first, second = published(world.a), published(world.b)
    Publication.objects.update(expires_on=dt.date(2026, 5, 19))
    real = validity.refresh

    def refresh(publication):
        if publication.pk == first.pk:
            raise RuntimeError("某人 13800000000")
        return real(publication)

    monkeypatch.setattr(validity, "refresh", refresh)
    with caplog.at_level(logging.ERROR):
        assert actions.expire_due(dt.date(2026, 5, 20)) == 1
    second.refresh_from_db()
    assert second.validity == "expired"
    assert len(caplog.records) == 1 and "13800000000" not in caplog.text
