"""台账指纹: the heads of the ledger's chains, day by day, for anybody to keep outside this installation."""

from __future__ import annotations

import datetime as dt

from gongkai.apps.ledger.actions import keep_heads
from gongkai.apps.ledger.queries import day_heads
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.pages import Page
from gongkai.clocks import moment

TEXT = "text/plain; charset=utf-8"
DAYS = 90


def heads_page(site: Organization) -> Page:
    """One line a day and body that publishes on this site, newest first; `gongkai ledger verify --heads` reads it."""
    chains = [body.slug for body in sites.bodies_of(site)]
    context = {"heads": day_heads(chains, days=DAYS)}
    return Page(site, sites.address(site, "heads"), "portal/heads.txt", context, media=TEXT)


def keep_yesterday() -> int:
    """Keep the heads as they stood at the end of yesterday; nothing happens where they are kept."""
    return keep_heads(moment.today() - dt.timedelta(days=1))
