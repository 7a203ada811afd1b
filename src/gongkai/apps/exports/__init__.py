"""导出: files of large lists and of single records, each for the one who asked."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("packages",)
