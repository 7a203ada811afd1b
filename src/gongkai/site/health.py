"""`/healthz`: whether this installation works, for a monitor. It says nothing that a visitor could use."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def disk_free_mb() -> int:
    """Megabytes left where the data lies."""
    import shutil

    return shutil.disk_usage(settings.DATA).free // (1024 * 1024)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while database, background process and disk are fine, 503 otherwise, with the parts that are not."""
    from gongkai.apps.operations.queries import standstill
    from gongkai.site.commands.serve import LEAST_FREE_MB

    parts = {"database": True, "background": False, "disk": disk_free_mb() >= LEAST_FREE_MB}
    try:
        parts["background"] = standstill() is None
    except DatabaseError:
        parts["database"] = False
    fine = all(parts.values())
    return JsonResponse({"ok": fine, **parts}, status=200 if fine else 503)
