"""The 核对表 as one file of HTML that opens and prints anywhere: A4 landscape, head on every page, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from itertools import groupby

from gongkai.law.sheet import TRUST_WORDS, Row, fingerprint

COLUMNS = (
    "编号",
    "层级",
    "施行",
    "失效",
    "期限或者内容",
    "起算或者范围",
    "依据",
    "原文",
    "可信程度",
    "备注",
    "核对人",
    "日期",
)
_STYLE = """
@page { size: A4 landscape; margin: 12mm; }
body { font: 9pt/1.5 "Noto Serif CJK SC", SimSun, serif; color: #000; margin: 1rem; }
h1 { font-size: 16pt; text-align: center; margin: 0 0 .5em; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #444; padding: 2pt 3pt; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th.topic { background: #eee; break-after: avoid; font-size: 10pt; }
.id { font: 7.5pt/1.4 monospace; }
.doubt { font-weight: bold; }
.signature { margin-top: 2em; display: flex; justify-content: space-between; }
@media print { body { margin: 0; } }
"""
_WIDTHS = (10, 4, 6, 6, 14, 8, 14, 17, 5, 8, 4, 4)


def page(rows: Iterable[Row]) -> str:
    """The whole page. It names the fingerprint of its rows."""
    found = list(rows)
    widths = "".join(f'<col style="width:{width}%">' for width in _WIDTHS)
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    bodies = "\n".join(
        _group(topic, list(group)) for topic, group in groupby(found, key=lambda row: row.topic)
    )
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>法规数据核对表</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>法规数据核对表</h1>
<p>{_counted(found)}数据版次：<span class="id">{fingerprint(found)}</span>。请逐行对照原文，在“核对人”“日期”栏签注；有出入的，在备注栏写明。</p>
<table>
<colgroup>{widths}</colgroup>
<thead><tr>{head}</tr></thead>
{bodies}
</table>
<p class="signature"><span>核对人（签名）：</span><span>单位（盖章）：</span><span>日期：　　　　年　　月　　日　　　　</span></p>
</body>
</html>
"""


def _counted(rows: list[Row]) -> str:
    by_trust = Counter(row.trust for row in rows)
    parts = "，".join(f"{word}{by_trust[word]}条" for word in TRUST_WORDS.values())
    return f"共{len(rows)}条：{parts}。"


def _group(topic: str, rows: list[Row]) -> str:
    lines = "\n".join(_line(row) for row in rows)
    return f'<tbody>\n<tr><th class="topic" colspan="{len(COLUMNS)}">{escape(topic)}</th></tr>\n{lines}\n</tbody>'


def _line(row: Row) -> str:
    cells = [
        f'<td class="id">{escape(row.id)}</td>',
        f'<td>{escape(row.level)} <span class="id">{escape(row.place)}</span></td>',
        *(f"<td>{escape(cell)}</td>" for cell in (row.since, row.until, row.value, row.starts, row.basis)),
        f'<td>{escape(row.quote)} <span class="id">{escape(row.url)}</span></td>',
        f'<td class="{"seen" if row.trust == TRUST_WORDS["verified"] else "doubt"}">{row.trust}</td>',
        f"<td>{escape(row.note)}</td><td></td><td></td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"
