"""Guessing: of any number of tries sent together no more are made than are allowed, and a lock stands its time."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.apps.ledger.models import Entry
from gongkai.apps.organizations.actions import codes, signin
from gongkai.apps.organizations.models import LoginFailure, User
from gongkai.apps.organizations.names import digits_of, fold_account
from gongkai.clocks import moment

PASSWORD = "Lihua-Chunfeng-9"
LOGIN = "/workbench/login/"


def later(**delta):
    return moment.fixed(moment.now() + dt.timedelta(**delta))


def signs_in(username, password=PASSWORD):
    return Client().post(LOGIN, {"username": username, "password": password}).status_code == 302


# ── the race ──


def test_of_sixteen_tries_at_one_moment_five_are_made(installation):
    said = installation("sign_in")
    assert (said["made"], said["answers"], said["lines"]) == (5, 16, 1)
    assert said["locked_minutes"] == 15


def test_a_failure_that_began_before_the_lock_never_lifts_it(city):
    first = [signin.begin("lihua", "10.0.0.1") for _ in range(5)]
    locked = LoginFailure.objects.get(key=first[0].keys["account"]).locked_until
    assert locked is not None
    for attempt in first:
        signin.failed(attempt)
    assert LoginFailure.objects.get(key=first[0].keys["account"]).locked_until == locked
    assert signin.begin("lihua", "10.0.0.1").minutes == 15


def test_the_lock_holds_its_time_under_further_tries(city, clock):
    for _ in range(5):
        signs_in("a_office", "wrong")
    for minute in (1, 5, 14):
        with later(minutes=minute):
            assert not signs_in("a_office"), "the right password does not open it either"
            assert not signs_in("a_office", "wrong")
    with later(minutes=15, seconds=1):
        assert signs_in("a_office")


def test_four_failures_and_the_right_one_come_in_even_as_the_fifth(city):
    for _ in range(4):
        signs_in("a_office", "wrong")
    assert signs_in("a_office")
    assert not Entry.objects.filter(event="organizations:sign_in_locked").exists()
    assert not LoginFailure.objects.filter(key__startswith="account:").exists()


def test_a_busy_office_behind_one_address_is_not_locked_by_those_who_come_in(city, settings):
    settings.SIGN_IN_LIMITS = {"account": (5, 15), "address": (3, 15)}
    for _ in range(10):
        assert signs_in("a_office")
    assert LoginFailure.objects.get(key="address:127.0.0.1").count == 0


def test_a_lock_of_the_address_takes_no_try_from_the_account(city, settings):
    settings.SIGN_IN_LIMITS = {"account": (5, 15), "address": (3, 15)}
    for number in range(3):
        signs_in(f"nobody{number}", "wrong")
    for _ in range(9):
        assert not signs_in("a_office")
    settings.SIGN_IN_LIMITS = {"account": (5, 15), "address": (300, 15)}
    LoginFailure.objects.filter(key__startswith="address:").delete()
    assert signs_in("a_office")


# ── codes and passwords inside the account ──


def with_code(name):
    user = User.objects.get(username=name)
    secret = codes.new_secret()
    user.totp_secret = codes.sealed(user, secret)
    user.save()
    return pyotp.TOTP(secret)


def test_the_code_cannot_be_guessed_from_inside(city, signed_in):
    totp = with_code("a_office")
    client = signed_in(city.a_office)
    pages = [
        client.post("/workbench/account/code/off/", {"code": "12345"}).content.decode() for _ in range(6)
    ]
    assert "登录失败次数过多" in pages[-1] and "登录失败次数过多" not in pages[0]
    answer = client.post("/workbench/account/code/off/", {"code": totp.at(moment.now())})
    assert answer.status_code == 200 and User.objects.get(username="a_office").totp_secret


def test_the_present_password_cannot_be_guessed_from_inside(city, signed_in):
    client = signed_in(city.a_office)
    form = {"new": "Chunfeng-Lihua-77", "again": "Chunfeng-Lihua-77"}
    pages = [
        client.post("/workbench/account/password/", {"present": f"x{n}", **form}).content.decode()
        for n in range(6)
    ]
    assert "现在的口令不对" in pages[0] and "登录失败次数过多" in pages[-1]
    assert client.post("/workbench/account/password/", {"present": PASSWORD, **form}).status_code == 200
    assert User.objects.get(username="a_office").check_password(PASSWORD)


@pytest.mark.parametrize("spell", ["{}", "blank", "wide", "zero width", "　{}　"])
def test_a_code_is_taken_as_a_chinese_keyboard_gives_it(city, spell):
    totp = with_code("a_office")
    code = totp.at(moment.now())
    typed = {
        "wide": "".join(chr(ord(c) + 0xFEE0) for c in code),
        "zero width": f"{code[:3]}\u200b{code[3:]}\ufeff",
        "blank": f"{code[:3]} {code[3:]}",
    }.get(spell, spell.format(code))
    assert codes.code_holds(User.objects.get(username="a_office"), typed)


@pytest.mark.parametrize("typed", ["¹²³⁴⁵⁶", "一二三四五六", "١٢٣٤٥٦", "１２３４５", "", "é" * 6, "𝟏𝟐𝟑𝟒𝟓𝟔"])
def test_a_code_of_strange_signs_is_wrong_and_nothing_worse(city, signed_in, typed):
    with_code("a_office")
    client = signed_in(city.a_office)
    assert client.post("/workbench/account/code/off/", {"code": typed}).status_code == 200


# ── names of accounts ──


@pytest.mark.parametrize(
    "typed",
    [
        "A_OFFICE",
        "ａ_ｏｆｆｉｃｅ",
        " a_office ",
        "a_office\u200b",
        "\ufeffa_office",
        "a_off\u00adice",
        "a_office　",
    ],
)
def test_an_account_is_known_however_it_is_typed(city, typed):
    assert signs_in(typed)


def test_all_spellings_of_a_name_count_on_one_counter(city):
    for typed in ("A_OFFICE", "ａ_ｏｆｆｉｃｅ", "a_office\u200b", " a_office", "a_Office"):
        signs_in(typed, "wrong")
    assert not signs_in("a_office")


def test_one_name_is_one_account(city):
    from django.db import IntegrityError, transaction

    assert User.objects.create_user("ZHAO\u200bli", name="赵立").username == "zhaoli"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ZhaoLi", name="别人")


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_folding_is_done_once_and_for_all(text):
    once = fold_account(text)
    assert fold_account(once) == once
    assert set(digits_of(text)) <= set("0123456789")


def test_the_time_of_an_unknown_name_is_that_of_a_password(city, monkeypatch):
    asked = []
    original = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: asked.append(raw) or original(self, raw))
    signs_in("nobody-at-all", "x")
    assert asked == ["x"]


# ── secrets under new keys ──


def test_secrets_come_under_the_new_key(city, settings):
    from gongkai import crypt

    totp = with_code("a_office")
    old = list(settings.FIELD_KEYS)
    plain = User.objects.get(username="b_office")
    plain.totp_secret = pyotp.random_base32()  # from before secrets were encrypted
    plain.save()
    settings.FIELD_KEYS = [crypt.new_key(), *old]
    assert crypt.renew_all()["动态口令密钥"] == 2
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert codes.code_holds(User.objects.get(username="a_office"), totp.at(moment.now()))
    secret = codes.opened(plain, User.objects.get(username="b_office").totp_secret)
    assert secret == plain.totp_secret
