"""工作台: what staff see."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """工作台: what staff see."""

    name = "gongkai.apps.workbench"
    label = "workbench"
    verbose_name = "工作台"
    default_auto_field = "django.db.models.BigAutoField"
