"""期限: clocks that run against records of any duty."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("rules",)
