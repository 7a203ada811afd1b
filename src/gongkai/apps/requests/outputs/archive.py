"""全卷: one case as one zip, register first. The same case gives the same bytes, whoever takes it and whenever.

Papers are made one after the other and laid down in a folder that goes at once: never more than one is in memory.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string

from gongkai.apps.intake import gate as files
from gongkai.apps.intake.actions import attachments
from gongkai.apps.ledger.models import Entry, subject_type
from gongkai.apps.ledger.queries import history
from gongkai.apps.people import events as people_events
from gongkai.apps.people import gate as people
from gongkai.apps.people.details import CONTACT, FIELD_WORDS, ID_KINDS, IDENTITY, NAME
from gongkai.apps.requests import events, vault
from gongkai.apps.requests.models import Request
from gongkai.apps.requests.outputs.word import word
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.files.kinds import PICTURES, kind_of
from gongkai.files.pages import page_sizes

_FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: its own time tells nothing of the case
_PAGED = {"pdf", *PICTURES}
_LOOK = Path(__file__).with_name("archive.css")
# Looking at the case is not part of it: with these the file would change each time somebody takes it.
_LOOKS = frozenset({people_events.READ, events.ARCHIVE_TAKEN})


@dataclass(frozen=True)
class Piece:
    """One document of the file. path: in the zip. title, number, author, on: as the register calls it, of whom and when."""

    path: str
    title: str
    data: bytes
    author: str = ""
    on: dt.date | None = None
    number: str = ""


@dataclass(frozen=True)
class Laid:
    """A piece as it lies in the folder. pages: of a PDF or a picture; None of what has pages only once it is printed."""

    piece: Piece
    file: Path
    size: int
    sha256: str
    pages: int | None


def archive(user: Any, case: Request, out: IO[bytes]) -> None:
    """Write the zip. Reading the people of the case is noted in the ledger, once each."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        laid = [
            _lay(piece, Path(folder) / f"{number}.bin") for number, piece in enumerate(_pieces(user, case), 1)
        ]
        register = render_to_string("requests/archive/register.html", _register(case, laid))
        sums = "".join(f"{one.sha256}  {one.piece.path}\n" for one in laid)
        with zipfile.ZipFile(out, "w") as packed:
            _add(packed, "00-卷内目录.html", io.BytesIO(register.encode()))
            _add(packed, "00-校验值.txt", io.BytesIO(sums.encode()))
            _add(packed, "00-版式.css", io.BytesIO(_LOOK.read_bytes()))
            for one in laid:
                with one.file.open("rb") as source:
                    _add(packed, one.piece.path, source)


def _lay(piece: Piece, file: Path) -> Laid:
    file.write_bytes(piece.data)
    pages = None
    if kind_of(piece.data) in _PAGED:
        with suppress(GongkaiError):  # what cannot be opened is kept as it came
            pages = len(page_sizes(file))
    bare = replace(piece, data=b"")
    return Laid(bare, file, len(piece.data), hashlib.sha256(piece.data).hexdigest(), pages)


def _register(case: Request, laid: Sequence[Laid]) -> dict[str, Any]:
    """Cover, register and closing note."""
    days = [one.piece.on for one in laid if one.piece.on is not None]
    return {
        "case": case, "laid": list(enumerate(laid, 1)), "first": min(days, default=None), "last": max(days, default=None),
        "pages": sum(one.pages or 0 for one in laid), "unpaged": sum(one.pages is None for one in laid),
    }  # fmt: skip


def last_act(case: Request) -> int:
    """The number in the ledger of the last act upon the case, looking at it left out."""
    entries = Entry.objects.filter(subject_type=subject_type(case), subject_id=str(case.pk)).exclude(
        event__in=_LOOKS
    )
    return entries.order_by("-id").values_list("id", flat=True).first() or 0


