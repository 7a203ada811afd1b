"""Screens: sign-in and one's own account, people and posts, import, handover."""
