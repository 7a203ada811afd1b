"""Where personal data stand in a text: numbers as `personal` knows them, and what a label announces (names, addresses).

A place is a proposal for a person to decide; nothing is refused on its ground.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.files.personal import CARD, ID, MOBILE, digits_of, is_card_number, is_id_number
from gongkai.gongwen.text import repair

_HAN = "\u3400-\u9fff"
_NAME_LABELS = (
    "姓名|联系人|经办人|申请人|代理人|委托人|负责人|法定代表人|法人代表|代表人|监护人|收款人|付款人|户名|开户名|"
    "学生|家长|父亲|母亲|教师|签字人|签收人|投诉人|举报人|被投诉人|当事人|证人|患者"
)
_AFTER_NAME = "电话|手机|联系|身份|住址|住所|地址|职务|职称|单位|性别|出生|民族|年龄|班级|学号|签字|盖章"
_NAME = re.compile(
    rf"(?P<label>{_NAME_LABELS})(?:姓名|签名|签字)?[ ]?[:：][ ]?"
    rf"(?P<it>[{_HAN}]{{1,10}}[·•][{_HAN}]{{1,10}}|[{_HAN}](?:[ ]?[{_HAN}]){{1,3}}?)(?=[ ]?(?:{_AFTER_NAME})|[ ]?[^{_HAN}·•]|$)"
)
_ADDRESS = re.compile(
    r"(?P<label>(?:家庭|通讯|通信|联系|居住|户籍|现)?(?:住址|地址|住所)|户籍地|居住地)[ ]?[:：][ ]?"
    r"(?P<it>[^\n，。；;,]{4,60}?)(?=[ ]{2,}|[\n，。；;,]|[ ](?:电话|手机|邮编|联系)|$)"
)
_HOME = re.compile(
    rf"(?P<it>[{_HAN}]{{2,12}}(?:路|街|巷|弄|道|小区|花园|苑|村)[{_HAN}0-9-]{{0,16}}\d+(?:号楼|幢|栋|座|单元|号)\d*"
    r"(?:单元)?\d+(?:室|号|户))"
)
_LANDLINE = re.compile(r"(?<![0-9A-Za-z.-])(?P<it>0\d{2,3}[- ]?\d{7,8})(?![0-9])")
_MAIL = re.compile(r"(?<![\w.+-])(?P<it>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?![\w-])", re.ASCII)
_LABEL_BEFORE = re.compile(rf"([{_HAN}]{{2,6}})[ ]?[:：]?[ ]?$")


@dataclass(frozen=True)
class Place:
    """text[start:end]. kind: id_card, bank_card, mobile, telephone, email, name or address; name: the same in words.

    why: how it was known. masked: what may be shown of it.
    """

    start: int
    end: int
    kind: str
    name: str
    why: str
    masked: str


def find_places(text: str) -> list[Place]:
    """Every place in reading order; where two overlap, the one that is surer."""
    plain, back = _folded(text)
    found: list[Place] = []
    taken = [False] * (len(plain) + 1)
    for start, end, kind, name, why in _looks(plain):
        if start < end and not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            found.append(
                Place(back[start], back[end - 1] + 1, kind, name, why, masked(kind, plain[start:end]))
            )
    return sorted(found, key=lambda one: one.start)


def masked(kind: str, words: str) -> str:
    """As much of it as tells two of them apart on a screen, and no more."""
    bare = re.sub(r"\s", "", words)
    if kind == "name":
        return bare[:1] + "×" * (len(bare) - 1)
    if kind == "address":
        return bare[:3] + "…"
    if kind == "email":
        return bare[:1] + "…@" + bare.rpartition("@")[2]
    return f"{bare[:3]}…{bare[-2:]}"


def _folded(text: str) -> tuple[str, list[int]]:
    """The text for comparison, sign by sign, and for each of its signs the place in the text it came from."""
    signs: list[str] = []
    back: list[int] = []
    for at, sign in enumerate(text):
        for one in unicodedata.normalize("NFKC", repair(sign)):
            signs.append("\n" if one in "\r\n" else " " if one.isspace() else one)
            back.append(at)
    return "".join(signs), back


def _looks(plain: str) -> Iterator[tuple[int, int, str, str, str]]:
    for match in ID.finditer(plain):
        if is_id_number(digits_of(match.group(1))):
            yield (
                *match.span(1),
                "id_card",
                "身份证号",
                f"18位身份证号，校验位相符{_before(plain, match.start(1))}",
            )
    for match in CARD.finditer(plain):
        digits = digits_of(match.group())
        if is_card_number(digits):
            yield (
                *match.span(),
                "bank_card",
                "银行卡号",
                f"{len(digits)}位银行卡号{_before(plain, match.start())}",
            )
    for match in MOBILE.finditer(plain):
        yield *match.span(), "mobile", "手机号码", f"11位手机号{_before(plain, match.start())}"
    for match in _LANDLINE.finditer(plain):
        yield *match.span("it"), "telephone", "电话号码", f"带区号的电话{_before(plain, match.start('it'))}"
    for match in _MAIL.finditer(plain):
        yield *match.span("it"), "email", "电子邮箱", "电子邮箱的写法"
    for match in _NAME.finditer(plain):
        yield *match.span("it"), "name", "姓名", f"“{match['label']}”后面的姓名"
    for match in _ADDRESS.finditer(plain):
        start, end = match.span("it")
        yield (
            start,
            start + len(plain[start:end].rstrip()),
            "address",
            "住址",
            f"“{match['label']}”后面的地址",
        )
    for match in _HOME.finditer(plain):
        yield *match.span("it"), "address", "住址", "写到门牌、室号"


def _before(plain: str, start: int) -> str:
    """，前有“联系电话”: the label on the same line."""
    line = plain[:start].rpartition("\n")[2]
    match = _LABEL_BEFORE.search(line)
    return f"，前有“{match[1]}”" if match else ""
