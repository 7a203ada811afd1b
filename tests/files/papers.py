"""Small Word files and reports made by hand, part by part."""

from __future__ import annotations

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ROOT = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{}" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def xml(tag: str, inner: str) -> str:
    """One part with a root of that name."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {_ROOT}>{inner}</w:{tag}>'


def word(
    body: str, *, styles: str = "", numbering: str = "", main: str = "word/document.xml", **other: str
) -> bytes:
    """A .docx. other: further parts, `__` for a slash in the name, the last `_` for the point."""
    folder = main.rpartition("/")[0]
    parts = {
        "[Content_Types].xml": _TYPES.format(main),
        "_rels/.rels": _RELS.format(f'<Relationship Id="r" Type="{_R}/officeDocument" Target="{main}"/>'),
        main: xml("document", f"<w:body>{body}</w:body>"),
        f"{folder}/styles.xml": xml("styles", styles),
        f"{folder}/numbering.xml": xml("numbering", numbering),
    }
    links = ""
    for name, text in other.items():
        path = name.replace("__", "/")
        path = ".".join(path.rsplit("_", 1))
        parts[f"word/{path}"] = text
        kind = "aFChunk" if "chunk" in name else name.split("_")[0].rstrip("0123456789")
        links += f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{path}"/>'
    parts[f"{folder}/_rels/{main.rpartition('/')[2]}.rels"] = _RELS.format(links)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def p(*runs: str, props: str = "") -> str:
    """A paragraph: plain text, or runs as XML."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{props}</w:pPr>{inner}</w:p>"


def r(text: str, props: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    """A table of texts; a cell that begins with `<w:tc` stands as it is."""
    drawn = "".join(
        "<w:tr>" + "".join(c if c.startswith("<w:t") else f"<w:tc>{p(c)}</w:tc>" for c in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{drawn}</w:tbl>"
