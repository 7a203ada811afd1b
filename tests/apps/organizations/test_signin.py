"""Signing in: lockout, one-time code, passwords, and a form that comes after the session has ended."""

from __future__ import annotations

import datetime as dt
import re

import pyotp
import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from gongkai import crypt
from gongkai.apps.ledger.models import Entry
from gongkai.apps.organizations.actions import codes
from gongkai.apps.organizations.models import LoginFailure, Membership
from gongkai.clocks import moment

PASSWORD = "Lihua-Chunfeng-9"
LOGIN = "/workbench/login/"


def attempt(client, username, password, **extra):
    return client.post(LOGIN, {"username": username, "password": password, **extra})


def later(clock, **delta):
    return moment.fixed(clock + dt.timedelta(**delta))


def test_signing_in_leads_to_where_one_wanted_to_go(city):
    client = Client()
    asked = client.get("/workbench/account/")
    assert asked.status_code == 302 and asked["Location"] == f"{LOGIN}?next=%2Fworkbench%2Faccount%2F"
    answer = attempt(client, "a_office", PASSWORD, next="/workbench/account/")
    assert answer["Location"] == "/workbench/account/"
    assert attempt(Client(), "a_office", PASSWORD, next="https://evil.example/")["Location"] == "/workbench/"


def test_the_page_is_chinese_and_does_not_say_which_was_wrong(city):
    unknown = attempt(Client(), "nobody", "x").content.decode()
    wrong = attempt(Client(), "a_office", "x").content.decode()
    for page in (unknown, wrong):
        assert "账号或口令不对。" in page and "Wagtail" not in page


def test_without_a_post_nobody_comes_in(city, clock):
    city.person("ehemals")
    assert "没有岗位" in attempt(Client(), "ehemals", PASSWORD).content.decode()
    Membership.objects.filter(user__username="a_office").update(valid_to=dt.date(2026, 9, 20))
    assert "没有岗位" in attempt(Client(), "a_office", PASSWORD).content.decode()
    root = attempt(Client(), "root", PASSWORD)
    assert "没有岗位" in root.content.decode(), "a superuser has no post, so he has nothing to do here"


def test_an_account_locks_after_five_failures_and_opens_again(city, clock):
    client = Client()
    for _ in range(4):
        assert "账号或口令不对。" in attempt(client, "a_office", "wrong").content.decode()
    assert "登录失败次数过多，请15分钟后再试。" in attempt(client, "A_Office ", "wrong").content.decode()
    with later(clock, minutes=10):
        assert "请5分钟后再试" in attempt(client, "a_office", PASSWORD).content.decode()
        assert attempt(Client(REMOTE_ADDR="10.9.9.9"), "b_office", PASSWORD).status_code == 302
    with later(clock, minutes=16):
        assert attempt(client, "a_office", PASSWORD).status_code == 302
    assert Entry.objects.get(event="organizations:sign_in_locked").chain == "qinghe"
    kept = " ".join(LoginFailure.objects.values_list("key", flat=True))
    assert "a_office" not in kept.lower(), "what was typed into the account field is not kept"


def test_an_address_locks_for_all_accounts(city, settings):
    settings.SIGN_IN_LIMITS = {"account": (5, 15), "address": (6, 30)}
    client = Client(REMOTE_ADDR="10.0.0.7")
    for i in range(6):
        attempt(client, f"name{i}", "wrong")
    assert "请30分钟后再试" in attempt(client, "a_office", PASSWORD).content.decode()
    assert attempt(Client(REMOTE_ADDR="10.0.0.8"), "a_office", PASSWORD).status_code == 302


def test_old_failures_are_forgotten(city, clock):
    client = Client()
    for hour in range(8):
        with later(clock, hours=hour):
            assert "次数过多" not in attempt(client, "a_office", "wrong").content.decode()


def enrolled(user):
    secret = pyotp.random_base32()
    user.totp_secret = codes.sealed(user, secret)
    user.save()
    return pyotp.TOTP(secret)


def halfway(page):
    return re.search(r'name="halfway" value="([^"]+)"', page.content.decode()).group(1)


