"""Events of review and publication."""

from gongkai.apps.ledger.events import register

SUBMITTED = "publishing:submitted"
RECALLED = "publishing:recalled"
AGREED = "publishing:agreed"
CARRIED = "publishing:carried"
RETURNED = "publishing:returned"
FILED = "publishing:filed"
SCHEDULED = "publishing:scheduled"
UNSCHEDULED = "publishing:unscheduled"
PUBLISHED = "publishing:published"
EMERGENCY = "publishing:emergency"
CORRECTED = "publishing:corrected"
WITHDRAWN = "publishing:withdrawn"
VALIDITY = "publishing:validity"
COUNTERSIGNED = "publishing:countersigned"
FELL_THROUGH = "publishing:fell_through"
NOT_SIGNED = "publishing:not_signed"
PUT_BACK = "publishing:put_back"
RELATION_UNDONE = "publishing:relation_undone"

register(
    {
        SUBMITTED: "送审，由{step}开始",
        RECALLED: "撤回送审",
        AGREED: "{step}同意{next}",
        CARRIED: "{step}沿用：{reviewer}审过的正是这一稿",
        RETURNED: "{step}退回：{reasons}",
        FILED: "审核完毕，按“{attribute}”归档，不向社会发布",
        SCHEDULED: "定于{when}发布，索引号{index_number}",
        UNSCHEDULED: "取消定时发布",
        PUBLISHED: "发布到{columns}，索引号{index_number}",
        EMERGENCY: "紧急发布到{columns}，索引号{index_number}，待第二人补签",
        CORRECTED: "更正公开内容（第{version}版）：{note}",
        WITHDRAWN: "撤回公开：{reason}",
        VALIDITY: "有效性改为“{validity}”{by}",
        COUNTERSIGNED: "补签{act}",
        FELL_THROUGH: "没有按时发布，回到待发布：{reason}",
        NOT_SIGNED: "不同意{act}{then}",
        PUT_BACK: "恢复公开（第{version}版）",
        RELATION_UNDONE: "撤销有效性登记：{relation}",
    }
)
