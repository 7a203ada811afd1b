"""站点管理: what the administrator of a body keeps of its public site."""

from django.apps import AppConfig


class PremisesConfig(AppConfig):
    """站点管理: what the administrator of a body keeps of its public site."""

    name = "gongkai.apps.premises"
    label = "premises"
    verbose_name = "站点管理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the acts that a second person confirms be known to every process, and the first page to the server."""
        from gongkai.apps.premises import actions as actions
