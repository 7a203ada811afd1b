"""收件: what every public form stands on: drafts, proof of work, one record a sending, receipt, status, attachments."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """收件: what every public form stands on: drafts, proof of work, one record a sending, receipt, status, attachments."""

    name = "gongkai.apps.intake"
    label = "intake"
    verbose_name = "收件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Attachments follow a change of keys."""
        from gongkai import crypt
        from gongkai.apps.intake.actions.attachments import renew

        crypt.register_renewal("intake.attachment", renew)
