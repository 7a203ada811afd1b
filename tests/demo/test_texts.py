"""The texts are our own, and filled in the same way every time."""

import datetime as dt
import re
from pathlib import Path

import pytest

from gongkai.demo import city, texts
from gongkai.demo.attachments import identity_numbers

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "seeds"
RUN = 20


def bare(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_there_are_many_distinct_texts():
    assert len(texts.names()) >= 45
    bodies = [bare(texts.text(n).body) for n in texts.names()]
    assert all(len(b) >= 250 for b in bodies)
    assert sum(len(b) >= 300 for b in bodies) >= 45


def test_no_text_is_taken_from_a_sample():
    files = sorted(SAMPLES.glob("*.txt")) if SAMPLES.is_dir() else []
    if not files:
        pytest.skip("no samples here")
    taken = set()
    for file in files:
        sample = bare(file.read_bytes().decode("utf-8", errors="replace"))
        taken |= {sample[i : i + RUN] for i in range(len(sample) - RUN + 1)}
    for name in texts.names():
        own = bare(texts.text(name).body)
        shared = [own[i : i + RUN] for i in range(len(own) - RUN + 1) if own[i : i + RUN] in taken]
        assert not shared, (name, shared)


def test_no_two_texts_share_long_passages():
    """Not one template with swapped nouns."""
    seen: dict[str, str] = {}
    for name in texts.names():
        own = bare(texts.text(name).body)
        for i in range(0, len(own) - 40):
            assert seen.setdefault(own[i : i + 40], name) == name


def test_figures_stay():
    day = dt.date(2026, 3, 20)
    once, again = (
        texts.write("d-zhaosheng", slug="donghu", facts=city.facts_of("donghu"), signed_on=day) for _ in "ab"
    )
    other = texts.write("d-zhaosheng", slug="xiling", facts=city.facts_of("xiling"), signed_on=day)
    assert once == again
    assert once.html != other.html
    assert "东湖区2026年" in once.title


def test_validity_follows_the_text():
    written = texts.write(
        "c-zhaosheng", slug="yunchuan", facts=city.facts_of("yunchuan"), signed_on=dt.date(2026, 3, 20)
    )
    assert written.effective_on == dt.date(2026, 5, 1)
    assert written.expires_on == dt.date(2027, 4, 30)


def test_table_rows_are_filled_up():
    html = texts.write(
        "c-nianjianjg", slug="yunchuan", facts=city.facts_of("yunchuan"), signed_on=dt.date(2026, 8, 28)
    ).html
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    assert {len(re.findall(r"<t[hd]", row)) for row in rows} == {3}


def test_identity_numbers_are_of_nobody():
    for number in identity_numbers():
        assert re.fullmatch(r"\d{17}[\dX]", number)
        assert number.startswith("999999")
