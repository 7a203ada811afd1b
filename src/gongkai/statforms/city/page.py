"""The table bodies × findings as one self-contained web page."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.statforms.city.gather import City, Entry
from gongkai.statforms.city.sheet import LEVELS, codes_of, status

_STYLE = """
body{font:16px/1.75 "Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:2rem;color:#1f2329}
h1{font-size:1.5rem} table{border-collapse:collapse;margin:1rem 0;width:100%}
th,td{border:1px solid #8a9099;padding:.35rem .6rem;text-align:left;vertical-align:top}
th{background:#eef1f6} td.n{text-align:right} .error{background:#f7c9c9} .warn{background:#fdebbd}
caption{text-align:left;font-weight:bold;padding:.4rem 0} summary{cursor:pointer}
"""


def write_page(city: City, path: Path) -> None:
    """Write the page; Unreadable if the place cannot be written."""
    parts = [
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>年度报告核查汇总</title>',
        f"<style>{_STYLE}</style></head><body><h1>政府信息公开工作年度报告核查汇总</h1>",
        f"<p>共{len(city.entries)}个文件，有错误的{sum(1 for e in city.entries if e.count('error'))}个，不能读取的{len(city.unreadable)}个。</p>",
        _missing(city),
        _overview(city),
        *(_details(entry) for entry in city.entries),
        "</body></html>",
    ]
    try:
        path.write_text("".join(parts), encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"写不进文件 {path.name}：{error.strerror or '写入失败'}。") from error


def _missing(city: City) -> str:
    if not city.listed:
        return ""
    names = "、".join(map(escape, city.missing)) or "无"
    return f"<p><strong>应报送{len(city.listed)}个单位，未报送{len(city.missing)}个：</strong>{names}</p>"


def _overview(city: City) -> str:
    codes = codes_of(city)
    head = "".join(
        f'<th scope="col">{escape(h)}</th>' for h in ["单位", "年度", "状态", *LEVELS.values(), *codes]
    )
    rows = []
    for entry in city.entries:
        hits = Counter(f.code for f in entry.findings if f.level != "info")
        level = (
            "error" if entry.count("error") or entry.report is None else "warn" if entry.count("warn") else ""
        )
        year = entry.report.year if entry.report else None
        figures = [*(entry.count(x) for x in LEVELS), *(hits.get(code, "") for code in codes)]
        rows.append(
            f'<tr><th scope="row">{escape(entry.body)}</th><td>{year or "—"}</td><td class="{level}">{status(entry)}</td>'
            + "".join(f'<td class="n">{n}</td>' for n in figures)
            + "</tr>"
        )
    return f"<table><caption>单位与问题</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _details(entry: Entry) -> str:
    if entry.trouble:
        return f"<h2>{escape(entry.body)}</h2><p>{escape(entry.trouble)}</p>"
    if not entry.findings:
        return ""
    items = "".join(
        f'<tr><td class="{f.level}">{LEVELS[f.level]}</td><td>{escape(f.code)}</td><td>{escape(f.message)}</td><td>{escape("、".join(f.where))}</td></tr>'
        for f in entry.findings
    )
    head = "<tr><th>级别</th><th>代码</th><th>问题</th><th>位置</th></tr>"
    return f"<details><summary>{escape(entry.body)}：{len(entry.findings)}处</summary><table>{head}{items}</table></details>"
