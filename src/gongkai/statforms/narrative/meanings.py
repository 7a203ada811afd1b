"""What a figure in the text counts, told from the words that lead to it.

The rules are deliberately narrow: a figure without a rule is kept as `other` and never compared with a table.
"""

from __future__ import annotations

import re

_GAP = r"[^，。；：、其]"
_REQUEST = r"(?:依申请公开|信息公开申请|公开申请|依申请|申请公开)"

_RULES: tuple[tuple[str, str], ...] = (
    ("carried_in", rf"(?:上年度?|上一年度?|去年|往年|20\d\d年度?)(?:度)?结转{_GAP}{{0,18}}$|承接上年{_GAP}{{0,12}}$"),
    ("carried_out", rf"结转(?:至|到|入)?(?:下一?年度?|次年|明年|20\d\d年度?){_GAP}{{0,16}}$|(?:尚未办结|未办结|尚在办理中?|跨年度?办理)(?:的|申请|件|为|有|数){{0,3}}$"),
    ("apply_face", r"(?:当面|现场|上门|到场|窗口)(?:提交|递交|提出|方式)?(?:的)?(?:申请)?(?:数|量|的|为|有|共|共计)?$"),
    ("apply_fax", r"传真(?:方式|提交|提出)?(?:的)?(?:申请)?(?:数|量|为|有)?$"),
    ("apply_net", r"(?:网络|网上|在线|互联网|网站|电子邮件|邮箱|平台)(?:平台|渠道|方式|系统)?(?:提交|递交|提出|收到|转办|接收|受理)?(?:的)?(?:申请|事项)?(?:数|量|为|有)?$"),
    ("apply_letter", r"(?:信函|邮寄|信件|书面|EMS|邮政)(?:方式|渠道)?(?:提交|递交|提出|收到)?(?:的)?(?:申请)?(?:数|量|为|有)?$"),
    ("from_natural", r"(?:自然人|公民|个人)(?:提出|提交)?(?:的)?(?:申请)?(?:为|有|共)?$"),
    ("from_org", r"(?:法人(?:或|和|及)其他组织|法人|商业企业|企业|其他组织)(?:提出|提交)?(?:的)?(?:申请)?(?:为|有|共)?$"),
    ("partly_granted", r"部分公开(?:的|答复)?(?:政府信息公开|信息公开|依申请公开)?(?:申请|信息|政府信息)?(?:数|量|为|有|共|的)?$"),
    ("refused", r"(?:不予公开|不同意公开|不公开)(?:的|答复)?(?:政府信息公开|信息公开|依申请公开)?(?:申请|信息|政府信息)?(?:数|量|为|有|共|的)?$"),
    ("granted", r"(?:(?<!不)予以公开|(?<!不)同意公开|(?<!不)全部公开|依法公开)(?:的|答复)?(?:政府信息公开|信息公开|依申请公开)?(?:申请|信息|政府信息)?(?:数|量|为|有|共|的)?$"),
    ("unable", r"(?:无法提供)(?:的|答复)?(?:政府信息公开|信息公开|依申请公开)?(?:申请|信息|政府信息)?(?:数|量|为|有|共|的)?$"),
    ("not_held", r"(?:本机关不掌握(?:相关)?(?:政府)?信息|信息不存在)(?:的)?(?:为|有|共)?$"),
    ("not_processed", r"(?:不予处理)(?:的|答复)?(?:政府信息公开|信息公开|依申请公开)?(?:申请|信息|政府信息)?(?:数|量|为|有|共|的)?$"),
    ("otherwise", r"(?:其他处理|其它处理)(?:的|情形)?(?:数|为|有|共)?$"),
    ("completed", rf"(?:办结|办理完结|办理完毕){_GAP}{{0,14}}$"),
    ("replied", rf"(?:答复|回复){_GAP}{{0,14}}$"),
    ("handled", rf"(?:收办|共办理|合计办理){_GAP}{{0,12}}{_REQUEST}{_GAP}{{0,8}}$"),
    ("received", rf"(?:收到|受理|接收|新收|接到|新增|收){_GAP}{{0,16}}{_REQUEST}{_GAP}{{0,10}}$|{_REQUEST}(?:案件|件|事项|信息|数量)?{_GAP}{{0,4}}(?:收到|受理|新收|接收){_GAP}{{0,6}}$|(?:收到|新收|受理)(?:的)?申请{_GAP}{{0,4}}$"),
    ("requests", rf"{_REQUEST}(?:案件|事项|件|信息)?(?:共|共计|总计|累计|合计|有|为|数量为|数为|总数为){{0,2}}$"),
    ("review_maintained", r"(?:结果)?(?:维持)(?:原?(?:具体)?行政行为|原决定)?(?:的)?(?:为|有)?$"),
    ("review", r"行政复议(?:申请|案件|案|事项|的|数|数量|件|共|共计|有|为|被提起|发生|收到|受理)*$"),
    ("suit", r"行政诉讼(?:案件|案|的|数|数量|件|共|共计|有|为|被提起|发生|应诉)*$"),
    ("disclosed", r"(?<!依)主动公开(?:的)?(?:各类|各项|机关|教育|相关|本级|部门|全局|我局)?(?:政府|政务|教育)?信息(?:的)?(?:总数|数量|总量|数|总条数|总件数)?(?:共|共计|累计|总计|合计|达|达到|为|约|了|有|总共|已){0,3}$|(?<!依)主动公开(?:政府|政务)?(?:信息)?(?:总数|数量)?(?:共|共计|达|为){0,2}$"),
    ("norm_made", r"(?:制发|制定|印发|出台|发布|新制发|制定出台|制定印发|新出台)(?:了)?(?:行政)?规范性文件(?:共|共计|为|有|数量)?$"),
    ("norm_repealed", r"(?:废止|宣布失效)(?:和修改)?(?:了)?(?:行政)?规范性文件(?:共|共计|为|有)?$"),
    ("norm_valid", r"现行有效(?:的)?(?:行政)?规范性文件(?:共|共计|总数|为|有)*$|规范性文件现行有效(?:共|数|为)*$"),
    ("norm_opened", r"(?:主动)?公开(?:行政)?规范性文件(?:共|共计|为|有|数)*$"),
    ("licence", r"(?:作出|办理|办结|处理)(?:各类)?行政许可(?:处理)?(?:决定|事项|件|业务|办件)?(?:共|共计|为|有|数量)*$|行政许可(?:处理)?决定(?:数量)?(?:共|共计|为|有)*$"),
    ("penalty", r"(?:作出|实施|办理)(?:各类)?行政处罚(?:处理)?(?:决定|案件)?(?:共|共计|为|有|数量)*$|行政处罚(?:处理)?决定(?:数量)?(?:共|共计|为|有)*$"),
    ("coercion", r"(?:作出|实施)行政强制(?:决定)?(?:共|为|有)*$|行政强制(?:处理)?决定(?:数量)?(?:共|为|有)*$"),
    ("gazette", rf"(?:政府公报)(?:刊登|发布|公开){_GAP}{{0,10}}$"),
    ("wechat", rf"(?:微信|“[^”]{{1,20}}”（?微信）?公众号|公众号){_GAP}{{0,12}}(?:发布|推送|公开|推出|刊发){_GAP}{{0,14}}$"),
    ("weibo", rf"(?:微博){_GAP}{{0,12}}(?:发布|推送|公开|推出|刊发){_GAP}{{0,14}}$"),
    ("web", rf"(?:门户网站|政府网站|官网|局网站|教育网|信息网|网站){_GAP}{{0,12}}(?:发布|公开|更新|录用|刊登|采用){_GAP}{{0,14}}$"),
    ("press", r"(?:新闻发布会|新闻通气会)(?:共|共计)?$|(?:举办|召开|参加)(?:或参加|、参加|和参加)?(?:新闻发布会)(?:总次数)?(?:共|共计|为)?$"),
    ("interview", r"(?:在线访谈|网上访谈)(?:活动)?(?:共|共计|次数为?)?$"),
    ("interpretation", r"政策解读(?:稿件|材料|信息|文章|类信息)?(?:共|共计|为|数)*$"),
    ("fee", r"(?:收取|收费|征收)(?:的)?(?:依申请公开|政府信息公开|信息公开)?(?:[^，。；]{0,12}费(?:用)?|金额)?(?:共|共计|总额|总计|合计|为|人民币)*$|信息处理费(?:共|共计|总额|为|人民币)*$"),
    ("staff", r"工作人员(?:共|总数|数)?(?:有|为)?$"),
    ("full_time", r"专职(?:工作)?人员(?:有|为|共)?$"),
    ("part_time", r"兼职(?:工作)?人员(?:有|为|共)?$"),
    ("meeting", r"(?:政府信息公开|信息公开|政务公开)(?:工作)?(?:专题|工作|推进|部署)?会议?(?:共|有)?$"),
    ("training", r"(?:举办|组织|开展)(?:各类|政务公开|政府信息公开|信息公开)*(?:业务)?培训(?:班)?(?:活动)?(?:共|有)?$"),
    ("complaint", r"举报投诉(?:案件|数量|件)?(?:共|为)?$"),
)  # fmt: skip
_COMPILED = tuple((what, re.compile(pattern)) for what, pattern in _RULES)
_TRIM = re.compile(r"(?:共计|共有|总计|合计|累计|总共|分别|已|数量|达到|达|共|为|有|了|的|是|[：:、“”\s])+$")

