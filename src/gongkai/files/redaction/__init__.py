"""Redaction that holds: a new flat file in which nothing lies beneath the boxes, and an oracle that looks for what does."""

from gongkai.files.redaction.applying import Result, apply
from gongkai.files.redaction.boxes import Box, boxes_from, read_boxes

__all__ = ["Box", "Result", "apply", "boxes_from", "read_boxes"]
