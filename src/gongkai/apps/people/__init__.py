"""个人信息. Duties come in through the gate and hand in `Details`."""

# What floors above may import besides actions, queries, figures, events and models (tests/house/test_contracts.py).
ENTRIES = ("details", "gate", "rules")
