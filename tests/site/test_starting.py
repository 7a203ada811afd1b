"""Starting: what is unsafe or impossible is said in one line, exit 2, without a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest


def gongkai(*words: str, folder, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "gongkai.cli", *words],
        env={**env, "GONGKAI_DATA": str(folder), **environment}, capture_output=True, text=True, cwd=folder,
    )  # fmt: skip


KEY = "k" * 50
FIELD = "A" * 43
SOUND = {
    "GONGKAI_SECRET_KEY": KEY, "GONGKAI_HOSTS": "gk.example.gov.cn", "GONGKAI_FIELD_KEYS": FIELD,
    "GONGKAI_PUBLIC_URL": "https://gk.example.gov.cn",
}  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"GONGKAI_DEBUG": "1", "GONGKAI_SECRET_KEY": KEY, "GONGKAI_HOSTS": "a.example"}, "GONGKAI_DEBUG"),
        ({"GONGKAI_HOSTS": "a.example"}, "GONGKAI_SECRET_KEY"),
        ({"GONGKAI_SECRET_KEY": "short", "GONGKAI_HOSTS": "a.example"}, "GONGKAI_SECRET_KEY"),
        ({"GONGKAI_SECRET_KEY": KEY, "GONGKAI_HOSTS": "a.example"}, "GONGKAI_FIELD_KEYS"),
        ({"GONGKAI_SECRET_KEY": KEY, "GONGKAI_FIELD_KEYS": FIELD}, "GONGKAI_HOSTS"),
        ({"GONGKAI_SECRET_KEY": KEY, "GONGKAI_FIELD_KEYS": FIELD, "GONGKAI_HOSTS": "*"}, "GONGKAI_HOSTS"),
        ({**SOUND, "GONGKAI_PUBLIC_URL": ""}, "GONGKAI_PUBLIC_URL"),
        ({**SOUND, "GONGKAI_PUBLIC_URL": "http://127.0.0.1:8000"}, "GONGKAI_PUBLIC_URL"),
        ({**SOUND, "GONGKAI_PUBLIC_URL": "https://[::1]"}, "GONGKAI_PUBLIC_URL"),
        ({**SOUND, "GONGKAI_PUBLIC_URL": "gk.example.gov.cn"}, "GONGKAI_PUBLIC_URL"),
        ({**SOUND, "GONGKAI_STAFF_URL": "http://localhost:8000"}, "GONGKAI_STAFF_URL"),
    ],
)
def test_production_refuses_unsafe_settings(tmp_path, environment, said):
    done = gongkai("ledger", "verify", folder=tmp_path, GONGKAI_ENV="production", **environment)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_wrong_setting_is_named(tmp_path):
    done = gongkai("ledger", "verify", folder=tmp_path, GONGKAI_FACE="inside")
    assert done.returncode == 2 and "GONGKAI_FACE" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["law", "calendar"])
def test_an_own_rule_that_cannot_be_cited_is_named_before_anything_starts(tmp_path, kind):
    (tmp_path / kind).mkdir()
    (tmp_path / kind / "2027.toml").write_text("year = \n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = gongkai("serve", "--port", str(port), "--no-background", folder=tmp_path)
    assert done.returncode == 2
    assert str(tmp_path / kind / "2027.toml") in done.stderr and "第1行" in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_taken_port_is_one_line_with_a_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = gongkai("serve", "--port", str(taken.getsockname()[1]), folder=tmp_path)
    assert done.returncode == 2
    assert "已被占用" in done.stderr and "PORT=" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [["due"], ["fee", "--pieces"], ["nosuch"], ["due", "reply", "--wrong"]])
def test_wrong_words_are_answered_in_chinese(tmp_path, words):
    done = gongkai(*words, folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert any("\u4e00" <= c <= "\u9fff" for c in done.stderr)


def test_pure_commands_start_without_django(tmp_path):
    code = "import sys; from gongkai.cli import main; main(['fee','--pieces','11']); sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "100元" in done.stdout
