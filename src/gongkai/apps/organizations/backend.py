"""Sign-in by name and password, and Django's `has_perm` answered from the posts a person holds."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.backends import ModelBackend
from wagtail.permissions import policy_registry

from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.names import fold_account
from gongkai.apps.organizations.permissions import grants
from gongkai.apps.organizations.policy import BodyPolicy

ADMISSION = "wagtailadmin.access_admin"  # Wagtail's word for “may come in at all”


class PostBackend(ModelBackend):
    """Wagtail's buttons and menus ask `has_perm`; this must never answer other than the policy does.

    Groups and the superuser flag are not looked at: a person without a post may do nothing.
    """

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """The account, however its name was typed. An unknown name costs the time of a password too."""
        if username is None or password is None:
            return None
        user = User.objects.filter(username__iexact=fold_account(username)).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the posts of today give this Django permission somewhere."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if perm == ADMISSION:
            return bool(grants(user_obj))
        app_label, _, codename = perm.partition(".")
        action, _, model_name = codename.rpartition("_")
        try:
            model = apps.get_model(app_label, model_name)
        except (LookupError, ValueError):
            return False
        policy = policy_registry.get_by_type(model, fallback=False)
        if not isinstance(policy, BodyPolicy):
            return False
        if obj is not None:
            return policy.user_has_permission_for_instance(user_obj, action, obj)
        return policy.user_has_permission(user_obj, action)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Never by app: screens ask for a verb."""
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """No stored permissions exist; posts are asked instead."""
        return set()

    get_user_permissions = get_all_permissions
    get_group_permissions = get_all_permissions
