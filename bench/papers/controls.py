"""Sentences that hold, or speak of something else, and that a checker may not accuse: every kind occurs in real reports."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.papers.reports import Report

_Say = Callable[[Report, random.Random], str]


def _n(r: Report, cell: str) -> str:
    return f"{r.get(cell):g}"


def _suits(r: Report) -> float:
    return r.get("t4.suit_direct.total") + r.get("t4.suit_after.total")


def _handled(r: Report, g: random.Random) -> str:
    new, old = r.get("t3.r1.total"), r.get("t3.r2.total")
    return f"全年共收办政府信息公开申请{new + old:g}件（含上年结转{old:g}件）。"


def _joint(r: Report, g: random.Random) -> str:
    both = r.get("t3.r3_1.total") + r.get("t3.r3_2.total")
    return f"全年共答复申请{_n(r, 't3.r3_7.total')}件。其中，予以公开及部分公开{both:g}件，其余按照规定作其他答复。"


def _persons(r: Report, g: random.Random) -> str:
    both = r.get("t3.r1.natural") + r.get("t3.r2.natural")
    return f"在全年收办的申请中，自然人申请{both:g}件。"


def _balance(r: Report, g: random.Random) -> str:
    new, old, done, on = (_n(r, f"t3.{row}.total") for row in ("r1", "r2", "r3_7", "r4"))
    return f"新收申请{new}件，加上年结转{old}件，办结{done}件，结转下年度{on}件，收结平衡。"


def _kinds(r: Report, g: random.Random) -> str:
    review = r.get("t4.review.total")
    if not review:
        return "本年度未发生政府信息公开行政复议案件。"
    named = [
        ("结果维持", "maintain"),
        ("结果纠正", "correct"),
        ("其他结果", "other"),
        ("尚未审结", "pending"),
    ]
    parts = "、".join(f"{name}{r.get(f't4.review.{c}'):g}件" for name, c in named if r.get(f"t4.review.{c}"))
    return f"因政府信息公开被申请行政复议{review:g}件，其中{parts}。"


def _both_suits(r: Report, g: random.Random) -> str:
    if not _suits(r):
        return "本年度未发生政府信息公开行政诉讼案件。"
    direct, after = _n(r, "t4.suit_direct.total"), _n(r, "t4.suit_after.total")
    return f"政府信息公开行政诉讼案件{_suits(r):g}件，其中未经复议直接起诉{direct}件、复议后起诉{after}件。"


def _growth(r: Report, g: random.Random) -> str:
    old = g.choice([400, 800, 1250])
    new = old + g.choice([30, 50, 110])
    return f"全年发布政策解读信息{new}条，较上年的{old}条增长{(new - old) * 100 / old:.1f}%。"


def _nested(r: Report, g: random.Random) -> str:
    a, b, c = g.randint(30, 90), g.randint(20, 60), g.randint(3, 12)
    return f"机构职能类信息共{a + b}条，其中机构概况{a}条（含领导简介{c}条）、内设机构{b}条。"


def _last_year(r: Report, g: random.Random) -> str:
    return f"{r.year - 1}年同期收到申请{g.randint(500, 900)}件。"


def _thirds(r: Report, g: random.Random) -> str:
    return "三类信息各120条，分别占33.3%、33.3%、33.3%。"


_PLAIN = [
    "自网站开通以来，累计主动公开政府信息58320条。",
    "更新权责清单，公布行政许可12项、行政处罚46项、行政强制3项。",
    "在双公示栏目公开行政处罚决定1条、行政许可决定2条。",
    "办理网民留言418件、局长信箱来信96件，办结率100%。",
    "受理12345热线转办件1305件，均在规定时限内办结。",
    "公开内容包括招生入学86条、学生资助22条、校园安全35条等。",
    "全年发布信息近3000条，其中招生类1210条、资助类660条等。",
    "举办新闻发布会4场、在线访谈3场，回应社会关切20余次。",
    "2023—2024学年度，全市义务教育阶段招生计划全部公开。",
    "截至11月30日，校园食堂信息公开栏已发布386条。",
    "局属各学校全年共公开信息12560条，收到家长意见137件。",
    "市政府门户网站转载我局信息56条。",
    "全市教育系统共举办培训9期，培训620人次，其中我局举办2期、培训130人次。",
    "落实公开评议，向社会发放问卷1200份，收回1180份，满意率98.5%。",
    "政务微信公众号推送图文信息512条，阅读量35.6万人次。",
    "清理规范性文件15件，其中继续有效11件、拟修订3件、拟废止1件。",
    "指导县（市、区）教育局办理政府信息公开申请64件。",
    "政府信息公开专栏开设一级栏目5个、二级栏目23个，全年更新率100%。",
    "全年召开政务公开专题会议2次，每季度通报1次，共通报4次。",
    "对2件申请依法延长答复期限，并书面告知申请人。",
    "答复均在法定期限内作出，按时答复率100%。",
    "各科室明确信息员1名，共18名信息员。",
    "参加上级业务培训班3次，共7人次。",
    "本单位没有政府规章制定权，未制发规章。",
]

CONTROLS: list[_Say] = [
    _handled, _joint, _persons, _balance, _kinds, _both_suits, _growth, _nested, _last_year, _thirds,
]  # fmt: skip


def add(report: Report, seed: int) -> None:
    """Put some of them into a clean report of the new forms."""
    rng = random.Random(f"controls {seed}")
    said = [make(report, rng) for make in rng.sample(CONTROLS, 4)]
    report.parts["apply"] = [*said, *report.parts["apply"]] if rng.random() < 0.5 else said
    report.parts["disputes"] = []
    plain = rng.sample(_PLAIN, 8)
    for part in ("open", "manage", "platform", "supervise"):
        report.parts[part] = [*report.parts[part], plain.pop(), plain.pop()]
