"""What may stand in a site's own settings: pure answers, each one sentence that says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from gongkai.apps.catalogue.models import Column
from gongkai.apps.organizations.models import Organization
from gongkai.exceptions import Obstacle

_PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SHAPES = {
    "site_code": (r"(bm\d{8}|\d{10})|", "网站标识码是 10 位数字（国务院部门为 bm 加 8 位数字）。"),
    "icp_number": (rf"[{_PLACES}]ICP备\d{{6,10}}号(-\d{{1,3}})?|", "ICP备案号应是“京ICP备05070218号-1”的样子。"),
    "police_number": (rf"[{_PLACES}]公网安备\s?\d{{14}}号|", "公安备案号应是“京公网安备11010202000001号”的样子。"),
}  # fmt: skip
_CODE = re.compile(r"[\u4e00-\u9fff]{2,12}")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_INDEX = {
    "national": (re.compile(r"[0-9A-Z]{8}-?[0-9A-Z]"), "机构代码是 9 位数字或大写字母。"),
    "shanghai": (re.compile(r"[0-9A-Z]{6,17}"), "SY码中的机构代码是 6 至 17 位数字或大写字母。"),
}
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,70}\.(html|txt|xml)")
OURS = frozenset({"robots.txt", "heads.txt", "sitemap.xml", "feed.xml", "index.html"})
_PLAIN = re.compile(r"[A-Za-z0-9 _:=,;.+/\-\r\n]{1,500}")
_BING = re.compile(r'<\?xml version="1\.0"\?>\s*<users>\s*<user>[0-9A-F]{32}</user>\s*</users>\s*')
_HOST = re.compile(r"(?=.{4,120}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,20}")
_OWN_MACHINE = (".localhost", ".local", ".localdomain")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,12}")
FEWEST, MOST_WORDS, MOST_GROUPS = 2, 8, 200


def obstacles_to_marks(changed: Mapping[str, str]) -> list[Obstacle]:
    """Numbers of filing and marking that are not of their shape."""
    return [
        Obstacle("site:shape", sentence, cure=f"#id_{name}")
        for name, (shape, sentence) in _SHAPES.items()
        if name in changed and not re.fullmatch(shape, changed[name])
    ]


def obstacles_to_codes(codes: Sequence[str], dropped_in_use: Collection[str]) -> list[Obstacle]:
    """发文代字: words of Chinese characters, each once; one that documents carry stays."""
    found = [
        Obstacle("site:code", f"发文代字“{c}”应是 2 至 12 个汉字，如“青教”。", cure="#id_number_codes")
        for c in codes
        if not _CODE.fullmatch(c)
    ]
    if len(set(codes)) < len(codes):
        found.append(
            Obstacle("site:code_twice", "有的发文代字写了两次，请删去一个。", cure="#id_number_codes")
        )
    for code in sorted(dropped_in_use):
        found.append(
            Obstacle("site:code_used", f"已经有公文用“{code}”编号，不能删去。", cure="#id_number_codes")
        )
    return found  # fmt: skip


def uscc_is_sound(code: str) -> bool:
    """Whether the last sign of a 统一社会信用代码 follows from the others (GB 32100—2015)."""
    if not _USCC.fullmatch(code):
        return False
    total = sum(_USCC_SIGNS.index(sign) * (3**place % 31) for place, sign in enumerate(code[:17]))
    return _USCC_SIGNS[-total % 31] == code[17]


def obstacles_to_index(scheme: str, code: str) -> list[Obstacle]:
    """The pattern of the index number."""
    if scheme == "uscc":
        sound = uscc_is_sound(code)
        sentence = "统一社会信用代码不对：应是 18 位，最后一位是校验码，请照登记证书核对。"
    else:
        shape, sentence = _INDEX[scheme]
        sound = bool(shape.fullmatch(code))
    return [] if sound else [Obstacle("site:index", sentence, cure="#id_index_code")]


def obstacles_to_host(host: str, taken_by: str, *, hosts: Sequence[str], production: bool) -> list[Obstacle]:
    """The host name of a site. hosts: what the server answers to; taken_by: another body that has it."""
    if not host:
        return []
    if not _HOST.fullmatch(host) or host.endswith(_OWN_MACHINE):
        return [Obstacle("site:host", "域名应是 gk.example.gov.cn 的样子，不写路径和端口。", cure="#id_host")]
    if taken_by:
        return [Obstacle("site:host_taken", f"域名“{host}”已由“{taken_by}”使用。", cure="#id_host")]
    if production and not any(host == h or (h.startswith(".") and host.endswith(h)) for h in hosts):
        return [
            Obstacle(
                "site:host_server", f"服务器还不认“{host}”：请信息部门先把它写进 GONGKAI_HOSTS 并办好证书，重启后再改。", cure="#id_host"
            )
        ]  # fmt: skip
    return []


def obstacles_to_site(place: Organization, wanted: bool, *, above: bool, reserved: Collection[str]) -> list[Obstacle]:  # fmt: skip
    """Opening or closing the site of a body. above: whether a site stands above it."""
    if place.is_section or place.closed_on:
        return [Obstacle("site:body", f"“{place.name}”是科室或者已经撤并，没有自己的站点。")]
    if place.has_site == wanted:
        return [Obstacle("site:same", f"公开站点本来就是{'开通' if wanted else '停用'}的。")]
    if not wanted and not above:
        return [Obstacle("site:top", "这是最上级的站点，停用后公众没有首页，不能停用。")]
    if wanted and place.slug in reserved:
        return [Obstacle("site:reserved", f"网址名“{place.slug}”是网站自己的地址，这个单位不能开通站点。")]
    return []


def obstacles_to_column(
    column: Column, *, slugs: Collection[str], names: Collection[str], former: Collection[str], has_children: bool
) -> list[Obstacle]:  # fmt: skip
    """What a column shall be, beside the others of its site. former: words that still lead to another column."""
    found = []
    if column.slug in slugs or column.slug in former:
        found.append(
            Obstacle("column:slug", f"网址名“{column.slug}”已经用过（旧网址要一直能打开），请换一个。", cure="#id_slug")
        )  # fmt: skip
    if column.name in names:
        found.append(Obstacle("column:name", f"已经有启用的栏目“{column.name}”。", cure="#id_name"))
    above = column.parent
    if above is not None:
        if above.organization_id != column.organization_id or not above.is_open or above.pk == column.pk:
            found.append(Obstacle("column:parent", "请选本站启用的另一个栏目作上级栏目。", cure="#id_parent"))
        elif above.parent_id is not None or has_children:
            found.append(
                Obstacle("column:deep", "栏目最多两级，请选一级栏目，且本栏目没有下级。", cure="#id_parent")
            )
    return found  # fmt: skip


def obstacles_to_close(
    column: Column, into: Column | None, *, open_children: int, planned: int
) -> list[Obstacle]:
    """Closing a column."""
    found = []
    if not column.is_open:
        found.append(Obstacle("column:closed", f"“{column.name}”已经停用。"))
    if open_children:
        found.append(
            Obstacle("column:children", f"下面还有 {open_children} 个启用的栏目，先停用或改到别的栏目下。")
        )
    if planned:
        found.append(
            Obstacle("column:planned", f"有 {planned} 件定时发布的排在这个栏目，请办公室先改好再停用。")
        )
    if into is not None and (
        into.pk == column.pk or into.organization_id != column.organization_id or not into.is_open
    ):
        found.append(Obstacle("column:into", "请选本站另一个启用的栏目。", cure="#id_into"))
    return found  # fmt: skip


def obstacles_to_reopen(column: Column, *, merged_into: str, twin: bool) -> list[Obstacle]:
    """Opening a column anew."""
    if column.is_open:
        return [Obstacle("column:open", f"“{column.name}”本来就是启用的。")]
    if merged_into:
        return [
            Obstacle(
                "column:merged", f"内容和旧网址已并入“{merged_into}”，不能再启用，需要的话另设一个栏目。"
            )
        ]
    if twin:
        return [Obstacle("column:name", f"已经有启用的栏目“{column.name}”，请先给这个改名。")]
    if column.parent is not None and not column.parent.is_open:
        return [Obstacle("column:parent", f"上级栏目“{column.parent.name}”已停用，请先启用它。")]
    return []


def obstacles_to_words(words: Sequence[str], known: Collection[tuple[str, ...]]) -> list[Obstacle]:
    """A group of words that mean nearly the same."""
    if not FEWEST <= len(words) <= MOST_WORDS or len(set(words)) < len(words):
        return [
            Obstacle(
                "words:count", f"一组写 {FEWEST} 至 {MOST_WORDS} 个不同的词，用顿号隔开。", cure="#id_words"
            )
        ]
    wrong = [w for w in words if not _WORD.fullmatch(w)]
    if wrong:
        return [Obstacle("words:shape", f"“{wrong[0]}”应是 2 至 12 个汉字、字母或数字。", cure="#id_words")]
    taken = [w for w in words for group in known if w in group]
    if taken:
        return [
            Obstacle(
                "words:taken", f"“{taken[0]}”已在另一组里，请先取消那一组，再合并成一组。", cure="#id_words"
            )
        ]
    if len(known) >= MOST_GROUPS:
        return [Obstacle("words:many", f"近义词最多 {MOST_GROUPS} 组，请先取消不用的。")]
    return []


def obstacles_to_file(name: str, content: str, *, taken: bool) -> list[Obstacle]:
    """站点验证文件: a name that is no page of ours, and a content that can carry neither text nor script."""
    if not FILE_NAME.fullmatch(name) or name.lower() in OURS or name.startswith("sitemap-"):
        return [
            Obstacle("file:name", "文件名只用字母、数字、点和短横，以 .html、.txt 或 .xml 结尾，且不是网站自己的文件。", cure="#id_name")
        ]  # fmt: skip
    if taken:
        return [Obstacle("file:taken", f"“{name}”已经登记，请先撤下再重新登记。", cure="#id_name")]
    shape = _BING if name.endswith(".xml") else _PLAIN
    if not shape.fullmatch(content):
        return [
            Obstacle("file:content", "验证文件里只有字母、数字和标点组成的验证码，不能有正文或代码，请核对是不是原文件。", cure="#id_content")
        ]  # fmt: skip
    return []
