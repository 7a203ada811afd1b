"""`gongkai redaction apply` and `gongkai redaction check`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.files.redaction import certificate
from gongkai.files.redaction.applying import apart, apply
from gongkai.files.redaction.boxes import read_boxes
from gongkai.files.redaction.checking import check
from gongkai.files.redaction.terms import read_terms

_APPLY = "用法：gongkai redaction apply 文件 --boxes 框.json --out 成品.pdf --certificate 凭证.json"
_CHECK = "用法：gongkai redaction check 成品 [--original 原件 --boxes 框.json] [--terms 词.txt] [--certificate 凭证.json]"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command. Missing words are answered in run(), in Chinese."""
    parser.add_argument("verb", nargs="?", metavar="apply|check", help="apply：遮盖；check：核验")
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="pdf、png、jpg、tiff、gif；核验另可 docx、xlsx"
    )
    parser.add_argument("--boxes", metavar="BOXES.json", help="遮盖框：页、位置、依据")
    parser.add_argument("--out", metavar="OUT.pdf", help="成品写到哪里")
    parser.add_argument("--original", metavar="FILE", help="核验时：遮盖以前的原件")
    parser.add_argument("--terms", metavar="TERMS.txt", help="核验时：不得出现的内容，一行一个")
    parser.add_argument("--certificate", metavar="CERT.json", help="凭证：遮盖时写出，核验时对照")
    parser.add_argument("--json", action="store_true", help="输出 JSON（本命令总是输出 JSON）")


def run(args: argparse.Namespace) -> int:
    """Print one JSON object. GongkaiError if a file cannot be read."""
    if args.verb == "apply":
        return _apply(args)
    if args.verb == "check":
        return _check(args)
    raise GongkaiError(f"{_APPLY}；或 {_CHECK}")


def _check(args: argparse.Namespace) -> int:
    """1 as soon as the redaction does not hold."""
    if not args.file:
        raise GongkaiError(_CHECK)
    verdict = check(
        Path(args.file),
        original=Path(args.original) if args.original else None,
        boxes=read_boxes(args.boxes) if args.boxes else None,
        terms=read_terms(args.terms) if args.terms else None,
        certificate=certificate.read(args.certificate) if args.certificate else None,
    )
    print(json.dumps(verdict.as_json(), ensure_ascii=False))
    return 0 if verdict.holds else 1


def _apply(args: argparse.Namespace) -> int:
    if not (args.file and args.boxes and args.out and args.certificate):
        raise GongkaiError(_APPLY)
    apart([Path(args.file), Path(args.boxes), Path(args.out), Path(args.certificate)])
    boxes = read_boxes(args.boxes)
    result = apply(Path(args.file), boxes, Path(args.out), Path(args.certificate), moment.now())
    print(json.dumps(result.as_json(), ensure_ascii=False))
    if result.elsewhere:
        print(
            f"同样的内容还有{len(result.elsewhere)}处没有遮盖，须补画或说明理由后才能放行。", file=sys.stderr
        )
    return 0
