"""`gongkai document read FILE [--json] [--html]`: the fields of a document and where each was found.

`gongkai document pages FOLDER [--json]`: the same of all saved pages of an old site, with their columns, sources and files.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from gongkai.exceptions import GongkaiError
from gongkai.gongwen.document import ReadDocument, read
from gongkai.gongwen.found import Fields, Found
from gongkai.gongwen.saved import Saved, SavedPage, read_saved

_NAMES = {
    "doc_number": "文号",
    "title": "标题",
    "issuer": "发文机关",
    "addressee": "主送",
    "date": "成文日期",
    "published": "发布日期",
    "attribute": "公开属性",
    "index_no": "索引号",
    "validity": "有效性",
    "effective": "施行",
    "expires": "有效期",
    "attachments": "附件",
    "signature": "落款",
    "copies": "抄送",
    "printed": "印发",
}
_HOW = {"read": "读出", "inferred": "推断", "missing": "缺", "contradictory": "矛盾", "damaged": "缺损"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command. Missing words are answered in run(), in Chinese."""
    parser.add_argument(
        "verb", nargs="?", metavar="read|pages", help="read：读一件；pages：读旧网站存下的网页"
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="docx、pdf、html、txt 文件；pages 给文件夹")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--html", action="store_true", help="输出转换后的 HTML")


def run(args: argparse.Namespace) -> int:
    """Print what was read; 1 where some page of a folder could not be. GongkaiError if the file cannot be read."""
    if args.verb == "pages" and args.file:
        return _pages(Path(args.file), args.json)
    if args.verb != "read" or not args.file:
        raise GongkaiError(
            "用法：gongkai document read 文件 [--json] [--html]，或 gongkai document pages 文件夹 [--json]"
        )
    document = read(args.file)
    if args.html:
        print(document.html)
    elif args.json:
        print(json.dumps(as_json(document), ensure_ascii=False))
    else:
        print(_as_text(document))
    return 0


def _pages(folder: Path, as_data: bool) -> int:
    saved = read_saved(folder)
    if as_data:
        said = {
            "pages": [_page(page) for page in saved.pages],
            "unread": [{"file": path.as_posix(), "why": why} for path, why in saved.unread],
            "alone": [path.as_posix() for path in saved.alone],
        }
        print(json.dumps(said, ensure_ascii=False))
    else:
        print("\n".join(_listed(saved)))
    return 1 if saved.unread else 0


def _page(page: SavedPage) -> dict[str, Any]:
    fields: dict[str, Found[Any]] = {
        "title": page.title, "date": page.date, "column": page.column, "source": page.source,
    }  # fmt: skip
    return {
        "file": page.path.as_posix(),
        **{
            name: found.value.isoformat() if name == "date" and found.value else found.value
            for name, found in fields.items()
        },
        "evidence": {name: _evidence(found) for name, found in fields.items()},
        "text": page.text,
        "files": [
            {"name": one.name, "href": one.href, "file": one.path.as_posix() if one.path else None}
            for one in page.files
        ],
        "warnings": list(page.warnings),
    }


def _listed(saved: Saved) -> list[str]:
    lines = []
    for page in saved.pages:
        lines.append(f"{page.path.as_posix()}：{page.title.value or '（没有读到标题）'}")
        facts: list[tuple[str, Found[Any]]] = [
            ("日期", page.date),
            ("栏目", page.column),
            ("来源", page.source),
        ]
        lines += [f"  {word}：{found.value or '—'}{_where(found)}" for word, found in facts]
        lines.append(f"  正文：{len(page.text)}字")
        for one in page.files:
            lines.append(
                f"  附件：{one.name}（{one.path.as_posix() if one.path else '文件夹里没有：' + one.href}）"
            )
        lines += [f"  注意：{warning}" for warning in page.warnings]
    lines += [f"没有读出：{path.as_posix()}：{why}" for path, why in saved.unread]
    lines += [f"没有网页链到的文件：{path.as_posix()}" for path in saved.alone]
    missing = sum(one.path is None for page in saved.pages for one in page.files)
    lines.append(
        f"网页{len(saved.pages)}个，没有读出{len(saved.unread)}个；附件{sum(len(p.files) for p in saved.pages)}个，其中文件夹里没有的{missing}个。"
    )
    return lines


def _where(found: Found[Any]) -> str:
    """Where a value was read, in words."""
    if found.value is None:
        return f"（{found.reason}）" if found.reason else ""
    place = found.evidence[0] if found.evidence else None
    said = found.reason or (f"第{place.line + 1}行" if place and place.line >= 0 else "网页标注")
    return f"（{said}）"


def as_json(document: ReadDocument) -> dict[str, Any]:
    """The fields under their agreed keys; what is missing is null."""
    fields = document.fields
    number = fields.doc_number.value
    return {
        "doc_number": {
            "text": number.text if number else None,
            "agency": (number.agency or None) if number else None,
            "year": number.year if number else None,
            "serial": number.serial if number else None,
            "damaged": bool(number and number.damaged),
            "candidates": list(number.candidates) if number else [],
        },
        "title": fields.title.value,
        "issuer": fields.issuer.value,
        "addressee": fields.addressee.value,
        "addressees": list(fields.addressees),
        "date": fields.date.value.isoformat() if fields.date.value else None,
        "date_candidates": [day.isoformat() for day in fields.date_candidates],
        "published": fields.published.value.isoformat() if fields.published.value else None,
        "attribute": fields.attribute.value,
        "index_no": fields.index_no.value,
        "validity": fields.validity.value,
        "effective": fields.effective.value,
        "expires": fields.expires.value,
        "attachments": [
            {"number": item.number, "name": item.name, "href": item.href or None}
            for item in fields.attachments.value or ()
        ],
        "signature": fields.signature.value,
        "copies": fields.copies.value,
        "printed": fields.printed.value,
        "evidence": {name: _evidence(getattr(fields, name)) for name in _NAMES},
        "warnings": document.warnings,
    }


def _evidence(found: Found[Any]) -> dict[str, Any]:
    places = [{"block": e.block, "line": e.line, "quote": e.quote} for e in found.evidence]
    return {"how": found.how, "reason": found.reason, "places": places}


def _as_text(document: ReadDocument) -> str:
    lines = []
    for name, word in _NAMES.items():
        found: Found[Any] = getattr(document.fields, name)
        reason = f"（{_HOW[found.how]}：{found.reason}）" if found.reason else ""
        lines.append(f"{word}：{_shown(document.fields, name)}{reason}")
    lines += [f"注意：{warning}" for warning in document.warnings]
    return "\n".join(lines)


def _shown(fields: Fields, name: str) -> str:
    value = getattr(fields, name).value
    if value is None:
        return "—"
    if name == "doc_number":
        candidates = f"，候选：{'、'.join(value.candidates)}" if value.candidates else ""
        return f"{value.text}{candidates}"
    if name == "attachments":
        return "；".join(f"{item.number}. {item.name}" if item.number else item.name for item in value)
    return str(value)