UNITS: dict[str, frozenset[str]] = {
    what: frozenset({"件", "条", "宗", "件次", "起", "次", "例", "份", "个", "项", ""})
    for what in ("received", "requests", "handled", "completed", "replied", "granted", "partly_granted", "refused", "unable",
                 "not_held", "not_processed", "otherwise", "carried_in", "carried_out", "review", "suit", "apply_face", "apply_fax",
                 "apply_net", "apply_letter", "from_natural", "from_org", "complaint")
} | {
    # 行政处罚决定1条 in a list of what was published counts what was published, not what was decided.
    what: frozenset({"件", "宗", "件次", "起", "次", "例", "份", "个", "项", ""}) for what in ("licence", "penalty", "coercion")
} | {
    "disclosed": frozenset({"条", "条次", "件", "篇", "项", "份", "则"}),
    "fee": frozenset({"元", "万元"}),
    "staff": frozenset({"人", "名"}), "full_time": frozenset({"人", "名"}), "part_time": frozenset({"人", "名"}),
    "web": frozenset({"条", "条次", "篇", "件"}), "wechat": frozenset({"条", "条次", "篇", "期", "件"}),
    "weibo": frozenset({"条", "条次", "篇", "件"}), "gazette": frozenset({"条", "篇", "件"}),
}  # fmt: skip


