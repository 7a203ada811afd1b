"""Events of official documents."""

from gongkai.apps.ledger.events import register

REGISTERED = "documents:registered"
CHANGED = "documents:changed"
ATTRIBUTED = "documents:attributed"
FILE_ADDED = "documents:file_added"
FILE_REMOVED = "documents:file_removed"
NUMBER_EXPLAINED = "documents:number_explained"
DISCARDED = "documents:discarded"

register(
    {
        REGISTERED: "登记公文",
        CHANGED: "修改{fields}",
        ATTRIBUTED: "认定公开属性为“{attribute}”{ground}",
        FILE_ADDED: "添加{part}“{name}”",
        FILE_REMOVED: "移去{part}“{name}”",
        NUMBER_EXPLAINED: "说明{number}：{reason}",
        DISCARDED: "作废登记",
    }
)
