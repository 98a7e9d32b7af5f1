"""The control tower as a WSGI application: `serving` runs it on a bounded pool of threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyue.project.settings")

application = get_wsgi_application()
