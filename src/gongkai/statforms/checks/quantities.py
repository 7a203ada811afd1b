"""Which cells a figure of the text stands for. Several answers are allowed where usage differs (收办 = 新收 + 结转)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.statforms.findings import Number
from gongkai.statforms.forms import Form
from gongkai.statforms.narrative.meanings import JOINT


@dataclass(frozen=True)
class Answer:
    """A sum of cells that may stand behind a figure. value: None if all cells are blank."""

    cells: tuple[str, ...]
    value: Number | None


_NAMES = {
    "received": "收到申请", "requests": "申请", "handled": "办理申请", "completed": "办结", "replied": "答复", "granted": "予以公开",
    "partly_granted": "部分公开", "refused": "不予公开", "unable": "无法提供", "not_held": "本机关不掌握", "not_processed": "不予处理",
    "review_maintained": "行政复议结果维持", "otherwise": "其他处理", "carried_in": "上年结转", "carried_out": "结转下年度", "review": "行政复议", "suit": "行政诉讼",
    "disclosed": "主动公开信息", "norm_made": "制发规范性文件", "norm_repealed": "废止规范性文件", "norm_valid": "现行有效规范性文件",
    "norm_opened": "公开规范性文件", "licence": "行政许可决定", "penalty": "行政处罚决定", "coercion": "行政强制决定", "fee": "收取费用",
    "apply_face": "当面申请", "apply_fax": "传真申请", "apply_net": "网络申请", "apply_letter": "信函申请", "from_natural": "自然人申请",
    "from_org": "法人或其他组织申请", "web": "网站公开信息", "wechat": "微信公开信息", "weibo": "微博公开信息", "gazette": "公报公开信息",
    "press": "新闻发布会", "interview": "在线访谈", "interpretation": "政策解读", "staff": "工作人员", "full_time": "专职人员",
    "part_time": "兼职人员", "complaint": "举报投诉",
}  # fmt: skip

FIRM = frozenset({"received", "completed", "granted", "partly_granted", "refused", "unable", "not_processed", "carried_in",
                  "carried_out", "review", "suit", "disclosed", "norm_made", "norm_repealed", "norm_valid", "fee", "handled"})  # fmt: skip
"""A difference here is an error; elsewhere it is a question."""

CHANNELS = frozenset({"web", "wechat", "weibo", "gazette"})

_2014: dict[str, tuple[tuple[str, ...], ...]] = {
    "disclosed": (("s1_1",), ("s1_2_1", "s1_2_2", "s1_2_3", "s1_2_4", "s1_2_5")),
    "norm_opened": (("s1_1_1",),), "norm_made": (("s1_1_2",),),
    "gazette": (("s1_2_1",),), "web": (("s1_2_2",),), "weibo": (("s1_2_3",),), "wechat": (("s1_2_4",),),
    "press": (("s2_2_1",),), "interview": (("s2_2_2",),), "interpretation": (("s2_2_3",),),
    "received": (("s3_1",),), "requests": (("s3_1",),), "handled": (("s3_1",), ("s3_2",)),
    "apply_face": (("s3_1_1",),), "apply_fax": (("s3_1_2",),), "apply_net": (("s3_1_3",),), "apply_letter": (("s3_1_4",),),
    "completed": (("s3_2",), ("s3_3",)), "replied": (("s3_3",), ("s3_2",)),
    "granted": (("s3_3_2",), ("s3_3_1", "s3_3_2"), ("s3_3_2", "s3_3_3"), ("s3_3_1", "s3_3_2", "s3_3_3"), ("s3_3_1",)),
    "partly_granted": (("s3_3_3",),), "refused": (("s3_3_4",),), "not_held": (("s3_3_6",), ("s3_3_5", "s3_3_6")),
    "review": (("s4",),), "review_maintained": (("s4_1",),), "suit": (("s5",),), "complaint": (("s6",),), "fee": (("s7",),),
    "staff": (("s8_3",),), "full_time": (("s8_3_1",),), "part_time": (("s8_3_2",),),
}  # fmt: skip


def _later_form(form: Form) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Answers for the forms with tables two to four, built from the rows the form has."""
    rows = [row.id for row in form.table("t3").blocks[0].value_rows()]

    def total(*prefixes: str) -> tuple[str, ...]:
        return tuple(f"t3.{r}.total" for r in rows if any(r == p or r.startswith(p + "_") for p in prefixes))

    answers = {
        "received": (total("r1"), total("r1") + total("r2")),
        "requests": (total("r1"), total("r1") + total("r2"), total("r3_7")),
        "handled": (total("r1") + total("r2"), total("r3_7"), total("r1")),
        "completed": (total("r3_7"), total("r1"), total("r1") + total("r2")),
        "replied": (total("r3_7"), total("r1"), total("r3_1", "r3_2", "r3_3", "r3_4"), total("r3_1", "r3_2", "r3_3", "r3_4", "r3_5")),
        "granted": (total("r3_1"), total("r3_1", "r3_2")),
        "partly_granted": (total("r3_2"),),
        "refused": (total("r3_3"),),
        "unable": (total("r3_4"),),
        "not_held": (total("r3_4_1"), total("r3_4")),
        "not_processed": (total("r3_5"), total("r3_5", "r3_6")),
        "otherwise": (total("r3_6"),),
        "carried_in": (total("r2"),),
        "carried_out": (total("r4"),),
        "from_natural": (("t3.r1.natural",), ("t3.r1.natural", "t3.r2.natural")),
        "from_org": (tuple(f"t3.r1.{c}" for c in ("biz", "research", "charity", "legal", "other")), ("t3.r1.biz",)),
        "review": (("t4.review.total",),),
        "review_maintained": (("t4.review.maintain",),),
        "suit": (("t4.suit_direct.total", "t4.suit_after.total"), ("t4.suit_direct.total",), ("t4.suit_after.total",)),
        "licence": (("t2.licence.decisions",),),
        "penalty": (("t2.penalty.decisions",),),
        "coercion": (("t2.coercion.decisions",),),
    }  # fmt: skip
    columns = {column.id for block in form.table("t2").blocks for column in block.columns}
    if "valid" in columns:
        answers |= {
            "norm_made": (("t2.norm.made",),),
            "norm_repealed": (("t2.norm.repealed",),),
            "norm_valid": (("t2.norm.valid",),),
        }
    else:
        answers |= {
            "norm_made": (("t2.norm.made_new",), ("t2.norm.opened_new",)),
            "norm_opened": (("t2.norm.opened_new",), ("t2.norm.opened_total",)),
        }
    return answers


