"""补签 stands on the floor of reviews: who did it and who wrote are kept from signing by the constraint of all rounds."""

from django.db import migrations

DONE = {"agreed": "approved", "refused": "returned"}


def move(apps, schema_editor):
    """Each row becomes a round of one step with its words, and the signature that names what was done."""
    countersign = apps.get_model("publishing", "Countersign")
    word = apps.get_model("reviews", "Word")
    rows = countersign.objects.select_related("publication").order_by("done_at", "id")
    for old in rows.iterator(500):
        made = _round(apps, old)
        wrote = {old.publication.drafter_id, old.done_by_id} | _hands(word, old)
        wrote.discard(old.signed_by_id)
        word.objects.bulk_create(
            word(round=made, person_id=pk, outcome="wrote", at=old.done_at) for pk in sorted(wrote)
        )
        if old.signed_by_id is not None:
            word.objects.create(
                round=made, person_id=old.signed_by_id, step="sign", outcome=old.outcome, opinion=old.opinion,
                at=old.signed_at,
            )
        apps.get_model("reviews", "Signature").objects.create(
            round=made, act=old.act, reason=old.reason, facts=old.facts
        )


def _round(apps, old):
    public = old.publication
    return apps.get_model("reviews", "Round").objects.create(
        subject_type="publishing.publication", subject_id=public.pk, process="second", fingerprint="",
        organization_id=public.organization_id, section_id=public.section_id, drafter_id=public.drafter_id,
        submitted_by_id=old.done_by_id, submitted_at=old.done_at, state=DONE.get(old.outcome, "open"), step="sign",
        step_since=old.done_at, place_id=old.organization_id, ended_at=old.signed_at,
    )


def _hands(word, old):
    """Who wrote what went out in an emergency, as earlier rounds of the record kept it."""
    if old.act != "emergency":
        return set()
    wrote = word.objects.filter(
        round__subject_type=old.publication.subject_type, round__subject_id=old.publication.subject_id,
        outcome="wrote",
    )
    return set(wrote.values_list("person_id", flat=True))


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0001_start"),
        ("reviews", "0002_signatures"),
    ]

    operations = [
        migrations.RunPython(move),
        migrations.DeleteModel(name="Countersign"),
    ]
