"""What is done to a note before publishing takes it."""

from gongkai.apps.ledger.events import register

DRAFTED, CHANGED = "notes:drafted", "notes:changed"
register({DRAFTED: "拟写办事指南", CHANGED: "修改办事指南"})
