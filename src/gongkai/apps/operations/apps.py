"""运行: the installation's own state, such as when its background process was last at work."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """运行: the installation's own state, such as when its background process was last at work."""

    name = "gongkai.apps.operations"
    label = "operations"
    verbose_name = "运行"
    default_auto_field = "django.db.models.BigAutoField"
