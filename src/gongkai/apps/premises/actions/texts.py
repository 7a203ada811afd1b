"""Texts of a site: written by one person, released by another."""

from __future__ import annotations

import re

import nh3
from django.utils.html import escape

from gongkai.apps.duties.public import site_changed
from gongkai.apps.organizations import changes
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actions.proposals import Shown
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.premises import events, queries
from gongkai.apps.premises.actions.asking import Said, ask, releaser, two_people
from gongkai.apps.premises.models import SiteText
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle
from gongkai.printable import printable

LONGEST = 20_000
_TAGS = {
    "h3",
    "h4",
    "p",
    "ol",
    "ul",
    "li",
    "strong",
    "em",
    "br",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def clean(html: str) -> str:
    """Only what a short public text is made of; nothing that could carry script, style or a tracker."""
    return nh3.clean(
        printable(html), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer", strip_comments=True,
    )  # fmt: skip


def as_html(typed: str) -> str:
    """Clean HTML of what was typed: plain lines become paragraphs, elements of official texts stay, all else goes."""
    if not _TAG.search(typed):
        typed = "".join(f"<p>{escape(line.strip())}</p>" for line in typed.splitlines() if line.strip())
    return clean(typed).strip()


def ask_to_write(user: User, place: Organization, name: str, typed: str) -> Proposal:
    """Ask for another text at one place of the site."""
    before = queries.texts(place).get(name, "")
    words = f"修改“{place.name}”的{SiteText.Name(name).label}"
    return ask(user, WRITE, place, words, {"name": name, "html": as_html(typed), "before": before})


def _against(place: Organization, said: Said) -> list[Obstacle]:
    if len(said["html"]) > LONGEST:
        return [Obstacle("text:long", f"内容太长，最多 {LONGEST} 字，请删减。", cure="#id_text")]
    now = queries.texts(place).get(said["name"], "")
    if now != said["before"]:
        return [Obstacle("text:moved", "这段文字在提出之后又改过，请不同意后按现在的内容重新提出。")]
    if now == said["html"]:
        return [Obstacle("text:same", "和现在的内容一样，没有要改的。", cure="#id_text")]
    return []


def _write(proposal: Proposal) -> None:
    place, said = proposal.place, proposal.payload
    with acting(proposal.asked_by, place, events.TEXT_CHANGED, power=MANAGE_SITE) as act:
        SiteText.objects.update_or_create(
            organization=place, name=said["name"],
            defaults={
                "html": clean(said["html"]), "written_by": proposal.asked_by, "released_by": releaser(proposal),
                "at": moment.now(),
            },
        )  # fmt: skip
        act.say(name=SiteText.Name(said["name"]).label)
    if said["name"] == SiteText.Name.FOOTER:
        changes.announce(place)  # the foot stands under documents too
    else:
        site_changed(place)


def _shown(place: Organization, said: Said) -> list[Shown]:
    return [Shown(str(SiteText.Name(said["name"]).label), "", clean(said["html"]), html=True)]


WRITE = two_people("text", "站点文字", _against, _write, _shown)
