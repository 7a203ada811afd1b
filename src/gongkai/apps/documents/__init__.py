"""公文."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("acts", "publicity", "publishable", "revisions", "rules")
