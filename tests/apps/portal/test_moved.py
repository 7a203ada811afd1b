"""An old link never dies: whatever moves, ends or is merged, every address known before leads to where things stand now."""

from __future__ import annotations

import re

import pytest
from tests.cast import organization

from gongkai.apps.organizations.actions import bodies
from gongkai.apps.organizations.models import Membership, Role, User
from gongkai.apps.portal.baking import check, make, store
from gongkai.apps.portal.models import BakedFile
from gongkai.apps.search.models import SearchDoc
from gongkai.apps.search.queries import Filters, search


@pytest.fixture
def chief(world):
    """An administrator of the city, whose reach covers both bureaus."""
    user = User.objects.create_user("city-admin", password="Wenjin-2026-x", name="市管理员")
    Membership.objects.create(
        user=user, organization=world.a.body.parent, role=Role.ADMIN, scope="subtree", valid_from="2020-01-01"
    )
    return user


@pytest.fixture
def school(world):
    """A school below 东湖 without a site: it publishes on the bureau's."""
    body = organization(
        slug="wenjin", name="文津小学", kind="school", parent=world.a.body, index_code="00000000S",
        number_codes=["文津"],
    )  # fmt: skip
    made = type(world.a)(body, body, world.a.columns)
    for part, role in (
        ("drafter", Role.INFORMANT), ("head", Role.SECTION_HEAD), ("secrecy", Role.SECRECY),
        ("office", Role.OFFICE), ("leader", Role.LEADER),
    ):  # fmt: skip
        user = User.objects.create_user(f"wenjin-{part}", password="Wenjin-2026-x", name=f"文津{part}")
        Membership.objects.create(user=user, organization=body, role=role, valid_from="2020-01-01")
        made.people[part] = user
    return made


def known_addresses(prefix: str) -> list[str]:
    """Every address below a prefix that a reader or a machine could have noted: what stood as a file, and the rest."""
    paths = [
        "/" + re.sub(r"(^|/)index\.html$", r"\1", p) for p in BakedFile.objects.values_list("path", flat=True)
    ]
    return [p for p in paths if p.startswith(prefix)] + [
        f"{prefix}search/?q=招生",
        f"{prefix}register/2026.xlsx",
    ]


def served(client, path):
    """What the front or, where there is no file, Django answers; redirects followed."""
    response = client.get(path, follow=True)
    return response.status_code, [p for p, _ in response.redirect_chain]


def test_after_a_merger_every_address_known_before_leads_on(
    world, publish, correct, withdraw, commit, chief, client
):
    shown = publish(world.b, files={"名单.csv": b"a,b\n"}, number="西教〔2026〕1号", title="西岭招生通知")
    correct(world.b, shown, "改了正文。", html="<p>新的招生正文。</p>")
    gone = publish(world.b, number="西教〔2026〕2号", title="西岭撤下的通知")
    withdraw(world.b, gone)
    make.bake_all()
    known = known_addresses("/xiling/")
    assert len(known) > 20
    commit(bodies.merge, chief, world.b.body, world.a.body, reason="机构改革")
    for path in known:
        assert not (store.root() / store.file_of(path.partition("?")[0])).exists(), path
        status, chain = served(client, path)
        assert status == 200 and chain and all(p.startswith("/donghu/") for p in chain), (path, status, chain)
    assert client.get("/xiling/").status_code == 301
    assert client.get("/xiling/?elder=1")["Location"] == "/donghu/?elder=1"
    status, chain = served(client, f"/xiling/doc/{gone.key}.html")
    assert (status, chain) == (410, [f"/donghu/doc/{gone.key}.html"])
    assert check.differences() == []
    make.bake_all()
    assert check.differences() == []


def test_after_a_merger_search_lists_and_feed_of_the_taker_hold_the_documents(
    world, publish, commit, chief, client
):
    shown = publish(world.b, number="西教〔2026〕1号", title="西岭招生通知", columns=world.b.columns[:1])
    commit(bodies.merge, chief, world.b.body, world.a.body, reason="机构改革")
    city = world.a.body.parent
    city.refresh_from_db()
    for site, filters in ((world.a.body, Filters()), (city, Filters(wide=True))):
        hits = search(site, "西岭招生", filters).hits
        assert [h.doc.url for h in hits] == [f"/donghu/doc/{shown.key}.html"], site
        assert client.get(hits[0].doc.url).status_code == 200
    for path in ("", "list/", "list/zhengce/", "feed.xml", "list/zhengce/feed.xml", "sitemap-2026-05.xml"):
        assert shown.key in client.get(f"/donghu/{path}").content.decode(), path
        assert shown.key in (store.root() / "donghu" / store.file_of(path)).read_text(), path
    assert search(world.b.body, "西岭招生").total == 0


def test_a_column_that_the_taker_lacks_is_made_there_and_its_feed_leads_on(
    world, publish, commit, chief, client
):
    from gongkai.apps.catalogue.models import Column

    own = Column.objects.create(organization=world.b.body, slug="shifan", name="示范校", position=9)
    shown = publish(world.b, number="西教〔2026〕1号", columns=[own, *world.b.columns[:1]])
    commit(bodies.merge, chief, world.b.body, world.a.body, reason="机构改革")
    assert client.get("/xiling/list/shifan/feed.xml")["Location"] == "/donghu/list/shifan/feed.xml"
    assert shown.key in client.get("/donghu/list/shifan/").content.decode()
    assert sorted(shown.placements.values_list("column__slug", flat=True)) == ["shifan", "zhengce"]


