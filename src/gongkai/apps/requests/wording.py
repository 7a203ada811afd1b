"""The shipped words of letters (`data/letters.toml`), and what a bureau may change of them. No database here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gongkai.exceptions import GongkaiError

_NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Kind:
    """One kind of letter. mark: in its number, after the body's code. addressee: part of `people`, or agency."""

    code: str
    title: str
    mark: str
    text: str
    addressee: str = "applicant"

    @property
    def names(self) -> frozenset[str]:
        """The names its shipped text fills: those a bureau's own text may use."""
        return frozenset(_NAME.findall(self.text))


@dataclass(frozen=True)
class Words:
    """All words of letters: kinds, titles of replies by category of outcome, sentences by answer."""

    kinds: Mapping[str, Kind]
    titles: Mapping[str, str]
    said: Mapping[str, str]


@cache
def words() -> Words:
    """As shipped."""
    data = tomllib.loads((resources.files("gongkai.apps.requests.data") / "letters.toml").read_text("utf-8"))
    kinds = {
        raw["code"]: Kind(**{k: v.strip() if k == "text" else v for k, v in raw.items()})
        for raw in data["letter"]
    }
    return Words(kinds, data["titles"], data["said"])


def kind(code: str) -> Kind:
    """The kind of that code. GongkaiError if there is none."""
    try:
        return words().kinds[code]
    except KeyError:
        raise GongkaiError(f"没有“{code}”这种文书。") from None


def fill(text: str, values: Mapping[str, str]) -> str:
    """The names in braces replaced; a paragraph that is left empty goes."""
    filled = _NAME.sub(lambda found: values.get(found[1], ""), text)
    return "\n".join(line.strip() for line in filled.splitlines() if line.strip())


def unknown_names(code: str, text: str) -> list[str]:
    """Names in a bureau's own text that this kind of letter cannot fill."""
    known = kind(code).names | {"受理号", "收到日期", "机关", "事项", "期限"}
    return sorted(set(_NAME.findall(text)) - known)
