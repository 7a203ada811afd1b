"""The register of event names. Each app lists its own in its `events.py`; an unknown name cannot be recorded."""

from __future__ import annotations

from gongkai.exceptions import GongkaiError

_SENTENCES: dict[str, str] = {}


def register(events: dict[str, str]) -> None:
    """Make event names known with their Chinese sentence, e.g. `{"documents:registered": "登记公文"}`.

    A sentence may use the facts of the entry in braces, e.g. `发布为{index_no}`. Doubles are an error.
    """
    for name, sentence in events.items():
        if _SENTENCES.get(name, sentence) != sentence:
            raise GongkaiError(f"台账事件 {name} 重复登记。")
        _SENTENCES[name] = sentence


def known(name: str) -> bool:
    """Whether the event may be recorded."""
    return name in _SENTENCES


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def sentence(name: str, facts: dict[str, object]) -> str:
    """The event in words, with the facts of the entry filled in."""
    return _SENTENCES.get(name, name).format_map(_Blank(facts))
