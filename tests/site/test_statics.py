"""Style sheets and scripts: named by their content, packed, and nothing beside them is handed out (findings/walk.md B27)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from gongkai.site.statics import FOR_GOOD, OwnNames, Statics


@pytest.fixture
def collected(tmp_path: Path) -> OwnNames:
    """Our style sheet and one of the editor's, as `collectstatic` leaves them."""
    storage = OwnNames(location=tmp_path, base_url="/static/")
    places = {}
    for name in ("portal/site.css", "portal/reader.js", "wagtailadmin/css/core.css"):
        source = Path(str(finders.find(name)))
        with source.open("rb") as opened:
            storage.save(name, opened)
        places[name] = (FileSystemStorage(tmp_path), name)
    list(storage.post_process(places))
    return storage


def test_our_files_are_named_by_their_content_and_packed(collected, tmp_path):
    name = collected.stored_name("portal/site.css")
    assert re.fullmatch(r"portal/site\.[0-9a-f]{12}\.css", name)
    plain = (tmp_path / name).read_bytes()
    assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == plain
    assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == plain


def test_other_content_is_another_name_and_a_foreign_file_keeps_its_own(collected, tmp_path):
    before = collected.stored_name("portal/reader.js")
    (tmp_path / "portal/reader.js").write_text("changed", encoding="utf-8")
    list(collected.post_process({"portal/reader.js": (FileSystemStorage(tmp_path), "portal/reader.js")}))
    assert collected.stored_name("portal/reader.js") != before
    assert (tmp_path / before).exists(), "pages that were baked before still find theirs"
    assert collected.stored_name("wagtailadmin/css/core.css") == "wagtailadmin/css/core.css"
    assert not list(tmp_path.glob("wagtailadmin/css/core.*.css*"))


def test_a_browser_keeps_what_is_named_by_its_content_for_good_and_gets_the_twin(collected, tmp_path):
    statics = Statics(tmp_path, "/static/")
    name = collected.stored_name("portal/site.css")
    file, headers = statics.find(f"/static/{name}", "gzip, deflate, br") or ("", [])
    assert file.endswith(".css.br")
    assert dict(headers)["content-encoding"] == "br" and dict(headers)["cache-control"] == FOR_GOOD
    assert (
        dict(headers)["content-type"] == "text/css; charset=utf-8"
        and dict(headers)["vary"] == "Accept-Encoding"
    )
    assert (statics.find(f"/static/{name}", "gzip") or ("",))[0].endswith(".gz")
    assert (statics.find(f"/static/{name}", "") or ("",))[0].endswith(".css")
    _, headers = statics.find("/static/portal/site.css", "br") or ("", [])
    assert "immutable" not in dict(headers)["cache-control"] and "content-encoding" not in dict(headers)


@pytest.mark.parametrize("path", ["/static/../secret", "/static/portal/../../secret", "/static/", "/static/portal", "/static/no.css",
                                  "/static/out.css", "/static/a\0b.css", "/other/site.css"])  # fmt: skip
def test_nothing_beside_the_folder_is_handed_out(tmp_path, path):
    root = tmp_path / "static"
    (root / "portal").mkdir(parents=True)
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (root / "out.css").symlink_to(tmp_path / "secret")
    assert Statics(root, "/static/").find(path, "br") is None


def test_a_document_page_weighs_little_at_the_first_visit(collected, tmp_path):
    packed = sum(
        len((tmp_path / f"{collected.stored_name(name)}.br").read_bytes())
        for name in ("portal/site.css", "portal/reader.js")
    )
    assert packed < 14 * 1024, packed
