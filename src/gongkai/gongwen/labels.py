"""Labels and their values: 索引号 | 文号 | 发布机构 … in lines, in tables, one under the other.

An empty label never takes the next label for its value (“文 号 有 效 性”).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from gongkai.gongwen.dates import parse_date
from gongkai.gongwen.lines import Line
from gongkai.gongwen.numbers import is_empty, parse_number
from gongkai.gongwen.text import close_up, fold, squeeze

# Bureaus spell one label many ways; each field lists what may stand before and behind (first × second).
_SPELLINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "doc_number": (
        ("- 公文 政策 发文 文件 公开 发布 制发 备注/", "文号"),
        ("文号/", "备注"),
        ("发文 文件 公文", "字号"),
        ("文件 公文 发文", "编号"),
        ("发文 文件", "号"),
    ),
    "index_no": (("- 信息 文件 公文", "索引号 索取号 索引编号 索引码"), ("信息 公文", "索引")),
    "issuer": (("发文 制发 制作 成文 制定 制文 印发 形成 产生", "机关 单位 机构 部门 主体"),),
    "publisher": (
        ("发布 信息发布 公开 信息公开 供稿 公开责任 责任 主办 公布 发布责任", "机关 单位 机构 部门 主体"),
        ("-", "信息来源"),
    ),
    "date": (("成文 生成 信息生成 发文 形成 信息形成 制发 印发 产生 签发 制作 制文 公文生成", "日期 时间"),),
    "published": (("发布 信息发布 公开 信息公开 公布 发表 上网 首次公开 文件公开 发稿", "日期 时间"),),
    "attribute": (
        ("- 信息 公文 文件 政府信息", "公开属性 公开方式 公开类别 公开类型 公开性质 公开选项 公开形式"),
    ),
    "validity": (
        ("- 文件 公文 政策 信息", "有效性 时效性 时效 效力 效力状态 有效状态 时效状态"),
        ("文件 公文 政策", "状态"),
        ("- 文件", "是否有效"),
    ),
    "title": (("- 信息 文件 公文 政策 公开事项 公开信息 事项", "名称 标题 题名 题目"),),
    "other": (
        ("主题 体裁 组配 信息 题材 内容 公文 文件 服务对象", "分类 类别 种类 类型"),
        ("生效 失效 废止 实施 施行 终止 截止 有效 有效期截止", "日期 时间"),
        ("浏览 阅读 点击 访问", "次数 量 数 率"),
        ("公开", "范围 时限 期限 程序 目录 依据 内容 载体"),
        (
            "-",
            "主题词 分类 服务对象 关键词 关键字 内容概述 概述 内容摘要 摘要 有效期 有效期限 语种 载体类型 记录形式 "
            "来源 文章来源 稿件来源 责任编辑 编辑 作者 审核 密级 紧急程度 废止记录 所属主题 发布人 备注",
        ),
    ),
}


def _spelled(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [
        first.strip("-") + second
        for before, behind in pairs
        for first in before.split()
        for second in behind.split()
    ]


_CANON = {label: field for field, pairs in _SPELLINGS.items() for label in _spelled(pairs)}
_WORDS = sorted(_CANON, key=len, reverse=True)
# Where a page sets spans edge to edge a label may follow a value at once, but only with its colon, and not
# “名称：”, which would be found in 会议名称 as well.
_TOUCHING = "|".join(word for word in _WORDS if _CANON[word] not in ("title", "other") or len(word) > 3)
_LABEL = re.compile(
    rf"(?:(?<=^)|(?<=[\s|【\[(;；,，。])|(?<=[0-9A-Za-z号日局委厅办府效开)\]】])(?=(?:{_TOUCHING})\s*[:：]))(?P<label>"
    + "|".join(r"\s*".join(word) for word in _WORDS)
    + r")(?P<colon>\s*[】\])]?\s*[:：]|\s*[】\]])?"
)
# Without blanks between them two labels may touch: 文号有效性.
_AFTER = re.compile(r"\s|$|[:：|]")

INDEX_SHAPES = (
    re.compile(r"[0-9A-Z]{8}-?[0-9X]/\d{4}-\d{4,6}"),
    re.compile(r"\d{10}/\d{4}-\d{4,6}"),
    re.compile(r"[0-9A-Z]{18}/\d{4}(?:\d{2})?-\d{4,6}"),
    re.compile(r"SY[0-9A-Z]{9}[01]\d{4}\d{5}"),
    re.compile(r"360\d{14}|360[A-Z]\d{2}-\d{2}-\d{4}-\d{4}-\d"),
    re.compile(r"[A-Za-z]{1,12}[0-9A-Za-z]{0,18}[-/_]\d{2,8}[-/_](?:\d{4}[-/_])?\d{2,8}"),
    re.compile(r"[0-9A-Z]{6,18}-\d{2,8}-\d{4}-\d{3,6}|[0-9]{6,9}-\d{4}-\d{4,6}"),
)
# What stands behind 名称 without a colon where a table lost its rules.
_TITLED = re.compile(
    r".*(?:关于|印发|转发).+(?:通知|意见|决定|公告|通告|通报|报告|请示|批复|函|办法|方案|公示)"
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
    text = "\t".join(fold(part) for part in line.text.split("\t"))
    matches = [m for m in _LABEL.finditer(text) if _stands_free(m, text)]
    if not matches or (matches[0].start() > 2 and not matches[0].group("colon")):
        return []
    if matches[0].start() > 2 and len(text) > 120:
        return []
    found: list[Labelled] = []
    bare = sum(1 for m in matches if not m.group("colon"))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        value = text[match.end() : end].strip(" \t|;；,，【[(】")
        label = re.sub(r"\s", "", match.group("label"))
        field = _CANON[label]
        shape = _SHAPES.get(field)
        if "/" in label and value and not (shape and shape(value)):
            field, shape = "other", None  # of two labels in one the other was meant
        if not match.group("colon"):
            value = _index_at_once(match, text[match.end() :]) or value
        # “名称 和 方式 …” may be plain prose: without a colon only a value of the right shape is believed.
        fits = shape(value) if shape else field == "title" and _TITLED.fullmatch(squeeze(value)) is not None
        if not match.group("colon") and value and not fits:
            tabbed = text[match.end() :].startswith("\t") and "\t" not in value and len(value) > 4
            if bare == len(matches) and len(matches) < 3 and not (tabbed and shape is None):
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
    if _index_at_once(match, after):
        return True
    return bool(_AFTER.match(after)) or _LABEL.match(after.strip()) is not None


def _index_at_once(match: re.Match[str], after: str) -> str:
    """The index number set right behind its label, as far as it has the shape of one (索引号000014349/2026-00021主题…)."""
    if _CANON[re.sub(r"\s", "", match.group("label"))] != "index_no":
        return ""
    return max((found[0] for shape in INDEX_SHAPES if (found := shape.match(after))), key=len, default="")


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


def values_below(lines: list[Line]) -> set[int]:
    """Numbers of the lines that are the value of a label alone on the line above."""
    return {
        lines[index + 1].number
        for index, line in enumerate(lines)
        if line.row is None and label_of(line.text) and _read_below(lines, index).value
    }


def _in_list(lines: list[Line], index: int) -> bool:
    """Whether label and value lines alternate here, or a colon shows that a value follows."""
    if squeeze(lines[index].text).endswith(":"):
        return True
    near = [lines[n] for n in (index - 2, index + 2) if 0 <= n < len(lines)]
    return any(label_of(line.text) for line in near)


def _is_list(head: tuple[int, int], rows: dict[tuple[int, int], list[Line]]) -> bool:
    """Whether a row of labels heads a list of documents: more than one row below it, none of labels."""
    table, number = head
    below = [rows.get((table, number + n), []) for n in (1, 2)]
    return all(below) and not any(label_of(cell.text) for row in below for cell in row)


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
        if _is_list(line.row, rows):
            return []
        if len(below) == len(row) and not any(label_of(cell.text) for cell in below):
            return [Labelled(field, label, below[column].closed, line)]
        return [Labelled(field, label, "", line)]
    beside = row[column + 1] if column + 1 < len(row) else None
    value = "" if beside is None or label_of(beside.text) else beside.closed
    if (
        field == "attribute" and value
    ):  # boxes may stand in cells of their own; a blank tells whose tick it is
        value = " ".join(
            cell.folded for cell in takewhile(lambda one: not label_of(one.text), row[column + 1 :])
        )
    return [Labelled(field, label, value, line)]
