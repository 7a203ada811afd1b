"""来信: letters from citizens, answered by two people."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """来信: letters from citizens, answered by two people."""

    name = "tests.house.letters_duty"
    label = "letters"
    verbose_name = "来信"
    default_auto_field = "django.db.models.BigAutoField"
