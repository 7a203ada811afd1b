"""One-time codes that a role demands: nothing is done before one is set up, and it is not switched off by oneself."""

from __future__ import annotations

import pytest

from gongkai.apps.organizations.actions import codes
from gongkai.apps.organizations.models import Role
from gongkai.exceptions import GongkaiError
from gongkai.site import env
from gongkai.site import settings as of_site

CODE = "/workbench/account/code/"


def test_who_owes_a_code_is_led_to_it_from_every_address(city, signed_in, settings):
    settings.CODE_ROLES = ["admin", "office"]
    for name, path in (
        ("a_admin", "/workbench/people/"),
        ("a_office", "/workbench/"),
        ("a_office", "/workbench/documents/"),
    ):
        answer = signed_in(getattr(city, name)).get(path)
        assert answer.status_code == 302 and answer["Location"] == CODE
    assert signed_in(city.a_informant).get("/workbench/").status_code == 200
    assert signed_in(city.a_office).get(CODE).status_code == 200
    assert signed_in(city.a_office).get("/workbench/account/").status_code == 200


def test_with_a_code_the_work_goes_on_and_the_code_stays(city, signed_in, settings):
    settings.CODE_ROLES = ["office"]
    city.a_office.totp_secret = codes.sealed(city.a_office, codes.new_secret())
    city.a_office.save()
    client = signed_in(city.a_office)
    assert client.get("/workbench/").status_code == 200
    answer = client.post(f"{CODE}off/", {"code": "123456"}, follow=True)
    assert "须用动态口令" in answer.content.decode()
    city.a_office.refresh_from_db()
    assert city.a_office.totp_secret


def test_a_role_that_does_not_exist_stops_the_start(monkeypatch):
    assert set(of_site.ROLES) == set(Role.values)
    monkeypatch.setenv("GONGKAI_CODE_ROLES", "admin,officer")
    with pytest.raises(GongkaiError) as refused:
        env.some("GONGKAI_CODE_ROLES", of_site.ROLES)
    assert "officer" in refused.value.sentence