JOINT = "+"
"""Between the names of two matters that one figure counts together (予以公开及部分公开86件)."""
_AND = re.compile(r"(?:以及|或者|[及和与、或])(?:其中)?$")
_SEVERAL = re.compile(r"分别|各$")


def meaning(lead: str, unit: str) -> str:
    """Name of what is counted, `other` if no rule is sure. lead: words between the figure before and this one.

    Two names joined by `JOINT` where the figure counts two decisions together.
    """
    text = re.sub(r"（[^（）]*）", "", lead)
    what, before = _last_named(text, unit)
    if what in _DECISIONS and (joined := _AND.search(before)):
        other, _ = _last_named(before[: joined.start()], unit)
        if other in _DECISIONS and other != what:
            return "other" if _SEVERAL.search(text) else f"{other}{JOINT}{what}"
    return what


_DECISIONS = frozenset(
    {"granted", "partly_granted", "refused", "unable", "not_held", "not_processed", "otherwise"}
)


def _last_named(text: str, unit: str) -> tuple[str, str]:
    """What the end of the words names, and the words before that."""
    for candidate in (text, _TRIM.sub("", text)):
        for what, pattern in _COMPILED:
            if (match := pattern.search(candidate)) and (what not in UNITS or unit in UNITS[what]):
                return what, candidate[: match.start()]
    return "other", ""
