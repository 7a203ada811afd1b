"""机构与人员: the tree of bodies, people, posts and powers."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """机构与人员: the tree of bodies, people, posts and powers."""

    name = "gongkai.apps.organizations"
    label = "organizations"
    verbose_name = "机构与人员"
    default_auto_field = "django.db.models.BigAutoField"
