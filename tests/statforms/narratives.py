"""Narratives written for the tests: consistent ones that must stay silent, and ones with one planted error.

All of them stand in a report for 2023 whose tables are BASE: 25 new requests and 3 carried over, 26 closed,
2 carried on; granted 13, partly 4, refused 4, not held 3, not handled 1, other 1; reviews 3, suits 1.
"""

from __future__ import annotations

from .figures import Cells
from .grids import grids
from .layouts import TITLES, bars


def base_cells() -> Cells:
    """The tables of the report."""
    from gongkai.statforms.forms import load_form

    cells: Cells = dict.fromkeys(load_form("annual_2021").cell_ids(), 0)
    natural = {
        "r1": 20,
        "r2": 2,
        "r3_1": 11,
        "r3_2": 3,
        "r3_3_5": 1,
        "r3_3_6": 2,
        "r3_4_1": 2,
        "r3_5_1": 1,
        "r3_7": 20,
        "r4": 2,
    }
    business = {"r1": 5, "r2": 1, "r3_1": 2, "r3_2": 1, "r3_3_6": 1, "r3_4_1": 1, "r3_6_3": 1, "r3_7": 6}
    for column, rows in (("natural", natural), ("biz", business)):
        cells.update({f"t3.{row}.{column}": n for row, n in rows.items()})
    for row in {**natural, **business}:
        cells[f"t3.{row}.total"] = natural.get(row, 0) + business.get(row, 0)
    cells.update({"t4.review.maintain": 2, "t4.review.pending": 1, "t4.review.total": 3})
    cells.update({"t4.suit_direct.maintain": 1, "t4.suit_direct.total": 1})
    cells.update(
        {
            "t2.norm.made": 3,
            "t2.norm.repealed": 1,
            "t2.norm.valid": 28,
            "t2.licence.decisions": 312,
            "t2.penalty.decisions": 2,
        }
    )
    return cells


def report_text(
    paragraphs: str, cells: Cells | None = None, title: str = "云海市教育局2023年政府信息公开工作年度报告"
) -> str:
    """A whole report around some paragraphs; the tables follow."""
    lines = [title, "", "一、总体情况", *paragraphs.strip().splitlines()]
    for name, grid in grids(
        "annual_2021", cells or base_cells(), lambda _, v: "" if v is None else str(v)
    ).items():
        lines += [TITLES[name], *bars(grid)]
    return "\n".join(
        [
            *lines,
            "五、存在的主要问题及改进情况",
            "公开的深度还不够。",
            "六、其他需要报告的事项",
            "本年度未收取信息处理费。",
        ]
    )


