"""Encrypted fields: authenticated encryption with keys that can be changed, and an index that finds equal values.

    token = crypt.keyring().encrypt("110101199003078515", "people.identity")    # "gk1.9c1f….…", another one each time
    crypt.keyring().decrypt(token, "people.identity")
    crypt.keyring().index("110101199003078515", "people.identity")              # equal for equal values

AES-256-GCM. The *context* names the column (and the record, where there is one): a token copied into another column
does not open there. Each key is 32 random bytes; three working keys are drawn from it by HKDF, so that what encrypts
never also indexes. The first key of the ring writes, every key reads: a new key is put in front, `gongkai keys renew`
writes everything anew, then the old one may go (docs/operating.md, “Keys of encrypted fields”).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from gongkai.exceptions import GongkaiError

MARK = "gk1"
KEY_BYTES = 32
_NONCE_BYTES = 12
_PART = 1 << 20  # bytes of a large file that are encrypted at a time


class NoKey(GongkaiError):
    """The key that wrote a token is not in the ring."""


class Altered(GongkaiError):
    """A token was changed, cut or moved into another column."""


def new_key() -> str:
    """A fresh key as it stands in GONGKAI_FIELD_KEYS: 32 random bytes, base64 for addresses, 43 signs."""
    return _encode(os.urandom(KEY_BYTES))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _encode(raw) != text:  # base64 leaves bits of the last sign unused; one spelling only
        raise ValueError(text)
    return raw


@dataclass(frozen=True)
class _Key:
    """One key of the ring with what is drawn from it. id: tells tokens of different keys apart; public."""

    id: str
    cipher: AESGCM
    index: bytes

    @classmethod
    def read(cls, text: str) -> _Key:
        try:
            raw = _decode(text)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != KEY_BYTES:
            raise GongkaiError(
                "GONGKAI_FIELD_KEYS 里有一个密钥不成形：每个密钥是 gongkai keys new 给出的 43 个字符，多个密钥用逗号隔开。"
            )
        return cls(_draw(raw, b"id")[:4].hex(), AESGCM(_draw(raw, b"encrypt")), _draw(raw, b"index"))


def _draw(raw: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"gongkai field " + purpose).derive(raw)


class Keyring:
    """The keys of this installation: the first one writes, all of them read."""

    def __init__(self, keys: Sequence[str]) -> None:
        """keys: as `new_key` gives them, newest first. Raises GongkaiError for none or a malformed one."""
        if not keys:
            raise GongkaiError("没有字段密钥：请用 gongkai keys new 生成，并放入 GONGKAI_FIELD_KEYS。")
        self._keys = [_Key.read(text) for text in keys]

    def encrypt(self, text: str, context: str) -> str:
        """A token for `text`, different each time; the empty text stays empty (absent is seen as absent)."""
        if not text:
            return ""
        key, nonce = self._keys[0], os.urandom(_NONCE_BYTES)
        sealed = key.cipher.encrypt(nonce, text.encode(), context.encode())
        return f"{MARK}.{key.id}.{_encode(nonce + sealed)}"

    def decrypt(self, token: str, context: str) -> str:
        """The text of a token. Raises NoKey if its key has gone, Altered if it is not the one written here."""
        if not token:
            return ""
        mark, _, rest = token.partition(".")
        key_id, _, body = rest.partition(".")
        if mark != MARK:
            raise Altered("加密字段的内容不成形，可能被改动过；请从备份核对。")
        key = next((k for k in self._keys if k.id == key_id), None)
        if key is None:
            raise NoKey(
                f"写下这一项的字段密钥（{key_id[:8]}）不在 GONGKAI_FIELD_KEYS 里；请把原来的密钥放回。"
            )
        try:
            raw = _decode(body)
            return key.cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise Altered("加密字段的内容被改动过，或不是这一栏的；请从备份核对。") from error

    def encrypt_bytes(self, data: bytes, context: str) -> bytes:
        """The same for the bytes of a file; the header names the key."""
        key, nonce = self._keys[0], os.urandom(_NONCE_BYTES)
        return f"{MARK}.{key.id}.".encode() + nonce + key.cipher.encrypt(nonce, data, context.encode())

    def decrypt_bytes(self, sealed: bytes, context: str) -> bytes:
        """The bytes of a file. Errors as `decrypt`."""
        head, start = f"{MARK}.".encode(), len(MARK) + 10
        key = next((k for k in self._keys if sealed.startswith(head + k.id.encode() + b".")), None)
        if key is None:
            raise NoKey("写下这个文件的字段密钥不在 GONGKAI_FIELD_KEYS 里；请把原来的密钥放回。")
        nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        try:
            return key.cipher.decrypt(nonce, body, context.encode())
        except (InvalidTag, ValueError) as error:
            raise Altered("加密的文件被改动过，或不是这一件的；请从备份核对。") from error

    def seal_stream(self, source: IO[bytes], out: IO[bytes], context: str) -> None:
        """The same for a file of any size, part by part; one that is cut off or put in another order does not open."""
        number, part = 0, source.read(_PART)
        while True:
            following = source.read(_PART)
            sealed = self.encrypt_bytes(part, _place(context, number, last=not following))
            out.write(len(sealed).to_bytes(4) + sealed)
            if not following:
                return
            number, part = number + 1, following

    def opened_stream(self, sealed: IO[bytes], context: str) -> Iterator[bytes]:
        """The parts of a file that `seal_stream` wrote; the file is closed at the end. Errors as `decrypt`."""
        with sealed:
            number, size = 0, sealed.read(4)
            while size:
                part = sealed.read(int.from_bytes(size))
                size = sealed.read(4)
                yield self.decrypt_bytes(part, _place(context, number, last=not size))
                number += 1
            if not number:
                raise Altered("加密的文件被改动过，或不是这一件的；请从备份核对。")

    @property
    def key_id(self) -> str:
        """Of the first key: what a row keeps whose file was encrypted under it."""
        return self._keys[0].id

    @property
    def mark(self) -> str:
        """How every token of the first key begins: for finding the rows that a new key has not written yet."""
        return f"{MARK}.{self.key_id}."

    def current(self, token: str) -> bool:
        """Whether a token (or the empty text) needs no writing anew: its key is the first of the ring."""
        return not token or token.startswith(self.mark)

    def index(self, value: str, context: str) -> str:
        """A keyed hash that is equal for equal values of one column: 32 hex digits; empty for the empty text.

        The caller brings values to one spelling first. Without the key nobody can try numbers against it.
        """
        return _hashed(self._keys[0], value, context)

    def indexes(self, value: str, context: str) -> list[str]:
        """The index under every key of the ring, for looking up while a change of keys is under way."""
        return [_hashed(key, value, context) for key in self._keys] if value else []


def _place(context: str, number: int, *, last: bool) -> str:
    return f"{context}:{number}{':end' if last else ''}"


def _hashed(key: _Key, value: str, context: str) -> str:
    if not value:
        return ""
    message = context.encode() + b"\0" + value.encode()
    return hmac.new(key.index, message, hashlib.sha256).hexdigest()[:32]


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> Keyring:
    return Keyring(keys)


def keyring() -> Keyring:
    """The ring of this process, from the setting FIELD_KEYS."""
    return _ring(tuple(settings.FIELD_KEYS))


# name of what is encrypted → writes up to so many rows under the first key and says how many it wrote
_RENEWERS: dict[str, Callable[[int], int]] = {}


def register_renewal(name: str, renew: Callable[[int], int]) -> None:
    """An app with encrypted columns says how they are written under a new key.

    renew(limit) writes at most `limit` rows that are not current, in a transaction of its own, and returns their
    number; 0 means that nothing is left. Called from the app's `ready()`.
    """
    _RENEWERS[name] = renew


def renew_all(batch: int = 500) -> dict[str, int]:
    """Write every encrypted column under the first key of the ring; how many rows of each were written."""
    done: dict[str, int] = {}
    for name, renew in sorted(_RENEWERS.items()):
        written = 0
        while count := renew(batch):
            written += count
        done[name] = written
    return done