def test_a_one_time_code_is_asked_and_works_once(city, clock):
    totp = enrolled(_user("a_office"))
    client = Client()
    page = attempt(client, "a_office", PASSWORD)
    assert "动态口令" in page.content.decode() and "_auth_user_id" not in client.session
    code = totp.at(clock)
    wrong = client.post(
        LOGIN + "code/", {"halfway": halfway(page), "code": "000000" if code != "000000" else "1"}
    )
    assert "动态口令不对" in wrong.content.decode()
    right = client.post(LOGIN + "code/", {"halfway": halfway(page), "code": f"{code[:3]} {code[3:]}"})
    assert right.status_code == 302 and client.session["_auth_user_id"]
    other = Client()
    page = attempt(other, "a_office", PASSWORD)
    again = other.post(LOGIN + "code/", {"halfway": halfway(page), "code": code})
    assert "已经用过" in again.content.decode() and "_auth_user_id" not in other.session


def test_codes_cannot_be_guessed_on_and_on(city, clock):
    enrolled(_user("a_office"))
    client = Client()
    page = attempt(client, "a_office", PASSWORD)
    answers = [client.post(LOGIN + "code/", {"halfway": halfway(page), "code": "12"}) for _ in range(5)]
    assert "次数过多" in answers[-1].content.decode()


def test_the_second_step_needs_the_first(city, clock):
    totp = enrolled(_user("a_office"))
    answer = Client().post(LOGIN + "code/", {"halfway": "forged", "code": totp.at(clock)})
    assert "请重新登录" in answer.content.decode()


def test_enrolling_shows_a_picture_and_asks_for_proof(city, clock, signed_in):
    client = signed_in(_user("a_office"))
    page = client.get("/workbench/account/code/").content.decode()
    assert "data:image/png" in page
    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page).group().replace(" ", "")
    assert secret not in str(dict(client.session)), (
        "the secret lies nowhere in clear, not in the session either"
    )
    assert "数字不对" in client.post("/workbench/account/code/", {"code": "1"}).content.decode()
    assert client.post("/workbench/account/code/", {"code": pyotp.TOTP(secret).at(clock)}).status_code == 302
    token = _user("a_office").totp_secret
    assert secret not in token and codes.opened(_user("a_office"), token) == secret
    with pytest.raises(crypt.Altered):
        codes.opened(_user("b_office"), token)
    with later(clock, minutes=2):
        off = client.post("/workbench/account/code/off/", {"code": pyotp.TOTP(secret).at(moment.now())})
    assert off.status_code == 302 and not _user("a_office").totp_secret


def _user(name):
    from gongkai.apps.organizations.models import User

    return User.objects.get(username=name)


def test_the_first_sign_in_leads_to_a_new_password(city):
    user = _user("a_office")
    user.must_change_password = True
    user.save()
    client = Client()
    assert attempt(client, "a_office", PASSWORD)["Location"].startswith("/workbench/account/password/")
    assert client.get("/workbench/")["Location"] == "/workbench/account/password/"
    form = {"present": PASSWORD, "new": "Xinyue.Zai.Shan7", "again": "Xinyue.Zai.Shan7"}
    assert client.post("/workbench/account/password/", {**form, "again": "x"}).status_code == 200
    assert client.post("/workbench/account/password/", form)["Location"] == "/workbench/", "on to the work"
    assert client.get("/workbench/").status_code == 200
    assert _user("a_office").check_password("Xinyue.Zai.Shan7")


