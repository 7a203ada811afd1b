"""Addresses of this installation as people type them: put together here and nowhere else."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

EVERY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - words for “all interfaces”, not a binding


def address_of(host: str, port: int, scheme: str = "http") -> str:
    """`http://[::1]:8000` for host and port; the usual port of the scheme is left out."""
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    usual = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{shown}" + ("" if port == usual else f":{port}")


def reachable_host(listening: str, named: list[str]) -> str:
    """The host to write into links when the server listens there.

    listening: the address given to the server. named: the host names it answers to; the first that is a plain name of
    another machine's view is taken where the server listens on all interfaces.
    """
    if listening not in EVERY:
        return listening
    for name in named:
        if not name.startswith((".", "*")) and not is_loopback(f"http://{name}"):
            return name.strip("[]")
    return "127.0.0.1"


def is_loopback(url: str) -> bool:
    """Whether a link leads to the reader's own machine."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost") or host in EVERY:
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def is_link(url: str) -> bool:
    """Whether it is a web address with a host and nothing behind the host, as links are built on."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.path in {"", "/"}
            and parts.port != 0
        )
    except ValueError:
        return False
