"""Words that state a figure (未发生, 均获维持, 全部办结, 未收取) against the cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding, Level, Number
from gongkai.statforms.narrative.clauses import period_of, sentences

_NONE = r"(?:未|没有|无|均无|均未|从未|尚未|未曾|没)"


@dataclass(frozen=True)
class _Claim:
    """A phrase and the cells that must be zero if it is true. level: of a contradiction."""

    pattern: re.Pattern[str]
    cells: tuple[str, ...]
    level: Level
    says: str


def _claims() -> tuple[_Claim, ...]:
    review = re.compile(
        rf"{_NONE}(?:发生|出现|收到|产生|有|接到|被申请|被提起|存在|因|涉及)[^，。；]{{0,30}}(?:复议)(?!后|机关|前置|维持|期)|(?:行政)?复议(?:申请|案件)?(?:、(?:行政)?诉讼)?(?:案件|情况|数量)?(?:均)?(?:为|是)?(?:0|零)(?:件|起|宗|例|$|，|。)|无(?:被)?(?:提起|申请)?(?:因?(?:政府)?信息公开(?:工作)?(?:引发|引起|发生|提起|产生|被申请)?的?)?行政复议(?!后|机关|前置|维持|期|法)"
    )
    suit = re.compile(
        rf"{_NONE}(?:发生|出现|收到|产生|有|接到|被申请|被提起|存在|因|涉及)[^，。；]{{0,40}}诉讼|行政诉讼(?:案件)?(?:均)?(?:为|是)?(?:0|零)(?:件|起|宗|例|$|，|。)|无(?:被)?(?:提起)?(?:因?(?:政府)?信息公开(?:工作)?(?:引发|引起|发生|提起|产生|被提起)?的?)?行政诉讼(?!后|费|法)"
    )
    received = re.compile(
        rf"{_NONE}(?:收到|接到|受理|有)[^，。；]{{0,20}}(?:依申请公开|信息公开申请|公开申请|申请公开)(?!(?:人)?(?:的)?(?:投诉|举报|复议|诉讼|异议))[^，。；]{{0,10}}"
    )
    fee = re.compile(
        rf"{_NONE}(?:收取|收|产生|发生)(?:过|任何|取)*[^，。；]{{0,16}}(?:费用|费|收费)|免费提供|均未收费|未收费"
    )
    return (
        _Claim(review, ("t4.review.total", "s4"), "error", "没有行政复议"),
        _Claim(suit, ("t4.suit_direct.total", "t4.suit_after.total", "s5"), "error", "没有行政诉讼"),
        _Claim(received, ("t3.r1.total", "s3_1"), "error", "没有收到申请"),
        _Claim(
            re.compile(r"(?:无|没有|未)(?:出现|发生|有|存在)?(?:跨年)?结转(?!.{0,3}上年)"),
            ("t3.r4.total",),
            "error",
            "没有结转下年度的申请",
        ),
        _Claim(fee, ("s7",), "error", "没有收取费用"),
    )


_CLAIMS = _claims()
_UPHELD = re.compile(r"(?:均|全部|都)(?:获|被|已|得到|予以|依法)*维持|均(?:维持|以维持)")
_ALL_DONE = re.compile(
    r"(?:全部|均|都)(?:已)?(?:按期|按时|依法|及时|在(?:法定|规定)(?:期限|时限|时间)内)?(?:予以)?(?:办结|办理完毕)"
)
_ALL_REPLIED = re.compile(
    r"(?:全部|均|都)(?:已)?(?:按期|按时|依法|及时|在(?:法定|规定)(?:期限|时限|时间)内)*(?:予以|作出|进行)?(?:了)?答复"
)
_REQUESTS = re.compile(r"依申请公开|信息公开申请|公开申请|(?:受理|收到)[^，。；]{0,10}申请")
_FOREIGN = re.compile(
    r"留言|咨询|信箱|热线|12345|建议|提案|信访|来信|问政|网民|举报|工单|区县|各县|各区|下属|学校|投诉"
)
_LIMITS = re.compile(r"除|其余|以外|之外|去年|上年|往年|纠正|纠错|败诉|历年")


def check_words(case: Case) -> list[Finding]:
    """Every contradiction between a flat statement and the table."""
    report = case.report
    if not report.cells:
        return []
    found: list[Finding] = []
    for paragraph in report.paragraphs:
        for sentence in sentences(paragraph.text):
            place = f"第{paragraph.line}行"
            found.extend(_flat_denials(case, sentence.text, place))
            found.extend(_upheld(case, sentence.text, place))
            found.extend(_all_done(case, sentence.text, place))
    return found


def _cell(case: Case, cell: str) -> Number | None:
    return case.report.known.get(cell)


def _flat_denials(case: Case, sentence: str, place: str) -> list[Finding]:
    found: list[Finding] = []
    for claim in _CLAIMS:
        match = claim.pattern.search(sentence)
        if match is None or period_of(sentence, match.end(), case.report.year) not in ("year", "until_now"):
            continue
        context = sentence[: match.end() + 12]
        if _FOREIGN.search(match.group()) or _LIMITS.search(context[max(0, match.start() - 16) :]):
            continue
        if re.search(
            r"败诉|撤销|纠[正错]|确认违法|超期|逾期|问责", sentence[match.start() : match.end() + 12]
        ):
            continue  # “未发生被纠正的复议” denies another thing
        for cell in claim.cells:
            if "复议后" in match.group() and cell != "t4.suit_after.total":
                continue
            value = _cell(case, cell)
            if value:
                message = f"文中说{claim.says}，表中却为{value}：“{match.group()[:40]}”"
                found.append(
                    Finding("V01", claim.level, (cell, place), message, value, 0, "正文的说法应与表格一致")
                )
    return found


def _upheld(case: Case, sentence: str, place: str) -> list[Finding]:
    """均获维持 against results other than 维持."""
    match = _UPHELD.search(sentence)
    if match is None or _FOREIGN.search(sentence) or _LIMITS.search(sentence):
        return []
    before = sentence[: match.start()]
    rows = []
    if "复议" in before:
        rows.append("review")
    if "诉讼" in before or "起诉" in before:
        rows += ["suit_direct", "suit_after"]
    found = []
    for row in rows:
        for column, name in (("pending", "尚未审结"), ("correct", "结果纠正"), ("other", "其他结果")):
            cell = f"t4.{row}.{column}"
            value = _cell(case, cell)
            if value:
                level: Level = "error" if column != "other" else "warn"
                message = f"文中说“{match.group()}”，表中“{name}”却有{value}件"
                found.append(
                    Finding("V02", level, (cell, place), message, 0, value, "正文的说法应与表格一致")
                )
    if "review" in rows:
        for cell in ("s4_2", "s4_3"):
            if _cell(case, cell):
                found.append(
                    Finding(
                        "V02",
                        "error" if cell == "s4_2" else "warn",
                        (cell, place),
                        f"文中说“{match.group()}”，表中却有未维持的{_cell(case, cell)}件",
                        0,
                        _cell(case, cell),
                        "正文的说法应与表格一致",
                    )
                )
    return found


def _all_done(case: Case, sentence: str, place: str) -> list[Finding]:
    """全部办结 against a carry-over."""
    if (
        not _REQUESTS.search(sentence)
        or _FOREIGN.search(sentence)
        or _LIMITS.search(sentence)
        or re.search(r"结转|正在办理|尚在|下年|下一年", sentence)
    ):
        return []
    value = _cell(case, "t3.r4.total")
    if not value:
        return []
    judged: tuple[tuple[re.Pattern[str], Level], ...] = ((_ALL_DONE, "error"), (_ALL_REPLIED, "info"))
    for pattern, level in judged:
        match = pattern.search(sentence)
        if match:
            message = f"文中说“{match.group()}”，表中却有{value}件结转下年度继续办理"
            return [
                Finding("V03", level, ("t3.r4.total", place), message, 0, value, "正文的说法应与表格一致")
            ]
    return []
