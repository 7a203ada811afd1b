"""The files that a bare server is set up with: what nginx, systemd, cron and the shell make of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx 没有装，读不了它的设置")
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl 没有装，做不了试用的证书")
def test_nginx_reads_the_shipped_file(tmp_path: Path) -> None:
    key, crt = tmp_path / "gk.key", tmp_path / "gk.crt"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=gk.example.gov.cn",
    ]
    subprocess.run([*made, "-keyout", key, "-out", crt], check=True, capture_output=True)
    ours = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "/etc/ssl/gk.crt" in ours and "/etc/ssl/gk.key" in ours
    ours = ours.replace("/etc/ssl/gk.", f"{tmp_path}/gk.")
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {folders} {ours} }}",
        "utf-8",
    )
    done = subprocess.run(
        [NGINX, "-t", "-q", "-c", tmp_path / "nginx.conf", "-p", tmp_path], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_nginx_passes_on_no_address_that_a_visitor_wrote() -> None:
    """Failed sign-ins are counted by address: only the one that connected counts."""
    lines = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert re.findall(r"X-Forwarded-For (\S+);", lines) == ["$remote_addr"]
    assert re.findall(r"X-Forwarded-Proto (\S+);", lines) == ["https"]


def test_the_unit_starts_a_command_that_is_there_as_the_service_account() -> None:
    unit = (DEPLOY / "gongkai.service").read_text("utf-8")
    assert "User=gongkai" in unit and "EnvironmentFile=/etc/gongkai.env" in unit and "UMask=0077" in unit
    command = re.search(r"^ExecStart=\S+/gongkai (\w+)", unit, re.MULTILINE)
    assert command and command[1] == "serve"
    if analyze := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [analyze, "verify", DEPLOY / "gongkai.service"], capture_output=True, check=False
        )
        assert "Unknown" not in done.stderr.decode()


def test_the_wrapper_is_a_shell_script_that_changes_to_the_service_account(tmp_path: Path) -> None:
    script = DEPLOY / "gongkai"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert "exec runuser -u gongkai --" in script.read_text("utf-8")


def test_the_handbook_names_every_shipped_file() -> None:
    said = (ROOT / "docs" / "operating.zh.md").read_text("utf-8")
    for path in DEPLOY.iterdir():
        assert f"deploy/{path.name}" in said, path.name
