"""Bytes that the saved versions of a document take, on the demonstration city: as they are kept, and as Wagtail would keep them.

`python -m bench.revisions`: loads the city into a throw-away database. “As Wagtail would” is the same revision with what
`documents.revisions` leaves out of it: the plain text, its fingerprint and what the reader found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any


def measure() -> dict[str, Any]:
    """Counts and bytes, in the database in use."""
    import django

    django.setup()
    from django.core.management import call_command

    from gongkai.apps.documents.models import OfficialDocument
    from gongkai.apps.documents.revisions import whole
    from gongkai.demo.load import load

    call_command("migrate", verbosity=0)
    load()
    evidence = dict(OfficialDocument.objects.values_list("pk", "evidence"))
    kept = full = count = 0
    for revision in _of_documents().iterator(chunk_size=200):
        count += 1
        kept += len(json.dumps(revision.content))
        full += len(json.dumps(whole(revision.content, evidence.get(int(revision.object_id), {}))))
    return {"documents": len(evidence), "revisions": count, "kept": kept, "full": full}


def _of_documents() -> Any:
    """The saved versions of documents."""
    from wagtail.models import Revision

    return Revision.objects.filter(
        content_type__app_label="documents", content_type__model="officialdocument"
    ).order_by("pk")


def main() -> None:
    """Load, measure, print."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        environment = os.environ | {
            "GONGKAI_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        }  # fmt: skip
        code = "import json; from bench.revisions import measure; print('\\n' + json.dumps(measure()))"
        out = subprocess.run(
            [sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
    found = json.loads(out.stdout.splitlines()[-1])
    documents = max(found["documents"], 1)
    print(
        f"revisions: {found['documents']} documents, {found['revisions'] / documents:.1f} saved versions each; "
        f"{found['kept'] / documents:.0f} bytes a document, whole they would be {found['full'] / documents:.0f} "
        f"({found['kept'] / max(found['full'], 1):.2f} of it)"
    )


if __name__ == "__main__":
    main()
