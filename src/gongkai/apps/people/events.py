"""What happens to personal data, as the ledger names it. No sentence has a place for the person."""

from gongkai.apps.ledger.events import register

ENTERED = "people:entered"
CORRECTED = "people:corrected"
READ = "people:read"
ERASURE_OPENED = "people:erasure_opened"
ERASURE_DECLINED = "people:erasure_declined"
ERASED = "people:erased"

register(
    {
        ENTERED: "登记{part}（{kind}）的个人信息",
        CORRECTED: "更正{part}的个人信息：{fields}",
        READ: "查看{part}的{what}",
        ERASURE_OPENED: "提请删除{part}的个人信息：{ground}",
        ERASURE_DECLINED: "不同意删除{part}的个人信息",
        ERASED: "删除{part}的个人信息：{ground}",
    }
)
