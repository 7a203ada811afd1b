"""`gongkai manage rebuild_search`: fill the index of words anew from the public rows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.apps.search.actions import rebuild


class Command(BaseCommand):
    """Needed after the rules of word cutting changed, or a body moved in the tree."""

    help = "重建检索索引"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"检索索引已重建，共 {rebuild()} 条。")
