"""Labels and their values: 索引号 | 文号 | 发布机构 … in lines, in tables, one under the other.

An empty label never takes the next label for its value (“文 号 有 效 性”).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.gongwen.dates import parse_date
from gongkai.gongwen.lines import Line
from gongkai.gongwen.numbers import is_empty, parse_number
from gongkai.gongwen.text import close_up, squeeze

_LABELS: dict[str, str] = {
    "doc_number": "文号 发文字号 文件编号 发文号 文件字号 公文字号 文件号 发文文号",
    "index_no": "索引号 索取号 信息索引 信息索引号 索引编号",
    "issuer": "发文机关 发文单位 制发机关 制作机关 制发单位 成文机关 发文机构 制定机关",
    "publisher": "发布机构 发布单位 公开主体 公开机构 公开单位 信息来源 发布机关 公开责任部门",
    "date": "成文日期 生成日期 发文日期 成文时间 生成时间 形成日期 制发日期 发文时间 印发日期",
    "published": "发布日期 发布时间 公开日期 公开时间",
    "attribute": "公开属性 公开方式 公开类别 公开类型 公文公开属性",
    "validity": "有效性 效力状态 时效性 是否有效 文件有效性 文件状态 有效状态 效力",
    "title": "标题 名称 信息名称 文件标题 文件名称",
    "other": "主题分类 主题词 信息分类 分类 体裁分类 组配分类 服务对象 关键词 内容概述 概述 有效期 生效日期 失效日期 "
    "废止日期 实施日期 施行日期 浏览次数 语种 公开范围 公开时限 载体类型 记录形式 来源 责任编辑 作者 密级 紧急程度",
}
_CANON = {label: field for field, labels in _LABELS.items() for label in labels.split()}
_WORDS = sorted(_CANON, key=len, reverse=True)
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s|【\[(;；,，。]))(?P<label>"
    + "|".join(r"\s*".join(word) for word in _WORDS)
    + r")(?P<colon>\s*[】\])]?\s*[:：]|\s*[】\]])?"
)
# Without blanks between them two labels may touch: 文号有效性.
_AFTER = re.compile(r"\s|$|[:：|]")

INDEX_SHAPES = (
    re.compile(r"[0-9A-Z]{8}-?[0-9X]/\d{4}-\d{4,6}"),
    re.compile(r"[0-9A-Z]{18}/\d{4}(?:\d{2})?-\d{4,6}"),
    re.compile(r"SY[0-9A-Z]{9}[01]\d{4}\d{5}"),
    re.compile(r"360\d{14}|360[A-Z]\d{2}-\d{2}-\d{4}-\d{4}-\d"),
    re.compile(r"[A-Za-z]{1,12}[0-9A-Za-z]{0,18}[-/_]\d{2,8}[-/_](?:\d{4}[-/_])?\d{2,8}"),
    re.compile(r"[0-9A-Z]{6,18}-\d{2,8}-\d{4}-\d{3,6}|[0-9]{6,9}-\d{4}-\d{4,6}"),
)
ATTRIBUTES = re.compile(r"(?:主动公开|依申请公开|不予公开|不公开|公开|公开发布|免于公开)")
VALIDITIES = re.compile(
    r"(?:现行|继续)?有效|(?:已)?(?:全文)?(?:失效|废止)|部分(?:失效|废止|有效)|(?:已)?(?:被)?修改|是|否|无效|宣布失效|尚未生效"
)


@dataclass(frozen=True)
class Labelled:
    """A label met in the document; value is empty where nothing stands beside it."""

    field: str
    label: str
    value: str
    line: Line


def is_index(text: str) -> bool:
    """Whether a text has one of the shapes of an 索引号."""
    tight = squeeze(text)
    return len(tight) <= 60 and any(shape.fullmatch(tight) for shape in INDEX_SHAPES)


def _is_number(text: str) -> bool:
    return parse_number(text) is not None or is_empty(text)


_SHAPES: dict[str, Callable[[str], bool]] = {
    "doc_number": _is_number,
    "index_no": is_index,
    "date": lambda text: parse_date(text) is not None,
    "published": lambda text: parse_date(text) is not None,
    "attribute": lambda text: ATTRIBUTES.fullmatch(squeeze(text)) is not None,
    "validity": lambda text: VALIDITIES.fullmatch(squeeze(text)) is not None,
}


def label_of(text: str) -> str:
    """The field a text names if it is nothing but a label (a colon may follow), else empty."""
    return _CANON.get(squeeze(text).strip(":：【】[]"), "")


def begins_with_label(line: Line) -> bool:
    """Whether a line is a label line: no title, no addressee."""
    if label_of(line.text):
        return True
    match = _LABEL.match(line.folded)
    return match is not None and (match.group("colon") is not None or bool(_read_line(line)))


def read_labels(lines: list[Line]) -> list[Labelled]:
    """Every label with its value, in order of the document."""
    found: list[Labelled] = []
    rows: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.row is not None:
            rows.setdefault(line.row, []).append(line)
    for index, line in enumerate(lines):
        if line.row is not None:
            found += _read_cell(line, rows)
        elif label_of(line.text):
            found.append(_read_below(lines, index))
        elif len(line.text) <= 400:
            found += _read_line(line)
    return found


def _read_line(line: Line) -> list[Labelled]:
    """Labels of one line: with colons anywhere in it, without only if the line begins with one."""
    text = line.folded
    matches = [m for m in _LABEL.finditer(text) if _stands_free(m, text)]
    if not matches or (matches[0].start() > 2 and not matches[0].group("colon")):
        return []
    if matches[0].start() > 2 and len(text) > 120:
        return []
    found: list[Labelled] = []
    bare = sum(1 for m in matches if not m.group("colon"))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        value = text[match.end() : end].strip(" |;；,，【[(")
        label = re.sub(r"\s", "", match.group("label"))
        field = _CANON[label]
        shape = _SHAPES.get(field)
        # “名称 和 方式 …” may be plain prose: without a colon only a value of the right shape is believed.
        if not match.group("colon") and value and not (shape and shape(value)):
            if bare == len(matches) and len(matches) < 3:
                continue
            value = value if shape is None else ""
        found.append(Labelled(field, label, _printed(line, value), line))
    # A single bare label followed by nothing is a word that happens to stand at the end of a line.
    return (
        found
        if len(found) > 1 or any(f.value for f in found) or any(m.group("colon") for m in matches)
        else []
    )


def _stands_free(match: re.Match[str], text: str) -> bool:
    """Whether what follows a label without colon is blank, the end, or another label."""
    if match.group("colon"):
        return True
    after = text[match.end("label") :]
    return bool(_AFTER.match(after)) or _LABEL.match(after.strip()) is not None


def _printed(line: Line, value: str) -> str:
    """The value as printed (full-width signs kept) where it can be found again in the line."""
    if not value or value in line.text:
        return value
    tight = squeeze(value)
    for start in range(len(line.text)):
        if squeeze(line.text[start:]) == tight:
            return close_up(line.text[start:])
    return value


def _read_below(lines: list[Line], index: int) -> Labelled:
    """A label alone on its line: the next line is its value if it can be one."""
    line, field = lines[index], label_of(lines[index].text)
    label = squeeze(line.text).strip(":：")
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or following.row is not None or begins_with_label(following):
        return Labelled(field, label, "", line)
    shape = _SHAPES.get(field)
    fits = shape(following.text) if shape else len(following.tight) <= 80 and _in_list(lines, index)
    return Labelled(field, label, following.closed if fits else "", line)


def _in_list(lines: list[Line], index: int) -> bool:
    """Whether label and value lines alternate here, or a colon shows that a value follows."""
    if squeeze(lines[index].text).endswith(":"):
        return True
    near = [lines[n] for n in (index - 2, index + 2) if 0 <= n < len(lines)]
    return any(label_of(line.text) for line in near)


def _read_cell(line: Line, rows: dict[tuple[int, int], list[Line]]) -> list[Labelled]:
    """A label in a table: value in the next cell, or in the same column of the next row if a row is all labels."""
    field = label_of(line.text)
    if not field or line.row is None:
        return [
            found
            for part in line.text.split("\n")
            for found in _read_line(Line(line.block, line.number, part))
        ]
    label = squeeze(line.text).strip(":：")
    row = rows[line.row]
    column = next(place for place, cell in enumerate(row) if cell.number == line.number)
    if len(row) > 1 and all(label_of(cell.text) or not cell.tight for cell in row):
        below = rows.get((line.row[0], line.row[1] + 1), [])
        if len(below) == len(row) and not any(label_of(cell.text) for cell in below):
            return [Labelled(field, label, below[column].closed, line)]
        return [Labelled(field, label, "", line)]
    beside = row[column + 1] if column + 1 < len(row) else None
    value = "" if beside is None or label_of(beside.text) else beside.closed
    return [Labelled(field, label, value, line)]
