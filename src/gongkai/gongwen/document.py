"""An official document as read: blocks, fields, text, HTML, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.gongwen.blocks import Block, Reading, all_text
from gongkai.gongwen.fields import read_fields
from gongkai.gongwen.found import Fields
from gongkai.gongwen.readers import read_bytes
from gongkai.gongwen.to_html import body_html, to_html


@dataclass(frozen=True)
class ReadDocument:
    """What could be read of a file. name: file name as given; kind: docx, pdf, html or txt."""

    name: str
    reading: Reading

    @property
    def kind(self) -> str:
        """Kind of file, by content."""
        return self.reading.kind

    @property
    def blocks(self) -> list[Block]:
        """The neutral blocks."""
        return self.reading.blocks

    @property
    def warnings(self) -> list[str]:
        """What stands in the file beside its text, or was left out; one Chinese sentence each."""
        return self.reading.warnings

    @cached_property
    def fields(self) -> Fields:
        """The fields with their evidence."""
        return read_fields(self.reading)

    @cached_property
    def text(self) -> str:
        """The whole text, a block a line."""
        return all_text(self.blocks)

    @cached_property
    def html(self) -> str:
        """The whole text as clean HTML, letterhead included."""
        return to_html(self.blocks, self.fields)

    @cached_property
    def body_html(self) -> str:
        """The text without red head, number and title, for a page that prints those itself."""
        return body_html(self.blocks, self.fields)


def read(source: str | Path | bytes, name: str = "") -> ReadDocument:
    """Read a document from a path or from bytes. Unreadable with one Chinese sentence if it cannot be read."""
    if isinstance(source, bytes):
        return ReadDocument(name, read_bytes(source, name))
    path = Path(source)
    if path.is_dir():
        raise Unreadable(f"“{path.name}”是文件夹，不是文件。")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"找不到文件“{path}”。") from None
    except OSError as error:
        raise Unreadable(f"文件“{path}”打不开：{error.strerror}。") from error
    return ReadDocument(name or path.name, read_bytes(data, name or path.name))
