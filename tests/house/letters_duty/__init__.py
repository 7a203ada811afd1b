"""来信: a fictitious duty, whole and small. It is in only where a settings module installs it (docs/one-duty.md)."""
