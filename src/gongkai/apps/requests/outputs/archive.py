"""全卷: one case as one zip, register first. The same case gives the same bytes, whoever takes it and whenever."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from gongkai.apps.intake import gate as files
from gongkai.apps.intake.actions import attachments
from gongkai.apps.ledger.queries import history
from gongkai.apps.people import events as people_events
from gongkai.apps.people import gate as people
from gongkai.apps.people.details import CONTACT, FIELD_WORDS, ID_KINDS, IDENTITY, NAME
from gongkai.apps.requests import events, vault
from gongkai.apps.requests.models import Request
from gongkai.apps.requests.outputs.word import word

_FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: its own time tells nothing of the case
_LEVEL = 6
# Looking at the case is not part of it: with these the file would change each time somebody takes it.
_LOOKS = frozenset({people_events.READ, events.ARCHIVE_TAKEN})


@dataclass(frozen=True)
class Piece:
    """One document of the file. path: in the zip; title: as the register calls it."""

    path: str
    title: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def archive(user: Any, case: Request) -> bytes:
    """The zip. Reading the people of the case is noted in the ledger, once each."""
    pieces = list(_pieces(user, case))
    register = render_to_string(
        "requests/archive/register.html",
        {"case": case, "pieces": [(number, piece) for number, piece in enumerate(pieces, 1)]},
    )
    sums = "".join(f"{piece.sha256}  {piece.path}\n" for piece in pieces)
    return _zipped([
        Piece("00-卷内目录.html", "", register.encode()), Piece("00-校验值.txt", "", sums.encode()), *pieces,
    ])  # fmt: skip


def _pieces(user: Any, case: Request) -> Iterator[Piece]:
    """Every document, in the order in which the case came about."""
    parties = list(people.parties(case).order_by("id"))
    persons = [(party.get_part_display(), _particulars(user, party)) for party in parties]
    yield _page("01-申请.html", "申请和当事人", "requests/archive/request.html", case=case, persons=persons)
    for number, sent in enumerate(attachments.of(case), 1):
        name = files.name_of(user, sent)
        yield Piece(
            f"02-申请材料/{number:02}-{_safe(name)}",
            f"申请材料：{name}",
            files.answer(user, str(sent.key), case).content,
        )
    yield _page("03-办理.html", "办理过程和答复意见", "requests/archive/handling.html", case=case)
    for number, letter in enumerate(
        case.letters.select_related("organization", "delivery").order_by("id"), 1
    ):
        title = f"{letter.title}（{letter.number}）"
        yield Piece(
            f"04-文书/{number:02}-{_safe(title)}.docx",
            title,
            _still(word(letter, _addressee(letter, parties, persons))),
        )
    for number, row in enumerate(case.redactions.order_by("id"), 1):
        folder, name = f"05-区分处理/{number:02}", vault.name_of(row)
        yield Piece(
            f"{folder}-原件-{_safe(name)}", f"区分处理的原件：{name}", vault.take(row, vault.ORIGINAL)
        )
        if row.result:
            yield Piece(f"{folder}-成品.pdf", "区分处理的成品", vault.take(row, vault.RESULT))
            proof = json.dumps(row.certificate, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            yield Piece(f"{folder}-凭证.json", "区分处理的凭证", proof.encode())
    lines = [line for line in history(case, 100_000) if line.entry.event not in _LOOKS]
    yield _page("06-经过.html", "经过（台账）", "requests/archive/timeline.html", case=case, lines=lines)


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


def _page(path: str, title: str, template: str, **context: Any) -> Piece:
    return Piece(path, title, render_to_string(template, {"title": title, **context}).encode())


def _safe(name: str) -> str:
    """A name that every system can write."""
    return (
        "".join("_" if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in name).strip(". ")[:100]
        or "文件"
    )


def _still(book: bytes) -> bytes:
    """A Word file without the hour at which it was packed."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return _zipped([Piece(one.filename, "", packed.read(one)) for one in packed.infolist()])


def _zipped(pieces: list[Piece]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for piece in pieces:
            entry = zipfile.ZipInfo(piece.path, _FIXED)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            packed.writestr(entry, piece.data, zipfile.ZIP_DEFLATED, _LEVEL)
    return out.getvalue()
