"""Workbooks written by hand, part by part, as Excel, WPS and small programs write them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

_USUAL = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
_STRICT = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass
class Page:
    """One sheet. rows: cells as words, or `=…` for a formula without stored result; after: markup behind the cells."""

    name: str
    rows: list[list[str | float]]
    hidden: bool = False
    after: str = ""
    styles: dict[str, int] = field(default_factory=dict)


def book(
    *pages: Page, strict: bool = False, styles: str = "", prefix: str = "", properties: str = ""
) -> bytes:
    """The bytes of a workbook. prefix: of the elements; styles: the inside of styles.xml; prolog and all else as usual."""
    main, relation = _STRICT if strict else _USUAL
    p = f"{prefix}:" if prefix else ""
    declared = f'xmlns{p and ":" + prefix}="{main}" xmlns:r="{relation}"'
    listed = "".join(
        f'<{p}sheet name="{page.name}" sheetId="{n}" r:id="rId{n}" state="{"hidden" if page.hidden else "visible"}"/>'
        for n, page in enumerate(pages, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{relation}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(pages, 1)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f"<{p}workbook {declared}>{properties}<{p}sheets>{listed}</{p}sheets></{p}workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{links}<Relationship Id="s" Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", f"<styleSheet {declared}>{styles}</styleSheet>")
        for n, page in enumerate(pages, 1):
            rows = "".join(_row(number, row, page, p) for number, row in enumerate(page.rows, 1))
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f"<{p}worksheet {declared}><{p}sheetData>{rows}</{p}sheetData>{page.after}</{p}worksheet>",
            )
    return out.getvalue()


def _row(number: int, row: list[str | float], page: Page, p: str) -> str:
    cells = ""
    for column, said in enumerate(row):
        at = f"{chr(65 + column)}{number}"
        style = f' s="{page.styles[at]}"' if at in page.styles else ""
        if said == "":
            continue
        if isinstance(said, float):
            cells += f'<{p}c r="{at}"{style}><{p}v>{said:g}</{p}v></{p}c>'
        elif said.startswith("="):
            cells += f'<{p}c r="{at}"{style}><{p}f>{said[1:]}</{p}f></{p}c>'
        else:
            cells += f'<{p}c r="{at}" t="inlineStr"{style}><{p}is><{p}t>{said}</{p}t></{p}is></{p}c>'
    return f'<{p}row r="{number}">{cells}</{p}row>'
