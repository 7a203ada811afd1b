"""修改历史 of a public document: each text it had with the words that changed, and what other documents did to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.apps.publishing.comparing import SAME, Row, changed, compare
from gongkai.apps.publishing.models import Publication, Relation, Validity, Version
from gongkai.clocks import moment

MOST_ROWS = 12  # changed paragraphs that one step shows; the whole text is one click away
LONGEST = 60_000  # characters of a text that is compared word for word
EMERGENCY = "紧急情况先行发布，事后由第二人补签。"


@dataclass(frozen=True)
class Step:
    """One point of the history. version: the text that came with it; other: the document that did it."""

    on: dt.date
    head: str
    words: str = ""
    version: Version | None = None
    other: Publication | None = None
    rows: tuple[Row, ...] = ()
    more: int = 0


def history_of(
    publication: Publication, versions: Sequence[Version], acted_on_by: Sequence[Relation]
) -> list[Step]:
    """Every step, the newest first. versions: newest first, as the page has them."""
    steps = [*_texts(publication, versions), *_acts(acted_on_by)]
    if publication.validity == Validity.EXPIRED and publication.validity_since:
        steps.append(Step(publication.validity_since, "失效", "有效期届满。"))
    return sorted(steps, key=_order, reverse=True)


def _order(step: Step) -> tuple[dt.date, bool, int]:
    """By day; on one day what was done to a text stands after the text itself."""
    return step.on, step.version is None, step.version.number if step.version else 0


def _texts(publication: Publication, versions: Sequence[Version]) -> list[Step]:
    bodies = _bodies(publication, versions)
    found = []
    for number, version in enumerate(versions):
        before = versions[number + 1] if number + 1 < len(versions) else None
        rows = _changes(bodies, before, version) if before is not None else []
        first = EMERGENCY if publication.emergency_reason and before is None else ""
        found.append(
            Step(
                version.at.astimezone(moment.BEIJING).date(),
                "更正" if version.change_note else "发布",
                version.change_note or first,
                version,
                rows=tuple(rows[:MOST_ROWS]),
                more=max(len(rows) - MOST_ROWS, 0),
            )
        )
    return found


def _bodies(publication: Publication, versions: Sequence[Version]) -> dict[int, str]:
    """The plain texts of the versions; none where there is but one, or where they are too long to be compared."""
    if len(versions) < 2:
        return {}
    rows = publication.versions.filter(number__in=[v.number for v in versions])
    return {number: text for number, text in rows.values_list("number", "text") if len(text) <= LONGEST}


def _changes(bodies: dict[int, str], before: Version, after: Version) -> list[Row]:
    """The paragraphs that differ, title included."""
    if before.number not in bodies or after.number not in bodies:
        return []
    rows = compare(f"{before.title}\n{bodies[before.number]}", f"{after.title}\n{bodies[after.number]}")
    return [row for row in rows if row.kind != SAME] if changed(rows) else []


def _acts(acted_on_by: Sequence[Relation]) -> list[Step]:
    words = {Relation.Kind.REPEALS: "废止", Relation.Kind.REPLACES: "废止", Relation.Kind.AMENDS: "修改"}
    return [
        Step(
            relation.since,
            words[Relation.Kind(relation.kind)],
            "由新文件替代。" if relation.kind == Relation.Kind.REPLACES else "",
            other=relation.source if relation.source.state == Publication.State.LIVE else None,
        )
        for relation in acted_on_by
    ]
