"""The verbs of letters."""

DRAFT_ANSWER, AGREE = "letters.draft", "letters.agree"
