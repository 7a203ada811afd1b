"""收件. A duty declares a flow of questions with its fields, mounts its screens, and registers who may read files."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("codes", "fields", "flow", "frame", "gate", "pace", "passes", "screens")
