"""运行: the installation's own state, such as when its background process was last at work."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OperationsConfig(AppConfig):
    """运行: the installation's own state, such as when its background process was last at work."""

    name = "gongkai.apps.operations"
    label = "operations"
    verbose_name = "运行"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set what each new connection to the database needs."""
        connection_created.connect(_settle, dispatch_uid="operations")


def _settle(connection: Any, **_: Any) -> None:
    if connection.vendor == "postgresql":
        from gongkai.apps.operations import postgres

        postgres.settle(connection)
