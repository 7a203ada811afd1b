"""岗位手册: a page for each role, reachable from every staff screen, and every name it quotes stands on a screen."""

from __future__ import annotations

import ast
import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.cast import organization, person

from gongkai import law
from gongkai.apps.duties.registry import registry, verbs_of
from gongkai.apps.organizations.models import Membership, Role, Scope
from gongkai.apps.workbench.handbook import BOOKS, FOLDER, LAW, Book, cited, own_books, to_html
from gongkai.exceptions import GongkaiError

SOURCE = Path(settings.PACKAGE)
DAY = dt.date(2026, 5, 20)
STAFF = ("apps/portal", "apps/intake", "demo")  # what the public sees names no act of staff
MAKERS = {"Act", "Verb", "Entry", "Tab", "Pile", "Words", "Choice", "Listing", "Column"}
MENU, BUTTON, SCREEN = re.compile(r"「([^」]+)」"), re.compile(r"〔([^〕]+)〕"), re.compile(r"“([^”]+)”")
PARTS = ["drafter", "head", "secrecy", "office", "leader", "auditor", "admin"]


def _constants(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _named_in_code(tree: ast.AST) -> set[str]:
    """Labels: what makers of acts, entries, lists and fields are given, a variable `name`, choices of models."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            maker = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if maker in MAKERS or maker.endswith("Field"):
                found |= _constants(node)
        elif isinstance(node, ast.Assign) and any("name" in ast.unparse(t).lower() for t in node.targets):
            found |= _constants(node.value)
        elif isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(b) for b in node.bases):
            found |= _constants(node)
    return found


@cache
def on_screens() -> frozenset[str]:
    """Every whole piece of text that a staff screen draws: between tags and values of templates, or a label in code."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.html"):
        if not str(path.relative_to(SOURCE)).startswith(STAFF):
            text = re.sub(
                r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text("utf-8"), flags=re.S
            )
            found |= set(re.findall(r'(?:placeholder|act)="([^"{]+)"', text))
            found |= {
                piece.strip(" \n：，。　") for piece in re.split(r"{%.*?%}|{{.*?}}|<[^>]*>|\s*<|>", text)
            }
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts and not str(path.relative_to(SOURCE)).startswith(STAFF):
            found |= _named_in_code(ast.parse(path.read_text("utf-8")))
    returns = tomllib.loads((SOURCE / "law/data/reviews/document.toml").read_text("utf-8"))["returns"]
    return frozenset(found | set(returns.values())) - {""}


def menu_of(book: Book) -> set[str]:
    """The entries that the readers of a page see."""
    if book.unit:
        return {e.unit for e in registry().entries if e.unit and _open(e.verbs, {Role.INFORMANT})}
    return {e.name for e in registry().entries if _open(e.verbs, book.roles)}


def _open(verbs: frozenset[str], roles) -> bool:
    return not verbs or any(verbs & verbs_of(role) for role in roles)


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: b.code)
def test_every_button_and_heading_a_page_names_stands_on_a_screen(book):
    quoted = set(BUTTON.findall(book.text)) | set(SCREEN.findall(book.text))
    assert quoted
    assert sorted(quoted - on_screens()) == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: b.code)
def test_every_menu_entry_a_page_names_is_in_the_menu_of_its_readers_and_none_is_left_out(book):
    named = set(MENU.findall(book.text))
    assert sorted(named - menu_of(book)) == []
    if book.code != "other":
        assert sorted(menu_of(book) - named) == []


@pytest.mark.parametrize("name", ["发布吧", "送审审", "确认登", "Publish"])
def test_a_name_that_no_screen_has_is_found(name):
    assert name not in on_screens()


