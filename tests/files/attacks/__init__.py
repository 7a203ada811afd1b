"""Released files from which a secret can still be had, and honest ones; both made by hand when a test asks.

Written without a look at the check that judges them (all their author knew was `docs/redaction.md`), so that they try
what somebody else thought of. Each attack proves by itself, without that check, that its secret is to be had.
"""

from importlib import import_module
from pkgutil import iter_modules

from .kit import ATTACKS, CLEAN, Case, command, judged

# Each family puts its cases on the shelves as it is imported.
for family in iter_modules(__path__):
    import_module(f"{__name__}.{family.name}")

# Kinds in which something legible is hidden: that is to be seen without knowing what. A name among the entries is not.
LEGIBLE = {"cover", "invisible", "layers", "letters", "recognized"}
NAMES = {
    "layers/name-of-a-layer",
    "letters/name-of-a-subset",
    "letters/name-within-the-font-file",
    "letters/names-of-drawings",
    "letters/remark-in-a-drawing",
    "letters/map-that-spells-the-name",
}
HIDING = [case for case in ATTACKS if case.kind in LEGIBLE and case.id not in NAMES]

__all__ = ["ATTACKS", "CLEAN", "HIDING", "Case", "command", "judged"]
