"""Who agreed to a report and who issued it move to the one floor of reviews."""

from django.db import migrations


def carry(apps, editor):
    """A round for each report that is or was in review, as far as its row tells."""
    report = apps.get_model("reporting", "Report")
    rounds, words = apps.get_model("reviews", "Round"), apps.get_model("reviews", "Word")
    for row in report.objects.exclude(submitted_at=None).order_by("pk"):
        issued = row.state == "issued"
        made = rounds.objects.create(
            subject_type="reporting.report", subject_id=row.pk, process="report",
            organization_id=row.organization_id, section_id=row.section_id, fingerprint=row.sha256,
            drafter_id=row.drafted_by_id, submitted_by_id=row.drafted_by_id, submitted_at=row.submitted_at,
            state="approved" if issued else "open", step="issue" if row.reviewer_id else "agree",
            step_since=row.reviewed_at or row.submitted_at, place_id=row.organization_id,
            ended_at=row.issued_at,
        )  # fmt: skip
        judged = {row.reviewer_id, row.issued_by_id}
        for pk in sorted({row.drafted_by_id, *row.hands.values_list("pk", flat=True)} - judged):
            _word(words, made, pk, "", "wrote", row.submitted_at)
        if row.reviewer_id:
            _word(words, made, row.reviewer_id, "agree", "agreed", row.reviewed_at, row.opinion)
        if row.issued_by_id:
            _word(words, made, row.issued_by_id, "issue", "agreed", row.issued_at)


def _word(words, made, person, step, outcome, at, opinion=""):
    words.objects.create(
        round=made, person_id=person, step=step, outcome=outcome, opinion=opinion,
        fingerprint=made.fingerprint, at=at,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_hands"), ("publishing", "0008_rounds_rows")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
