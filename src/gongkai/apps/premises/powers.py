"""The verbs of 站点管理. They give no power over what is published."""

MANAGE_SITE = "premises.manage"
KEEP_WORDS = "premises.words"  # close words, and what people search for in vain
