"""Wagtail's permission policy for records that belong to a body. It only translates: the answers are `permissions`'.

Publishing, deleting, locking and unlocking are never given: they are duties with their own actions, not editor buttons.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from gongkai.apps.organizations import permissions
from gongkai.apps.organizations.models import User

# Wagtail's word → ours; a word that is missing here is refused to everybody
VERBS = {
    "view": permissions.VIEW,
    "choose": permissions.VIEW,
    "add": permissions.DRAFT,
    "change": permissions.CHANGE,
}


def ours(actions: Iterable[str]) -> set[str]:
    """Our verbs for Wagtail's actions."""
    return {VERBS[a] for a in actions if a in VERBS}


class BodyPolicy(BasePermissionPolicy):
    """Answers by post and place; the superuser flag counts for nothing."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user holds the verb anywhere: never enough for a decision about one record."""
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return bool(ours(actions) & permissions.verbs_anywhere(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Model
    ) -> bool:
        return any(permissions.may(user, verb, instance) for verb in ours(actions))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Model]:
        """The records in reach: what lists show and what the gate fetches from."""
        records: QuerySet[Model] = self.model._default_manager.all()
        names = {f.name for f in self.model._meta.get_fields()}
        section = "section" if "section" in names else ""
        reach = Q(pk__in=[])
        for verb in ours(actions):
            reach |= permissions.scope_filter(user, verb, section_field=section)
        return records.filter(reach)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """Nobody in general: Wagtail would mail or mention people over all bodies."""
        return User.objects.none()

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Model
    ) -> QuerySet[User]:
        body, section = permissions.place_of(instance)
        if body is None:
            return User.objects.none()
        found = User.objects.none()
        for verb in ours(actions):
            found = found | permissions.holders(verb, body, section)
        return found


def guard(model: type[Model]) -> None:
    """Put a model under this policy; called in the AppConfig.ready() of the model's app.

    Safe to call twice, because tests start apps more than once.
    """
    if not isinstance(policy_registry.get_by_type(model, fallback=False), BodyPolicy):
        register_permission_policy(model, BodyPolicy(model), exact_class=True)
