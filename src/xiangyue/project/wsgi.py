"""The control tower as a WSGI application, for houses that already run one server for all their pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyue.project.settings")

application = get_wsgi_application()
