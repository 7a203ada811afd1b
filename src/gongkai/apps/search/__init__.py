"""检索: what the public and the office find, and what they search for in vain."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("missed",)
