"""统计年报: the body's own annual report from its records, and those that others hand in."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """统计年报: our own annual report, the reports handed in, their figures."""

    name = "gongkai.apps.reporting"
    label = "reporting"
    verbose_name = "统计年报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of publications, so that the clock of a report stops when the public can read it."""
        from gongkai.apps.publishing.faces import register_face
        from gongkai.apps.reporting.actions.publication import heard

        register_face(heard)
