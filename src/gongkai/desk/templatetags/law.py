"""Law on screens: `{% load law %}{% law "guide" %}` cites an article, `{% limit "proactive" %}` says a limit in words."""

from __future__ import annotations

from django import template

from gongkai.law import cite, limit

register = template.Library()
register.simple_tag(cite, name="law")
register.simple_tag(limit, name="limit")
