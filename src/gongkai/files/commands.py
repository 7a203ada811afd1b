"""`gongkai formats [--json]`: what this installation reads, and what is missing for the rest."""

from __future__ import annotations

import argparse
import json
from typing import Any

from gongkai.files import office

_ALWAYS = {
    "Word（docx、单个 XML 的 Word）": ["docx", "xml"],
    "旧版 Word 和 WPS 文字（doc、wps）": ["doc", "wps"],
    "网页（html、htm、mht）": ["html", "htm", "mht"],
    "文本（txt、md；UTF-8、UTF-16、GB18030、Big5）": ["txt", "md"],
    "有文字层的 PDF 和版式文件（pdf、ofd）": ["pdf", "ofd"],
    "表格（xlsx、xls、et、ods）": ["xlsx", "xls", "et", "ods"],
}
_WITH_OFFICE = {
    "RTF 和开放文档（rtf、odt）": ["rtf", "odt"],
    "二进制的 Excel 表格（xlsb）": ["xlsb"],
}
_OFFICE = "LibreOffice（系统软件，不随本平台安装）：在 Debian 上执行 make setup-office，其他系统装好后 soffice 命令可用即可"
_NEVER = {"扫描件和照片": ["jpg", "png", "tif"]}
_NOT_YET = "本版本不能读取，请另存为 PDF 或 docx，扫描件请先做文字识别"


def formats() -> list[dict[str, Any]]:
    """Every group of formats: its name, endings, whether it is read here, and what is missing if not."""
    found: list[dict[str, Any]] = [
        {"name": name, "endings": endings, "read": True, "missing": ""} for name, endings in _ALWAYS.items()
    ]
    there = office.program() is not None
    for name, endings in _WITH_OFFICE.items():
        found.append({"name": name, "endings": endings, "read": there, "missing": "" if there else _OFFICE})
    for name, endings in _NEVER.items():
        found.append({"name": name, "endings": endings, "read": False, "missing": _NOT_YET})
    return found


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command."""
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the list."""
    if args.json:
        print(json.dumps({"formats": formats()}, ensure_ascii=False))
        return 0
    for one in formats():
        print(
            f"{'能读' if one['read'] else '不能'}  {one['name']}"
            + (f"  缺：{one['missing']}" if one["missing"] else "")
        )
    return 0
