"""The check against files made by another hand, which had not seen it: attacks are rejected, honest releases pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.files import attacks
from tests.files.attacks import notes, sheet, weak
from tests.files.attacks.missed import MISSED, MISSED_ALONE, REFUSED, REFUSED_ALONE


def cases(shelf: list[attacks.Case], wrong: dict[str, str]) -> list[object]:
    """The cases of a shelf; what is known to go wrong must go wrong."""
    return [
        pytest.param(
            case,
            id=case.id,
            marks=[pytest.mark.xfail(reason=wrong[case.id], strict=True)] if case.id in wrong else [],
        )
        for case in shelf
    ]


def leaks(verdict: dict[str, object]) -> list[dict[str, object]]:
    """What of the findings is a leak."""
    return [found for found in verdict["leaks"] if found["level"] == "leak"]


@pytest.mark.parametrize("case", cases(attacks.ATTACKS, MISSED))
def test_an_attack_is_rejected(case: attacks.Case, tmp_path: Path) -> None:
    verdict = attacks.judged(case, tmp_path)
    assert not verdict["holds"]
    assert leaks(verdict), "rejected, but for no leak"


@pytest.mark.parametrize("case", cases(attacks.CLEAN, REFUSED))
def test_an_honest_release_passes(case: attacks.Case, tmp_path: Path) -> None:
    verdict = attacks.judged(case, tmp_path)
    assert verdict["holds"], verdict


@pytest.mark.parametrize("case", cases(attacks.HIDING, MISSED_ALONE))
def test_an_attack_is_rejected_without_original_and_boxes(case: attacks.Case, tmp_path: Path) -> None:
    verdict = attacks.judged(case, tmp_path, alone=True)
    assert not verdict["holds"]
    assert leaks(verdict), "rejected, but for no leak"


@pytest.mark.parametrize("case", cases(attacks.CLEAN, REFUSED_ALONE))
def test_an_honest_release_passes_without_original_and_boxes(case: attacks.Case, tmp_path: Path) -> None:
    verdict = attacks.judged(case, tmp_path, alone=True)
    assert verdict["holds"], verdict


ORIGINALS = {
    "words": (sheet.original, sheet.boxes),
    "scan": (sheet.scanned_original, sheet.boxes),
    "turned": (weak.SIDE, weak.SIDE_BOXES),
    "note": (notes.sticky_note, sheet.boxes),
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_what_apply_makes_passes(name: str, tmp_path: Path) -> None:
    make, boxes = ORIGINALS[name]
    original, listed, out, certificate = (tmp_path / n for n in ("a.pdf", "b.json", "c.pdf", "d.json"))
    original.write_bytes(make())
    listed.write_text(json.dumps(boxes()))
    made = attacks.command("apply", original, "--boxes", listed, "--out", out, "--certificate", certificate)
    assert made["boxes"] == 4
    verdict = attacks.command(
        "check", out, "--original", original, "--boxes", listed, "--certificate", certificate
    )
    assert verdict["holds"], verdict


def test_every_attack_gives_its_secret_away() -> None:
    assert not [case.id for case in attacks.ATTACKS if not case.proof(case.make())]


def test_attacks_are_many_and_each_has_its_own_name() -> None:
    assert len(attacks.ATTACKS) >= 420
    assert len({case.kind for case in attacks.ATTACKS}) >= 23
    assert len(attacks.CLEAN) >= 40
    ids = [case.id for case in attacks.ATTACKS + attacks.CLEAN]
    assert len(ids) == len(set(ids))
    assert set(MISSED) | set(MISSED_ALONE) | set(REFUSED) <= set(ids)


def test_files_are_the_same_each_time() -> None:
    assert not [case.id for case in attacks.ATTACKS + attacks.CLEAN if case.make() != case.make()]
