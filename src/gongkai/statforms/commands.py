"""`gongkai report read FILE` and `gongkai report check FILE|DIR`: read and check annual reports."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from gongkai.exceptions import Unreadable
from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import Finding, has_error
from gongkai.statforms.profiles import PROFILES
from gongkai.statforms.reading.report import Report, read_report

_LEVELS = {"error": "错误", "warn": "请核对", "info": "提示"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="read|check")
    read = actions.add_parser("read", help="读一份年度报告：表格各格、文中数字、提纲")
    read.add_argument("file", type=Path, metavar="文件")
    read.add_argument("--json", action="store_true", help="以 JSON 输出")
    check = actions.add_parser("check", help="查一份年度报告；给出文件夹则查一批")
    check.add_argument("file", type=Path, metavar="文件或文件夹")
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    check.add_argument("--previous", type=Path, metavar="上年报告", help="与上一年度报告对照")
    check.add_argument(
        "--profile", action="append", default=[], choices=sorted(PROFILES), metavar="特征",
        help="本单位特征，可多次给出：" + "；".join(f"{k}＝{v}" for k, v in PROFILES.items()),
    )  # fmt: skip
    check.add_argument("--bodies", type=Path, metavar="名单", help="应报送单位名单，一行一个（查文件夹时用）")
    check.add_argument("--xlsx", type=Path, metavar="文件", help="把汇总写成 Excel（查文件夹时用）")
    check.add_argument("--html", type=Path, metavar="文件", help="把汇总写成网页（查文件夹时用）")


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 fine, 1 findings of level error; Unreadable is turned into 2 by the caller."""
    if args.action == "read":
        return _read(args)
    if args.file.is_dir():
        from gongkai.statforms.city.commands import check_folder

        return check_folder(args)
    return _check(args)


def _read(args: argparse.Namespace) -> int:
    report = read_report(args.file)
    if args.json:
        _print_json(report.as_dict())
    else:
        print(_reading_sheet(report))
    return 0


def _check(args: argparse.Namespace) -> int:
    if args.xlsx or args.html or args.bodies:
        raise Unreadable("--bodies、--xlsx、--html 只在查文件夹时使用。")
    report = read_report(args.file)
    previous = read_report(args.previous) if args.previous else None
    findings = check_report(report, previous, args.profile)
    if args.json:
        _print_json({"findings": [finding.as_dict() for finding in findings]})
    else:
        print(findings_sheet(report, findings))
    return 1 if has_error(findings) else 0


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _reading_sheet(report: Report) -> str:
    """What was read, for a person."""
    filled = sum(1 for value in report.cells.values() if value is not None)
    form = report.form
    lines = [
        f"单位：{report.issuer or '（文中未见）'}",
        f"年度：{report.year or '（文中未见）'}",
        f"表式：{form.title + '（' + form.basis + '）' if form else '（未定）'}",
        f"表格：读到{len(report.cells)}格，其中有数{filled}格、空白{len(report.cells) - filled - len(report.unread)}格、未能读出{len(report.unread)}格",
    ]
    if form and report.missing_tables:
        lines.append("缺少的表：" + "、".join(form.table(t).title for t in report.missing_tables))
    lines.append("")
    for cell, value in report.cells.items():
        if value is not None:
            lines.append(f"  {cell}\t{value}")
    lines.append("")
    lines.append(f"文中数字{len(report.facts)}处；标题{len(report.sections)}个。要看全部内容请加 --json。")
    lines.extend(f"[{_LEVELS[f.level]}] {f.message}" for f in report.findings)
    return "\n".join(lines)


def findings_sheet(report: Report, findings: list[Finding]) -> str:
    """The list an official works through, errors first."""
    head = f"{report.issuer or report.name} {report.year or ''}年度报告".replace(" 年", "年")
    counts = {level: sum(1 for f in findings if f.level == level) for level in _LEVELS}
    lines = [
        head,
        f"错误{counts['error']}处，请核对{counts['warn']}处，提示{counts['info']}处。",
    ]
    for number, finding in enumerate(findings, 1):
        lines.append("")
        lines.append(f"{number}. [{_LEVELS[finding.level]}] {finding.message}（{finding.code}）")
        if finding.where:
            lines.append(
                "   位置：" + "、".join(finding.where[:8]) + ("等" if len(finding.where) > 8 else "")
            )
        if finding.basis:
            lines.append("   依据：" + finding.basis)
    if not findings:
        lines.append("没有发现问题。")
    return "\n".join(lines)