SILENT: dict[str, str] = {
    "plain totals": "全年共收到政府信息公开申请25件，上年结转3件，均依法办理；办结26件，结转下年度继续办理2件。",
    "handled is new plus carried": "2023年，我局共收办政府信息公开申请28件（其中上年结转3件），办结26件，结转下年2件。",
    "new plus carried as a list": "全年办理依申请公开28件，其中本年新收25件、上年结转3件。",
    "closed list by channel": "受理依申请公开25件，其中当面申请2件，网络申请18件，信函申请5件。",
    "closed list by result over closed cases": "本年度办结政府信息公开申请26件，其中予以公开13件，部分公开4件，不予公开4件，无法提供3件，不予处理1件，其他处理1件。",
    "results of new ones, the rest carried on": "全年收到政府信息公开申请25件，其中予以公开13件、部分公开4件、不予公开4件，其余正在办理。",
    "two divisions in one list": "全年收到政府信息公开申请25件，其中网络申请20件、信函申请5件，自然人申请20件、法人或其他组织申请5件。",
    "open list": "通过门户网站发布信息1200条，其中政策文件85条、通知公告210条、工作动态640条等。",
    "open list with 主要": "全年公开信息860条，主要是招生入学120条、教育督导95条、教师管理88条。",
    "part only": "全年公开信息860条，其中重点领域信息230条。",
    "two items far from total": "全年公开信息860条，其中财政预决算30条，招生入学45条。",
    "channels overlap": "全年主动公开政府信息860条，其中通过门户网站公开812条，通过政务微信公开640条，通过政务微博公开233条。",
    "percentages to 99.9": "主动公开信息中，政策类占33.3%，动态类占33.3%，通知类占33.3%。",
    "percentages to 100.1": "按类别看，占比分别为45.5%、30.3%、24.3%。",
    "percent of parts": "全年发布信息300条，其中政策类100条，占33.3%；动态类200条，占66.7%。",
    "vague total, near": "全年主动公开政府信息近3000条，其中动态信息1960条、政策文件130条、通知公告850条。",
    "vague total, more": "全年推送信息740余条，其中招生类300条、资助类245条、其他200条。",
    "vague parts": "发布信息500条，其中图解类近百条、文字类400余条。",
    "nested 其中": "全年公开信息120条，其中网站80条，其中要闻50条、通知30条，简报40条。",
    "nested brackets": "全年公开信息300条，其中政策文件60条（规范性文件3条、其他文件57条），动态信息240条。",
    "bracket between number and unit": "主动公开预决算信息56（28个单位各2条）条。",
    "total last": "其中规范性文件类3条、工作动态类410条、通知公告类187条，共计600条。",
    "total last after other figures": "召开会议3次、培训2次，公开信息共计500条。",
    "catalogue is no decision": "动态调整权责清单，本单位现有行政许可12项、行政处罚46项、行政强制0项，全部向社会公开。",
    "licence catalogue with 办理": "公开了5项行政许可事项的办事指南，行政处罚依据46项。",
    "cumulative since 2008": "自2008年《条例》施行以来，累计收到政府信息公开申请412件，累计主动公开信息23000条。",
    "cumulative 历年": "历年累计受理依申请公开380件。",
    "last year mentioned": "2022年收到政府信息公开申请31件，2023年收到25件，同比下降19.35%。",
    "growth rounding": "全年发布信息1240条，比上年的1100条增长12.7%。",
    "growth without base": "全年发布解读材料45篇，同比增长150%。",
    "half year": "上半年收到政府信息公开申请11件，下半年收到14件。",
    "districts": "指导各区县教育局办理政府信息公开申请206件，全市教育系统主动公开信息18000条。",
    "letters are not requests": "办理局长信箱来信356件、12345热线工单2140件，全部按时答复，答复率100%。",
    "proposals": "承办人大建议42件、政协提案58件，共100件，均按时办结，并公开复文88件。",
    "natural persons only, named so": "申请人中自然人20件，商业企业5件。",
    "words that fit": "全年因政府信息公开被申请行政复议3件，其中维持2件，尚未审结1件；被提起行政诉讼1件，结果维持。",
    "reviews of other matters": "作为被申请人办理行政应诉案件17件、行政复议案件9件，均与信息公开无关。",
    "no losing": "未发生因政府信息公开被复议机关纠错或者法院判决败诉的情形。",
    "no complaint about openness": "未收到对依申请公开工作的投诉举报。",
    "answered in time": "全年收到的政府信息公开申请均在法定期限内答复。",
    "documents by attribute": "制发公文460件，其中主动公开210件、依申请公开120件、不予公开130件。",
    "normative documents": "本年度制发行政规范性文件3件，废止1件，现行有效行政规范性文件28件，均已在规范性文件库公开。",
    "normative interpreted": "制定出台行政规范性文件3件，发布解读材料6篇，其中文字解读3篇、图解2篇、视频1篇。",
    "licence decisions": "全年作出行政许可决定312件，行政处罚决定2件，其中公示行政许可305件。",
    "double publicity": "“双公示”平台公示行政许可298条、行政处罚2条。",
    "fees": "本机关收取信息处理费0元，教育收费公示项目14项。",
    "staff and meetings": "配备专职人员2名、兼职人员36名，召开专题会议4次，组织培训3次，参训240人次。",
    "new media": "“云海教育”微信公众号推送1120条，关注人数23.5万，阅读量超过500万次。",
    "ordinal and dates": "根据第二十条第（一）项，于1月15日前完成3类26个栏目的调整。",
    "wan": "网站访问量1.2亿次，独立用户320余万。",
    "chinese numerals": "全年收到政府信息公开申请二十五件，办结二十六件。",
    "mixed units": "发布各类信息300条，其中视频12个、图片85张、长图20幅。",
    "remainder without number": "收到依申请公开25件，其中予以公开13件、部分公开4件，其他为不予公开和无法提供。",
    "average": "平均每月公开信息72条，每周更新不少于15条。",
    "applications by content": "25件申请中，涉及招生入学的9件、教师待遇的8件、民办学校的5件、其他3件。",
    "several bodies": "局机关收到申请25件，考试院收到申请7件，电教馆收到申请0件。",
    "quarters": "第一季度公开信息210条，第二季度190条，第三季度230条，第四季度230条，全年共860条。",
    "closed list and a later clause": "公开信息600条，其中政策类100条、动态类500条，回复网民留言85条。",
    "colon": "全年受理申请25件：当面2件、网络18件、信函5件。",
    "number first": "办结的26件申请中，13件予以公开，4件部分公开，4件不予公开，3件无法提供，1件不予处理，1件其他处理。",
    "review pending told": "行政复议3件，其中2件维持，1件尚未审结。",
    "granted with partly": "予以公开（含部分公开）政府信息公开申请17件。",
    "other year in brackets": "全年收到政府信息公开申请25件（2022年为31件、2021年为28件）。",
    "consultation": "就《云海市幼儿园管理办法》公开征求意见，收到意见建议63条，采纳21条，未采纳42条。",
    "suits after review none": "没有复议后又提起行政诉讼的案件。",
}

