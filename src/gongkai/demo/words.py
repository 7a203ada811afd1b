"""What the people of 云川市 write when they review, correct and withdraw."""

from __future__ import annotations

from typing import Any

OPINIONS = {
    "section": (
        "内容属实，口径与上年衔接，同意。",
        "数据已与各区核对，同意送审。",
        "同意。",
        "条款表述清楚，同意公开。",
    ),
    "secrecy": (
        "经审查，不涉及国家秘密、工作秘密和个人隐私，同意公开。",
        "附件已逐页核对，未见不宜公开内容。",
        "同意。",
    ),
    "office": ("格式、文号、属性核对无误，同意。", "同意，请按时公开。", "同意。请同时告知各区。"),
}
RETURNS: dict[str, tuple[str, list[str], str]] = {  # text → step, reasons, opinion
    "c-tian": ("secrecy", ["personal"], "称谓处写了提案人姓名和工作单位，请改为“提案委员”，附件一并检查。"),
    "c-zhuanxue": ("section", ["basis"], "第四部分缺少与学籍管理规定的衔接，请补写后再送。"),
    "d-lungang": ("office", ["wording", "attachment"], "“三年”与“一年”前后表述不一；名额分配表没有上传。"),
}
CORRECTIONS = {  # text → old words, new words, what the public is told
    "c-shitang": ("每月10日前公示上月伙食收支", "每月5日前公示上月伙食收支",
                  "第九条公示时间由每月10日前改为每月5日前，其他内容不变。"),
    "c-zhaosheng": ("6月20日至27日", "6月20日至28日", "公办学校验证时间漏写最后一天，更正为6月20日至28日。"),
    "d-diduan": ("滨河新村一至四区", "滨河新村一至三区",
                 "第三行“滨河新村一至四区”更正为“滨河新村一至三区”，四区的对口学校见附件明细。"),
    "c-kehou": ("结束时间不晚于二十时三十分", "结束时间不晚于二十时", "初中晚自习结束时间提前半小时。"),
}  # fmt: skip
WITHDRAWALS = {  # text → reason, what the public is told
    "c-baimingdan": ("inaccurate", "名单中一项活动的主办单位已经变更，核实后重新公布，请以新名单为准。"),
    "c-nianjianjg": ("third_party_rights", "有一所学校对结论申请复核，复核期间先行撤回，复核后重新公告。"),
    "d-baimingdan": ("inaccurate", "附件中三家机构的监管账户状态录入有误，更正后重新公布。"),
    "d-jiaoshi": ("notice_over", "招聘工作已经结束，附件中涉及个人的名单公示期满，予以撤下。"),
}
ATTRIBUTES: dict[str, dict[str, Any]] = {  # text → what is decided instead of 主动公开
    "c-pifu": {"attribute": "on_request", "ground": "specific_party", "ground_note": "只涉及一所学校的工程安排。"},
    "d-pifu": {"attribute": "on_request", "ground": "specific_party", "ground_note": "只涉及一所学校的用地安排。"},
    "c-paiqian": {"attribute": "on_request", "ground": "not_compulsory", "ground_note": "两局之间商定的人员安排。"},
    "c-xiansuo": {"attribute": "closed", "ground": "three_safeties", "ground_note": "公开后可能影响考试安全。"},
    "c-shide": {
        "attribute": "open", "party_and_government": True, "disclosing_body": "云川市教育局",
        "authorisation": "市委教育工作委员会同意由市教育局公开",
    },
}  # fmt: skip
EMERGENCY = "强降雨预警已经发布，须在当晚通知到全市家长，来不及走完审核。"
