"""The test settings with two duties more: what a folder brings, and nothing else."""

from gongkai.site.settings_test import *  # noqa: F403
from gongkai.site.settings_test import INSTALLED_APPS

INSTALLED_APPS = ["tests.house.letters_duty", "tests.house.notes_duty", *INSTALLED_APPS]
