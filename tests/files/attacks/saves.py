"""Earlier states of a file, and bytes to which nothing leads."""

from __future__ import annotations

from . import pdf
from .kit import at, attack, by_looking, by_seeing, raw_image
from .sheet import (
    HONEST,
    ID,
    NAME,
    PHONE,
    SECRETS,
    objects,
    original,
    picture,
    public,
    release,
    scan,
    scanned_original,
    shown,
)

OLD = pdf.flate((public() + "".join(map(shown, SECRETS))).encode())
NEW = pdf.flate(HONEST.encode())


@attack("saves", by_looking(ID))
def earlier_save() -> bytes:
    """Cut the file at the first end: the page as it was."""
    return pdf.save_again(original(), {4: NEW})


@attack("saves", by_looking(ID))
def two_saves_ago() -> bytes:
    """Two honest saves follow the old one."""
    return pdf.save_again(pdf.save_again(original(), {4: NEW}), {4: NEW})


@attack("saves", by_looking(ID))
def old_page_kept_new_page_added() -> bytes:
    """A save exchanges the page in the list; the old page object stays."""
    page = str(objects()[3]).replace("/Contents 4 0 R", "/Contents 21 0 R")
    return pdf.save_again(original(), {2: "<< /Type /Pages /Kids [20 0 R] /Count 1 >>", 20: page, 21: NEW})


@attack("saves", by_looking(ID))
def old_content_freed() -> bytes:
    """The old content is said to be free."""
    page = str(objects()[3]).replace("/Contents 4 0 R", "/Contents 20 0 R")
    return pdf.save_again(original(), {3: page, 20: NEW}, free=(4,))


@attack("saves", by_seeing(ID, at(ID, raw_image())), scanned_original)
def earlier_scan() -> bytes:
    """The first save holds the scan as it was."""
    return pdf.save_again(scanned_original(), {20: picture(scan(*SECRETS))})


@attack("saves", by_looking(NAME))
def earlier_title() -> bytes:
    """The first save holds the old title."""
    first = release(HONEST, {20: f"<< /Title {pdf.wide(NAME)} >>"}, trailer="/Info 20 0 R")
    return pdf.save_again(first, {20: "<< /Title (a) >>"}, "/Root 1 0 R /Info 20 0 R")


@attack("saves", by_looking(NAME))
def earlier_note() -> bytes:
    """A note was deleted by a later save."""
    first = release(
        HONEST,
        {20: f"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents {pdf.wide(NAME)} >>"},
        page="/Annots [20 0 R]",
    )
    return pdf.save_again(first, {3: str(objects()[3])}, free=(20,))


@attack("saves", by_looking(ID))
def table_that_says_nothing_of_it() -> bytes:
    """An object of the old content of which no table tells, between two that are told of."""
    made = release(HONEST)
    place = made.index(b"\n5 0 obj") + 1
    lost = b"77 0 obj\n" + OLD + b"\nendobj\n"
    return _shifted(made, place, lost)


def _shifted(made: bytes, place: int, lost: bytes) -> bytes:
    """Bytes put in, and the table made right again."""
    start = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    head, table = made[:start], made[start:]
    lines = []
    for line in table.split(b"\n"):
        if line.endswith(b" n ") and int(line[:10]) >= place:
            line = b"%010d" % (int(line[:10]) + len(lost)) + line[10:]
        lines.append(line)
    table = b"\n".join(lines).replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(lost)))
    return head[:place] + lost + head[place:] + table


@attack("saves", by_looking(PHONE))
def remark_between_objects() -> bytes:
    """A remark between two objects."""
    made = release(HONEST)
    return _shifted(made, made.index(b"\n5 0 obj") + 1, b"% " + PHONE.encode() + b"\n")


@attack("saves", by_looking(PHONE))
def behind_the_end() -> bytes:
    """Bytes behind the end."""
    return release(HONEST) + PHONE.encode() + b"\n"


@attack("saves", by_looking(ID))
def whole_file_before_the_new_one() -> bytes:
    """All objects of the old file stand before the new ones; the table tells of the new ones only."""
    old = original()
    return _shifted(release(HONEST), 9, old[9 : old.rindex(b"xref\n0 ")])


@attack("saves", by_looking(PHONE))
def before_the_beginning() -> bytes:
    """A remark in the head."""
    return pdf.write(objects(HONEST), header=f"%PDF-1.7\n%{PHONE}\n".encode())


@attack("saves", by_looking(ID))
def said_to_be_free() -> bytes:
    """The table says of an object that it is free; it lies there."""
    return pdf.write({**objects(HONEST), 20: OLD}, free=(20,))


