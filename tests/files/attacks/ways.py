"""Words in bookmarks, targets, labels, actions and scripts: what leads through a file."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_looking
from .pdf import literal, wide
from .sheet import HOME, HONEST, ID, NAME, PHONE, release


@attack("ways", by_looking(NAME))
def bookmark() -> bytes:
    """The bookmark is the old heading."""
    return release(
        HONEST,
        {
            20: "<< /Type /Outlines /First 21 0 R /Last 21 0 R /Count 1 >>",
            21: f"<< /Title {wide('答复' + NAME)} /Parent 20 0 R /Dest [3 0 R /Fit] >>",
        },
        root="/Outlines 20 0 R",
    )


@attack("ways", by_looking(NAME))
def bookmark_folded_in() -> bytes:
    """A bookmark below a folded one."""
    return release(
        HONEST,
        {
            20: "<< /Type /Outlines /First 21 0 R /Last 21 0 R /Count 1 >>",
            21: "<< /Title (a) /Parent 20 0 R /First 22 0 R /Last 22 0 R /Count -1 >>",
            22: f"<< /Title {wide(NAME)} /Parent 21 0 R /Dest [3 0 R /Fit] >>",
        },
        root="/Outlines 20 0 R",
    )


@attack("ways", by_looking(ID))
def named_target() -> bytes:
    """A target is named after the number."""
    return release(HONEST, root=f"/Names << /Dests << /Names [{literal('z' + ID)} [3 0 R /Fit]] >> >>")


@attack("ways", by_looking(ID))
def named_target_of_old_kind() -> bytes:
    """A target in the old dictionary, as a name."""
    return release(HONEST, root=f"/Dests << /{ID} [3 0 R /Fit] >>")


@attack("ways", by_looking(b"#31#31#30#31#30#35#31#39#34#39#31#32#33#31#30#30#32#58"))
def named_target_in_number_signs() -> bytes:
    """A name in which every letter is written by its code."""
    return release(HONEST, root="/Dests << /" + "".join(f"#{ord(c):02X}" for c in ID) + " [3 0 R /Fit] >>")


@attack("ways", by_looking(NAME))
def label_of_a_page() -> bytes:
    """The page's label."""
    return release(HONEST, root=f"/PageLabels << /Nums [0 << /P {wide(NAME)} >>] >>")


@attack("ways", by_looking(NAME))
def thread() -> bytes:
    """The title of an article thread."""
    return release(
        HONEST,
        {
            20: f"<< /Type /Thread /F 21 0 R /I << /Title {wide(NAME)} >> >>",
            21: "<< /Type /Bead /T 20 0 R /N 21 0 R /V 21 0 R /P 3 0 R /R [0 0 9 9] >>",
        },
        root="/Threads [20 0 R]",
    )


@attack("ways", by_looking(PHONE))
def script_at_opening() -> bytes:
    """A script that runs at opening."""
    return release(HONEST, root=f"/OpenAction << /S /JavaScript /JS {literal('var t = ' + PHONE + ';')} >>")


@attack("ways", by_looking(PHONE))
def script_in_a_stream() -> bytes:
    """A script of the document, kept as a stream."""
    return release(
        HONEST,
        {20: pdf.flate(f"var t = '{PHONE}';".encode())},
        root="/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS 20 0 R >>] >> >>",
    )


@attack("ways", by_looking(b"'1381'+'234'+'5678'"))
def script_in_pieces() -> bytes:
    """A script that puts the number together."""
    return release(HONEST, root="/OpenAction << /S /JavaScript /JS (app.alert\\('1381'+'234'+'5678'\\);) >>")


@attack("ways", by_looking(b"\\u738b\\u5c0f\\u5ddd"))
def script_in_escapes() -> bytes:
    """A script with its letters as escapes."""
    return release(
        HONEST,
        {20: pdf.flate(b"var n = '\\u738b\\u5c0f\\u5ddd';")},
        root="/OpenAction << /S /JavaScript /JS 20 0 R >>",
    )


@attack("ways", by_looking(PHONE))
def script_of_a_page() -> bytes:
    """A script that runs when the page is left."""
    return release(HONEST, page=f"/AA << /C << /S /JavaScript /JS {literal('// ' + PHONE)} >> >>")


@attack("ways", by_looking(NAME))
def file_to_launch() -> bytes:
    """The path of a file to be opened."""
    return release(
        HONEST,
        page=f"/AA << /O << /S /Launch /F << /Type /Filespec /F {wide('D:/' + NAME + '.docx')} >> >> >>",
    )


@attack("ways", by_looking(ID))
def address_to_send_to() -> bytes:
    """The address to which a form would be sent."""
    return release(
        HONEST, page=f"/AA << /O << /S /SubmitForm /F << /FS /URL /F (https://example.cn/{ID}) >> >> >>"
    )


@attack("ways", by_looking(NAME))
def base_of_addresses() -> bytes:
    """The base of all links."""
    return release(
        HONEST,
        root=f"/URI << /Base (file:///D:/{'王小川'.encode().hex()}/) >> /Legal << /Attestation {wide(NAME)} >>",
    )


@attack("ways", by_looking(NAME))
def film() -> bytes:
    """The title of a sound that nothing plays."""
    return release(
        HONEST, {20: f"<< /S /Rendition /R << /S /MR /N {wide(NAME)} >> >>"}, page="/AA << /C 20 0 R >>"
    )


@attack("ways", by_looking(HOME))
def captured_from_the_web() -> bytes:
    """Whence the page was captured."""
    return release(
        HONEST,
        {20: f"<< /Type /SpiderContentSet /S /SPS /T {wide(HOME)} /O [3 0 R] >>"},
        root="/SpiderInfo << /V 1.0 /C [20 0 R] >>",
    )


@attack("ways", by_looking(PHONE))
def remark_in_the_content() -> bytes:
    """A remark between two operators."""
    return release(HONEST + f"% {PHONE}\n")


@attack("ways", by_looking(NAME))
def remark_in_utf_8() -> bytes:
    """A remark in Chinese."""
    return release((HONEST + f"% {NAME}\n").encode())


@attack("ways", by_looking(ID))
def postscript() -> bytes:
    """A piece of PostScript for the printer."""
    return release(
        HONEST,
        {20: pdf.flate(f"({ID}) show".encode(), "/Type /XObject /Subtype /PS")},
        resources="/XObject << /Ps 20 0 R >>",
    )
