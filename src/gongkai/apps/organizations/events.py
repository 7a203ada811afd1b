"""What happens to bodies, people and posts, as the ledger names it."""

from gongkai.apps.ledger.events import register

BODY_CREATED = "organizations:body_created"
BODY_CHANGED = "organizations:body_changed"
BODY_RENAMED = "organizations:body_renamed"
BODY_MOVED = "organizations:body_moved"
BODY_MERGED = "organizations:body_merged"
ALIAS_ADDED = "organizations:alias_added"
PERSON_ADDED = "organizations:person_added"
PERSON_CHANGED = "organizations:person_changed"
PERSON_STOPPED = "organizations:person_stopped"
PERSON_RESUMED = "organizations:person_resumed"
POST_GIVEN = "organizations:post_given"
POST_ENDED = "organizations:post_ended"
PEOPLE_IMPORTED = "organizations:people_imported"
HANDED_OVER = "organizations:handed_over"
PASSWORD_RESET = "organizations:password_reset"
PASSWORD_CHANGED = "organizations:password_changed"
CODE_ENROLLED = "organizations:code_enrolled"
CODE_DROPPED = "organizations:code_dropped"
SIGN_IN_LOCKED = "organizations:sign_in_locked"
SIGN_IN_UNLOCKED = "organizations:sign_in_unlocked"
PROPOSED = "organizations:proposed"
PROPOSAL_CONFIRMED = "organizations:proposal_confirmed"
PROPOSAL_REFUSED = "organizations:proposal_refused"
PROPOSAL_WITHDRAWN = "organizations:proposal_withdrawn"

register(
    {
        BODY_CREATED: "设立{name}",
        BODY_CHANGED: "修改机构信息：{fields}",
        BODY_RENAMED: "由“{old}”更名为“{new}”",
        BODY_MOVED: "上级由“{old}”改为“{new}”",
        BODY_MERGED: "并入“{into}”",
        ALIAS_ADDED: "登记别名“{name}”",
        PERSON_ADDED: "建立账号",
        PERSON_CHANGED: "修改人员信息：{fields}",
        PERSON_STOPPED: "停用账号",
        PERSON_RESUMED: "恢复账号",
        POST_GIVEN: "授予{place}{role}岗位",
        POST_ENDED: "结束{place}{role}岗位",
        PEOPLE_IMPORTED: "从表格导入{count}人",
        HANDED_OVER: "工作移交给{to}，共{count}项",
        PASSWORD_RESET: "重设口令，首次登录须修改",
        PASSWORD_CHANGED: "修改口令",
        CODE_ENROLLED: "启用动态口令",
        CODE_DROPPED: "停用动态口令",
        SIGN_IN_LOCKED: "连续登录失败，账号锁定{minutes}分钟",
        SIGN_IN_UNLOCKED: "解除登录锁定",
        PROPOSED: "提出{what}，等另一人确认",
        PROPOSAL_CONFIRMED: "确认{asked_by}提出的事项：{what}",
        PROPOSAL_REFUSED: "不同意{asked_by}提出的事项：{what}",
        PROPOSAL_WITHDRAWN: "撤回提出的事项：{what}",
    }
)
