"""导出: large lists as files, made in the background for the one who asked."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """导出: large lists as files, made in the background for the one who asked."""

    name = "gongkai.apps.exports"
    label = "exports"
    verbose_name = "导出"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every list of the house is taken away through here."""
        from gongkai import crypt
        from gongkai.apps.exports.actions import renew
        from gongkai.apps.exports.carrier import Carrying
        from gongkai.desk.taking import carry_with

        carry_with(Carrying())
        crypt.register_renewal("exports.export", renew)
