"""The site as a whole: numbers in its foot, codes of its documents, host, whether there is one, the index number."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.duties.public import site_changed
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations import changes
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actions.bodies import label_of
from gongkai.apps.organizations.actions.proposals import Shown
from gongkai.apps.organizations.models import INDEX_SCHEMES, Organization, Proposal, User
from gongkai.apps.premises import events, rules
from gongkai.apps.premises.actions.asking import Said, ask, two_people
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.exceptions import Obstacle

MARKS = ("site_code", "icp_number", "police_number")


def change_marks(user: User, place: Organization, fields: Mapping[str, str]) -> list[str]:
    """Numbers of the foot: one person's act, for each has a fixed shape and can say nothing else. Labels that changed."""
    with acting(user, place, events.MARKS_CHANGED, power=MANAGE_SITE) as act:
        changed = {n: fields[n] for n in MARKS if getattr(act.record, n) != fields[n]}
        act.refuse(rules.obstacles_to_marks(changed))
        labels = [label_of(n) for n in changed]
        act.set(**changed)
        act.say(fields="、".join(labels))
        site_changed(act.record)
    return labels


def change_codes(user: User, place: Organization, codes: list[str]) -> None:
    """发文代字. They order the register and let numbers be read; no text."""
    with acting(user, place, events.MARKS_CHANGED, power=MANAGE_SITE) as act:
        gone = set(act.record.number_codes) - set(codes)
        used = OfficialDocument.objects.filter(organization=act.record, number_agency__in=gone)
        kept = set(used.values_list("number_agency", flat=True).distinct())
        act.refuse(rules.obstacles_to_codes(codes, kept))
        act.set(number_codes=codes)
        act.say(fields=f"发文代字（{'、'.join(codes)}）")
        site_changed(act.record)


def ask_host(user: User, place: Organization, host: str) -> Proposal:
    """Another host name: every link of the site follows."""
    words = f"“{place.name}”的域名改为“{host}”" if host else f"“{place.name}”不再用自己的域名“{place.host}”"
    return ask(user, HOST, place, words, {"host": host, "before": place.host})


def _against_host(place: Organization, said: Said) -> list[Obstacle]:
    if place.host != said["before"]:
        return [Obstacle("site:moved", "域名在提出之后又改过，请不同意后重新提出。")]
    taken = Organization.objects.filter(host=said["host"]).exclude(pk=place.pk).exclude(host="").first()
    return rules.obstacles_to_host(
        said["host"],
        taken.name if taken else "",
        hosts=settings.ALLOWED_HOSTS,
        production=settings.PRODUCTION,
    )


def _host(proposal: Proposal) -> None:
    with acting(proposal.asked_by, proposal.place, events.HOST_CHANGED, power=MANAGE_SITE) as act:
        act.say(old=act.record.host, new=proposal.payload["host"])
        act.set(host=proposal.payload["host"])
    changes.announce(proposal.place)


def ask_site(user: User, place: Organization, wanted: bool) -> Proposal:
    """Open or close the public site of a body."""
    words = f"{'开通' if wanted else '停用'}“{place.name}”的公开站点"
    return ask(user, SITE, place, words, {"has_site": wanted})


def _site_above(place: Organization) -> bool:
    steps = [place.path[:end] for end in range(6, len(place.path), 6)]
    return Organization.objects.filter(path__in=steps, has_site=True).exists()


def obstacles_to_site(place: Organization, said: Said) -> list[Obstacle]:
    """Why its site cannot be opened or closed; before the button and in the act."""
    return rules.obstacles_to_site(
        place, bool(said["has_site"]), above=_site_above(place), reserved=registry().reserved
    )


def _site(proposal: Proposal) -> None:
    wanted = bool(proposal.payload["has_site"])
    event = events.SITE_OPENED if wanted else events.SITE_CLOSED
    with changes.moving(proposal.place):
        with acting(proposal.asked_by, proposal.place, event, power=MANAGE_SITE) as act:
            act.set(has_site=wanted)
    changes.announce(proposal.place)


def ask_index(user: User, place: Organization, scheme: str, code: str) -> Proposal:
    """Another pattern of the index number, for what is published from then on."""
    words = f"“{place.name}”的索引号改为：{scheme_label(scheme)}，机构代码 {code}"
    return ask(user, INDEX, place, words, {"index_scheme": scheme, "index_code": code})


def scheme_label(scheme: str) -> str:
    """The pattern in officials' words."""
    return dict(INDEX_SCHEMES).get(scheme, scheme)


def obstacles_to_index(place: Organization, said: Said) -> list[Obstacle]:
    """Why the index number cannot be so; for the preview and for the act."""
    if (place.index_scheme, place.index_code) == (said["index_scheme"], said["index_code"]):
        return [Obstacle("site:same", "索引号规则本来就是这样，没有要改的。")]
    return rules.obstacles_to_index(said["index_scheme"], said["index_code"])


def _index(proposal: Proposal) -> None:
    said = proposal.payload
    with acting(proposal.asked_by, proposal.place, events.INDEX_CHANGED, power=MANAGE_SITE) as act:
        act.set(index_scheme=said["index_scheme"], index_code=said["index_code"])
        act.say(scheme=scheme_label(said["index_scheme"]), index_code=said["index_code"])


def _shown_index(place: Organization, said: Said) -> list[Shown]:
    from gongkai.apps.premises.queries import next_index

    return [
        Shown("下一个索引号", next_index(place), next_index(place, said["index_scheme"], said["index_code"]))
    ]


HOST = two_people("host", "域名", _against_host, _host)
SITE = two_people("open", "公开站点", obstacles_to_site, _site)
INDEX = two_people("index", "索引号", obstacles_to_index, _index, _shown_index)
