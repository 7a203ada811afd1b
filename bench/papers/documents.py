"""Official documents drawn from a seed: notices, letters, normative documents, pages of old sites, with their true fields."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench.papers.looks import Look
from bench.papers.sheets import Block, Cell, Paper, Para, Table

_BODIES = [
    ("云川市教育局", "云教"),
    ("清溪区教育局", "清教"),
    ("松岗县教育局", "松教"),
    ("临江市教育体育局", "临教体"),
]
_MATTERS = [
    "做好{y}年义务教育阶段学校招生入学工作", "进一步规范中小学校园食堂信息公开", "开展{y}年春季学期学校安全检查",
    "公布{y}年市级规范化幼儿园名单", "加强校外培训机构收费监管有关事项", "组织实施教师资格定期注册",
    "印发《{b}政务公开工作办法》", "转发《关于减轻中小学生过重作业负担的若干意见》并做好贯彻落实工作",
    "做好{y}年秋季学期家庭经济困难学生资助申请、评审和发放以及资助资金使用管理信息公开等工作",
]  # fmt: skip
_TO = [
    ["各区县教育局", "市直属各学校"], ["各中小学校", "幼儿园"], ["各县（市、区）教育局", "市直各学校", "有关民办学校"],
    ["市政府办公室"], ["各科室", "各直属单位"], ["局属各单位", "各民办学校"],
]  # fmt: skip
_ANNEXES = [
    "招生工作时间安排表",
    "校园食堂公开事项清单",
    "学校安全检查记录表",
    "联系方式一览表",
    "资助申请表（样表）",
    "填报说明",
]
_HAN = "〇一二三四五六七八九"


@dataclass
class Document:
    """One document: its paper and the true value of each field (None: it is not in the paper)."""

    seed: int
    kind: str
    paper: Paper
    fields: dict[str, str | list[str] | None]
    traits: list[str] = field(default_factory=list)


def _chinese(day: date) -> str:
    def below_hundred(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if tens == 0 else ("" if tens == 1 else _HAN[tens]) + "十") + (_HAN[ones] if ones else "")

    year = "".join(_HAN[int(d)] for d in str(day.year))
    return f"{year}年{below_hundred(day.month)}月{below_hundred(day.day)}日"


def _plain(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class _Drawing:
    """One document while it is being drawn."""

    def __init__(self, seed: int, look: Look):
        self.rng = random.Random(f"document {seed}")
        self.look = look
        self.kind = ["notice", "rule", "letter", "old page", "list page", "report up"][seed % 6]
        body, code = self.rng.choice(_BODIES)
        self.body = body
        self.day = date(self.rng.randint(2016, 2025), 1, 1) + timedelta(days=self.rng.randint(0, 364))
        serial = self.rng.randint(1, 180)
        tail = {"rule": "规", "letter": "函", "report up": ""}.get(
            self.kind, self.rng.choice(["", "办", "基", "发"])
        )
        self.number = f"{code}{tail}〔{self.day.year}〕{serial}号"
        self.traits = [self.kind, look.name]
        self.fields: dict[str, str | list[str] | None] = {
            "doc_number": self.number, "issuer": body, "date": self.day.isoformat(), "signature": body, "published": None,
            "attribute": None, "index_no": None, "attachments": None, "copies": None, "printed": None,
            "effective": None, "expires": None, "addressees": None,
        }  # fmt: skip
        self.blocks: list[Block] = []

    def trait(self, name: str, chance: float) -> bool:
        """Whether this document has a trait; drawn once, and kept for the report of failures."""
        if self.rng.random() < chance:
            self.traits.append(name)
            return True
        return False

    def add(self, text: str, kind: str = "body") -> None:
        self.blocks.append(Para(text, kind))


def _number_as_printed(d: _Drawing) -> str:
    text = d.number
    if d.trait("square brackets", 0.12):
        return text.replace("〔", "[").replace("〕", "]")
    if d.trait("lens brackets", 0.08):
        return text.replace("〔", "【").replace("〕", "】")
    if d.trait("round brackets", 0.08):
        return text.replace("〔", "（").replace("〕", "）")
    if d.trait("blanks in number", 0.15):
        return text.replace("〕", "〕 ").replace("号", " 号")
    return text


def _title(d: _Drawing) -> str:
    matter = d.rng.choice(_MATTERS).format(y=d.day.year, b=d.body)
    kind = {"letter": "函", "report up": "报告"}.get(d.kind, "通知")
    return f"{d.body}关于{matter}的{kind}"


def _broken(d: _Drawing, title: str) -> list[str]:
    if len(title) > 22 and d.trait("title on several lines", 0.6):
        cut = title.index("关于")
        if d.trait("issuer on its own line", 0.3):
            pieces = [title[:cut], title[cut:]]
        else:
            middle = len(title) // 2
            pieces = [title[:middle], title[middle:]]
        return pieces
    return [title]


def _mast(d: _Drawing) -> None:
    name = f"{d.body}文件" if d.kind != "letter" else d.body
    if d.trait("mast letters apart", 0.15):
        name = " ".join(name)
    d.add(name, "mast")
    number = _number_as_printed(d)
    if d.kind == "report up":
        d.add(f"{number}　　　　　　签发人：周明远", "number")
    else:
        d.add(number, "right" if d.kind == "letter" else "number")
    d.add("", "rule")


def _index(d: _Drawing) -> str:
    year, serial = d.day.year, d.rng.randint(1, 4000)
    shapes = [
        f"01441633{d.rng.randint(0, 9)}/{year}-{serial:05d}",
        f"11441700007280420Y/{year}{d.day.month:02d}-{serial:05d}",
        f"ycsjyj/{year}-{serial:05d}",
        f"{d.rng.randint(10**9, 10**10 - 1)}/{year}-{serial:06d}",
        f"jyj-04-{year}-{serial:04d}",
    ]
    return d.rng.choice(shapes)


def _facts(d: _Drawing, title: str) -> None:
    index, posted = _index(d), d.day + timedelta(days=d.rng.randint(0, 20))
    d.fields |= {"index_no": index, "published": posted.isoformat(), "attribute": "主动公开"}
    named = {
        "index": d.rng.choice(["索引号", "索取号", "信息索引号"]),
        "issuer": d.rng.choice(["发布机构", "发文机关", "制发机关"]),
    }
    number_label = d.rng.choice(["文号", "发文字号", "发布文号"])
    way = d.rng.choice(["公开方式", "公开属性"])
    posted_text = posted.isoformat() if d.rng.random() < 0.6 else f"{posted:%Y.%m.%d}"
    rows = [
        (named["index"], index), (named["issuer"], d.body), ("名称", title), (number_label, _number_as_printed(d)),
        ("成文日期", d.day.isoformat()), ("发布日期", posted_text), (way, "主动公开"),
    ]  # fmt: skip
    shape = d.rng.choice(["table", "double table", "lines", "bullets", "apart", "run together"])
    d.traits.append(f"facts as {shape}")
    if shape == "table":
        d.blocks.append(Table([[Cell(a), Cell(b)] for a, b in rows], [1, 4]))
    elif shape == "double table":
        pairs = [rows[n : n + 2] for n in range(0, len(rows), 2)]
        lines = [
            [Cell(w) for pair in line for w in pair] + [Cell("")] * (4 - 2 * len(line)) for line in pairs
        ]
        d.blocks.append(Table(lines, [1, 2, 1, 2]))
    else:
        for label, value in rows:
            if shape == "lines":
                d.add(f"{label}：{value}", "plain")
            elif shape == "bullets":
                d.add(f"· {label}：{value}", "plain")
            elif shape == "apart":
                d.add(f"{label}：", "plain")
                d.add(value, "plain")
            else:
                d.add(f"{label}{value}" if label == named["index"] else f"{label}：{value}", "plain")


def _schedule(d: _Drawing) -> Table:
    days = [f"{m}月{d.rng.randint(1, 28)}日" for m in range(4, 9)]
    schools = ["翊新小学", "云川市第一中学", "桥南学校", "松岗实验幼儿园", "临江二小"]
    if d.trait("two-row head", 0.5):
        rows = [
            [Cell("序号", 1, 2), Cell("学校", 1, 2), Cell("登记时间", 2), Cell("审核", 1, 2)],
            [Cell("开始"), Cell("结束")],
        ]
        widths = [0.8, 3, 1.6, 1.6, 1.6]
        for n, school in enumerate(schools[: d.rng.randint(3, 5)], 1):
            rows.append(
                [
                    Cell(str(n)),
                    Cell(school),
                    Cell(days[n - 1]),
                    Cell(f"8月{n}日"),
                    Cell(d.rng.choice(["已审核", "待审核"])),
                ]
            )
        return Table(rows, widths, head=2)
    rows = [[Cell("学段"), Cell("学校"), Cell("计划数（人）"), Cell("备注")]]
    if d.trait("merged cells", 0.5):
        rows.append([Cell("小学", 1, 2), Cell(schools[0]), Cell("320"), Cell("含共同学区")])
        rows.append([Cell(schools[4]), Cell("1,280"), Cell("")])
    else:
        rows += [
            [Cell("小学"), Cell(schools[0]), Cell("320"), Cell("")],
            [Cell("小学"), Cell(schools[4]), Cell("280"), Cell("")],
        ]
    rows.append([Cell("初中"), Cell(schools[1]), Cell("560"), Cell("按门牌号划分，详见对口地段明细表")])
    rows.append([Cell("合计", 2), Cell("1160"), Cell("")])
    return Table(rows, [1, 3, 1.6, 2.4], head=1)


def _body(d: _Drawing) -> None:
    d.add(
        d.rng.choice(
            [
                "为做好相关工作，现将有关事项通知如下：",
                "根据上级有关要求，结合我市实际，现就有关事项通知如下。",
            ]
        )
    )
    d.add("一、总体要求", "heading")
    d.add("坚持以人民为中心，按照“谁制作、谁公开，谁保存、谁负责”的原则，依法及时准确公开，接受社会监督。")
    d.add("二、工作安排", "heading")
    if d.trait("cites another number", 0.4):
        d.add(
            f"按照《关于进一步加强信息公开工作的通知》（国办发〔{d.day.year - 1}〕22号）要求，认真组织实施。"
        )
    d.add("（一）各单位要于每月5日前公开上月收支情况，公开期限不少于30日。")
    if d.trait("table", 0.6):
        d.add("具体安排见下表：")
        d.blocks.append(_schedule(d))
    d.add("三、工作要求", "heading")
    d.add("请各单位高度重视，明确专人负责，联系电话：0999-6660123。")
    if d.kind == "rule":
        start = date(d.day.year, d.day.month, 1) + timedelta(days=62)
        start = start.replace(day=1)
        d.fields["effective"] = start.isoformat()
        if d.trait("valid for years", 0.5):
            end = start.replace(year=start.year + 5) - timedelta(days=1)
            d.add(f"本通知自{_plain(start)}起施行，有效期至{_plain(end)}。")
            d.fields["expires"] = end.isoformat()
        else:
            d.add(f"本通知自{_plain(start)}起施行。")


def _annexes(d: _Drawing) -> None:
    if not d.trait("attachments", 0.7):
        return
    names = d.rng.sample(_ANNEXES, d.rng.randint(1, 3))
    d.fields["attachments"] = names
    if len(names) == 1:
        d.add(f"附件：{names[0]}")
        return
    shape = d.rng.choice(["1.", "1．", "1、"])
    first, *rest = [f"{n}{shape[1]}{name}" for n, name in enumerate(names, 1)]
    d.add(f"附件：{first}")
    for line in rest:
        d.add(f"　　　{line}")


def _close(d: _Drawing) -> None:
    signed = " ".join(d.body) if d.trait("signature letters apart", 0.15) else d.body
    day = _plain(d.day)
    if d.trait("date in Chinese numerals", 0.15):
        day = _chinese(d.day)
    elif d.trait("blanks in date", 0.15):
        day = f"{d.day.year} 年 {d.day.month} 月 {d.day.day} 日"
    d.add(signed, "right")
    d.add(day, "right")
    if d.kind in ("notice", "rule", "letter", "report up") and d.trait("attribute note", 0.75):
        note = d.rng.choice(
            ["（此件主动公开）", "（此件公开发布）", "公开方式：主动公开", "（此件依申请公开）"]
        )
        d.fields["attribute"] = "依申请公开" if "依申请" in note else "主动公开"
        d.add(note, "plain")
    if d.kind in ("notice", "rule", "report up") and d.trait("imprint", 0.7):
        if d.trait("copies", 0.8):
            copies = d.rng.choice(
                ["市政府办公室", "市纪委监委驻局纪检监察组，各科室", "省教育厅，市委宣传部，市财政局"]
            )
            d.fields["copies"] = copies
            d.add(f"抄送：{copies}。", "imprint")
        printed = d.day + timedelta(days=1)
        d.fields["printed"] = f"{d.body}办公室{_plain(printed)}印发"
        d.add(f"{d.body}办公室　　　　　　{_plain(printed)}印发", "imprint")


def _copy_head(d: _Drawing, title: str) -> None:
    """Heads of pages that were copied from a site: no labels, joint labels, empty labels, stars for nothing."""
    index = _index(d)
    d.fields |= {"index_no": index, "attribute": "主动公开"}
    del d.fields["published"]
    if d.kind == "bare block":
        d.fields["doc_number"] = None
        for line in (index, "主动公开", "无", d.body, f"{d.day:%Y.%m.%d}"):
            d.add(line, "plain")
    elif d.kind == "joint label":
        for line in (
            f"索引号：{index}",
            f"备注/文号：{d.number}",
            f"发布机构：{d.body}",
            "公开方式：主动公开",
        ):
            d.add(line, "plain")
    else:
        d.fields["doc_number"] = None
        none = "文号：****" if d.kind == "stars" else "文 号："
        for line in (f"索引号：{index}", none, "有 效 性：有效", f"名称：{title}", "公开方式：主动公开"):
            d.add(line, "plain")


def draw_copy(seed: int, look: Look) -> Document:
    """A document as a copy of a public page shows it."""
    d = _Drawing(seed, look)
    d.kind = ["bare block", "joint label", "stars", "empty label", "signed on a line"][seed % 5]
    d.traits[0] = d.kind
    title = _title(d)
    d.fields["title"] = title
    if d.kind == "signed on a line":
        _mast(d)
        d.add(title, "title")
    else:
        d.add(title, "title")
        _copy_head(d, title)
    to = d.rng.choice(_TO)
    d.fields["addressees"] = to
    d.add(("、" if "幼儿园" in to else "，").join(to) + "：", "plain")
    _body(d)
    _annexes(d)
    if d.kind == "signed on a line":
        d.add(f"{d.body}　　{_plain(d.day)} |", "right")
    else:
        d.add(d.body, "right")
        d.add(_plain(d.day), "right")
    return Document(seed, d.kind, Paper(d.blocks, title, d.body if look.running else ""), d.fields, d.traits)


def draw(seed: int, look: Look) -> Document:
    """A document in this look; seeds from 1000 on are copies of public pages."""
    if seed >= 1000:
        return draw_copy(seed, look)
    d = _Drawing(seed, look)
    title = _title(d)
    d.fields["title"] = title
    if d.kind in ("old page", "list page"):
        _facts(d, title)
    else:
        _mast(d)
    for line in _broken(d, title):
        d.add(line, "title")
    if d.kind == "old page" and d.trait("number under title", 0.5):
        d.add(d.number, "centre")
    to = d.rng.choice(_TO)
    d.fields["addressees"] = to
    d.add(("、" if "幼儿园" in to else "，").join(to) + "：", "plain")
    _body(d)
    _annexes(d)
    _close(d)
    return Document(seed, d.kind, Paper(d.blocks, title, d.body if look.running else ""), d.fields, d.traits)
