"""Tasks of the slow queue; see site/background.py. What they do stands in `redacting.py`."""

from django_tasks import task

from gongkai.apps.requests import redacting


@task(queue_name="slow")
def read_original(redaction_id: int) -> None:
    """Pages and proposals."""
    redacting.read_original(redaction_id)


@task(queue_name="slow")
def seek_same(redaction_id: int, number: int) -> None:
    """The words of one place elsewhere."""
    redacting.seek_same(redaction_id, number)


@task(queue_name="slow")
def make_result(redaction_id: int, user_id: int) -> None:
    """The flat file, its check, its certificate."""
    redacting.make_result(redaction_id, user_id)
