"""机构、人员、岗位、权限."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("actor", "acting", "acts", "changes", "door", "gate", "many", "permissions", "policy", "session")
