"""The WSGI application served by Granian: baked files first, Django for the rest."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")

dynamic = get_wsgi_application()

from django.conf import settings  # noqa: E402

from gongkai.apps.portal.baking.front import front  # noqa: E402
from gongkai.site.steady import steady  # noqa: E402

application = dynamic if settings.FACE == "staff" else front(dynamic)
steady()
