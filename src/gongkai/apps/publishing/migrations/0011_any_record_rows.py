"""Every publication of before is one of a document, placed at the section that drafted it."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def carry(apps, editor):
    """One statement, however many rows; safe on an empty database."""
    documents = apps.get_model("documents", "OfficialDocument").objects.filter(pk=OuterRef("document_id"))
    apps.get_model("publishing", "Publication").objects.update(
        subject_type="documents.officialdocument",
        subject_id=F("document_id"),
        section_id=Subquery(documents.values("section_id")),
    )


class Migration(migrations.Migration):
    dependencies = [("publishing", "0010_any_record")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
