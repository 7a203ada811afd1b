from django.db import migrations

# Parts of titles and numbers, as the staff list asks for them (icontains): without it a rare word reads a million rows.
INDEX = (
    "CREATE INDEX IF NOT EXISTS document_words ON documents_officialdocument"
    " USING gin (UPPER(title) gin_trgm_ops, UPPER(number) gin_trgm_ops)"
)


def add(apps, editor):
    """On PostgreSQL, where the extension is there or may be created; elsewhere the words are looked for row by row."""
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')"
            " OR (has_database_privilege(current_database(), 'CREATE') AND EXISTS"
            " (SELECT 1 FROM pg_available_extension_versions WHERE name = 'pg_trgm' AND trusted))"
        )
        if cursor.fetchone()[0]:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(INDEX)


def remove(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS document_words")


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_few_of_a_kind")]
    operations = [migrations.RunPython(add, remove)]
