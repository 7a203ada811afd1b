"""Annual reports of the three forms, drawn from a seed, with the true value of each cell.

`draw` gives the figures and the sentences apart; `printed` lays them out as a paper. A fault changes the report in between.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from bench.papers import looks
from bench.papers.looks import Look
from bench.papers.sheets import Block, Break, Cell, Paper, Para, Table

Values = dict[str, float | None]

COLUMNS = ["natural", "biz", "research", "charity", "legal", "other", "total"]
RESULTS = ["maintain", "correct", "other", "pending", "total"]
SUITS = ["review", "suit_direct", "suit_after"]
ISSUERS = [
    "云川市教育局",
    "清溪区教育局",
    "松岗县教育局",
    "临江市教育体育局",
    "白塔区教育和体育局",
    "南屏市教育委员会",
]
_GROUPS = {"r3_3": "不予公开", "r3_4": "无法提供", "r3_5": "不予处理", "r3_6": "其他处理"}


@dataclass
class Report:
    """One report: figures, sentences by part, and what the checker is told of the body."""

    seed: int
    form: str
    year: int
    issuer: str
    values: Values
    parts: dict[str, list[str]]
    signed: str
    posted: str = ""
    preface: str = ""
    profile: list[str] = field(default_factory=list)
    drop_tables: set[str] = field(default_factory=set)
    drop_rows: set[str] = field(default_factory=set)
    shifted: str = ""
    headings: dict[str, str] = field(default_factory=dict)
    previous: Report | None = None
    tail: list[str] = field(default_factory=list)

    def get(self, cell: str) -> float:
        """The figure of a cell, blank counted as nothing."""
        return self.values.get(cell) or 0


def form(name: str) -> dict[str, Any]:
    """The public definition of a form: its tables, rows and columns (docs/annual-reports.md, 五)."""
    text = resources.files("gongkai.statforms").joinpath(f"data/{name}.json").read_text("utf-8")
    return dict(json.loads(text))


def _blocks(name: str, table: str) -> list[dict[str, Any]]:
    return next(list(t["blocks"]) for t in form(name)["tables"] if t["id"] == table)


def result_rows(name: str) -> list[dict[str, Any]]:
    """The rows of the table of applications."""
    return list(_blocks(name, "t3")[0]["rows"])


def parts_of_total(name: str) -> list[str]:
    """The rows that add up to the total of results."""
    rows = [row for row in result_rows(name) if row["kind"] == "value"]
    return [row["id"] for row in rows if row["id"].startswith("r3_") and row["id"] != "r3_7"]


def _applications(rng: random.Random, name: str, busy: float) -> Values:
    values: Values = {}
    parts = parts_of_total(name)
    for column in COLUMNS[:-1]:
        scale = {"natural": 60, "biz": 12}.get(column, 4) * busy
        for row in parts:
            often = 0.9 if row in ("r3_1", "r3_2", "r3_4_1") else 0.3
            values[f"t3.{row}.{column}"] = (
                rng.randint(1, max(1, int(scale))) if rng.random() < often * min(1, busy) else 0
            )
        total = sum(values[f"t3.{row}.{column}"] or 0 for row in parts)
        carried_on = rng.randint(0, max(1, int(total / 12)))
        carried_in = rng.randint(0, max(0, min(int(total / 10), int(total))))
        values[f"t3.r3_7.{column}"] = total
        values[f"t3.r4.{column}"] = carried_on
        values[f"t3.r2.{column}"] = carried_in
        values[f"t3.r1.{column}"] = total + carried_on - carried_in
    for row in ["r1", "r2", *parts, "r3_7", "r4"]:
        values[f"t3.{row}.total"] = sum(values[f"t3.{row}.{column}"] or 0 for column in COLUMNS[:-1])
    return values


def _disputes(rng: random.Random, busy: float) -> Values:
    values: Values = {}
    for row in SUITS:
        some = rng.random() < 0.6 * min(1, busy)
        for column in RESULTS[:-1]:
            values[f"t4.{row}.{column}"] = rng.randint(0, max(1, int(6 * busy))) if some else 0
        values[f"t4.{row}.total"] = sum(values[f"t4.{row}.{c}"] or 0 for c in RESULTS[:-1])
    return values


def _published_2021(rng: random.Random, ruled: bool) -> Values:
    made, gone = rng.randint(0, 9), rng.randint(0, 3)
    regulation = [rng.randint(0, 2), 0, rng.randint(3, 20)] if ruled else [0, 0, 0]
    return {
        "t2.reg.made": regulation[0], "t2.reg.repealed": regulation[1], "t2.reg.valid": regulation[2],
        "t2.norm.made": made, "t2.norm.repealed": gone, "t2.norm.valid": made + rng.randint(0, 60),
        "t2.licence.decisions": rng.randint(0, 3000), "t2.penalty.decisions": rng.randint(0, 40),
        "t2.coercion.decisions": rng.choice([0, 0, 0, 2]),
        "t2.fee.amount": rng.choice([0, 0, 12.5, 356.78, 1024, round(rng.uniform(1, 90), 2)]),
    }  # fmt: skip


def _published_2019(rng: random.Random, ruled: bool) -> Values:
    made = rng.randint(1, 12)
    values: Values = {
        "t2.reg.made_new": 0, "t2.reg.opened_new": 0, "t2.reg.opened_total": rng.randint(1, 9) if ruled else 0,
        "t2.norm.made_new": made, "t2.norm.opened_new": made, "t2.norm.opened_total": made + rng.randint(1, 50),
        "t2.procure.count": rng.randint(0, 60), "t2.procure.amount": round(rng.uniform(0, 900), 2),
        "t2.fee.last_year": rng.randint(0, 8), "t2.fee.delta": rng.choice([0, 0, 1, -1]),
    }  # fmt: skip
    for row in ("licence", "other_admin", "penalty", "coercion"):
        values[f"t2.{row}.last_year"] = rng.randint(0, 40)
        values[f"t2.{row}.delta"] = rng.choice([0, 0, 2, -1])
        values[f"t2.{row}.decisions"] = rng.randint(50, 2000)
    return values


def _old_form(rng: random.Random) -> Values:
    values: Values = {
        row["id"]: 0 for row in _blocks("annual_2014", "main")[0]["rows"] if row["kind"] == "value"
    }
    channels = [0, rng.randint(300, 2000), rng.randint(0, 300), rng.randint(50, 900), rng.randint(0, 30)]
    values |= {f"s1_2_{n}": count for n, count in enumerate(channels, 1)}
    values["s1_1"] = (
        max(channels) + rng.randint(0, 20) if sum(channels) > max(channels) + 20 else max(channels)
    )
    values["s1_1_2"] = rng.randint(2, 20)
    values["s1_1_1"] = rng.randint(1, int(values["s1_1_2"] or 1))
    ways = [rng.randint(1, 8), rng.randint(1, 9), rng.randint(0, 30), rng.randint(0, 12), 0]
    values |= {f"s2_2_{n}": count for n, count in enumerate(ways, 1)}
    values["s2_1"] = rng.randint(max(ways), sum(ways))
    values["s2_2_1_1"], values["s2_2_2_1"] = rng.randint(0, ways[0]), rng.randint(0, ways[1])
    answers = {f"s3_3_{n}": rng.choice([0, 0, rng.randint(1, 30)]) for n in (1, 2, 3, 5, 6, 7, 8)}
    values |= answers
    refused = {f"s3_3_4_{n}": rng.choice([0, 0, rng.randint(1, 6)]) for n in range(1, 7)}
    values |= refused
    values["s3_3_4"] = sum(refused.values())
    total = sum(answers.values()) + sum(refused.values())
    values["s3_3"] = values["s3_2"] = values["s3_1"] = total
    late = rng.randint(0, total // 4)
    values["s3_2_1"], values["s3_2_2"] = total - late, late
    cuts = sorted(rng.randint(0, total) for _ in range(3))
    for n, count in enumerate([cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], total - cuts[2]], 1):
        values[f"s3_1_{n}"] = count
    for row in ("s4", "s5"):
        kinds = [rng.choice([0, rng.randint(0, 5)]) for _ in range(3)]
        values |= {f"{row}_{n}": count for n, count in enumerate(kinds, 1)}
        values[row] = sum(kinds)
    values |= {
        "s6": rng.choice([0, 1]),
        "s7": 0,
        "s8_1": 1,
        "s8_2": rng.randint(1, 6),
        "s8_4": round(rng.uniform(1, 30), 1),
    }
    values["s8_3_1"], values["s8_3_2"] = rng.randint(1, 5), rng.randint(1, 30)
    values["s8_3"] = (values["s8_3_1"] or 0) + (values["s8_3_2"] or 0)
    values |= {"s9_1": rng.randint(1, 9), "s9_2": rng.randint(1, 5), "s9_3": rng.randint(20, 400)}
    return values


def _share(part: float, whole: float, places: int) -> str:
    return f"{part * 100 / whole:.{places}f}%"


def _group(report: Report, head: str) -> float:
    if head == "r3_6" and report.form == "annual_2019":
        return report.get("t3.r3_6.total")
    return sum(
        v or 0 for k, v in report.values.items() if k.startswith(f"t3.{head}_") and k.endswith(".total")
    )


def _applications_told(report: Report, rng: random.Random) -> list[str]:
    new, old = report.get("t3.r1.total"), report.get("t3.r2.total")
    done, on = report.get("t3.r3_7.total"), report.get("t3.r4.total")
    if not new + old:
        return ["本年度未收到政府信息公开申请。"]
    told = [f"本年新收政府信息公开申请{new:g}件，上年结转{old:g}件。"]
    if rng.random() < 0.5 and new:
        people = report.get("t3.r1.natural")
        told.append(f"新收申请中，自然人申请{people:g}件，占{_share(people, new, rng.choice([1, 2]))}。")
    answers = [("予以公开", report.get("t3.r3_1.total")), ("部分公开", report.get("t3.r3_2.total"))]
    answers += [(name, _group(report, head)) for head, name in _GROUPS.items()]
    listed = "、".join(f"{name}{count:g}件" for name, count in answers if count)
    if done and listed and rng.random() < 0.7:
        told.append(f"全年办结{done:g}件，其中{listed}；结转下年度继续办理{on:g}件。")
    elif done:
        told.append(f"全年共办理答复{done:g}件，结转下年度继续办理{on:g}件。")
    return told


def _disputes_told(report: Report) -> str:
    review = report.get("t4.review.total")
    suits = report.get("t4.suit_direct.total") + report.get("t4.suit_after.total")
    if not review and not suits:
        return "本年度未发生因政府信息公开引起的行政复议、行政诉讼案件。"
    first = f"因政府信息公开被申请行政复议{review:g}件" if review else "未发生政府信息公开行政复议案件"
    return f"{first}，" + (f"被提起行政诉讼{suits:g}件。" if suits else "未发生政府信息公开行政诉讼案件。")


def _fillers(rng: random.Random, count: int) -> list[str]:
    heads = [
        "坚持以公开为常态、不公开为例外",
        "紧紧围绕教育中心工作",
        "聚焦群众关切的招生入学问题",
        "按照上级部署要求",
        "不断完善工作机制",
    ]
    acts = [
        "推进重点领域信息公开",
        "规范信息发布审核流程",
        "加强政策解读和回应关切",
        "做好平台日常维护",
        "组织开展业务培训",
        "压实各科室工作责任",
    ]
    ends = ["公开质量进一步提升", "群众满意度持续提高", "工作取得新的成效", "制度执行更加规范"]
    return [
        f"{rng.choice(heads)}，{rng.choice(acts)}，{rng.choice(acts)}，{rng.choice(ends)}。"
        for _ in range(count)
    ]


def _told(report: Report, rng: random.Random) -> None:
    year, issuer = report.year, report.issuer
    web, chat, blog = rng.randint(200, 1900), rng.randint(100, 900), rng.randint(20, 300)
    report.preface = (
        f"本报告由{issuer}按照《中华人民共和国政府信息公开条例》（国务院令第711号）和《政府信息公开工作年度报告格式》要求编制。"
        f"报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
    open_words = f"全年主动公开政府信息{web + chat + blog}条，其中门户网站{web}条、政务微信{chat}条、政务微博{blog}条。"
    report.parts = {
        "open": [f"{year}年，{_fillers(rng, 1)[0]}", open_words, *_fillers(rng, 1)],
        "apply": _applications_told(report, rng),
        "manage": _fillers(rng, 2),
        "platform": _fillers(rng, 1),
        "supervise": _fillers(rng, 1),
        "disputes": [_disputes_told(report)] if rng.random() < 0.7 else [],
        "problems": [
            "存在的主要问题：一是政策解读形式还不够丰富；二是公开队伍业务能力有待加强。",
            *_fillers(rng, 1),
        ],
        "other": ["本年度未收取政府信息公开信息处理费。"],
    }
    if report.get("t3.r3_6_2.total"):
        report.parts["other"] = ["无其他需要报告的事项。"]


def _told_old(report: Report, rng: random.Random) -> None:
    year, get = report.year, report.get
    report.preface = (
        f"根据《中华人民共和国政府信息公开条例》要求，特向社会公布{year}年度政府信息公开工作报告。"
        f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
    report.parts = {
        "open": [f"{year}年，{_fillers(rng, 1)[0]}", f"全年主动公开政府信息{get('s1_1'):g}条。"],
        "apply": [
            f"全年共收到政府信息公开申请{get('s3_1'):g}件，其中当面申请{get('s3_1_1'):g}件、传真申请{get('s3_1_2'):g}件、"
            f"网络申请{get('s3_1_3'):g}件、信函申请{get('s3_1_4'):g}件。申请已全部答复。"
        ],
        "fees": ["本年度未收取依申请公开政府信息的费用。"],
        "disputes": [
            (f"全年发生行政复议{get('s4'):g}件、" if get("s4") else "全年未发生行政复议，")
            + (f"行政诉讼{get('s5'):g}件。" if get("s5") else "未发生行政诉讼。")
        ],
        "problems": ["存在的主要问题是公开内容还不够丰富，公开形式有待创新。下一步将加强队伍建设。"],
    }


def draw(seed: int, name: str, look: Look) -> Report:
    """A report that holds in every cell and in every sentence."""
    rng = random.Random(f"report {seed} {name}")
    spans = {"annual_2014": (2014, 2018), "annual_2019": (2019, 2020), "annual_2021": (2021, 2025)}
    year = rng.randint(*spans[name])
    issuer = ISSUERS[seed % len(ISSUERS)]
    ruled = False  # no education bureau makes regulations
    busy = rng.choice([0.05, 0.4, 1, 1, 3, 12])
    if name == "annual_2014":
        values = _old_form(rng)
    else:
        values = _published_2021(rng, ruled) if name == "annual_2021" else _published_2019(rng, ruled)
        values |= _applications(rng, name, busy) | _disputes(rng, busy)
    if look.blank != "0":
        values = {cell: value or None for cell, value in values.items()}
    report = Report(seed, name, year, issuer, values, {}, f"{year + 1}年1月{rng.randint(8, 28)}日")
    if "区" in issuer or "县" in issuer:
        report.profile.append("no_rulemaking_power")
    (_told_old if name == "annual_2014" else _told)(report, rng)
    return report


def before(report: Report) -> Report:
    """The report of the year before that fits: what it carried on is what this one took over."""
    rng = random.Random(f"before {report.seed}")
    old = draw(report.seed + 100_000, report.form, looks.named("official"))
    old.year, old.issuer = report.year - 1, report.issuer
    old.profile = report.profile
    for column in COLUMNS:
        carried = report.get(f"t3.r2.{column}")
        old.values[f"t3.r4.{column}"] = carried
        known = old.get(f"t3.r3_7.{column}") + carried
        old.values[f"t3.r2.{column}"] = 0
        old.values[f"t3.r1.{column}"] = known
    if report.form == "annual_2021":
        for row in ("reg", "norm"):
            held = (
                report.get(f"t2.{row}.valid")
                - report.get(f"t2.{row}.made")
                + report.get(f"t2.{row}.repealed")
            )
            old.values[f"t2.{row}.valid"] = held
            old.values[f"t2.{row}.made"] = min(old.get(f"t2.{row}.made"), held)
    else:
        for row in ("licence", "other_admin", "penalty", "coercion", "fee"):
            old.values[f"t2.{row}.last_year"] = report.get(f"t2.{row}.last_year")
            old.values[f"t2.{row}.delta"] = 0
    old.signed = f"{report.year}年1月{rng.randint(8, 28)}日"
    _told(old, rng)
    return old


def _number(report: Report, cell: str, look: Look, unit: str = "", cols: int = 1) -> Cell:
    value = report.values.get(cell)
    return Cell(looks.figure(value, look, unit), cols, figure=True)


def _table_two(report: Report, look: Look) -> Table:
    rows: list[list[Cell]] = []
    for block in _blocks(report.form, "t2"):
        columns = block["columns"]
        rows.append([Cell(looks.label(block["item"], look), 4)])
        spans = {1: [3], 2: [1, 2], 3: [1, 1, 1]}[len(columns)]
        heads = [Cell(c["label"].replace("（", "\n（"), span) for c, span in zip(columns, spans, strict=True)]
        rows.append([Cell("信息内容"), *heads])
        for row in block["rows"]:
            if f"t2.{row['id']}" in report.drop_rows:
                continue
            held = row.get("columns") or [c["id"] for c in columns]
            unit = "万元" if row["id"] == "fee" and report.form == "annual_2021" else "件"
            unit = "" if report.form == "annual_2019" else unit
            cells = [
                _number(report, f"t2.{row['id']}.{c}", look, unit, s)
                for c, s in zip(held, spans, strict=True)
            ]
            rows.append([Cell(looks.label(row["label"], look)), *cells])
    return Table(rows, [2, 1.4, 1.4, 1.4])


def _table_three(report: Report, look: Look) -> Table:
    columns = {c["id"]: c["label"] for c in _blocks(report.form, "t3")[0]["columns"]}
    middle = [Cell(looks.label(columns[c], look)) for c in COLUMNS[1:-1]]
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    total = looks.label("总计", look)
    rows = [
        [Cell(note, 3, 3), Cell("申请人情况", 7)],
        [Cell(looks.label(columns["natural"], look), 1, 2), Cell("法人或其他组织", 5), Cell(total, 1, 2)],
        middle,
    ]
    held = [row for row in result_rows(report.form) if f"t3.{row['id']}" not in report.drop_rows]
    inner = sum(1 for row in held if row["id"].startswith("r3_") and row["kind"] == "value")
    began = False
    for row in held:
        if row["kind"] == "header":
            continue
        name = row["id"]
        printed = looks.label(f"{row.get('no', '')}{row['label']}", look)
        figures = [_number(report, f"t3.{name}.{c}", look, "件") for c in COLUMNS]
        if report.shifted == f"t3.{name}":
            figures = figures[:-1]
        line: list[Cell] = []
        if name.startswith("r3_") and not began:
            line.append(Cell("三、本年度办理结果", 1, inner))
            began = True
        parent = next((p for p in held if p["id"] == row.get("parent") and p["id"] != "r3"), None)
        if parent is not None:
            brothers = [r["id"] for r in held if r.get("parent") == parent["id"]]
            if brothers[0] == name:
                line.append(Cell(f"{parent['no']}{parent['label']}", 1, len(brothers)))
            line.append(Cell(printed))
        else:
            line.append(Cell(printed, 2 if name.startswith("r3_") else 3))
        rows.append(line + figures)
    label = 0.9 if look.narrow else 1.1
    return Table(rows, [label, label, 2.2 if look.narrow else 3, *([1] * 7)], head=3)


def _table_four(report: Report, look: Look) -> Table:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    if look.two_line_heads:
        heads = ["结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计"]
    rows = [
        [Cell("行政复议", 5), Cell("行政诉讼", 10)],
        [*(Cell(h, 1, 2) for h in heads), Cell("未经复议直接起诉", 5), Cell("复议后起诉", 5)],
        [Cell(h) for h in heads * 2],
        [_number(report, f"t4.{row}.{c}", look, "件") for row in SUITS for c in RESULTS],
    ]
    return Table(rows, [1.0] * 15, head=3)


def _old_table(report: Report, look: Look) -> Table:
    rows = [[Cell("统 计 指 标"), Cell("单位"), Cell("统计数")]]
    for row in _blocks("annual_2014", "main")[0]["rows"]:
        if row["id"] in report.drop_rows:
            continue
        no = row.get("no", "")
        no = {"其中": "其中："}.get(no, no + "、" if no in list("一二三四五六七八九") else no)
        named = f"{no}{row['label']}" + (f"（{row['note']}）" if "计1" in row.get("note", "") else "")
        if row["kind"] == "header":
            rows.append([Cell(named), Cell("——"), Cell("——")])
        else:
            rows.append([Cell(named), Cell(row["unit"]), _number(report, row["id"], look)])
    return Table(rows, [5, 0.8, 1], head=1)


def printed(report: Report, look: Look) -> Paper:
    """The report as a paper in this look."""
    title = f"{report.issuer}{report.year}年政府信息公开工作年度报告"
    if report.form == "annual_2014":
        title = f"{report.issuer}{report.year}年度政府信息公开工作报告"
    blocks: list[Block] = [Para(report.headings.get("title", title), "title")]
    if report.posted:
        blocks.append(Para(f"发布时间：{report.posted}", "centre"))
    blocks.append(Para(report.preface))
    blocks += _old_parts(report, look) if report.form == "annual_2014" else _new_parts(report, look)
    blocks += [Para(text) for text in report.tail]
    blocks += [Para(report.issuer, "right"), Para(report.signed, "right")]
    if report.form == "annual_2014" and "main" not in report.drop_tables:
        blocks += [Break(), Para("政府信息公开情况统计表", "title"), Para(f"（{report.year}年度）", "centre")]
        blocks += [Para(f"填报单位（盖章）：{report.issuer}", "plain"), _old_table(report, look)]
    return copied(Paper(blocks, title, report.issuer if look.running else ""), look)


def copied(paper: Paper, look: Look) -> Paper:
    """The paper with its words in the script of the look; figures stay."""
    for block in paper.blocks:
        if isinstance(block, Para):
            block.text = looks.script(block.text, look)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    cell.text = cell.text if cell.figure else looks.script(cell.text, look)
    return paper


def _section(report: Report, key: str, heading: str, names: list[str]) -> list[Block]:
    out: list[Block] = [Para(report.headings.get(key, heading), "heading")]
    for name in names:
        out += [Para(text) for text in report.parts.get(name, [])]
    return out


def _new_parts(report: Report, look: Look) -> list[Block]:
    out = _section(report, "1", "一、总体情况", [])
    named = [
        ("open", "（一）主动公开情况"),
        ("apply", "（二）依申请公开情况"),
        ("manage", "（三）政府信息管理情况"),
    ]
    named += [("platform", "（四）政府信息公开平台建设情况"), ("supervise", "（五）监督保障情况")]
    for name, heading in named:
        out.append(Para(report.headings.get(name, heading), "subheading"))
        out += [Para(text) for text in report.parts.get(name, [])]
    tables = {
        "t2": ("二、主动公开政府信息情况", _table_two),
        "t3": ("三、收到和处理政府信息公开申请情况", _table_three),
    }
    tables["t4"] = ("四、政府信息公开行政复议、行政诉讼情况", _table_four)
    for key, (heading, make) in tables.items():
        if look.breaks and key == "t3":
            out.append(Break())
        if look.headings == "captions":
            heading = f"表{key[1]}　{heading.split('、', 1)[1]}"
        elif look.headings == "lost" and key == "t2":
            heading = "主动公开政府信息情况"
        out.append(Para(report.headings.get(key, heading), "heading"))
        if key not in report.drop_tables:
            if look.headings == "stray" and key == "t4":
                out.append(Para("总计", "plain"))
            out.append(make(report, look))
    out += [Para(text) for text in report.parts.get("disputes", [])]
    out += _section(report, "5", "五、存在的主要问题及改进情况", ["problems"])
    return out + _section(report, "6", "六、其他需要报告的事项", ["other"])


def _old_parts(report: Report, look: Look) -> list[Block]:
    out: list[Block] = []
    named = [
        ("open", "一、主动公开政府信息情况"),
        ("apply", "二、依申请公开政府信息情况"),
        ("fees", "三、政府信息公开收费及减免情况"),
    ]
    named += [("disputes", "四、行政复议和行政诉讼情况"), ("problems", "五、存在的主要问题和改进措施")]
    for name, heading in named:
        out += _section(report, name, heading, [name])
    return out
