"""Files that go out and the names under which they are kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import IO, Any, TypeVar
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse

from gongkai import crypt, sheets

A = TypeVar("A", bound=HttpResponseBase)


def stored_name(folder: str, filename: str) -> str:
    """A name that tells nothing: the file's own name is data, not an address."""
    suffix = "".join(c for c in filename.rpartition(".")[2].lower() if c.isalnum())[:5]
    return f"{folder}/{uuid.uuid4().hex}.{suffix or 'bin'}"


def attachment(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to save, under a Chinese name; never shown inside our pages."""
    return _to_save(HttpResponse(data, content_type=media_type), name)


def stored(file: Any, media_type: str, name: str) -> FileResponse:
    """A kept file to save; 404 where it is no longer there."""
    return _to_save(FileResponse(_open(file), content_type=media_type), name)


def opened(file: IO[bytes], media_type: str, name: str) -> FileResponse:
    """An open file to save, by the person and once: nothing between keeps a copy."""
    return _once(_to_save(FileResponse(file, content_type=media_type), name))


def unsealed(file: Any, context: str, media_type: str, name: str) -> StreamingHttpResponse:
    """A file that is kept encrypted (`crypt.seal_stream`), to save; 404 where it is no longer there."""
    parts = crypt.keyring().opened_stream(_open(file), context)
    return _once(_to_save(StreamingHttpResponse(parts, content_type=media_type), name))


def xlsx(name: str, headings: Sequence[str], rows: Iterable[Any], widths: Sequence[int] = ()) -> HttpResponse:
    """A table as a file to save."""
    return attachment(sheets.workbook(name, headings, rows, widths), sheets.MEDIA_TYPE, f"{name}.xlsx")


def _open(file: Any) -> IO[bytes]:
    """404 where a kept file is no longer there."""
    try:
        found: IO[bytes] = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return found


def _once(answer: A) -> A:
    answer["Cache-Control"] = "private, no-store"
    return answer


def _to_save(answer: A, name: str) -> A:
    suffix = "".join(c for c in name.rpartition(".")[2] if c.isascii() and c.isalnum())[:5]
    plain = f"file.{suffix}" if suffix else "file"
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
