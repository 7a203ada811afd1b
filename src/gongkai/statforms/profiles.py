"""Traits of a body that switch checks on or off."""

from __future__ import annotations

PROFILES: dict[str, str] = {
    "no_rulemaking_power": "没有规章制定权（县区部门、乡镇街道、学校）",
    "no_own_website": "没有自己的网站（用上级网站的频道）",
    "no_licences": "没有行政许可权",
    "no_penalties": "没有行政处罚权",
    "government": "本级政府（3月31日前公布）",
}
"""Trait → its Chinese name."""