@attack("saves", by_looking(ID))
def nothing_leads_to_it() -> bytes:
    """An object to which nothing leads."""
    return release(HONEST, {20: OLD})


@attack("saves", by_looking(ID))
def string_to_which_nothing_leads() -> bytes:
    """A lone string."""
    return release(HONEST, {20: pdf.literal(ID)})


@attack("saves", by_looking(ID))
def packed_objects() -> bytes:
    """In a stream of objects, reached by nobody."""
    return pdf.write_packed(objects(HONEST), {20: f"<< /A {pdf.literal(ID)} >>"})


@attack("saves", by_looking(ID))
def packed_objects_of_no_table() -> bytes:
    """In a stream of objects, and not in the table."""
    return pdf.write_packed(
        objects(HONEST), {20: "<< /A 1 >>", 21: f"<< /A {pdf.literal(ID)} >>"}, unlisted=(21,)
    )


@attack("saves", by_looking(ID))
def behind_the_packed_objects() -> bytes:
    """Letters behind the last object of a stream of objects."""
    return pdf.write_packed(objects(HONEST), {20: f"<< /A 1 >> {ID}"})


@attack("saves", by_looking(ID))
def longer_than_said() -> bytes:
    """A stream goes on behind the length that its dictionary tells."""
    content = HONEST.encode()
    parts = objects(HONEST)
    parts[4] = (
        f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\n% " + ID.encode() + b"\nendstream"
    )
    return pdf.write(parts)


@attack("saves", by_looking(ID))
def behind_the_packed_end() -> bytes:
    """Letters behind the end of the packed bytes, within the stream."""
    parts = objects(HONEST)
    body = pdf.ENCODERS["FlateDecode"](HONEST.encode()) + ID.encode()
    parts[4] = f"<< /Filter /FlateDecode /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"
    return pdf.write(parts)


@attack("saves", by_looking(ID))
def same_number_twice() -> bytes:
    """The same number twice, the table tells of the second."""
    made = release(HONEST)
    return _shifted(made, made.index(b"\n4 0 obj") + 1, b"4 0 obj\n" + OLD + b"\nendobj\n")


@attack("saves", by_looking(ID))
def hybrid_table() -> bytes:
    """A hybrid: only a stream of references tells of the old content."""
    made = pdf.write({**objects(HONEST), 20: OLD})
    place = made.index(b"\n20 0 obj") + 1
    row = b"\1" + place.to_bytes(4, "big") + b"\0"
    stream = pdf.flate(row, "/Type /XRef /W [1 4 1] /Size 22 /Index [20 1]")
    start = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    table = (
        made[start:]
        .replace(b"%010d 00000 n " % place, b"0000000000 00001 f ")
        .replace(b"/Root", b"/XRefStm %d /Root" % start)
    )
    extra = b"21 0 obj\n" + stream + b"\nendobj\n"
    return (
        made[:start]
        + extra
        + table.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(extra)))
    )


@attack("saves", by_looking(ID))
def page_outside_the_tree() -> bytes:
    """The old page is an object; no tree holds it."""
    page = str(objects()[3]).replace("/Contents 4 0 R", "/Contents 21 0 R")
    return release(HONEST, {20: page, 21: OLD})


@attack("saves", by_looking(ID))
def page_as_a_template() -> bytes:
    """The old page is a template that a script can bring back."""
    page = (
        str(objects()[3])
        .replace("/Type /Page ", "/Type /Template ")
        .replace("/Contents 4 0 R", "/Contents 21 0 R")
    )
    return release(HONEST, {20: page, 21: OLD}, root="/Names << /Templates << /Names [(a) 20 0 R] >> >>")


@attack("saves", by_looking(ID))
def second_catalogue() -> bytes:
    """A second catalogue with the old page."""
    page = (
        str(objects()[3])
        .replace("/Contents 4 0 R", "/Contents 23 0 R")
        .replace("/Parent 2 0 R", "/Parent 21 0 R")
    )
    return release(
        HONEST,
        {
            20: "<< /Type /Catalog /Pages 21 0 R >>",
            21: "<< /Type /Pages /Kids [22 0 R] /Count 1 >>",
            22: page,
            23: OLD,
        },
    )


@attack("saves", by_seeing(ID, at(ID, raw_image(1))), scanned_original)
def scan_to_which_nothing_leads() -> bytes:
    """The old scan, free."""
    made = {
        **objects("q 330 0 0 230 0 0 cm /Im Do Q", resources="/XObject << /Im 20 0 R >>"),
        20: picture(scan(*SECRETS)),
        21: picture(scan()),
    }
    return pdf.write(made, free=(21,))
