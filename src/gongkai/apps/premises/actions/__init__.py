"""Acts of 站点管理. What the public reads changes with two people; numbers of a fixed shape and the order at once."""

from gongkai.apps.premises.actions import columns, files, holidays, site, texts, topics, words

__all__ = ["columns", "files", "holidays", "site", "texts", "topics", "words"]
