"""办事指南: a fictitious duty whose records are made public by the floor of publishing (docs/one-duty.md)."""
