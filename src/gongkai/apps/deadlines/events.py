"""Events of the clocks."""

from gongkai.apps.ledger.events import register

STARTED = "deadlines:started"
MOVED = "deadlines:moved"
RESTARTED = "deadlines:restarted"
EXCLUDED = "deadlines:excluded"
EXTENDED = "deadlines:extended"
POSTPONED = "deadlines:postponed"
PAUSED = "deadlines:paused"
RESUMED = "deadlines:resumed"
MET = "deadlines:met"
CANCELLED = "deadlines:cancelled"
CHANGED = "deadlines:changed"
CHASED = "deadlines:chased"

register(
    {
        STARTED: "期限起算：{basis}，最迟{due}",
        MOVED: "起算日更正：{basis}，最迟{due}",
        RESTARTED: "期限重新起算：{basis}，最迟{due}",
        EXCLUDED: "一段时间不计入期限：{basis}，最迟{due}",
        EXTENDED: "期限延长：{basis}，最迟{due}",
        POSTPONED: "延迟答复：{basis}，最迟{due}",
        PAUSED: "期限停计：{basis}",
        RESUMED: "期限恢复计算：{basis}，最迟{due}",
        MET: "期限办结：{basis}",
        CANCELLED: "期限撤销：{basis}",
        CHANGED: "期限重算：{why}，最迟{due}",
        CHASED: "催办{told}，第{time}次",
    }
)
