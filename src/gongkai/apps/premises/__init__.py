"""站点管理: columns, topics, texts, numbers, host and guide of a site."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("guide",)
