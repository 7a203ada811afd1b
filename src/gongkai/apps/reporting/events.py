"""Events of annual reports."""

from gongkai.apps.ledger.events import register

OPENED = "reporting:opened"
TRAITS = "reporting:traits"
FILLED = "reporting:filled"
FILLED_MANY = "reporting:filled_many"
ZEROED = "reporting:zeroed"
WRITTEN = "reporting:written"
SUBMITTED = "reporting:submitted"
RECALLED = "reporting:recalled"
AGREED = "reporting:agreed"
RETURNED = "reporting:returned"
ISSUED = "reporting:issued"
REOPENED = "reporting:reopened"
HANDED_OVER = "reporting:handed_over"
TAKEN_OVER = "reporting:taken_over"
RECEIVED = "reporting:received"
ACCEPTED = "reporting:accepted"
SENT_BACK = "reporting:sent_back"

register(
    {
        OPENED: "开始编制{year}年度报告",
        TRAITS: "改写本单位情况：{traits}",
        FILLED: "手工填报“{name}”为{value}，{vouched_by}核实",
        FILLED_MANY: "手工填报{count}格（{how}），{vouched_by}核实",
        ZEROED: "手工填报“{table}”其余{count}格为0，{vouched_by}核实",
        WRITTEN: "改写“{part}”",
        SUBMITTED: "年度报告送审，各数冻结，校验{sha256}",
        RECALLED: "撤回送审",
        AGREED: "审定年度报告",
        RETURNED: "退回年度报告",
        ISSUED: "签发年度报告，校验{sha256}",
        REOPENED: "重开年度报告",
        HANDED_OVER: "年度报告登记为公文并送审公开",
        TAKEN_OVER: "编制人改为{name}",
        RECEIVED: "收到{body}{year}年度报告，错误{errors}处",
        ACCEPTED: "接收{body}{year}年度报告",
        SENT_BACK: "退回{body}{year}年度报告",
    }
)
