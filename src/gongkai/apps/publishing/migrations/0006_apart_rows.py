"""Rows of before: what was set for a time moves apart, dates that a correction moved go back, hands are kept."""

from django.db import migrations


def carry(apps, editor):
    """Fill the new tables from the old columns; safe on an empty database."""
    publication = apps.get_model("publishing", "Publication")
    _plans(apps, publication)
    _dates(publication)
    countersign = apps.get_model("publishing", "Countersign")
    countersign.objects.filter(signed_at__isnull=False).update(outcome="agreed")
    hand = apps.get_model("publishing", "Submission").hands.through
    rows = apps.get_model("publishing", "Submission").objects.values_list("pk", "drafter_id", "submitted_by_id")
    hand.objects.bulk_create(
        [hand(submission_id=pk, user_id=who) for pk, *people in rows.iterator() for who in sorted(set(people))],
        batch_size=500,
        ignore_conflicts=True,
    )


def _plans(apps, publication):
    planned = apps.get_model("publishing", "Planned")
    withdrawal = apps.get_model("publishing", "Withdrawal")
    for row in publication.objects.filter(state="scheduled"):
        if row.scheduled_for:
            made = planned.objects.create(
                publication=row, due_at=row.scheduled_for, topic_id=row.topic_id,
                change_note="定时发布" if row.published_at else "",
                set_by_id=row.published_by_id, set_at=row.document.updated_at,
            )  # fmt: skip
            made.columns.set(row.placements.values_list("column_id", flat=True))
        if row.published_at:  # it was public and the plan had taken it away: it is public, or withdrawn, as before
            last = row.versions.order_by("-number").first()
            gone = withdrawal.objects.filter(publication=row, at__gte=last.at).exists() if last else True
            row.state = "withdrawn" if gone else "live"
            row.save(update_fields=["state"])
            row.placements.update(is_live=not gone)


def _dates(publication):
    for row in publication.objects.filter(versions__number__gt=1).distinct():
        versions = list(row.versions.order_by("number").values_list("at", flat=True))
        row.published_at, row.corrected_at = versions[0], versions[-1]
        row.save(update_fields=["published_at", "corrected_at"])
        row.placements.update(published_at=versions[0])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_apart")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
