"""门户: the pages every site has, and the morning on which those that depend on the date are made anew."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.portal.baking.make import keep_current, work_off
from gongkai.apps.portal.pages.heads import keep_yesterday

DUTY = Duty(
    code="portal",
    name="门户",
    # first words of its addresses; “static” and “workbench” are the house's own
    reserved=(
        "accessibility", "bodies", "corrections", "doc", "favicon", "feed", "guide", "heads", "list", "map", "record",
        "register", "robots", "search", "sitemap", "static", "workbench",
    ),
    ticks=(
        Tick("公开页面", work_off, every=0.0), Tick("台账每日指纹", keep_yesterday),
        Tick("每日页面", keep_current),
    ),
)  # fmt: skip
