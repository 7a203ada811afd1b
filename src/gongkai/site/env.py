"""Typed readers of environment variables. A wrong value stops the start with one clear line."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gongkai.exceptions import GongkaiError
from gongkai.site.addresses import is_link, is_loopback

LAST_URL = "public_url"  # file in the data folder: the address for which the public pages were made


def text(name: str, default: str = "") -> str:
    """The variable's text, stripped; `default` where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes, on against 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise GongkaiError(f"环境变量 {name} 应为 1 或 0，现在是“{value}”。")


def number(name: str, default: int) -> int:
    """A whole number above zero."""
    value = text(name, str(default))
    if not value.isdigit() or int(value) < 1:
        raise GongkaiError(f"环境变量 {name} 应为正整数，现在是“{value}”。")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [w.strip() for w in text(name, default).split(",") if w.strip()]


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise GongkaiError(f"环境变量 {name} 只能是 {'、'.join(allowed)}，现在是“{value}”。")
    return value


def links(data: Path, *, production: bool) -> dict[str, str]:
    """The addresses on which links that leave the site are built: `public` and `staff`.

    A local trial is found on the reader's own machine; in production such a link would be dead for everybody else, in
    feeds, site map and printed two-dimensional codes, so it stops the start.
    """
    served = data / LAST_URL  # what `gongkai serve` last said, so that `bake` by hand writes the same links
    local = "" if production else (served.read_text().strip() if served.exists() else "http://127.0.0.1:8000")
    public = text("GONGKAI_PUBLIC_URL", local)
    found = {"public": public, "staff": text("GONGKAI_STAFF_URL", public)}
    for kind, url in found.items():
        name = f"GONGKAI_{kind.upper()}_URL"
        if url and not is_link(url):
            raise GongkaiError(f"环境变量 {name} 应是 https://gk.example.gov.cn 的样子，现在是“{url}”。")
        if production and (not url or is_loopback(url)):
            raise GongkaiError(
                f"生产环境须用 {name} 写明对外的网址，不得为空，也不得指向本机：订阅、网站地图和二维码里的链接都用它。"
            )
    return {kind: url.rstrip("/") for kind, url in found.items()}


def some(name: str, allowed: tuple[str, ...]) -> list[str]:
    """A comma-separated list of allowed words."""
    found = words(name)
    wrong = [w for w in found if w not in allowed]
    if wrong:
        raise GongkaiError(f"环境变量 {name} 只能用 {'、'.join(allowed)}，现在有“{wrong[0]}”。")
    return found


def database(url: str, sqlite_file: str, *, prepared: bool) -> dict[str, object]:
    """Django's DATABASES entry for DATABASE_URL; the embedded SQLite file where it is empty.

    SQLite runs in WAL with immediate transactions, so that a writer queues instead of failing
    when another process wrote since it began reading.

    prepared: statements that are asked again stay planned on PostgreSQL. A page asks some twenty questions, and planning
    each of them anew takes longer than answering it. Off where a pooler between does not keep statements.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise GongkaiError("DATABASE_URL 只支持 postgresql://用户:口令@主机:端口/库名。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": prepared, "prepare_threshold": 3 if prepared else None},
    }
