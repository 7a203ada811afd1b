"""The small world of the apps' tests, for the checks of this duty."""

from tests.apps.conftest import _clock, sign_in, world  # noqa: F401
