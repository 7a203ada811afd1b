"""Rules of the house that no import linter sees: templates, foreign keys, viewsets, the door."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from gongkai.apps.organizations.door import routes
from gongkai.apps.organizations.gate import Gated

SOURCE = Path(settings.PACKAGE)
APPS = SOURCE / "apps"


def floors() -> dict[str, int]:
    """App → height, as the contract `floors` of pyproject.toml says it: the same number may not see each other."""
    contracts = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    layers = next(c["layers"] for c in contracts if c["id"] == "floors")
    return {
        name.strip().rpartition(".")[2]: height
        for height, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


FLOORS = floors()
TEMPLATES = sorted(p for p in SOURCE.rglob("*.html"))
PYTHON = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)


def app_of(path: Path) -> str:
    return path.relative_to(APPS).parts[0] if path.is_relative_to(APPS) else ""


def _nameless(entry: URLPattern) -> str:
    """Where a view without a name comes from: ours must have one, Wagtail's are closed anyway."""
    module = entry.callback.__module__
    return f"wagtail{module}" if module.startswith(("wagtail", "django")) else module


def staff_names() -> set[str]:
    """Every view name mounted under the staff prefix; a view without one stands under its module."""
    found: set[str] = set()

    def walk(patterns, prefix, space):
        for entry in patterns:
            route = prefix + str(entry.pattern).lstrip("^")
            if isinstance(entry, URLResolver):
                inner = [*space, entry.namespace] if entry.namespace else space
                walk(entry.url_patterns, route, inner)
            elif isinstance(entry, URLPattern) and ("/" + route).startswith(settings.STAFF_PREFIX):
                found.add(":".join([*space, entry.name or _nameless(entry)]))

    walk(get_resolver().url_patterns, "", [])
    return found


def test_every_app_has_its_floor():
    ours = {c.label for c in apps.get_app_configs() if c.name.startswith("gongkai.apps.")}
    assert ours <= set(FLOORS), f"no floor in pyproject.toml: {sorted(ours - set(FLOORS))}"


def test_foreign_keys_never_point_upward_or_sideways():
    for model in apps.get_models():
        if not model.__module__.startswith("gongkai.apps."):
            continue
        here = model._meta.app_label
        for field in model._meta.get_fields():
            there = getattr(getattr(field, "related_model", None), "_meta", None)
            if field.auto_created or not getattr(field, "concrete", False) or there is None:
                continue
            if there.app_label in FLOORS and there.app_label != here:
                assert FLOORS[there.app_label] < FLOORS[here], f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_template_uses_only_its_own_floor_and_those_below(path):
    here = app_of(path)
    text = path.read_text("utf-8")
    for name in re.findall(r"{%\s*(?:extends|include)\s+['\"]([^'\"]+)['\"]", text):
        root = name.split("/")[0]
        if root.startswith("wagtail"):
            assert "wagtailadmin" in path.parts, f"{path.name} may not use Wagtail's {name}"
        elif root in FLOORS and root != here:
            assert here and FLOORS[root] < FLOORS[here], f"{path.name} uses {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_template_has_inline_style_or_script(path):
    if "wagtailadmin" in path.parts:
        return
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text("utf-8"), flags=re.S)
    assert not re.search(r"<[^>]+\sstyle=", text), "style attribute"
    assert not re.search(r"<[^>]+\son[a-z]+=", text), "event attribute"
    assert not re.search(r"<style\b", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or "application/" in attributes or 'type="speculationrules"' in attributes


def test_the_superuser_flag_is_used_nowhere():
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.arg
                if isinstance(node, ast.keyword)
                else ""
            )
            assert name != "is_superuser", path


def test_time_comes_from_the_injected_clock():
    for path in PYTHON:
        if path.name == "moment.py":
            continue
        text = path.read_text("utf-8")
        assert not re.search(r"\btimezone\.now\(|\bdatetime\.now\(|\bdate\.today\(\)", text), path


def test_every_viewset_is_gated():
    for model in get_snippet_models():
        viewset = model.snippet_viewset
        assert isinstance(viewset, Gated), viewset
        assert type(viewset).__mro__.index(Gated) == 1, "the gate comes first"


def test_no_chooser_is_open():
    """Wagtail's choosers never ask the policy; one of ours would have to be written and listed here."""
    assert not [n for n in routes() if "chooser" in n or "choose" in n]
    for model in get_snippet_models():
        assert model.snippet_viewset.chooser_viewset_class is SnippetChooserViewSet


def test_every_open_route_exists_and_no_route_is_open_without_a_class():
    mounted = staff_names()
    assert set(routes()) <= mounted, sorted(set(routes()) - mounted)
    assert unclassified(mounted, set(routes())) == [], "classify in its duty.py"


def unclassified(mounted: set[str], classified: set[str]) -> list[str]:
    """Staff routes of ours, of whatever namespace, that nobody classified; one without a name is never classified."""
    ours = {n for n in mounted if not n.startswith(("wagtail", "office_"))}
    return sorted(ours - classified)


def test_an_unclassified_route_is_seen_in_any_namespace():
    known = set(routes())
    for seeded in ("reporting:seeded", "nowhere:list", "seeded", "gongkai.apps.ledger.views"):
        assert unclassified(staff_names() | {seeded}, known) == [seeded]


def test_most_of_wagtail_stays_closed():
    closed = staff_names() - set(routes())
    for space in (
        "wagtailadmin_pages", "wagtailadmin_reports", "wagtailadmin_workflows", "wagtailadmin_collections",
        "wagtailusers_users", "wagtailusers_groups", "wagtailsnippets", "wagtailadmin_api",
        "wagtailadmin_password_reset",
    ):  # fmt: skip
        inside = {n for n in staff_names() if n.startswith(space)}
        assert inside <= closed, inside - closed
    for name in ("delete", "unpublish", "lock", "unlock", "list", "add", "usage", "revisions_unschedule"):
        assert f"office_documents:{name}" not in routes()


def test_interface_words_are_chinese():
    """No run of English words in the text of our templates."""
    allowed = re.compile(r"(?i)xlsx|docx|pdf|rss|mb|html|txt|ofd|csv|word|excel|wps|ctrl|json|utf")
    for path in TEMPLATES:
        text = re.sub(r"{% comment.*?endcomment %}", "", path.read_text("utf-8"), flags=re.S)
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", " ", text, flags=re.S)
        text = re.sub(r"<[^>]*>", " ", text)
        words = [
            w for w in re.findall(r"[A-Za-z]{3,}", re.sub(r"&[a-z]+;", " ", text)) if not allowed.search(w)
        ]
        assert len(words) < 3 or "portal" in path.parts or "wagtailadmin" in path.parts, (path, words[:8])
