"""The gate every viewset inherits: no view of Wagtail's is reached before the object was fetched through the policy.

Wagtail's snippet and model views ask “may you ever?”, not “may you on this one?” (measured: a user of body A opened,
exported and compared what belongs to B). A foreign object answers 404, and so does a view that nobody classified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Protocol

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.generic import IndexView
from wagtail.permissions import policy_registry

# name of the view → Wagtail actions of which one is needed, on the object where there is one
CLASSIFIED: dict[str, tuple[str, ...]] = {
    "list": ("view",),
    "list_results": ("view",),
    "add": ("add",),
    "preview_on_add": ("add",),
    "edit": ("change",),
    "preview_on_edit": ("change",),
    "inspect": ("view",),
    "history": ("view",),
    "history_results": ("view",),
    "revisions_view": ("view",),
    "revisions_compare": ("view",),
    "revisions_revert": ("change",),
    "usage": ("view",),
}


def gate(view: Callable[..., HttpResponse], model: type[Model], name: str) -> Callable[..., HttpResponse]:
    """The view behind the gate. `name` is its URL name; names outside CLASSIFIED answer 404 to everybody."""
    actions = CLASSIFIED.get(name)

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy = policy_registry.get_by_type(model)
        if actions is None or not policy.user_has_any_permission(request.user, actions):
            raise Http404
        if "pk" in kwargs:
            reach = policy.instances_user_has_any_permission_for(request.user, actions)
            try:
                found = reach.filter(pk=unquote(str(kwargs["pk"]))).exists()
            except (ValueError, ValidationError):
                found = False
            if not found:
                raise Http404
        return view(request, *args, **kwargs)

    return gated


class Policy(Protocol):
    """What is asked of a permission policy here: ours (policy.BodyPolicy), or Wagtail's own where none of ours stands."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user holds the verb anywhere."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Whether the user holds the verb for this record."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Model]:
        """The records for which the user holds one of the verbs."""


class Scoped:
    """Put before any of Wagtail's views: permission questions are about the object once there is one."""

    object: Model | None
    permission_policy: Policy
    request: HttpRequest

    def user_has_permission(self, permission: str) -> bool:
        """Asked per instance where an instance is at hand."""
        instance = getattr(self, "object", None)
        if isinstance(instance, Model) and instance.pk:
            return self.permission_policy.user_has_permission_for_instance(
                self.request.user, permission, instance
            )
        return self.permission_policy.user_has_permission(self.request.user, permission)

    def user_has_any_permission(self, permissions: list[str]) -> bool:
        return any(self.user_has_permission(p) for p in permissions)


class ScopedIndex(Scoped):
    """A list shows what is in reach, whatever queryset the viewset has."""

    def get_base_queryset(self) -> Any:
        """The policy's records only, so filters and exports cannot reach further."""
        records = super().get_base_queryset()  # type: ignore[misc]
        reach = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return records.filter(pk__in=reach.values("pk"))


class Gated:
    """What each of our viewsets inherits first."""

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        """Wagtail's view with per-instance answers mixed in."""
        scoped = ScopedIndex if issubclass(view_class, IndexView) else Scoped
        return super().construct_view(type(view_class.__name__, (scoped, view_class), {}), **kwargs)  # type: ignore[misc]

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses, each behind the gate."""
        patterns: list[Any] = super().get_urlpatterns()  # type: ignore[misc]
        for pattern in patterns:
            pattern.callback = gate(pattern.callback, self.model, pattern.name)  # type: ignore[attr-defined]
        return patterns
