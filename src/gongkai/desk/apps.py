"""办公桌: the common drawing of staff screens."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """办公桌: the common drawing of staff screens."""

    name = "gongkai.desk"
    label = "desk"
    verbose_name = "工作台界面"
