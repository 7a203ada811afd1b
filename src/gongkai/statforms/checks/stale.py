"""Text carried over: from the year before (with --previous), or betrayed by the text itself; text of another body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.statforms.checks import Case
from gongkai.statforms.checks.quantities import answers, answers_for
from gongkai.statforms.checks.text_table import _agrees, _comparable
from gongkai.statforms.checks.wording import _DOUBLED
from gongkai.statforms.findings import Finding, Level
from gongkai.statforms.narrative.clauses import sentences
from gongkai.statforms.reading.report import Report

_STATUTORY = re.compile(
    r"根据《|按照《|统计期限|本报告|组成|联系|电话|地址|信息处理费|没有其他|无其他|需要报告的事项"
)
_OTHER = re.compile(
    r"(?:^|[，。；（“]|请与|联系|现将|由|公布|编制)(?P<name>(?:[\u4e00-\u9fff]{2,4}(?:省|市))?(?P<place>[\u4e00-\u9fff]{2,4}(?:市|区|县|旗))(?:人民政府|教育局|教育体育局|教体局|教育委员会|教委))(?:办公室)?(?:联系|编制|20\d\d年(?:度)?政府信息公开|认真|严格|高度重视|坚持|深入|制定并公布)"
)

_ELSEWHERE = re.compile(
    r"(?:^|[，。；])(?!联合|会同|指导|协助|配合|督促|协同)(?P<name>(?P<place>[\u4e00-\u9fff]{2,4}(?:市|区|县|旗))[\u4e00-\u9fff]{1,5}局)(?:认真|严格|高度重视|坚持|主动公开)"
)
_LEADING = re.compile(r"^(?:请与|请|与|由|向|现将|联系|公布|编制)+")


def check_stale(case: Case) -> list[Finding]:
    """Carried-over sentences and figures, names of other bodies."""
    return [*_doubtful_sentence(case), *_other_body(case), *_copied(case), *_same_cells(case)]


def _doubtful_sentence(case: Case) -> Iterator[Finding]:
    """A sentence whose total contradicts the table and whose list names one item twice was probably not rewritten."""
    report = case.report
    if report.form is None or not report.cells:
        return
    table = answers_for(report.form)
    for fact in report.facts:
        if fact.what not in table or not _comparable(fact) or not _DOUBLED.search(fact.sentence):
            continue
        options = [o for o in answers(table[fact.what], report.cells, report.unread) if o.value is not None]
        if options and not any(_agrees(fact, o.value) for o in options):
            yield Finding(
                "Y05",
                "warn",
                (f"第{fact.line}行",),
                f"此句的数字{fact.value}与表不符，列举又有重复，疑似沿用往年文字，请与往年报告核对（可用 --previous）",
                options[0].value,
                fact.value,
                "年度报告反映本年度工作",
            )


def _other_body(case: Case) -> Iterator[Finding]:
    """The text signs or speaks as another education bureau."""
    issuer = case.report.issuer
    core = re.sub(r"(?:教育局|教育体育局|教体局|教育和体育局|教育委员会|教委|教育厅)$", "", issuer)
    if core == issuer or len(core) < 2:
        return
    for paragraph in case.report.paragraphs:
        for match in (*_OTHER.finditer(paragraph.text), *_ELSEWHERE.finditer(paragraph.text)):
            place, name = (_LEADING.sub("", match[part]) for part in ("place", "name"))
            if place in core or core.endswith(place) or place[:2] in core or core[-3:-1] == place[:2]:
                continue
            yield Finding(
                "Y04",
                "warn",
                (f"第{paragraph.line}行",),
                f"本报告由{issuer}发布，文中却以“{name}”自称，请核对是否误用了其他单位的文字",
                issuer,
                name,
                "年度报告应由本单位编制",
            )
            return


def sentence_marks(report: Report) -> dict[str, tuple[str, int]]:
    """Long sentences with years masked → the sentence and its line; formulas of the law left out."""
    found: dict[str, tuple[str, int]] = {}
    for paragraph in report.paragraphs:
        for sentence in sentences(paragraph.text):
            text = sentence.text.strip()
            if len(text) >= 24 and not _STATUTORY.search(text):
                found[re.sub(r"20\d\d年(?:度)?|\s", "", text)] = (text, paragraph.line)
    return found


def _copied(case: Case) -> Iterator[Finding]:
    if case.previous is None:
        return
    now, before = sentence_marks(case.report), sentence_marks(case.previous)
    same = [mark for mark in now if mark in before]
    for mark in same:
        text, line = now[mark]
        if re.search(r"\d{2,}", mark):
            yield Finding(
                "Y02",
                "warn",
                (f"第{line}行",),
                f"此句连同数字与上年报告完全相同：“{text[:60]}”",
                None,
                text[:60],
                "年度报告反映本年度工作",
            )
    total = sum(map(len, now))
    share = sum(map(len, same)) / total if total else 0.0
    if same:
        level: Level = "warn" if share >= 0.5 else "info"
        yield Finding(
            "Y01",
            level,
            ("全文",),
            f"正文有{share:.0%}的文字（{len(same)}句）与上年报告相同",
            None,
            round(share, 3),
            "评估方案常以雷同文字扣分",
        )


def _same_cells(case: Case) -> Iterator[Finding]:
    """A whole table with the same figures as last year."""
    if case.previous is None or case.report.form is None:
        return
    for table in case.report.form.tables:
        ids = [c for c in table.cell_ids() if c in case.report.cells and c in case.previous.cells]
        figures = [c for c in ids if case.report.cells[c]]
        seen = not (case.report.unread | case.previous.unread).intersection(ids)
        if seen and len(figures) >= 6 and all(case.report.cells[c] == case.previous.cells[c] for c in ids):
            yield Finding(
                "Y03",
                "warn",
                (table.id,),
                f"“{table.title}”各格与上年报告完全相同，请核对是否误用上年的表",
                None,
                len(figures),
                "年度报告反映本年度工作",
            )