def test_the_register_of_a_merged_body_stays_public(world, publish, commit, chief, client):
    publish(world.a, number="东教〔2026〕1号")
    publish(world.b, number="西教〔2026〕3号", title="西岭招生通知")
    commit(bodies.merge, chief, world.b.body, world.a.body, reason="机构改革")
    text = client.get("/xiling/register/2026/", follow=True).content.decode()
    assert "西教〔2026〕3号" in text and "东教〔2026〕1号" in text


def test_a_school_without_site_that_moves_takes_its_documents_along(
    world, school, publish, commit, chief, client
):
    shown = publish(school, files={"名单.csv": b"a,b\n"}, number="文津〔2026〕1号", title="文津招生通知")
    fact = shown.versions.get().facts["attachments"][0]
    old = [f"/donghu/doc/{shown.key}.html", f"/donghu/doc/{shown.key}/{fact['key']}.csv"]
    commit(bodies.move, chief, school.body, world.b.body, reason="区划调整")
    for path in old:
        assert not (store.root() / path.lstrip("/")).exists()
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, path.replace("donghu", "xiling"))
        assert client.get(response["Location"]).status_code == 200
        assert (store.root() / path.replace("donghu", "xiling").lstrip("/")).exists()
    doc = SearchDoc.objects.get()
    assert (doc.url, doc.site_id) == (f"/xiling/doc/{shown.key}.html", world.b.body.pk)
    assert "文津招生通知" not in client.get("/donghu/list/").content.decode()
    assert "文津招生通知" in client.get("/xiling/list/").content.decode()
    assert check.differences() == []


def test_a_withdrawal_after_a_move_leaves_nothing_at_any_address(
    world, school, publish, withdraw, commit, chief, client
):
    shown = publish(school, files={"名单.csv": b"a,b\n"}, number="文津〔2026〕1号", title="文津招生通知")
    commit(bodies.move, chief, school.body, world.b.body, reason="区划调整", background=False)
    withdraw(school, shown)
    make.bake_all()
    assert [p for p in store.root().rglob("*") if shown.key in str(p)] == []
    for prefix in ("donghu", "xiling"):
        assert client.get(f"/{prefix}/doc/{shown.key}.html", follow=True).status_code == 410
    assert check.differences() == []


def test_a_withdrawal_finds_files_left_below_an_old_prefix(world, school, publish, withdraw, commit):
    """As an installation has them that moved a school before moves led on."""
    shown = publish(school, files={"名单.csv": b"a,b\n"}, number="文津〔2026〕1号")
    school.body.parent = world.b.body
    school.body.path = f"{world.b.body.path}{school.body.pk:06d}"
    school.body.save()
    withdraw(school, shown, background=False)
    assert [p for p in store.root().rglob("*") if shown.key in str(p)] == []


def test_an_address_that_never_was_stays_404(world, school, publish, commit, chief, client):
    shown = publish(school, number="文津〔2026〕1号")
    draft_key = "00000000S-2026-9"
    commit(bodies.move, chief, school.body, world.b.body, reason="区划调整")
    for path in (f"/wenjin/doc/{shown.key}.html", f"/doc/{shown.key}.html", f"/donghu/doc/{draft_key}.html",
                 "/donghu/nix/", "/wenjin/", f"/xiling/doc/{shown.key}/nix.csv"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_back_and_forth_makes_no_circle(world, school, publish, commit, chief, client):
    shown = publish(school, number="文津〔2026〕1号")
    commit(bodies.move, chief, school.body, world.b.body, reason="区划调整")
    school.body.refresh_from_db()
    commit(bodies.move, chief, school.body, world.a.body, reason="改回")
    assert client.get(f"/donghu/doc/{shown.key}.html").status_code == 200
    assert client.get(f"/xiling/doc/{shown.key}.html")["Location"] == f"/donghu/doc/{shown.key}.html"
    assert sorted(shown.placements.values_list("column__slug", flat=True)) == ["zhengce"]


def test_a_chain_of_mergers_leads_to_the_last(world, publish, commit, chief, client):
    shown = publish(world.b, number="西教〔2026〕1号")
    commit(bodies.merge, chief, world.b.body, world.a.body, reason="机构改革")
    world.a.body.refresh_from_db()
    commit(bodies.merge, chief, world.a.body, world.a.body.parent, reason="再改革")
    for path in (f"/xiling/doc/{shown.key}.html", f"/donghu/doc/{shown.key}.html"):
        assert client.get(path)["Location"] == f"/doc/{shown.key}.html"
    for path in ("/xiling/feed.xml", "/donghu/feed.xml"):
        assert client.get(path)["Location"] == "/feed.xml"


def test_under_the_host_of_a_merged_body_the_taker_is_found(world, publish, commit, chief, client):
    world.b.body.host = "xiling.example"
    world.b.body.save()
    make.bake_all()
    commit(bodies.merge, chief, world.b.body, world.a.body, reason="机构改革")
    make.bake_all()
    assert (store.root() / ".hosts" / "xiling.example").exists()
    assert client.get("/", HTTP_HOST="xiling.example")["Location"] == "/donghu/"
