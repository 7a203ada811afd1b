"""The twin test: two cities that differ only in words nobody should see must answer everyone alike, byte for byte.

    assert twins(lambda: city("甲词"), lambda: city("乙词")) == []

Each city is built, walked and taken back within one test. Every viewer asks every address: those the city names, those
without a part to fill in, and all that the answers lead to (links, forms that read, feeds, site maps, exports).
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

MOST = 4000  # addresses a viewer: a walk without end is a fault of the site
_LINKS = re.compile(rb"""(?:href|src|action)=["']([^"'#][^"']*)["']|<(?:loc|link)>([^<]+)</""")
_APART = re.compile(r"/logout/|/proof-[a-z]+\.json$")
_HEADERS = (
    "Location",
    "Content-Type",
    "Content-Disposition",
    "ETag",
    "Last-Modified",
    "Link",
)


@dataclass
class City:
    """viewers: everyone who must see no difference, by name. addresses: of records and searches to ask besides.

    follow: whether all that the answers lead to is asked too; not where every address in question is named.
    """

    viewers: Mapping[str, Client]
    addresses: Iterable[str] = field(default=())
    follow: bool = True


@dataclass(frozen=True)
class Difference:
    """One answer that tells the cities apart."""

    viewer: str
    address: str
    first: bytes
    second: bytes


def twins(city_a: Callable[[], City], city_b: Callable[[], City]) -> list[Difference]:
    """Where the two cities answer differently; empty for true twins."""
    one, two = _walk(city_a), _walk(city_b)
    return [
        Difference(
            viewer, address, one.get((viewer, address), b"(none)"), two.get((viewer, address), b"(none)")
        )
        for viewer, address in sorted(one.keys() | two.keys())
        if one.get((viewer, address)) != two.get((viewer, address))
    ]


def _walk(build: Callable[[], City]) -> dict[tuple[str, str], bytes]:
    answers: dict[tuple[str, str], bytes] = {}
    _sequences_back()
    with transaction.atomic(), _chance():
        cache.clear()
        city = build()
        for name, client in city.viewers.items():
            client.raise_request_exception = False
            with (
                _chance()
            ):  # from its beginning for each: a draw more while the city was built shifts no token
                for address, answer in _asked(
                    client, [*plain_addresses(), *city.addresses], city.follow
                ).items():
                    answers[name, address] = answer
        transaction.set_rollback(True)
    cache.clear()
    return answers


@contextmanager
def _chance() -> Iterator[None]:
    """The same chance in both cities: tokens, salts and keys are drawn in one fixed order."""
    drawn = count()

    def draw(size: int) -> bytes:
        start = hashlib.sha512(str(next(drawn)).encode()).digest()
        return (start * (size // len(start) + 1))[:size]

    with patch("os.urandom", draw), patch("random._urandom", draw):
        yield


def _asked(client: Client, first: list[str], follow: bool) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    waiting = list(dict.fromkeys(first))
    while waiting and len(found) < MOST:
        address = waiting.pop()
        if address in found or _APART.search(address):
            continue
        response = client.get(address)
        body = response.getvalue() if response.streaming else response.content
        head = b"\n".join(f"{h}: {response.headers[h]}".encode() for h in _HEADERS if h in response.headers)
        cookies = " ".join(sorted(response.cookies)).encode()
        found[address] = b"\n".join([str(response.status_code).encode(), head, cookies, _settled(body)])
        links = [*(_links(body) if follow else ()), response.headers.get("Location", "").encode()]
        waiting += [a for a in (_inside(address, link) for link in links) if a and a not in found]
    assert len(found) < MOST, "the walk does not end"
    return found


def _settled(body: bytes) -> bytes:
    """A workbook as what stands in it: its properties name the minute in which it was made."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return b"".join(n.encode() + parts.read(n) for n in parts.namelist() if n != "docProps/core.xml")


def _links(body: bytes) -> list[bytes]:
    return [a or b for a, b in _LINKS.findall(body)] if b"<" in body[:2000] else []


def _inside(here: str, link: bytes) -> str:
    target = urlsplit(urljoin(f"http://testserver{here}", unescape(link.decode("utf-8", "replace"))))
    if target.scheme != "http" or target.hostname not in {"testserver", "127.0.0.1", "localhost"}:
        return ""
    if target.path.startswith("/static/"):
        return ""
    return target.path + (f"?{target.query}" if target.query else "")


def plain_addresses() -> list[str]:
    """Every address of the process that needs nothing filled in."""
    found: list[str] = []

    def walk(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> None:
        for entry in patterns:
            route = prefix + str(entry.pattern)
            if "<" in route or "(" in route or "\\" in route:
                continue
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, route)
            else:
                found.append("/" + route.lstrip("^").rstrip("$"))

    walk(get_resolver().url_patterns, "")
    return sorted(set(found))


def _sequences_back() -> None:
    """PostgreSQL's counters do not follow a rollback: whatever ran before, each city gets the same numbers."""
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(line)
