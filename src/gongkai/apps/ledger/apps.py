"""台账: who did what, when and why; append-only and hash-chained."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """台账: who did what, when and why; append-only and hash-chained."""

    name = "gongkai.apps.ledger"
    label = "ledger"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sealed values follow a change of keys."""
        from gongkai import crypt
        from gongkai.apps.ledger.actions import renew_sealed

        crypt.register_renewal("ledger.sealed", renew_sealed)
