"""Who took in a report that was handed in, or sent it back, moves to the one floor of reviews."""

from django.db import migrations

STATES = {"received": "open", "accepted": "approved", "returned": "returned"}


def carry(apps, editor):
    """A round for each report that was handed in, with the word on it where there is one."""
    received = apps.get_model("reporting", "Received")
    rounds, words = apps.get_model("reviews", "Round"), apps.get_model("reviews", "Word")
    for row in received.objects.order_by("pk"):
        made = rounds.objects.create(
            subject_type="reporting.received", subject_id=row.pk, process="received",
            organization_id=row.receiver_id, section_id=row.receiver_id, fingerprint=row.sha256,
            drafter_id=row.handed_in_by_id, submitted_by_id=row.handed_in_by_id, submitted_at=row.handed_in_at,
            state=STATES[row.state], step="accept", step_since=row.handed_in_at, place_id=row.receiver_id,
            ended_at=row.decided_at,
        )  # fmt: skip
        _word(words, made, row.handed_in_by_id, "", "wrote", row.handed_in_at)
        if row.decided_by_id:
            outcome = "agreed" if row.state == "accepted" else "returned"
            _word(words, made, row.decided_by_id, "accept", outcome, row.decided_at, row.reason)


def _word(words, made, person, step, outcome, at, opinion=""):
    words.objects.create(
        round=made, person_id=person, step=step, outcome=outcome, opinion=opinion,
        fingerprint=made.fingerprint, at=at,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_rounds_done"), ("reviews", "0001_initial")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
