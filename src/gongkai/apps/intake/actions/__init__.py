"""What is done with a public form, one file a matter: drafts, sending, attachments, looking up."""

from __future__ import annotations


def prune() -> int:
    """Drop drafts and spent proofs whose time is over; how many. Part of the background's pass."""
    from gongkai.apps.intake import proof
    from gongkai.apps.intake.actions import drafts

    return drafts.prune() + proof.prune()
