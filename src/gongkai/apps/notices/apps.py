"""提醒: what a person is told on the workbench, until it is put away."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """提醒: what a person is told on the workbench, until it is put away."""

    name = "gongkai.apps.notices"
    label = "notices"
    verbose_name = "提醒"
    default_auto_field = "django.db.models.BigAutoField"
