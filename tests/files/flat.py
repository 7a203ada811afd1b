"""Small OFD files made by hand, part by part."""

from __future__ import annotations

import io
import zipfile

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def root(name: str, inner: str) -> str:
    """One part with a root of that name."""
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {SPACE}>{inner}</ofd:{name}>'


def text(
    x: float, y: float, said: str, *, size: float = 4.0, more: str = "", code: str = "", inner: str = ""
) -> str:
    """Words whose base line begins at a place, in millimetres from the upper left corner."""
    steps = "" if "Delta" in code or len(said) < 2 else f' DeltaX="g {len(said) - 1} {size}"'
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} {size * len(said)} {size * 1.2}" Font="1" Size="{size}" {more}>'
        f'{inner}<ofd:TextCode X="0" Y="{size}" {code}{steps}>{said}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, more: str = "", inner: str = "") -> str:
    """A path in the space of the page."""
    return (
        f'<ofd:PathObject ID="8" Boundary="0 0 210 297" {more}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A rule."""
    return path(f"M {x0} {y0} L {x1} {y1}")


def area(x0: float, y0: float, x1: float, y1: float, color: str, more: str = "") -> str:
    """A filled rectangle."""
    return path(
        f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C",
        f'Fill="true" Stroke="false" {more}',
        f'<ofd:FillColor Value="{color}"/>',
    )


def page(*objects: str, before: str = "", more: str = "") -> str:
    """A page with one layer. before: what stands ahead of its content; more: attributes of the layer."""
    return root(
        "Page", f'{before}<ofd:Content><ofd:Layer ID="2" {more}>{"".join(objects)}</ofd:Layer></ofd:Content>'
    )


def ofd(
    *pages: str,
    common: str = "",
    document: str = "",
    body: str = "",
    locations: tuple[str, ...] = (),
    **parts: str | bytes,
) -> bytes:
    """An OFD file. common, document, body: more of CommonData, Document, DocBody; parts: `__` for a slash, last `_` the point."""
    places = locations or tuple(f"Pages/Page_{number}/Content.xml" for number in range(len(pages)))
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="{place}"/>' for number, place in enumerate(places, 1))
    whole: dict[str, str | bytes] = {
        "OFD.xml": root(
            "OFD",
            "<ofd:DocBody><ofd:DocInfo><ofd:Title>题名</ofd:Title></ofd:DocInfo>"
            f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>",
        ),
        "Doc_0/Document.xml": root(
            "Document",
            f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}"
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}",
        ),
        **{f"Doc_0/Pages/Page_{number}/Content.xml": said for number, said in enumerate(pages)},
        **{".".join(name.replace("__", "/").rsplit("_", 1)): said for name, said in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in whole.items():
            archive.writestr(name, said)
    return stream.getvalue()
