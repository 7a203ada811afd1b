"""The two acts, declared once."""

from tests.house.letters_duty import actions, queries, rules
from tests.house.letters_duty.forms import AnswerForm
from tests.house.letters_duty.powers import AGREE, DRAFT_ANSWER

from gongkai.apps.organizations.acts import Act, Acts

LETTERS = Acts(
    "letters.Letter", "letters", reach=queries.reach, page="letters:detail",
    acts=(
        Act(
            "draft_answer", "拟答", actions.draft_answer, DRAFT_ANSWER, rules.obstacles_to_draft, form=AnswerForm,
            done="答复已拟好，待审定。",
        ),
        Act("agree", "审定", actions.agree, AGREE, rules.obstacles_to_agree, asks="意见", done="已答复。", main=True),
    ),
)  # fmt: skip
