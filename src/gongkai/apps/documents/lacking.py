"""What a document that is about to be registered still lacks before 送审, by the very rules that 送审 asks later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.apps.documents import content, markup, rules
from gongkai.apps.documents.incoming import Kept
from gongkai.apps.documents.models import Attribute, OfficialDocument
from gongkai.apps.documents.numbering import apply_number
from gongkai.apps.duties.fitness import obstacles_of_content
from gongkai.apps.duties.publishable import Content, PublicFile
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


def lacking(
    fields: Mapping[str, Any], decision: Mapping[str, Any], files: Iterable[Kept], pictures: Iterable[str]
) -> list[Obstacle]:
    """Each with the place where it is mended. fields, decision: as `actions.register` takes them, as far as they can be
    read; pictures: keys of those that came with the file."""
    document = OfficialDocument(
        **{name: value for name, value in fields.items() if name not in {"number", "html"}}
    )
    document.html = markup.clean(str(fields.get("html") or ""))
    document.text = markup.plain(document.html)
    apply_number(document, str(fields.get("number") or ""))
    for name, value in decision.items():
        setattr(document, name, value)
    document.attribute = document.attribute or Attribute.UNDECIDED
    facts = rules.obstacles_of_facts(document, moment.today())
    known = [*facts, *(o for o in content.obstacles_with(document, pictures) if o not in facts)]
    found = obstacles_of_content(
        Content(
            title=document.title, text=document.text, number=document.number, issuer=document.issuer,
            addressee=document.addressee, effective_on=document.effective_on, expires_on=document.expires_on,
            attachments=tuple(_public(file) for file in files),
        ),
        closed=document.attribute in {Attribute.ON_REQUEST, Attribute.CLOSED}, known=known,
    )  # fmt: skip
    return list({o.code: o for o in reversed(found)}.values())[::-1]


def _public(file: Kept) -> PublicFile:
    """An attachment as it waits on the server."""
    return PublicFile(
        key=file.path, name=file.name, size=file.size, media_type=file.media_type, sha256=file.sha256, stored="",
        hidden=file.findings,
    )  # fmt: skip
