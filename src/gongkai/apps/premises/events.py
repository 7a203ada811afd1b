"""What happens to the site of a body, as the ledger names it."""

from gongkai.apps.ledger.events import register

MARKS_CHANGED = "premises:marks_changed"
HOST_CHANGED = "premises:host_changed"
SITE_OPENED = "premises:site_opened"
SITE_CLOSED = "premises:site_closed"
INDEX_CHANGED = "premises:index_changed"
COLUMN_ADDED = "premises:column_added"
COLUMN_CHANGED = "premises:column_changed"
COLUMN_ORDERED = "premises:column_ordered"
COLUMN_CLOSED = "premises:column_closed"
COLUMN_OPENED = "premises:column_opened"
TOPIC_ADDED = "premises:topic_added"
TOPIC_RENAMED = "premises:topic_renamed"
TOPIC_ORDERED = "premises:topic_ordered"
TOPIC_CLOSED = "premises:topic_closed"
TOPIC_OPENED = "premises:topic_opened"
TEXT_CHANGED = "premises:text_changed"
HOLIDAYS_ENTERED = "premises:holidays_entered"
WORDS_ADDED = "premises:words_added"
WORDS_DROPPED = "premises:words_dropped"
FILE_KEPT = "premises:file_kept"
FILE_DROPPED = "premises:file_dropped"
GUIDE_REVISED = "premises:guide_revised"

register(
    {
        GUIDE_REVISED: "修订公开指南：{changed}",
        MARKS_CHANGED: "修改{fields}",
        HOST_CHANGED: "域名由“{old}”改为“{new}”",
        SITE_OPENED: "开通公开站点",
        SITE_CLOSED: "停用公开站点",
        INDEX_CHANGED: "索引号规则改为{scheme}，机构代码{index_code}；已编的不变",
        COLUMN_ADDED: "设栏目“{name}”，网址名 {slug}",
        COLUMN_CHANGED: "修改栏目“{name}”：{fields}",
        COLUMN_ORDERED: "调整栏目“{name}”的顺序",
        COLUMN_CLOSED: "停用栏目“{name}”{into}",
        COLUMN_OPENED: "启用栏目“{name}”",
        TOPIC_ADDED: "设主题“{name}”",
        TOPIC_RENAMED: "主题“{old}”更名为“{new}”",
        TOPIC_ORDERED: "调整主题“{name}”的顺序",
        TOPIC_CLOSED: "停用主题“{name}”",
        TOPIC_OPENED: "启用主题“{name}”",
        TEXT_CHANGED: "修改{name}",
        HOLIDAYS_ENTERED: "录入{year}年放假安排（{number}）",
        WORDS_ADDED: "增加近义词：{words}",
        WORDS_DROPPED: "取消近义词：{words}",
        FILE_KEPT: "登记站点验证文件 {name}",
        FILE_DROPPED: "撤下站点验证文件 {name}",
    }
)
