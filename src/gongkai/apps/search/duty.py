"""检索: searches that found nothing are counted now and then."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Prune, Tick
from gongkai.apps.search.missed import KEPT, fold, prune

DUTY = Duty(
    code="search",
    name="检索",
    ticks=(Tick("没有找到的词", fold),),
    prunes=(Prune("旧的零结果检索", prune, KEPT),),
)