def _pieces(user: Any, case: Request) -> Iterator[Piece]:
    """Every document, in the order in which the case came about."""
    body = case.organization.name
    parties = list(people.parties(case).order_by("id"))
    persons = [(party.get_part_display(), _particulars(user, party)) for party in parties]
    yield _page(
        "01-申请.html", "申请和当事人", "requests/archive/request.html", "申请人", case.submitted_on, case=case, persons=persons
    )  # fmt: skip
    for number, sent in enumerate(attachments.of(case), 1):
        name = files.name_of(user, sent)
        yield Piece(
            f"02-申请材料/{number:02}-{_safe(name)}",
            f"申请材料：{name}",
            files.answer(user, str(sent.key), case).content,
            "申请人",
            case.submitted_on,
        )
    yield _page(
        "03-办理.html", "办理过程和答复意见", "requests/archive/handling.html", body, case.closed_on, case=case
    )  # fmt: skip
    for number, letter in enumerate(
        case.letters.select_related("organization", "delivery").order_by("id"), 1
    ):
        title = f"{letter.title}（{letter.number}）"
        yield Piece(
            f"04-文书/{number:02}-{_safe(title)}.docx",
            title,
            _still(word(letter, _addressee(letter, parties, persons))),
            letter.organization.name,
            letter.dated_on,
            letter.number,
        )
    for number, row in enumerate(case.redactions.order_by("id"), 1):
        folder, name = f"05-区分处理/{number:02}", vault.name_of(row)
        yield Piece(
            f"{folder}-原件-{_safe(name)}",
            f"区分处理的原件：{name}",
            vault.take(row, vault.ORIGINAL),
            body,
            _day(row.made_at),
        )
        if row.result:
            yield Piece(
                f"{folder}-成品.pdf",
                "区分处理的成品",
                vault.take(row, vault.RESULT),
                body,
                _day(row.released_at),
            )
            proof = json.dumps(row.certificate, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            yield Piece(f"{folder}-凭证.json", "区分处理的凭证", proof.encode(), body, _day(row.released_at))
    lines = [line for line in history(case, 100_000) if line.entry.event not in _LOOKS]
    on = _day(lines[-1].at) if lines else None
    yield _page(
        "06-经过.html", "经过（台账）", "requests/archive/timeline.html", body, on, case=case, lines=lines
    )  # fmt: skip


def _day(at: dt.datetime | None) -> dt.date | None:
    return at.astimezone(moment.BEIJING).date() if at is not None else None


def _particulars(user: Any, party: Any) -> list[tuple[str, str]]:
    read = people.read(user, party, [NAME, IDENTITY, CONTACT], because="归档")
    return [(FIELD_WORDS[name], ID_KINDS.get(value, value)) for name, value in vars(read).items() if value]


def _addressee(letter: Any, parties: list[Any], persons: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """The name a letter is written to, out of what has been read already."""
    wanted = letter.consultation.party_id if letter.consultation else None
    for party, (_, rows) in zip(parties, persons, strict=True):
        if party.pk == wanted or (wanted is None and letter.addressee == party.part):
            return dict(rows).get(FIELD_WORDS["name"], "")
    return ""


def _page(path: str, title: str, template: str, author: str, on: dt.date | None, **context: Any) -> Piece:
    return Piece(path, title, render_to_string(template, {"title": title, **context}).encode(), author, on)


def _safe(name: str) -> str:
    """A name that every system can write."""
    return (
        "".join("_" if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in name).strip(". ")[:100]
        or "文件"
    )


def _still(book: bytes) -> bytes:
    """A Word file without the hour at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as packed, zipfile.ZipFile(out, "w") as still:
        for one in packed.infolist():
            _add(still, one.filename, io.BytesIO(packed.read(one)))
    return out.getvalue()


def _add(packed: zipfile.ZipFile, path: str, source: IO[bytes]) -> None:
    entry = zipfile.ZipInfo(path, _FIXED)
    entry.external_attr, entry.create_system, entry.compress_type = 0o644 << 16, 3, zipfile.ZIP_DEFLATED
    entry.file_size = source.seek(0, io.SEEK_END)
    source.seek(0)
    with packed.open(entry, "w") as into:
        shutil.copyfileobj(source, into)
