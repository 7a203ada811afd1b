"""What is done to a case, one file a matter."""

from gongkai.apps.requests.actions.receiving import Given, confirm, enter, from_public

__all__ = ["Given", "confirm", "enter", "from_public"]
