"""门户: what citizens see."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """门户: what citizens see."""

    name = "gongkai.apps.portal"
    label = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of what changes for the public, and give duties below a frame for their pages."""
        from gongkai.apps.duties.public import set_frame
        from gongkai.apps.organizations.changes import register_mover, register_watcher
        from gongkai.apps.portal.baking.journal import of_body, of_publication
        from gongkai.apps.portal.duties import PortalFrame
        from gongkai.apps.portal.moved import on_move
        from gongkai.apps.portal.pages.document import drawn
        from gongkai.apps.publishing.faces import register_painter, register_recorder

        register_painter(drawn)
        register_recorder(of_publication)
        register_watcher(of_body)
        register_mover(on_move)
        set_frame(PortalFrame())
