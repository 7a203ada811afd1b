"""Debris, secrecy marks, personal data, doubled items, odd figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai import law
from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding
from gongkai.statforms.folding import characters

_DEBRIS = re.compile(
    r"\[bookmark:[^\]]*\]|_GoBack|(?<![A-Za-z_])(?:null|undefined|NaN)(?![A-Za-z_])|\ufffd|#REF!|#VALUE!|错误!未找到引用源|Error! Reference|\{\{[^}]*\}\}|【此处[^】]*】|XX[个件条次年]|×{2,}[个件条次年]|您当前的位置|扫一扫在手机打开|打印本页|关闭窗口|字体：\s*\[?\s*大|上一篇：|下一篇：|相关附件下载"
)
_SECRET = re.compile(
    r"[（(](?:秘密|机密|绝密|内部资料|内部文件)[）)]|(?:秘密|机密|绝密)★|内部资料[，,、]?(?:注意|请勿)|严禁外传|不得外传"
)
_ID_CARD = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_MOBILE = re.compile(r"(?<![\d\-])1[3-9]\d{9}(?!\d)")
_BANK = re.compile(r"(?<!\d)(?:62|60|95)\d{14,17}(?!\d)")
_DOUBLED = re.compile(
    r"(?:^|[、，：]|包括|包含|含有|设有|开设|分为)([\u4e00-\u9fff]{3,10})、\1(?=[、，。；等])"
)
_ODD_MORE = re.compile(
    r"(?<![\d.])(\d*[1-9])(?:余|多)(条|件|篇|个|次|人|份|项|期|幅)(余|多)?|(?<![\d.])(\d*[1-9])(条|件|篇|个|次|份|项|期|幅)(?:余|多)(?![\u4e00-\u9fff])"
)
_CLICK = re.compile(r"点击率[^，。；]{0,12}\d+(?:\.\d+)?万?(?:余)?(?:人次|次)")
_HEAD_LINES = 15
_CJK_PAIR = re.compile(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff])")
_SPACED_TITLE = re.compile(r"(?:[\u4e00-\u9fff][ \u3000]){3,}[\u4e00-\u9fff]")


def check_wording(case: Case) -> list[Finding]:
    """What should not stand in a public text."""
    found: list[Finding] = []
    for line, raw in case.report.raw_lines:
        found.extend(_line(line, characters(raw)))
    for line, raw in case.report.raw_lines[:_HEAD_LINES]:
        found.extend(_apart(line, raw))
    for paragraph in case.report.paragraphs:
        found.extend(_sentence(paragraph.line, paragraph.text))
    return found


def _line(line: int, text: str) -> Iterator[Finding]:
    place = (f"第{line}行",)
    for match in _DEBRIS.finditer(text):
        yield Finding(
            "K03",
            "info",
            place,
            f"残留文字“{match.group()[:30]}”，请删去",
            None,
            match.group()[:30],
            "公开文本应清理编辑和网页残留",
        )
    for match in _SECRET.finditer(text):
        yield Finding(
            "K01",
            "warn",
            place,
            f"公开文本中出现密级或内部字样“{match.group()}”，请核对是否可以公开：“…{text[max(0, match.start() - 12) : match.end()]}”",
            None,
            match.group(),
            f"{law.cite('secrets')}：公开前保密审查",
        )
    for match in _ID_CARD.finditer(text):
        yield Finding(
            "K02",
            "warn",
            place,
            f"疑似居民身份证号码“{match.group()[:6]}…{match.group()[-2:]}”，请遮盖",
            None,
            "居民身份证号码",
            f"{law.cite('privacy')}：个人隐私",
        )
    for match in _BANK.finditer(text):
        yield Finding(
            "K02",
            "warn",
            place,
            f"疑似银行卡号“{match.group()[:4]}…”，请遮盖",
            None,
            "银行卡号",
            f"{law.cite('privacy')}：个人隐私",
        )
    for match in _MOBILE.finditer(text):
        yield Finding(
            "K02",
            "warn",
            place,
            f"疑似个人手机号码“{match.group()[:3]}****{match.group()[-4:]}”，请核对是否为对外公布的办公电话",
            None,
            "手机号码",
            f"{law.cite('privacy')}：个人隐私",
        )


def _sentence(line: int, text: str) -> Iterator[Finding]:
    place = (f"第{line}行",)
    for match in _DOUBLED.finditer(text):
        yield Finding(
            "K04", "info", place, f"列举重复：“{match[1]}、{match[1]}”", None, match[1], "同一项不应列举两次"
        )
    for match in _ODD_MORE.finditer(text):
        digits = match[1] or match[4]
        if len(digits) >= 3:
            yield Finding(
                "K05",
                "info",
                place,
                f"“{match.group()}”：确数不宜再加“余”或“多”",
                digits,
                match.group(),
                "数字用法：概数用整数",
            )
    for match in _CLICK.finditer(text):
        yield Finding(
            "K06",
            "info",
            place,
            f"“{match.group()}”：应为点击量或访问量，不是“率”",
            "点击量",
            "点击率",
            "用词",
        )


def _apart(line: int, raw: str) -> Iterator[Finding]:
    """Some letters of a heading are set apart; a line set apart as a whole is a matter of looks."""
    spaced = _SPACED_TITLE.search(raw) if len(raw) < 80 else None
    if spaced and len(_CJK_PAIR.findall(raw)) >= len(spaced.group()) // 2:
        yield Finding("K07", "info", (f"第{line}行",), f"字间夹有空格：“{raw[:40]}”", None, None, "排版")
