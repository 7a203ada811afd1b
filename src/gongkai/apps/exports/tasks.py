"""The task of the slow queue; see site/background.py."""

from django_tasks import task

from gongkai.apps.exports import making


@task(queue_name="slow")
def make(export_id: int) -> None:
    """Make one file."""
    making.make(export_id)
