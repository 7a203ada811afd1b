"""What each process mounts (GONGKAI_FACE), asked of a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.migrated import BODY, seed

ASK = """
import django
django.setup()
from django.test import Client
from django.urls import NoReverseMatch, reverse
client = Client(raise_request_exception=False)
for path in {paths!r}:
    print(path, client.get(path).status_code)
for name in ("login", "people:list", "wagtailadmin_home"):
    try:
        reverse(name)
        print(name, "mounted")
    except NoReverseMatch:
        print(name, "absent")
"""
STAFF = [
    "/workbench/login/",
    "/workbench/",
    "/workbench/office/",
    "/workbench/people/",
    "/workbench/office/login/",
]


def settings_of(face, folder):
    return {
        **os.environ, "GONGKAI_FACE": face, "GONGKAI_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings", "GONGKAI_LOG": "CRITICAL", "GONGKAI_HOSTS": "testserver",
    }  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("faces")
    seed(made)
    for command in (["-m", "gongkai.cli", "manage", "migrate", "-v0"], ["-c", BODY]):
        subprocess.run([sys.executable, *command], env=settings_of("both", made), check=True)
    return made


def ask(face, folder):
    command = [sys.executable, "-c", ASK.format(paths=STAFF)]
    asked = subprocess.run(command, env=settings_of(face, folder), check=True, capture_output=True, text=True)
    return dict(line.split(" ") for line in asked.stdout.strip().splitlines())


def test_a_public_process_mounts_no_staff_address(folder):
    said = ask("public", folder)
    assert {said[path] for path in STAFF} == {"404"}
    assert said["login"] == said["people:list"] == said["wagtailadmin_home"] == "absent"


def test_a_staff_process_serves_the_sign_in_and_not_wagtails(folder):
    said = ask("staff", folder)
    assert said["/workbench/login/"] == "200"
    assert said["/workbench/"] == said["/workbench/people/"] == "302"
    assert said["/workbench/office/login/"] == "404", "Wagtail's own sign-in stays closed"


def test_an_unknown_face_stops_the_start(folder):
    with pytest.raises(subprocess.CalledProcessError):
        ask("everything", folder)