def answers_for(form: Form) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Meaning → sums of cells, the first being the usual one."""
    return _later_form(form) if any(table.id == "t3" for table in form.tables) else _2014


def options_of(what: str, table: Mapping[str, tuple[tuple[str, ...], ...]]) -> tuple[tuple[str, ...], ...]:
    """The sums of cells a meaning stands for; of two meanings in one figure, every sum of both. Empty if unknown."""
    options: tuple[tuple[str, ...], ...] = ((),)
    for one in what.split(JOINT):
        options = tuple((*cells, *more) for cells in options for more in table.get(one, ()))
    return options


def answers(
    options: Sequence[tuple[str, ...]], cells: Mapping[str, Number | None], unread: frozenset[str]
) -> list[Answer]:
    """The options whose cells all stand in the report.

    None at all where one of them needs a cell that could not be read: that one may be what the text means, and then
    the others would accuse it of nothing.
    """
    if any(cell in unread for option in options for cell in option):
        return []
    found: list[Answer] = []
    for option in options:
        if not option or any(cell not in cells for cell in option):
            continue
        values = [value for cell in option if (value := cells[cell]) is not None]
        found.append(Answer(option, sum(values) if values else None))
    return found


def name_of(what: str) -> str:
    """Chinese name of a meaning."""
    return "和".join(_NAMES.get(one, one) for one in what.split(JOINT))
