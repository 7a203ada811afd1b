"""The test settings with one duty more: what a folder brings, and nothing else."""

from gongkai.site.settings_test import *  # noqa: F403
from gongkai.site.settings_test import INSTALLED_APPS

INSTALLED_APPS = ["tests.house.letters_duty", *INSTALLED_APPS]
