"""机构与人员: the tree of bodies, people, posts and powers."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """机构与人员: the tree of bodies, people, posts and powers."""

    name = "gongkai.apps.organizations"
    label = "organizations"
    verbose_name = "机构与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the acts that wait for a second person, and say how secrets come under a new key."""
        from gongkai import crypt
        from gongkai.apps.organizations.actions import bodies, codes, handover  # noqa: F401 - each registers its kinds

        crypt.register_renewal("动态口令密钥", codes.renew)
