"""门户: what citizens see."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """门户: what citizens see."""

    name = "gongkai.apps.portal"
    label = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.apps.intake.frame import register_frame
        from gongkai.apps.organizations.changes import register_watcher
        from gongkai.apps.portal.baking.make import on_body_change, on_change
        from gongkai.apps.portal.pages import frame
        from gongkai.apps.publishing.faces import register_face

        register_face(on_change)
        register_frame(frame)
        register_watcher(on_body_change)
