"""Encrypted fields: what is written opens only with its key and in its column; equal values are found; keys change."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.crypt import Altered, Keyring, NoKey, new_key
from gongkai.exceptions import GongkaiError

OLD, NEW = "A" * 42 + "E", new_key()
texts = st.text(min_size=1, max_size=60)


@given(texts, texts)
def test_a_value_comes_back_from_its_own_column_and_from_no_other(text, column):
    ring = Keyring([NEW])
    token = ring.encrypt(text, column)
    assert ring.decrypt(token, column) == text
    with pytest.raises(Altered):
        ring.decrypt(token, column + "x")


@given(st.text("0123456789X", min_size=6, max_size=18))
def test_a_token_shows_nothing_of_its_value_and_is_never_the_same_twice(text):
    ring = Keyring([NEW])
    one, two = ring.encrypt(text, "c"), ring.encrypt(text, "c")
    assert one != two
    assert text not in one.partition(".")[2].partition(".")[2]


@given(texts, st.data())
def test_a_token_with_one_sign_changed_never_opens(text, data):
    ring = Keyring([NEW])
    token = ring.encrypt(text, "c")
    at = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.sampled_from([c for c in "ABab01-_." if c != token[at]]))
    changed = token[:at] + sign + token[at + 1 :]
    with pytest.raises((Altered, NoKey)):
        ring.decrypt(changed, "c")


def test_empty_stays_empty():
    ring = Keyring([NEW])
    assert ring.encrypt("", "c") == "" and ring.decrypt("", "c") == ""
    assert ring.index("", "c") == "" and ring.indexes("", "c") == []


@given(texts, texts)
def test_the_index_is_equal_for_equal_values_of_one_column_only(one, two):
    ring = Keyring([NEW])
    assert ring.index(one, "c") == ring.index(one, "c")
    assert ring.index(one, "c") != ring.index(one, "d")
    assert (ring.index(one, "c") == ring.index(two, "c")) == (one == two)
    assert ring.index(one, "c") != Keyring([OLD]).index(one, "c"), "without the key no number can be tried"


def test_a_new_key_in_front_writes_and_the_old_one_still_reads():
    before = Keyring([OLD])
    token, index = before.encrypt("13800000000", "c"), before.index("13800000000", "c")
    during = Keyring([NEW, OLD])
    assert during.decrypt(token, "c") == "13800000000"
    assert not during.current(token) and index in during.indexes("13800000000", "c")
    renewed = during.encrypt(during.decrypt(token, "c"), "c")
    assert during.current(renewed)
    assert Keyring([NEW]).decrypt(renewed, "c") == "13800000000"
    with pytest.raises(NoKey, match="GONGKAI_FIELD_KEYS"):
        Keyring([NEW]).decrypt(token, "c")


@pytest.mark.parametrize("keys", [[], [""], ["short"], ["A" * 44], ["密" * 43], [NEW, "x"]])
def test_a_key_that_is_none_is_refused_in_one_sentence(keys):
    with pytest.raises(GongkaiError) as said:
        Keyring(keys)
    assert "GONGKAI_FIELD_KEYS" in said.value.sentence


@pytest.mark.parametrize("token", ["gk1", "gk1..", "gk9.aa.bb", "110101199003078515", "gk1.%s.!!!"])
def test_what_is_no_token_is_said_to_be_none(token):
    ring = Keyring([NEW])
    key_id = ring.encrypt("x", "c").split(".")[1]
    with pytest.raises((Altered, NoKey)):
        ring.decrypt(token.replace("%s", key_id), "c")


def test_a_local_trial_makes_one_key_for_its_owner_only(tmp_path):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO", "DATABASE"))}
    code = "from gongkai.site import settings; print(settings.FIELD_KEYS[0])"
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**env, "GONGKAI_DATA": str(tmp_path)}, capture_output=True, text=True, check=True,
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert said[0] == said[1] and len(said[0].strip()) == 43
    assert stat.S_IMODE((tmp_path / "field_keys").stat().st_mode) == 0o600


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_large_file_is_sealed_part_by_part(size: int) -> None:
    ring, out = Keyring([new_key()]), io.BytesIO()
    data = bytes(range(251)) * (size // 251 + 1)
    ring.seal_stream(io.BytesIO(data[:size]), out, "a.b.1")
    assert b"".join(ring.opened_stream(io.BytesIO(out.getvalue()), "a.b.1")) == data[:size]
    with pytest.raises(Altered):
        b"".join(ring.opened_stream(io.BytesIO(out.getvalue()), "a.b.2"))


def test_a_sealed_file_that_is_cut_off_or_reordered_does_not_open() -> None:
    ring, out = Keyring([new_key()]), io.BytesIO()
    ring.seal_stream(io.BytesIO(bytes(2 << 20)), out, "a.b.1")
    whole = out.getvalue()
    half = len(whole) // 2
    for bent in (whole[:half], whole[half:], whole[half:] + whole[:half], whole[:-1], b""):
        with pytest.raises(Altered):
            b"".join(ring.opened_stream(io.BytesIO(bent), "a.b.1"))
