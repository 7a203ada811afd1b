"""A row that only one act at a time may go on from: the counter of a year, the head of a chain."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def locked_row(model: type[M], **key: Any) -> M:
    """The row of this unique key, locked until the transaction ends; made where there is none yet."""
    rows = model._default_manager.select_for_update()
    row = rows.filter(**key).first()
    if row is None:
        model._default_manager.get_or_create(**key)  # another may make it at the same moment
        row = rows.get(**key)
    return row