def test_every_role_and_the_school_have_a_page_and_every_page_a_reader():
    assert {role for book in BOOKS for role in book.roles} == set(Role.values)
    assert [book.code for book in BOOKS if book.unit] == ["school"]
    assert {path.stem for path in FOLDER.glob("*.md")} == {book.code for book in BOOKS}
    assert all(book.text.startswith(f"# {book.title}\n") for book in BOOKS)


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: b.code)
def test_a_page_says_what_is_on_the_desk_what_is_refused_what_to_do_and_whom_to_ask(book):
    heads = re.findall(r"^## (.+)$", book.text, flags=re.M)
    assert heads[0] == "桌上有什么"
    assert heads[-3:] == ["系统不让办的，为什么", "出了问题怎么办", "问谁"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: b.code)
def test_law_is_cited_from_its_data_and_never_typed(book):
    assert LAW.search(book.text)
    assert not re.search(r"第[一二三四五六七八九十百]+条|\d+\s*个?工作日|〔\d{4}〕", book.text)
    html = book.html(DAY)
    assert "[依据" not in html and "[期限" not in html and "《政府信息公开条例》第" in html


def test_limit_and_article_are_those_of_the_law_data():
    version = law.provision("proactive").at(DAY)
    assert cited("期限", "proactive", "", DAY) == version.phrase == "20个工作日"
    assert cited("依据", "proactive", "", DAY) == f"《政府信息公开条例》{version.source.article}"
    with pytest.raises(GongkaiError):
        to_html("[依据:grounds/unheard_of]", DAY)


def test_an_article_nobody_has_checked_says_so():
    assert cited("依据", "withdrawal", "secret_found", DAY).endswith("条次待核")


def test_markdown_is_read_in_its_small_part_and_all_else_is_escaped():
    html = to_html("# 题\n\n段<script>\n\n- 一\n- **二**\n\n1. 〔送审〕\n2. 「公文台账」", DAY)
    assert html == (
        "<h2>题</h2>\n<p>段&lt;script&gt;</p>\n<ul><li>一</li><li><strong>二</strong></li></ul>\n"
        '<ol><li><b class="hb-button">送审</b></li><li><b class="hb-menu">公文台账</b></li></ol>'
    )


@pytest.mark.parametrize("part", PARTS)
def test_help_stands_on_the_home_page_and_opens_ones_own_page_first(part, world, sign_in):
    user = world.a.people[part]
    client = sign_in(user)
    assert f'<a href="{reverse("workbench:handbook")}">帮助</a>' in client.get("/workbench/").content.decode()
    answer = client.get(reverse("workbench:handbook"))
    assert answer.status_code == 200
    (role,) = {m.role for m in Membership.objects.filter(user=user)}
    (own,) = [book for book, _ in answer.context["own"]]
    assert own.roles == {role}
    assert [book for book, _ in answer.context["others"]] == [book for book in BOOKS if book != own]
    text = answer.content.decode()
    assert text.index(f'<article class="gk-sheet hb-book" id="{own.code}">') < text.index(
        '<details class="gk-sheet'
    )


@pytest.mark.parametrize(("role", "page"), [(Role.HANDLER, "handler"), (Role.EVALUATOR, "other")])
def test_roles_outside_the_chain_of_documents_have_a_page_too(role, page, world, sign_in):
    user = person(f"only-{role}", world.a.body, role)
    answer = sign_in(user).get(reverse("workbench:handbook"))
    assert answer.status_code == 200
    assert [book.code for book, _ in answer.context["own"]] == [page]


def test_the_information_officer_of_a_school_reads_the_short_page(world, sign_in):
    school = organization(slug="wenjin", name="文津小学", kind="school", parent=world.a.body)
    user = person("teacher", school, Role.INFORMANT, name="老师")
    answer = sign_in(user).get(reverse("workbench:handbook"))
    assert [book.code for book, _ in answer.context["own"]] == ["school"]


def test_two_posts_give_two_pages(world):
    Membership.objects.create(
        user=world.a.secrecy,
        organization=world.a.body,
        role=Role.LEADER,
        scope=Scope.OWN,
        valid_from="2020-01-01",
    )
    assert [book.code for book in own_books(world.a.secrecy)] == ["secrecy", "leader"]


def test_nobody_reads_it_without_signing_in(world):
    assert Client().get(reverse("workbench:handbook")).status_code == 302
