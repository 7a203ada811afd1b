"""公开: review, publication, correction, withdrawal, validity."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("acts", "addresses", "comparing", "faces", "home", "pages", "publishable", "rules")
