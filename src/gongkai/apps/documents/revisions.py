"""Saved versions of a document: what they keep."""

from __future__ import annotations

from typing import Any

from wagtail.models import Revision

from gongkai.apps.documents import markup

# Derived from the text, or a matter of the record and not of one version of it.
LEFT_OUT = ("text", "fingerprint", "evidence", "year")


def lean(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a revision without what can be told from the rest of it."""
    return {name: value for name, value in content.items() if name not in LEFT_OUT}


def whole(content: dict[str, Any], evidence: dict[str, Any]) -> dict[str, Any]:
    """The same with what was left out, as an old text needs it when it is compared or brought back."""
    text = markup.plain(str(content.get("html") or ""))
    derived = {"text": text, "fingerprint": markup.fingerprint(text) if text else "", "evidence": evidence}
    return {**content, **derived}


def text_of(revision: Revision) -> str:
    """The words of a saved version."""
    return markup.plain(str(revision.content.get("html") or ""))
