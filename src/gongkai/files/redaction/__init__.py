"""Redaction that holds: a new flat file in which nothing lies beneath the boxes, and an oracle that looks for what does."""

from gongkai.files.redaction.applying import NotHeld, Result, apply
from gongkai.files.redaction.boxes import Box, boxes_from, read_boxes
from gongkai.files.redaction.checking import check
from gongkai.files.redaction.proposing import Proposal, Span, propose
from gongkai.files.redaction.terms import read_terms
from gongkai.files.redaction.verdict import Verdict

__all__ = [
    "Box", "NotHeld", "Proposal", "Result", "Span", "Verdict", "apply", "boxes_from", "check", "propose", "read_boxes", "read_terms",
]  # fmt: skip
