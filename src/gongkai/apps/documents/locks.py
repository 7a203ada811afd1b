"""The lock of a document that may not be changed now; Wagtail's editor, its autosave and its revert obey it."""

from __future__ import annotations

from typing import Any

from wagtail.locks import BaseLock


class ReviewLock(BaseLock):
    """While a document is in review or approved nobody changes it, whoever he is (送审、审核、发布的是同一份文本)."""

    def for_user(self, user: Any) -> bool:
        """It holds for everybody."""
        return True

    def get_message(self, user: Any) -> str:
        return f"此件{self.object.get_stage_display()}，任何人不得改动；需要改动请先撤回送审或由审核人退回。"

    def get_locked_by(self, user: Any) -> str:
        return "已锁定"

    def get_description(self, user: Any) -> str:
        return self.get_message(user)
