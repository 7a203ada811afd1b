"""The product's settings with the benchmark's form mounted; limits by address stay, each client has its own address."""

from gongkai.site.settings import *  # noqa: F403
from gongkai.site.settings import INSTALLED_APPS

INSTALLED_APPS = ["bench.intake_app", *INSTALLED_APPS]
ROOT_URLCONF = "bench.intake_app.urls"
