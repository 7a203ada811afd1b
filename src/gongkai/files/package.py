"""The parts of an Office file (zip): found under either slash and in either case, read in pieces within a budget."""

from __future__ import annotations

import posixpath
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from gongkai.exceptions import Unreadable
from gongkai.files.guard import open_zip

_PIECE = 64 * 1024
_MOST_IN_PART = 120 * 1024 * 1024
_MOST_RELATIONS = 20_000


class OutOfBudget(Exception):
    """The time allowed for one file is used up."""


@contextmanager
def broken_said() -> Iterator[None]:
    """Whatever a damaged or forged file does to the libraries below becomes one sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError) as error:
        raise Unreadable("已损坏或不完整，打不开。") from error
    except (
        KeyError,
        ValueError,
        LookupError,
        TypeError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable("内部结构不合规范，打不开。") from error


class Parts:
    """An opened Office file. seconds: processor time of this thread that streaming may use in all."""

    def __init__(self, data: bytes, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._archive = open_zip(data)
        self._entries = {normal(entry.filename): entry for entry in self._archive.infolist()}
        self._clock = clock
        self._until = clock() + seconds

    def __contains__(self, name: str) -> bool:
        return normal(name) in self._entries

    def names(self) -> list[str]:
        """The names of all parts, in lower case with slashes."""
        return list(self._entries)

    def stream(self, name: str) -> Iterator[bytes]:
        """One part in pieces. OutOfBudget between two pieces, KeyError if there is no such part."""
        entry = self._entries[normal(name)]
        if entry.file_size > _MOST_IN_PART:
            raise OutOfBudget
        with self._archive.open(entry) as stored:
            while piece := stored.read(_PIECE):
                yield piece
                if self._clock() > self._until:
                    raise OutOfBudget

    def whole(self, name: str) -> bytes:
        """One part at once. KeyError if there is no such part."""
        return b"".join(self.stream(name))

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, part) of the relations of a part; those that lead outside the file are left out."""
        folder = normal(name).rpartition("/")[0]
        return {
            key: (kind, normal(posixpath.join("/" + folder, target.replace("\\", "/"))))
            for key, kind, target, outside in self._related(name)
            if not outside
        }

    def addresses(self, name: str) -> dict[str, str]:
        """Id → address of the relations that lead outside the file; nothing is fetched from there."""
        return {key: target for key, _, target, outside in self._related(name) if outside}

    def _related(self, name: str) -> list[tuple[str, str, str, bool]]:
        folder, _, base = normal(name).rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        found: list[tuple[str, str, str, bool]] = []
        if rels not in self:
            return found

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                outside = attributes.get("TargetMode") == "External"
                found.append((attributes.get("Id", ""), kind, attributes.get("Target", ""), outside))
                if len(found) > _MOST_RELATIONS:
                    raise OutOfBudget

        self.parse(rels, start)
        return found

    def size(self, name: str) -> int:
        """How many bytes a part has when it is unpacked, as the file says. KeyError if there is no such part."""
        return self._entries[normal(name)].file_size

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Walk a part without building a tree: memory stays that of one piece whatever the part holds."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EntityDeclHandler = _no_entities
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text
        for piece in self.stream(name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


def normal(name: str) -> str:
    """The name of a part as it is compared: some programs write backslashes, some other letters."""
    return posixpath.normpath("/" + name.replace("\\", "/").lower()).lstrip("/")


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace, so that both families of Open XML are read."""
    return tag.rpartition(" ")[2]


def _no_entities(*_: object) -> None:
    raise ValueError("entity")
