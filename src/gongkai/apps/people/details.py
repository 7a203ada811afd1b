"""What a person gives of themselves, brought to one spelling; pure, without a table.

Three groups, encrypted apart, so that who reads a name does not open the number with it:

| group | fields |
|---|---|
| name | name, contact_name, representative |
| identity | id_kind, id_number |
| contact | telephone, email, address, postcode |
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, fields

NAME, IDENTITY, CONTACT = "name", "identity", "contact"
GROUPS: dict[str, tuple[str, ...]] = {
    NAME: ("name", "contact_name", "representative"),
    IDENTITY: ("id_kind", "id_number"),
    CONTACT: ("telephone", "email", "address", "postcode"),
}
GROUP_WORDS = {NAME: "姓名或者名称", IDENTITY: "身份证明", CONTACT: "联系方式"}
FIELD_WORDS = {
    "name": "姓名或者名称",
    "contact_name": "联系人",
    "representative": "法定代表人",
    "id_kind": "证件类型",
    "id_number": "证件号码",
    "telephone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
    "postcode": "邮政编码",
}
LONGEST = {"name": 80, "contact_name": 40, "representative": 40, "id_number": 40, "telephone": 40,
           "email": 120, "address": 200, "postcode": 12, "id_kind": 12}  # fmt: skip

RESIDENT, CREDIT = "resident", "credit"
ID_KINDS = {  # what may prove who somebody is; the first for most people, `credit` for organizations
    RESIDENT: "居民身份证",
    "passport": "护照",
    "hong_kong_macao": "港澳居民来往内地通行证",
    "taiwan": "台湾居民来往大陆通行证",
    "residence": "港澳台居民居住证",
    "permanent": "外国人永久居留身份证",
    "officer": "军官证、士兵证",
    CREDIT: "统一社会信用代码",
    "other": "其他有效证件",
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z


@dataclass(frozen=True)
class Details:
    """One person's or organization's particulars as given; what was not given is empty, never guessed."""

    name: str = ""
    contact_name: str = ""
    representative: str = ""
    id_kind: str = ""
    id_number: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""

    def tidy(self) -> Details:
        """One spelling: full-width signs become plain, blanks single, ID numbers of 15 digits get their 18."""
        values = {f.name: _plain(getattr(self, f.name))[: LONGEST[f.name]] for f in fields(self)}
        values["id_number"] = tidy_number(values["id_kind"], values["id_number"])
        return Details(**values)

    def group(self, name: str) -> str:
        """The fields of one group as JSON text; empty where none of them was given."""
        given = {f: getattr(self, f) for f in GROUPS[name] if getattr(self, f)}
        return json.dumps(given, ensure_ascii=False, sort_keys=True) if given else ""

    def values(self) -> list[str]:
        """Every particular that points to the person: what may stand nowhere in words."""
        return [v for k, v in asdict(self).items() if v and k != "id_kind"]


def read(*groups: str) -> Details:
    """The particulars of some groups, from the JSON texts that `group` made."""
    given: dict[str, str] = {}
    for text in groups:
        given |= json.loads(text) if text else {}
    return Details(**given)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def tidy_number(kind: str, number: str) -> str:
    """A document's number in capitals without blanks and dashes; a resident's of 15 digits as one of 18."""
    number = re.sub(r"[\s\-–—－]", "", unicodedata.normalize("NFKC", number)).upper()
    if kind == RESIDENT and re.fullmatch(r"[0-9]{15}", number):
        number = number[:6] + "19" + number[6:]
        number += resident_check(number)
    return number


def tidy_telephone(number: str) -> str:
    """Digits only, without +86: for finding the same number however it was written."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", number))
    return digits[2:] if digits.startswith("86") and len(digits) == 13 else digits.removeprefix("0086")


def resident_check(first17: str) -> str:
    """The check sign of a resident's identity number (GB 11643-1999)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def credit_check(first17: str) -> str:
    """The check sign of a unified social credit code (GB 32100-2015)."""
    total = sum(_CREDIT_SIGNS.index(s) * pow(3, i, 31) for i, s in enumerate(first17))
    return _CREDIT_SIGNS[(31 - total % 31) % 31]


def wrong_number(kind: str, number: str) -> str:
    """One sentence on what is wrong with a document's number; empty where nothing is."""
    if kind == RESIDENT:
        if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
            return "居民身份证号码应为18位（老证15位），请核对。"
        if resident_check(number[:17]) != number[17]:
            return "居民身份证号码有一位不对（校验位不符），请对照证件核对。"
    elif kind == CREDIT:
        if not re.fullmatch(f"[{_CREDIT_SIGNS}]{{18}}", number):
            return "统一社会信用代码应为18位数字或者大写字母（不含I、O、S、V、Z），请核对。"
        if credit_check(number[:17]) != number[17]:
            return "统一社会信用代码有一位不对（校验位不符），请对照证照核对。"
    elif len(number) < 4:
        return "证件号码太短，请核对。"
    return ""
