"""`gongkai document read FILE [--json] [--html]`: the fields of a document and where each was found."""

from __future__ import annotations

import argparse
import json
from typing import Any

from gongkai.exceptions import GongkaiError
from gongkai.gongwen.document import ReadDocument, read
from gongkai.gongwen.found import Fields, Found

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
    "attachments": "附件",
    "signature": "落款",
    "copies": "抄送",
    "printed": "印发",
}
_HOW = {"read": "读出", "inferred": "推断", "missing": "缺", "contradictory": "矛盾", "damaged": "缺损"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command. Missing words are answered in run(), in Chinese."""
    parser.add_argument("verb", nargs="?", metavar="read", help="read：读取")
    parser.add_argument("file", nargs="?", metavar="FILE", help="docx、pdf、html、txt 文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--html", action="store_true", help="输出转换后的 HTML")


def run(args: argparse.Namespace) -> int:
    """Print what was read. GongkaiError if the file cannot be read."""
    if args.verb != "read" or not args.file:
        raise GongkaiError("用法：gongkai document read 文件 [--json] [--html]")
    document = read(args.file)
    if args.html:
        print(document.html)
    elif args.json:
        print(json.dumps(as_json(document), ensure_ascii=False))
    else:
        print(_as_text(document))
    return 0


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
