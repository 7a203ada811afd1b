"""审核: rounds, words and signatures on any record."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("rules",)
