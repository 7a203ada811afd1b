"""Events of letters."""

from gongkai.apps.ledger.events import register

DRAFTED = "letters:drafted"
AGREED = "letters:agreed"

register({DRAFTED: "拟写答复", AGREED: "审定答复"})
