"""Events of the clocks."""

from gongkai.apps.ledger.events import register

STARTED = "deadlines:started"
MET = "deadlines:met"
CANCELLED = "deadlines:cancelled"
CHANGED = "deadlines:changed"
RUNG = "deadlines:rung"

register(
    {
        STARTED: "期限起算：{basis}，最迟{due}",
        MET: "期限办结：{basis}",
        CANCELLED: "期限撤销：{basis}",
        CHANGED: "期限重算：{why}，最迟{due}",
        RUNG: "提醒：{words}",
    }
)
