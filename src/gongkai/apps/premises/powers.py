"""The verb of 站点管理. It gives no power over what is published."""

MANAGE_SITE = "premises.manage"
