"""The table bodies × findings: rows for a terminal, a workbook, a page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from gongkai.exceptions import Unreadable
from gongkai.statforms.city.gather import City, Entry

LEVELS = {"error": "错误", "warn": "请核对", "info": "提示"}
_FILLS = {"error": "F4B6B6", "warn": "FBE3A6"}


def codes_of(city: City) -> list[str]:
    """Codes met at level error or warn, most frequent first: the columns of the table."""
    counts = Counter(f.code for e in city.entries for f in e.findings if f.level != "info")
    return [code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def status(entry: Entry) -> str:
    """One word for a body."""
    if entry.report is None:
        return "不能读取"
    return "有错误" if entry.count("error") else "请核对" if entry.count("warn") else "未发现问题"


def text_table(city: City) -> str:
    """For the terminal: one line per file, then who has not handed in."""
    lines = ["单位\t年度\t错误\t请核对\t提示\t缺表\t文件"]
    for entry in city.entries:
        if entry.report is None:
            lines.append(f"{entry.body}\t—\t—\t—\t—\t—\t{entry.path.name}（{entry.trouble}）")
            continue
        report = entry.report
        counts = "\t".join(str(entry.count(level)) for level in LEVELS)
        lines.append(
            f"{entry.body}\t{report.year or '—'}\t{counts}\t{len(report.missing_tables)}\t{entry.path.name}"
        )
    lines.append("")
    for entry in city.entries:
        for finding in entry.findings:
            if finding.level == "error":
                lines.append(f"[错误] {entry.body}：{finding.message}（{finding.code}）")
    doubles = [(e, f) for e in city.entries for f in e.findings if f.code in ("C01", "C02", "C03")]
    lines.extend(f"[请核对] {entry.body}：{finding.message}（{finding.code}）" for entry, finding in doubles)
    if city.listed:
        lines.append(
            f"应报送{len(city.listed)}个单位，未报送{len(city.missing)}个"
            + ("：" + "、".join(city.missing) if city.missing else "。")
        )
    return "\n".join(lines)


def write_xlsx(city: City, path: Path) -> None:
    """Three sheets: overview with one column per code, all findings, bodies that have not handed in."""
    book = Workbook()
    overview = book.active
    if overview is None:
        raise Unreadable("Excel 文件没有建成，请再试一次。")
    overview.title = "总表"
    codes = codes_of(city)
    overview.append(["单位", "年度", "状态", "错误", "请核对", "提示", "缺表", "文件", *codes])
    for entry in city.entries:
        report = entry.report
        hits = Counter(f.code for f in entry.findings if f.level != "info")
        overview.append(
            [_safe(entry.body), report.year if report else None, status(entry), *(entry.count(level) for level in LEVELS),
             len(report.missing_tables) if report else None, _safe(entry.path.name), *(hits.get(code) for code in codes)]
        )  # fmt: skip
        row = overview.max_row
        level = "error" if entry.count("error") or report is None else "warn" if entry.count("warn") else ""
        if level:
            overview.cell(row, 3).fill = PatternFill("solid", fgColor=_FILLS[level])
    details = book.create_sheet("问题清单")
    details.append(["单位", "级别", "代码", "问题", "应为", "实为", "位置", "依据", "文件"])
    for entry in city.entries:
        if entry.trouble:
            details.append(
                [
                    _safe(entry.body),
                    "错误",
                    "",
                    _safe(entry.trouble),
                    None,
                    None,
                    "",
                    "",
                    _safe(entry.path.name),
                ]
            )
        for f in entry.findings:
            details.append(
                [
                    _safe(entry.body),
                    LEVELS[f.level],
                    f.code,
                    _safe(f.message),
                    _safe(f.expected),
                    _safe(f.found),
                    _safe("、".join(f.where)),
                    _safe(f.basis),
                    _safe(entry.path.name),
                ]
            )
    absent = book.create_sheet("未报送")
    absent.append(["未报送的单位"])
    for body in city.missing:
        absent.append([_safe(body)])
    for sheet, widths in (
        (overview, [24, 8, 12, 8, 8, 8, 8, 30]),
        (details, [24, 8, 14, 70, 16, 16, 34, 40, 26]),
        (absent, [30]),
    ):
        _dress(sheet, widths)
    try:
        book.save(path)
    except OSError as error:
        raise Unreadable(f"写不进文件 {path.name}：{error.strerror or '写入失败'}。") from error


def _safe(value: object) -> object:
    """Text that a spreadsheet must not take for a formula, without characters it cannot store."""
    if not isinstance(value, str):
        return value
    cleaned = "".join(c for c in value if c >= " " or c in "\n\t")[:2000]
    return "'" + cleaned if cleaned.startswith(("=", "+", "-", "@")) else cleaned


def _dress(sheet: object, widths: list[int]) -> None:
    """Bold heading, widths, wrapped text, frozen first row."""
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width  # type: ignore[attr-defined]
    for cell in sheet[1]:  # type: ignore[index]
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):  # type: ignore[attr-defined]
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]
