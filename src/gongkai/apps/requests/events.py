"""Events of requests. No sentence has a place for a person or for what was asked."""

from gongkai.apps.ledger.events import register

ENTERED = "requests:entered"
CONFIRMED = "requests:confirmed"
ASSIGNED = "requests:assigned"
SPLIT = "requests:split"
MERGED = "requests:merged"
CORRECTION_ASKED = "requests:correction_asked"
CORRECTED = "requests:corrected"
CORRECTION_LAPSED = "requests:correction_lapsed"
CONSULTED = "requests:consulted"
CONSULTED_BACK = "requests:consulted_back"
LATE_WEIGHED = "requests:late_weighed"
CODE_ISSUED = "requests:code_issued"
ASSIST_ASKED = "requests:assist_asked"
ASSISTED = "requests:assisted"
NOTED = "requests:noted"
EXTENSION_ASKED = "requests:extension_asked"
EXTENSION_DECIDED = "requests:extension_decided"
FREQUENCY_ASKED = "requests:frequency_asked"
FREQUENCY_JUDGED = "requests:frequency_judged"
FEE_NOTICED = "requests:fee_noticed"
FEE_PAID = "requests:fee_paid"
FEE_WAIVED = "requests:fee_waived"
FEE_LAPSED = "requests:fee_lapsed"
ANSWERED = "requests:answered"
DRAFTED = "requests:drafted"
SUBMITTED = "requests:submitted"
RECALLED = "requests:recalled"
AGREED = "requests:agreed"
RETURNED = "requests:returned"
LETTER_MADE = "requests:letter_made"
DELIVERED = "requests:delivered"
CLOSED = "requests:closed"
WITHDRAWN = "requests:withdrawn"
RATED = "requests:rated"
RECEIPT_PRINTED = "requests:receipt_printed"
REOPENED = "requests:reopened"
ARCHIVED = "requests:archived"
TO_OPEN = "requests:to_open"
TYPICAL = "requests:typical"
OPENED = "requests:opened"
OPENED_CHANGED = "requests:opened_changed"
OPENED_FILE = "requests:opened_file"
DISPUTE_ENTERED = "requests:dispute_entered"
DISPUTE_MOVED = "requests:dispute_moved"
DISPUTE_ENDED = "requests:dispute_ended"
COMPLAINT_ENTERED = "requests:complaint_entered"
COMPLAINT_ENDED = "requests:complaint_ended"
REDACTION_BEGUN = "requests:redaction_begun"
REDACTION_MADE = "requests:redaction_made"
REDACTION_WAIVED = "requests:redaction_waived"
REDACTION_PLACED = "requests:redaction_placed"
REDACTION_DROPPED = "requests:redaction_dropped"
REDACTION_RELEASED = "requests:redaction_released"
ARCHIVE_TAKEN = "requests:archive_taken"
OFFICE_SET = "requests:office_set"
TEMPLATE_SET = "requests:template_set"
PLAN_MADE = "requests:plan_made"
PLAN_DONE = "requests:plan_done"
PLAN_CHECKED = "requests:plan_checked"
PLATFORM_SET = "requests:platform_set"
TOLD_ABOVE = "requests:told_above"

register(
    {
        ENTERED: "收到政府信息公开申请（{channel}）",
        CONFIRMED: "确认收到并登记，收到之日{received_on}",
        ASSIGNED: "分给{section}办理",
        SPLIT: "按一事一申请拆出{number}",
        MERGED: "并入{number}",
        CORRECTION_ASKED: "一次性告知补正，期限{due_on}",
        CORRECTED: "收到补正，{received_on}起重新计算",
        CORRECTION_LAPSED: "逾期不补正，视为放弃申请",
        CONSULTED: "发出{kind}，送达{sent_on}",
        CONSULTED_BACK: "{kind}：{answer}",
        LATE_WEIGHED: "{kind}期限过后收到的意见：{decision}",
        CODE_ISSUED: "换发{kind}的网上答复口令",
        ASSIST_ASKED: "请{section}协办，{due_on}前答复",
        ASSISTED: "{section}答复协办",
        NOTED: "记录会商",
        EXTENSION_ASKED: "提请延长答复期限{amount}个工作日",
        EXTENSION_DECIDED: "延长答复期限{amount}个工作日：{decision}",
        FREQUENCY_ASKED: "要求说明数量、频次的理由（近一年{count}件）",
        FREQUENCY_JUDGED: "数量、频次的理由：{judged}",
        FEE_NOTICED: "发出收费通知，{yuan}元，{due_on}前缴纳",
        FEE_PAID: "收到信息处理费，{paid_on}次日起重新计算",
        FEE_WAIVED: "减免信息处理费{yuan}元",
        FEE_LAPSED: "逾期未缴费，视为放弃申请",
        ANSWERED: "第{position}项{step}",
        DRAFTED: "拟写答复：{outcome}",
        SUBMITTED: "答复送法制审核",
        RECALLED: "撤回送审的答复",
        AGREED: "{step}同意",
        RETURNED: "{step}退回答复",
        LETTER_MADE: "制作{kind}{number}",
        DELIVERED: "{kind}{method}送达，发出{sent_on}",
        CLOSED: "办结：{outcome}",
        WITHDRAWN: "申请人撤回申请",
        RATED: "申请人评价：{score}",
        RECEIPT_PRINTED: "打印回执，换发查询码",
        REOPENED: "重新办理",
        ARCHIVED: "归档",
        TO_OPEN: "转主动公开：{decision}",
        OPENED: "拟写公开的答复",
        OPENED_CHANGED: "修改公开的答复",
        OPENED_FILE: "公开的答复{decision}附件，{sha256}",
        TYPICAL: "典型案例：{decision}",
        DISPUTE_ENTERED: "登记{kind}",
        DISPUTE_MOVED: "{kind}进展：{stage}",
        DISPUTE_ENDED: "{kind}审结：{outcome}",
        COMPLAINT_ENTERED: "登记举报投诉",
        COMPLAINT_ENDED: "举报投诉办结",
        REDACTION_BEGUN: "区分处理：收下原件（{sha256}）",
        REDACTION_MADE: "区分处理：{pages}页遮{boxes}处，成品已核验（{sha256}）",
        REDACTION_WAIVED: "区分处理：别处同样的内容{places}处不遮",
        REDACTION_PLACED: "区分处理：遮盖件随第{item}项",
        REDACTION_DROPPED: "区分处理：去掉原件（{sha256}）",
        REDACTION_RELEASED: "区分处理：放行遮{boxes}处的成品（{sha256}）",
        ARCHIVE_TAKEN: "下载全卷（{bytes}字节，{sha256}）",
        OFFICE_SET: "改写文书设置",
        TEMPLATE_SET: "改写文书模板：{kind}",
        PLAN_MADE: "由{cases}件典型案例立改进方案，{section}{due_on}前完成",
        PLAN_DONE: "改进方案报完成",
        PLAN_CHECKED: "复核改进方案：{decision}",
        PLATFORM_SET: "改写上级平台“{name}”的列",
        TOLD_ABOVE: "导出{count}件的办理情况，回报“{name}”",
    }
)
