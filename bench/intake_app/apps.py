"""The app that makes the benchmark's table known."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """The benchmark's one record."""

    name = "bench.intake_app"
    label = "bench_intake"

    def ready(self) -> None:
        """Its people may be read by nobody."""
        from bench.intake_app.models import Case
        from gongkai.apps.people import gate

        gate.register(Case, gate.Holding(may_read=lambda user, case: False, closed_on=lambda case: None))
