"""检索: searches that found nothing are counted now and then."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.search.missed import fold

DUTY = Duty(code="search", name="检索", ticks=(Tick("没有找到的词", fold),))
