"""近义词 of a site: only add hits, never take one away."""

from __future__ import annotations

from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.premises import events, rules
from gongkai.apps.premises.actions.asking import Said, ask, two_people
from gongkai.apps.premises.powers import KEEP_WORDS
from gongkai.apps.search.models import Synonyms
from gongkai.apps.search.queries import close_groups, shipped_groups
from gongkai.exceptions import Obstacle


def ask_to_add(user: User, place: Organization, words: list[str]) -> Proposal:
    """Ask for a group; the words are shown beside results, so another person looks at them."""
    return ask(user, ADD, place, f"“{place.name}”检索近义词增加一组：{'、'.join(words)}", {"words": words})


def _against_add(place: Organization, said: Said) -> list[Obstacle]:
    return rules.obstacles_to_words(said["words"], close_groups(place))


def _add(proposal: Proposal) -> None:
    words = proposal.payload["words"]
    with acting(proposal.asked_by, proposal.place, events.WORDS_ADDED, power=KEEP_WORDS) as act:
        back = Synonyms.objects.filter(site=act.record, off=True, words=words)
        if not back.delete()[0]:
            Synonyms.objects.create(site=act.record, words=words)
        act.say(words="、".join(words))


def drop(user: User, place: Organization, words: list[str]) -> None:
    """Do without a group: one's own goes, a shipped one is left out at this site. Shows nothing new, so one person does it."""
    with acting(user, place, events.WORDS_DROPPED, power=KEEP_WORDS) as act:
        group = tuple(words)
        if group not in close_groups(act.record):
            act.refuse([Obstacle("words:gone", "这一组已经取消了。")])
        own = [
            row for row in Synonyms.objects.filter(site=act.record, off=False) if tuple(row.words) == group
        ]
        if own:
            Synonyms.objects.filter(pk__in=[row.pk for row in own]).delete()
        elif group in shipped_groups():
            Synonyms.objects.create(site=act.record, words=words, off=True)
        else:
            act.refuse([Obstacle("words:above", "这一组是上级单位设的，请上级单位取消。")])
        act.say(words="、".join(words))


ADD = two_people("words", "近义词", _against_add, _add, power=KEEP_WORDS)
