"""The head of a document: red head, number, title, addressee — by form and place, not by guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gongkai.gongwen.dates import parse_date
from gongkai.gongwen.labels import begins_with_label, is_index, values_below
from gongkai.gongwen.lines import Line, is_body
from gongkai.gongwen.numbers import DocNumber, parse_number
from gongkai.gongwen.text import close_up, fold, squeeze

ORG = (
    r"(?:委员会|委|局|厅|部|办公室|办公厅|政府|院|中心|大学|学院|学校|中学|小学|幼儿园|党组|党委|工委|总局|署|室|处|科|馆|所|"
    r"会|社|集团|公司|研究院|考试院|国务院|支队|大队|小组|专班|指挥部)"
)
ORG_END = re.compile(rf"{ORG}$")
_ORG_LINE = re.compile(
    rf"(?!\d|[(（]?[一二三四五六七八九十\d]+[)）、])[\u4e00-\u9fff·（）()、“”\"\d]{{2,40}}{ORG}"
)
# A second issuer in a title: its name, then 关于 or the end of the line.
_ORG_FIRST = re.compile(rf"(?!关于|印发|转发)[\u4e00-\u9fff·（）()]{{2,40}}?{ORG}(?=$| |关于|印发|转发)")
_PLACE_FIRST = re.compile(r"中共|共青团|中国|国家|[\u4e00-\u9fff]{0,8}?[省市区县州盟旗校]")
_RED_HEAD = re.compile(r"(?P<org>[\u4e00-\u9fff·、()（）]{2,60}?)(?:\(通知\)|文件|公文)")
_KIND = re.compile(
    r"(?:通知|意见|决定|公告|通告|通报|报告|请示|批复|函|纪要|命令|令|议案|决议|公报|要点|办法|方案|细则|规定|规则|条例|"
    r"计划|规划|总结|指南|目录|预案|公示|名单|说明|简章|标准|章程|制度|安排|情况|解读|清单|建议|答复|倡议书|启事|预算|决算|决定书|通知书|告知书|意见书|答复书)"
    r"(?:[（(][^()（）]{1,12}[）)])?[》”]?$"
)
# 关于…的通知（云教〔2024〕6号): not where the bracket follows a cited title (》).
_NUMBER_BEHIND = re.compile(r"(?P<title>.*[^》])[（(](?P<number>[^（()）]*[〔\[【﹝].*号)[）)]")
_MARKS = re.compile(
    r"(?:绝密|机密|秘密)(?:★.*)?|特急|加急|特提|平急|\d{6}|№?\d{1,6}|签发人[:：]?.*|会签人[:：]?.*|内部(?:资料|文件).*"
)
# A paper with issues (纪要, 简报): its name stands above 第12期, the title of the issue below.
_MASTHEAD = re.compile(r"(?:纪要|简报|动态|专报|快报|要情)$")
_ISSUE = re.compile(r"[(〔]?(?:\d{4}年)?(?:第|总第?)?\d{1,4}期[)〕]?(?:[(]?总第?\d+期[)]?)?|第\d{1,4}号")
_SIGNERS = re.compile(r"[\u4e00-\u9fff·]{2,4}(?: [\u4e00-\u9fff·]{2,4})*")
_NAVIGATION = re.compile(
    r"(?:您?(?:现在|当前)?的?(?:所在)?位置)|首页\s*[>＞»/]|[>＞»].*[>＞»]|^(?:打印|关闭|分享|收藏|字体|字号|返回|下载|【?字体)|浏览次数|点击数|"
    r"^(?:大|中|小)$|扫一扫|责任编辑|来源[:：]|首页\s*[|丨]|[|丨]\s*首页|^首页$|"
    # Words that titles hold too (教师资格定期注册, 无障碍环境建设) stand alone in a navigation.
    r"(?<![^\s|丨/·])(?:用户|会员|网站|立即|免费)?(?:登录|注册|无障碍(?:浏览|阅读|模式|版|服务)?|长者模式)(?:登录|注册)?(?![^\s|丨/·])"
)
_DATED = re.compile(
    rf"{ORG}[\d〇○零一二三四五六七八九]{{4}}年[\d一二三四五六七八九十]{{1,2}}月[\d一二三四五六七八九十]{{1,3}}日$"
)
# （2023年5月6日局长办公会议审议通过）: the history of a rule, printed under its title.
_SESSION = re.compile(
    r"\((?:截至|截止|自)?[\d〇○零一二三四五六七八九]{4}年.*(?:通过|公布|发布|印发|施行|修订|修正|批准|稿|日|月)\)"
)
_NOT_ADDRESSEE = re.compile(
    r"如下|决定|事项|原则|要求|附件|电话|联系人|地址|邮编|邮箱|传真|网址|时间|依据|根据|为了|关于|目标|说明|注|名单|统计|^[一二三四五六七八九十]+、|^[((]|^\d"
)
_OPENS = re.compile(r"[各你贵]|局机关|机关各|有关|市属|市直|省属|区属|县属|直属|部属")
_MASKED = re.compile(r"[\u4e00-\u9fff](?:某{1,2}|[*×xXＸ○〇]{1,2})[\u4e00-\u9fff]?")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PARTY = re.compile(
    rf"各|你|{ORG}|单位|企业|机构|街道|镇|乡|县|区|市|省|校|园|同志|代表|先生|女士|家长|申请人|站|厂|行"
)


@dataclass(frozen=True)
class Head:
    """What the head of a document holds, as lines. end: line number after which the body begins."""

    red: tuple[Line, ...] = ()
    number: tuple[Line, DocNumber] | None = None
    title: tuple[Line, ...] = ()
    addressee: tuple[Line, ...] = ()
    end: int = 0


def read_head(lines: list[Line]) -> Head:
    """Walk the lines from the top until the body begins."""
    running = [line for line in lines if line.row is None and (not line.aside or _is_letterhead(line))]
    addressee = _addressee(running)
    stop = addressee[0].number if addressee else _body_start(running)
    head = [line for line in running if line.number < stop]
    red, number, mast = _red_and_number(head)
    values = values_below(lines)
    no_title = {line.number for line in head if line.number in values and not _KIND.search(line.tight)}
    no_title |= {line.number for line in mast}
    title = _title([line for line in head if line.number not in no_title], red, number)
    if number is None and title:
        number = _number_below(running, title[-1])
        behind = None if number else _NUMBER_BEHIND.fullmatch(title[-1].text.strip())
        own = parse_number(behind.group("number")) if behind else None
        if behind and own:
            number = (title[-1], own)
            title[-1] = replace(title[-1], text=behind.group("title"))
    end = addressee[-1].number + 1 if addressee else stop
    return Head(tuple(red or mast[:1]), number, tuple(title), tuple(addressee), end)


def _is_letterhead(line: Line) -> bool:
    """Red head and number are the only things of a head that stand in text boxes."""
    return own_number(line) is not None or _RED_HEAD.fullmatch(_before_number(line)) is not None


def _red_and_number(head: list[Line]) -> tuple[list[Line], tuple[Line, DocNumber] | None, list[Line]]:
    """Red head, number, and lines beside them that are neither title nor body (masthead, further signers)."""
    red: list[Line] = []
    number: tuple[Line, DocNumber] | None = None
    mast: list[Line] = []
    for index, line in enumerate(head):
        before = head[index - 1] if index else None
        own = own_number(line)
        if own is None and before is not None and before.tight.endswith("令"):
            # An order prints its name and 第29号 on two lines.
            own = parse_number(before.tight + line.tight) if line.tight.startswith("第") else None
            red = [before] if own else red
        if own and number is None:
            number = (line, own)
        if (not red and _RED_HEAD.fullmatch(_before_number(line))) or _names_beside(head, index):
            red = [*_joint_issuers(head, line), line, *_issuers_below(head, index)]
        if before is not None and _MASTHEAD.search(before.tight) and _ISSUE.fullmatch(line.tight):
            mast += [before, line]
        if before is not None and "签发人" in before.tight and _SIGNERS.fullmatch(line.folded):
            mast.append(line)
    return red, number, mast


def own_number(line: Line) -> DocNumber | None:
    """The number of the document if the line holds nothing else but perhaps red head and 签发人."""
    text = re.split(r"签发人|[★☆]", line.tight)[0]
    if len(text) > 80 or begins_with_label(line):
        return None
    return parse_number(text.split("文件", 1)[1] if "文件" in text else text)


def title_text(lines: tuple[Line, ...]) -> str:
    """The lines of a title as one, blanks closed up but for those between two issuers or Latin words.

    A blank parts two issuers where a name ends before it and one follows; a line break only where what
    follows also begins with a place, for lines break inside names (社会 / 保障局).
    """
    pieces = [
        (part, number > 0 and place == 0)
        for number, line in enumerate(lines)
        for place, part in enumerate(line.text.split())
    ]
    parts, text = [], ""
    for index, (part, is_break) in enumerate(pieces):
        rest = _rest(pieces[index:])
        name_ends = len(text) >= 4 and ORG_END.search(text) and _ORG_FIRST.match(fold(rest))
        apart = name_ends and (not is_break or _PLACE_FIRST.match(rest))
        if apart or (is_break and re.search(r"[A-Za-z]$", text)):
            parts.append(text)
            text = part
        else:
            text += ("" if is_break or not text else " ") + part
    return " ".join(close_up(part) for part in [*parts, text])


def _rest(pieces: list[tuple[str, bool]]) -> str:
    """What follows in a title: blanks as printed, line breaks closed."""
    return "".join(("" if is_break else " ") + part for part, is_break in pieces).strip()


def red_head_org(lines: tuple[Line, ...]) -> str:
    """The issuer named by the red head, joint issuers by 、."""
    names: list[str] = []
    for line in [x for x in lines if x.tight != "文件"]:
        match = _RED_HEAD.fullmatch(_before_number(line))
        spaced = re.sub(r"\s*文\s*件.*$", "", line.folded)
        if match and len(names_on(spaced)) > 1:
            names += names_on(spaced)
            continue
        name = match.group("org") if match else line.tight.removesuffix("令")
        names.append(re.sub(r"(?:会议|办公会议?)?(?:纪要|简报|动态|专报|快报|要情)$", "", name))
    return "、".join(names)


def names_on(text: str) -> list[str]:
    """The bodies named on one line, blanks between them; spaced letters of one name are closed up."""
    parts = fold(text).split()
    joint = len(parts) > 1 and all(len(part) >= 4 and ORG_END.search(part) for part in parts)
    return parts if joint else [squeeze(text)]


def is_org(line: Line) -> bool:
    """Whether a line is nothing but the name of a body."""
    return is_org_name(line.tight)


def is_org_name(text: str) -> bool:
    """Whether a text without blanks is the name of a body."""
    return _ORG_LINE.fullmatch(text) is not None


def _before_number(line: Line) -> str:
    """The line without a number printed behind the red head."""
    cut = re.match(r"(.*?文件)\s*[^\s]*?[〔\[(（【﹝［]\s*\d{4}.*", line.tight)
    return cut.group(1) if cut else line.tight


def _joint_issuers(head: list[Line], red: Line) -> list[Line]:
    """Names of bodies printed directly above the line with 文件."""
    above = [line for line in head if line.number < red.number]
    names: list[Line] = []
    while above and is_org(above[-1]) and not above[-1].tight.endswith("文件"):
        names.insert(0, above.pop())
    # The same name printed small above the red head is the running head of the page, no second issuer.
    return [line for line in names if line.tight != red.tight.removesuffix("文件")]


def _names_beside(head: list[Line], index: int) -> bool:
    """Whether 文件 stands alone below names: in a layout table it has its own cell."""
    return index > 0 and head[index].tight == "文件" and is_org(head[index - 1])


def _issuers_below(head: list[Line], index: int) -> list[Line]:
    """Bodies named below the line with 文件, down to the number: 文件 stands beside the middle one."""
    below: list[Line] = []
    for line in head[index + 1 :]:
        if own_number(line):
            return below
        if not is_org(line):
            break
        below.append(line)
    return []


def _body_start(lines: list[Line]) -> int:
    for line in lines:
        if is_body(line) and not begins_with_label(line) and not _NAVIGATION.search(line.folded):
            return line.number
    return lines[-1].number + 1 if lines else 0


def _addressee(lines: list[Line]) -> list[Line]:
    """The line ending in a colon before any running text, with the lines it began on."""
    for index, line in enumerate(lines[:60]):
        above = lines[:index]
        if line.tight.endswith(":") and (_may_address(line) or _is_person(line, above)):
            return lines[_addressee_start(lines, index) : index + 1]
        if begins_with_label(line) or _NAVIGATION.search(line.folded):
            continue
        if _runs_into_text(line) and any(_KIND.search(x.tight) for x in above):
            return [line]
        # A heading such as “1.” in a table of contents does not end the head; running text does.
        if is_body(line):
            return []
    return []


def address_of(text: str) -> str:
    """The addressee of its last line, of which only what stands before the first colon is one."""
    return re.split("[:：]", text, maxsplit=1)[0]


def _runs_into_text(line: Line) -> bool:
    """“各学校：根据安排，请…。”: addressee and first sentence on one line."""
    party, colon, text = line.tight.partition(":")
    return bool(colon) and len(text) > 8 and len(party) <= 60 and re.match("[各你贵]", party) is not None


def _is_person(line: Line, above: list[Line]) -> bool:
    """A letter to one person: a masked name anywhere, a plain one only below the title of an answer."""
    name = line.tight.rstrip(":")
    if _MASKED.fullmatch(name):
        return True
    titled = any(re.search(r"(?:书|答复|复函|回复|意见|批复)$", x.tight) for x in above[-3:])
    return titled and re.fullmatch(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}", name) is not None


def _may_address(line: Line) -> bool:
    tight = line.tight
    if len(tight) > 300 or "。" in tight or begins_with_label(line):
        return False
    return not _NOT_ADDRESSEE.search(tight) and _PARTY.search(tight) is not None


def _addressee_start(lines: list[Line], index: int) -> int:
    """Where an addressee began that ends on line `index`, be its lines broken at separators or inside words."""
    for first in range(max(0, index - 5), index):
        between = lines[first : index + 1]
        above = lines[first - 1] if first else None
        below_title = lines[first].gap or above is None or _KIND.search(above.tight) or own_number(above)
        plain = not any(line.gap for line in between[1:]) and not any(
            begins_with_label(line) or _KIND.search(line.tight) or "关于" in line.tight or is_body(line)
            for line in between
        )
        if below_title and plain and _OPENS.match(between[0].tight):
            return first
    first = index
    while first > 0 and _wraps_into(lines[first - 1], lines[first]):
        first -= 1
    return first


def _wraps_into(before: Line, line: Line) -> bool:
    """Whether an addressee began on the line before: it breaks off at a separator, or opens with 各."""
    if line.gap or begins_with_label(before) or _KIND.search(before.tight):
        return False
    return before.tight.endswith(("、", ",", ";", "，")) or before.tight.startswith(
        ("各", "局机关各", "市教委各")
    )


def _title(head: list[Line], red: list[Line], number: tuple[Line, DocNumber] | None) -> list[Line]:
    """The title: a heading of the source, else the first lines that are nothing else."""
    marked = [line for line in head if line.level == 1 and not _is_furniture(line)]
    if marked:
        first = marked[0]
        return [line for line in marked if line.block == first.block or line.block == first.block + 1]
    skip = {line.number for line in red} | ({number[0].number} if number else set())
    # What stands above red head and number is furniture (copy number, secrecy mark).
    above = max(skip, default=-1)
    below = [line for line in head if line.number > above] or head
    group = _title_group([line for line in below if line.number not in skip])
    if is_finished(group) or above < 0:
        return group
    # The number may stand below the title.
    over = _title_group([line for line in head if line.number < above and line.number not in skip])
    return over if is_finished(over) or not group else group


def _title_group(lines: list[Line]) -> list[Line]:
    """The title among the lines; a name of a body that stands alone above the facts of a page is its head."""
    first = group = _next_group(lines)
    while group and not is_finished(group) and all(is_org(line) for line in group):
        group = _next_group([line for line in lines if line.number > group[-1].number])
    return group if is_finished(group) else first


def _next_group(lines: list[Line]) -> list[Line]:
    """Lines that follow each other and are nothing but a title; where some are centred, only those."""
    centred = [line for line in lines if line.align == "center" and not _is_furniture(line)]
    lines = [line for line in lines if line.number >= centred[0].number] if centred else lines
    group: list[Line] = []
    for line in lines:
        if _is_furniture(line):
            if group:
                break
            continue
        # A finished title is followed by a gap; an unfinished one may go on after it.
        if group and (line.gap or line.align != group[-1].align) and (is_finished(group) or centred):
            break
        if group and _other_size(group[-1], line) and is_finished(group):
            break
        group.append(line)
        if len(group) == 6:
            break
    return _without_repeated_name(group)


def is_finished(group: list[Line]) -> bool:
    """Whether a title ends with the name of a kind of document."""
    return _KIND.search("".join(line.tight for line in group)) is not None


def _other_size(before: Line, line: Line) -> bool:
    return bool(before.size and line.size and abs(before.size - line.size) > 3)


def _without_repeated_name(group: list[Line]) -> list[Line]:
    """A name of a body above a title that begins with the same name is the head, not the title."""
    while len(group) > 1 and is_org(group[0]) and group[1].tight.startswith(group[0].tight):
        group = group[1:]
    return group


def _is_furniture(line: Line) -> bool:
    """Marks, numbers, dates, labels and navigation: never part of a title."""
    tight = line.tight
    return (
        _MARKS.fullmatch(tight) is not None
        or tight.endswith(":")
        or _NAVIGATION.search(line.folded) is not None
        or begins_with_label(line)
        or _DATED.search(tight) is not None
        or parse_date(line.text) is not None
        or own_number(line) is not None
        or is_index(line.text)
        or re.fullmatch(r"[()]?(?:此件)?(?:主动公开|依申请公开|不予公开|公开发布)[()]?", tight) is not None
        or (line.text.strip().count("\t") > 1 and len(names_on(line.text)) == 1)
        or tight in ("目录", "目次", "文件", "★", "无", "暂无")
        or _SESSION.fullmatch(tight) is not None
        or not re.search(r"[\u4e00-\u9fffA-Za-z]", tight)
    )


def _number_below(lines: list[Line], last: Line) -> tuple[Line, DocNumber] | None:
    """A number printed under the title, alone on its line."""
    for line in [other for other in lines if other.number > last.number][:3]:
        found = own_number(line)
        if found:
            return line, found
        if line.tight.endswith(":") or is_body(line):
            break
    return None
