"""TERMS.txt, and finding its secrets in text and in bytes however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.files.folding import fold
from gongkai.files.kinds import read_file
from gongkai.files.redaction.packed import unpacked
from gongkai.files.redaction.retold import in_figures
from gongkai.files.redaction.secrets import Secret
from gongkai.files.redaction.spellings import MOST, spelled

MOST_TERMS = 5000
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030", "big5")
# Shorter byte patterns meet by chance in a large picture.
_LEAST_BYTES = 6


def read_terms(path: str | Path) -> list[Secret]:
    """One secret a line. Unreadable if the file holds none, or is no text."""
    data = read_file(path)
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            lines = data.decode(encoding).splitlines()
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(f"“{Path(path).name}”不是文本文件，请用 UTF-8 保存，一行一个。")
    found = {fold(line): line.strip() for line in lines if fold(line)}
    if not found:
        raise Unreadable(f"“{Path(path).name}”里没有词，请一行写一个要查的内容。")
    if len(found) > MOST_TERMS:
        raise Unreadable(f"“{Path(path).name}”有{len(found)}个词，超过{MOST_TERMS}个，请分批核验。")
    return [Secret(text, folded) for folded, text in found.items()]


@dataclass
class Finder:
    """Finds secrets in whatever text it is given: forwards and backwards, folded."""

    secrets: Sequence[Secret]
    _patterns: list[tuple[Secret, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for secret in (one for one in self.secrets if not one.told):
            for text in {secret.text, secret.folded, re.sub(r"[\s-]", "", secret.text)}:
                self._patterns += [(secret, one) for one in _written(text)]

    def __bool__(self) -> bool:
        return bool(self.secrets)

    def text(self, text: str) -> list[Secret]:
        """The secrets that are said in a text, in so many words or in a code."""
        if not self.secrets or not text:
            return []
        said = (text, spelled(text), in_figures(text))
        return _foremost({id(one): one for each in said for one in self._plain(each)}.values())

    def _plain(self, text: str) -> list[Secret]:
        if not self.secrets or not text:
            return []
        folded = fold(text)
        bare = re.sub(r"[\W_]", "", folded)
        return [secret for secret in self.secrets if _said(folded, bare, secret)]

    def raw(self, data: bytes) -> list[Secret]:
        """The secrets that stand in bytes as such, in one of the usual encodings."""
        return list({id(secret): secret for secret, one in self._patterns if one in data}.values())

    def blind(self, data: bytes) -> list[Secret]:
        """The secrets in bytes that may be text of any encoding; for parts that are no pictures."""
        found = {id(one): one for one in self.raw(data)}
        if not self.secrets:
            return []
        for part in [data, *unpacked(data)]:
            for text in readings(part):
                found |= {id(one): one for one in self._plain(text)}
            if not _is_binary(part):
                for encoding in ("latin-1", "utf-8", "gb18030") if _has_high(part) else ("latin-1",):
                    said = spelled(part[:MOST].decode(encoding, "ignore"))
                    found |= {id(one): one for one in self._plain(said)}
        return _foremost(found.values())


def _foremost(found: Iterable[Secret]) -> list[Secret]:
    """Without what only tells a part of another that was found too."""
    several = list(found)
    return [
        one
        for one in several
        if not one.told or not any(one is not other and one.folded in other.folded for other in several)
    ]


def _has_high(data: bytes) -> bool:
    return any(byte > 127 for byte in data[:100_000])


def _is_binary(data: bytes) -> bool:
    """Whether bytes are so full of control characters that no code of letters stands in them."""
    head = data[:4096]
    return sum(byte < 9 or 13 < byte < 27 for byte in head) * 10 > len(head) * 3


def readings(data: bytes) -> Iterable[str]:
    """Bytes read as each of the usual encodings."""
    yield data.decode("latin-1")
    if _has_high(data):
        yield data.decode("utf-8", "ignore")
        yield data.decode("gb18030", "ignore")
    if b"\0" in data or len(data) < 200_000:
        for encoding in ("utf-16-be", "utf-16-le"):
            yield data.decode(encoding, "ignore")
            yield data[1:].decode(encoding, "ignore")


def _said(folded: str, bare: str, secret: Secret) -> bool:
    for wanted in {secret.folded, secret.folded if secret.told else secret.folded[::-1]}:
        if wanted in folded and (not secret.alone or _stands_alone(wanted, folded)):
            return True
    number = (
        not secret.alone and secret.folded.isalnum() and sum(sign.isdigit() for sign in secret.folded) >= 7
    )
    return number and (secret.folded in bare or secret.folded[::-1] in bare)


def _stands_alone(wanted: str, folded: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(wanted)}(?!\d)", folded) is not None


def _written(text: str) -> Iterable[bytes]:
    for encoding in _ENCODINGS:
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(data) >= _LEAST_BYTES:
            yield data
            yield data.hex().encode()
            yield data.hex().upper().encode()
