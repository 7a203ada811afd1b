"""Histories of requests computed a minute on one core: receipt, correction, consultations, extension, fee. Aim: 100,000."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from gongkai import law
from gongkai.clocks import Event, Exclude, Extend, Restart, deadline

AIM = 100_000
SECONDS = 5.0


def histories(count: int, seed: int = 1) -> list[tuple[law.Version, date, list[Event]]]:
    """Requests as offices have them: one in three corrected, consulted about, extended or asked to pay."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        start = date(2009, 1, 1) + timedelta(days=chance.randrange(17 * 365))
        events: list[Event] = []
        if chance.random() < 0.2:
            events.append(Restart(start + timedelta(days=chance.randrange(5, 25))))
        for _ in range(chance.choice((0, 0, 0, 1, 2))):
            first = start + timedelta(days=chance.randrange(3, 20))
            events.append(Exclude(first, first + timedelta(days=chance.randrange(1, 21))))
        version = law.applicable("reply", {"received_on": start}, ("national",)).governing
        if chance.random() < 0.15:
            events.append(Extend(version.amount))
        made.append((version, start, events))
    return made


def main() -> None:
    """Print the rate and its ratio to the aim."""
    cases = histories(2000)
    for case in cases[:200]:
        deadline(*case)
    done, begun = 0, time.process_time()
    while time.process_time() - begun < SECONDS:
        for case in cases[:500]:
            deadline(*case)
        done += 500
        cases = cases[500:] + cases[:500]
    rate = done / (time.process_time() - begun) * 60
    print(f"  案件历史推算（单核）：{rate:,.0f} 件/分钟，逐日说明在内；目标 {AIM:,}，比 {rate / AIM:.1f}")


if __name__ == "__main__":
    main()
