"""Submissions and reviews move to the one floor of reviews; numbers stay, so that addresses and the ledger hold."""

from django.core.management.color import no_style
from django.db import migrations

SUBJECT = "documents.officialdocument"


def carry(apps, editor):
    """A round a submission, a word for each hand and each review."""
    old = apps.get_model("publishing", "Submission")
    rounds, words = apps.get_model("reviews", "Round"), apps.get_model("reviews", "Word")
    for row in old.objects.select_related("document").order_by("pk").iterator(200):
        made = rounds.objects.create(
            pk=row.pk, subject_type=SUBJECT, subject_id=row.document_id, process="document",
            organization_id=row.document.organization_id, section_id=row.document.section_id,
            revision_id=row.revision_id, fingerprint=row.fingerprint, drafter_id=row.drafter_id,
            submitted_by_id=row.submitted_by_id, submitted_at=row.submitted_at, state=row.state, step=row.step,
            step_since=row.step_since, place_id=row.reviewing_body_id, ended_at=row.ended_at,
        )  # fmt: skip
        reviews = list(row.reviews.order_by("pk"))
        judged = {r.reviewer_id for r in reviews if r.outcome != "returned"}
        hands = {row.drafter_id, row.submitted_by_id, *row.hands.values_list("pk", flat=True)} - judged
        words.objects.bulk_create(
            words(
                round=made, person_id=pk, outcome="wrote", fingerprint=row.fingerprint, at=row.submitted_at
            )
            for pk in sorted(hands)
        )
        for r in reviews:
            words.objects.create(
                round=made, person_id=r.reviewer_id, step=r.step, outcome=r.outcome, reasons=r.reasons,
                opinion=r.opinion, fingerprint=r.fingerprint, carried_over=r.carried_over, at=r.at,
            )  # fmt: skip
    for line in editor.connection.ops.sequence_reset_sql(no_style(), [rounds]):
        editor.execute(line)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_apart_done"), ("reviews", "0001_initial")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
