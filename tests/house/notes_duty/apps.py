"""办事指南: short texts with an attachment, reviewed and made public like any record."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    """办事指南: short texts with an attachment, reviewed and made public like any record."""

    name = "tests.house.notes_duty"
    label = "notes"
    verbose_name = "办事指南"
    default_auto_field = "django.db.models.BigAutoField"
