"""站点验证文件: kept as records, so making all pages anew never loses one, and nobody puts files among the public pages by hand."""

from __future__ import annotations

from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actions.proposals import Shown
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.premises import events, rules
from gongkai.apps.premises.actions.asking import Said, ask, releaser, two_people
from gongkai.apps.premises.models import VerificationFile
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


def ask_to_keep(user: User, place: Organization, name: str, content: str) -> Proposal:
    """Ask to serve a file of a search engine or a filing system."""
    words = f"登记站点验证文件 {name}"
    return ask(user, KEEP, place, words, {"name": name, "content": content})


def _against(place: Organization, said: Said) -> list[Obstacle]:
    taken = VerificationFile.objects.filter(name=said["name"]).exists()
    return rules.obstacles_to_file(said["name"], said["content"], taken=taken)


def _keep(proposal: Proposal) -> None:
    said = proposal.payload
    with acting(proposal.asked_by, proposal.place, events.FILE_KEPT, power=MANAGE_SITE) as act:
        VerificationFile.objects.create(
            organization=act.record, name=said["name"], content=said["content"],
            written_by=proposal.asked_by, released_by=releaser(proposal), at=moment.now(),
        )  # fmt: skip
        act.say(name=said["name"])


def _shown(place: Organization, said: Said) -> list[Shown]:
    return [Shown(said["name"], "", said["content"])]


def drop(user: User, file: VerificationFile) -> None:
    """Take a file away; nothing new becomes public, so one person does it."""
    with acting(user, file.organization, events.FILE_DROPPED, power=MANAGE_SITE) as act:
        VerificationFile.objects.filter(pk=file.pk).delete()
        act.say(name=file.name)


KEEP = two_people("file", "站点验证文件", _against, _keep, _shown)
