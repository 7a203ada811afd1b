"""来信, complete: everything else is read from here."""

from tests.house.letters_duty import actions, figures, pages, queries
from tests.house.letters_duty.acts import LETTERS
from tests.house.letters_duty.handover import DRAFTS
from tests.house.letters_duty.powers import AGREE, DRAFT_ANSWER

from gongkai.apps.duties import Duty, Entry, Figures, Group, Mount, PublicPage, Record, Tick, needs
from gongkai.apps.organizations.models import Role
from gongkai.apps.organizations.permissions import EXPORT, VIEW

DUTY = Duty(
    code="letters",
    name="来信",
    powers={Role.HANDLER: {DRAFT_ANSWER}, Role.LEADER: {DRAFT_ANSWER, AGREE}},
    routes={
        "letters:list": needs(VIEW),
        "letters:export": needs(EXPORT),
        "letters:detail": needs(VIEW, of="letters.Letter"),
    },
    staff=(Mount("letters/", "tests.house.letters_duty.urls"),),
    acts=(LETTERS,),
    menu=(
        Entry(
            "信",
            "来信",
            "letters:list",
            frozenset({VIEW}),
            Group.DIALOGUE,
            also=("letters:",),
            count=queries.waiting,
        ),
    ),
    records=(Record("letters.Letter", "来信", address="letters:detail", due=queries.due),),
    handover=(DRAFTS,),
    figures=(Figures(figures.figures, ("letters.Letter",), figures.describe, {"来信数": "x.letters"}),),
    pages=(
        PublicPage("letters", "letters/", pages.letters, title="来信选登"),
        PublicPage("letter", "letters/<slug:key>.html", pages.letter, title="来信", parts=pages.each),
    ),
    ticks=(Tick("来信", actions.remind),),
    piles=queries.piles,
    demo="tests.house.letters_duty.demo:acts",
)
