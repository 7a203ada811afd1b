"""审核: no duty of its own, the floor that all duties judge on. It names its records for who meets them elsewhere."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Record

DUTY = Duty(
    code="reviews",
    name="审核",
    records=(
        Record("reviews.Round", "送审"),
        Record("reviews.Word", "审核意见", via="round"),
        Record("reviews.Signature", "补签", via="round"),
    ),
)