@pytest.mark.parametrize(
    "password",
    [
        "Short-1a",
        "alllowercaseletters",
        "1234567890",
        "Admin@123456",
        "P@ssw0rd2026",
        "Qwer1234!@#$",
        "Password123!",
        "Aa123456789!",
    ],
)
def test_weak_passwords_are_refused_in_chinese(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert all(re.search("[一-鿿]", sentence) for sentence in refused.value.messages)


@pytest.mark.parametrize("password", ["Lihua-Chunfeng-9", "Xinyue.Zai.Shan7", "三月七日的风Aa12"])
def test_good_passwords_pass(password):
    validate_password(password)


def test_logging_out_needs_a_post(city, signed_in):
    client = signed_in(_user("a_office"))
    assert client.get("/workbench/logout/").status_code == 405
    client.post("/workbench/logout/")
    assert client.get("/workbench/").status_code == 302


# ── a form that comes after the session has ended ──


def held_of(page):
    return re.search(r'name="held" value="([^"]+)"', page.content.decode()).group(1)


TYPED = {"present": "值得保留的文字", "new": "第二项", "again": ["甲", "乙"]}
TARGET = "/workbench/account/password/"


@pytest.mark.parametrize("after", [{"minutes": 61}, {"hours": 9}])
def test_a_late_form_is_kept_and_offered_to_the_same_person(city, clock, after, signed_in):
    client = signed_in(_user("a_office"))
    with later(clock, **after):
        late = client.post(TARGET, TYPED)
        assert late.status_code == 401 and "您刚才填写的内容还在" in late.content.decode()
        held = held_of(late)
        wrong = attempt(client, "a_office", "wrong", held=held)
        assert held_of(wrong) == held, "a mistyped password does not lose the form"
        entered = attempt(client, "a_office", PASSWORD, held=held_of(wrong))
        assert entered["Location"] == "/workbench/account/resume/"
        page = client.get(entered["Location"]).content.decode()
    assert f'action="{TARGET}"' in page and "值得保留的文字" in page
    for value in ("值得保留的文字", "第二项", "甲", "乙"):
        assert f'value="{value}"' in page
    assert page.count("csrfmiddlewaretoken") == 2


def test_a_late_form_is_not_handed_to_another_person(city, clock, signed_in):
    client = signed_in(_user("a_office"))
    with later(clock, hours=9):
        held = held_of(client.post(TARGET, TYPED))
        entered = attempt(client, "b_office", PASSWORD, held=held)
        answer = client.get(entered["Location"], follow=True)
    assert "值得保留的文字" not in answer.content.decode()


def test_a_forged_late_form_is_ignored(city):
    entered = attempt(Client(), "a_office", PASSWORD, held="forged:token")
    assert entered["Location"] == "/workbench/"


def test_a_late_form_survives_the_one_time_code(city, clock, signed_in):
    totp = enrolled(_user("a_office"))
    client = signed_in(_user("a_office"))
    with later(clock, hours=9):
        held = held_of(client.post(TARGET, TYPED))
        page = attempt(client, "a_office", PASSWORD, held=held)
        answer = client.post(
            LOGIN + "code/", {"halfway": halfway(page), "held": held_of(page), "code": totp.at(moment.now())}
        )
    assert answer["Location"] == "/workbench/account/resume/"


def test_without_the_csrf_token_no_form_is_kept(city, clock):
    client = Client(enforce_csrf_checks=True)
    client.force_login(_user("a_office"))
    page = client.post(TARGET, TYPED)
    assert page.status_code == 403 and 'name="held"' not in page.content.decode()
    assert "没有提交成功" in page.content.decode()


def test_autosave_and_htmx_get_answers_they_can_use(city, clock, signed_in):
    client = signed_in(_user("a_office"))
    with later(clock, hours=9):
        autosave = client.post(TARGET, TYPED, headers={"Accept": "application/json"})
        assert autosave.status_code == 401 and "登录已超时" in autosave.json()["error_message"]
        partial = client.post(TARGET, TYPED, headers={"HX-Request": "true"})
        assert partial.status_code == 200 and partial["HX-Retarget"] == "body" and held_of(partial)
        fetched = client.get(
            TARGET, headers={"HX-Request": "true", "HX-Current-URL": "http://h/workbench/x/"}
        )
        assert fetched["HX-Redirect"] == f"{LOGIN}?next=%2Fworkbench%2Fx%2F"


def test_a_session_in_use_stays_open(city, clock, signed_in):
    client = signed_in(_user("a_office"))
    for minutes in range(0, 7 * 60, 45):
        with later(clock, minutes=minutes):
            assert client.get("/workbench/").status_code == 200


def test_a_stolen_address_header_is_not_believed(city, settings, rf):
    from gongkai.apps.organizations.views.signin import address_of

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6"})
    assert address_of(request) == "10.0.0.1"
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 10.2.0.4"})
    assert address_of(request) == "10.2.0.4"