PLANTED: dict[str, tuple[str, str]] = {
    "list off by one": ("全年公开信息600条，其中政策类100条、动态类320条、通知类179条。", "P01"),
    "list off by several": ("受理依申请公开25件，其中当面申请2件，网络申请15件，信函申请5件。", "P01"),
    "list above total": ("全年公开信息600条，其中政策类100条、动态类320条、通知类210条。", "P01"),
    "brackets": ("发布解读材料45篇（文字解读30篇、图解10篇、视频7篇）。", "P01"),
    "colon list": ("共办理人大建议、政协提案100件：人大建议42件、政协提案56件。", "P01"),
    "total last": ("政策类信息103条、工作动态类410条、通知公告类187条，共计710条。", "P01"),
    "nested inner": (
        "全年公开信息300条，其中政策文件60条（规范性文件5条、其他文件52条），动态信息240条。",
        "P01",
    ),
    "vague total": ("全年公开信息近3000条，其中动态信息1500条、政策文件130条、通知公告820条。", "P02"),
    "received differs": ("2023年，我局共收到政府信息公开申请27件，均依法办理。", "X01"),
    "closed differs": ("全年办结政府信息公开申请24件。", "X01"),
    "granted differs": ("全年答复政府信息公开申请，其中予以公开15件。", "X01"),
    "refused differs": ("对政府信息公开申请作出不予公开答复6件。", "X01"),
    "review differs": ("全年因政府信息公开引起的行政复议5件。", "X01"),
    "suit differs": ("涉及政府信息公开的行政诉讼3件。", "X01"),
    "normative differs": ("本年度制发行政规范性文件5件。", "X01"),
    "valid differs": ("截至年底，现行有效行政规范性文件31件。", "X01"),
    "carry-over differs": ("全年收到政府信息公开申请25件，结转下年度继续办理4件。", "X01"),
    "one column": ("全年收到政府信息公开申请20件，其中予以公开11件、部分公开3件。", "X10"),
    "no review": ("全年未发生因政府信息公开引起的行政复议。", "V01"),
    "no suit": ("全年没有涉及政府信息公开的行政诉讼。", "V01"),
    "no requests": ("本年度未收到政府信息公开申请。", "V01"),
    "all upheld": ("全年发生政府信息公开行政复议3件，均获维持。", "V02"),
    "all closed": ("全年收到政府信息公开申请25件，已全部办结。", "V03"),
    "growth wrong": ("全年发布信息1240条，比上年的1100条增长20.5%。", "G01"),
    "growth the wrong way": ("2022年收到留言310件，2023年收到250件，增长19.35%。", "G01"),
    "period of another year": ("本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。", "D01"),
}

QUESTIONED: dict[str, tuple[str, str]] = {
    "period not closed": ("本报告所列数据的统计期限自2023年1月1日起至2023年12月25日止。", "D01"),
    "growth cut off": ("全年发布信息1240条，比上年的1100条增长12.2%。", "G01"),
    "old notice": ("根据国办公开办函〔2019〕60号的要求编制本报告。", "D04"),
    "secrecy": ("组建网络评论员队伍（秘密）。", "K01"),
    "personal number": ("咨询可拨打13912345678。", "K02"),
    "debris": ("政府信息公开[bookmark: _GoBack]工作有序推进。", "K03"),
    "year before": ("2022年，我局认真落实《条例》各项要求。", "D02"),
}
"""Text → code expected at level warn or info."""
