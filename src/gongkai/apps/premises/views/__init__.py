"""Screens of 站点管理."""
