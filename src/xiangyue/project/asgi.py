"""The control tower as an ASGI application. Importing it needs a started Django (`project.control.start`)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyue.project.settings")

application = get_asgi_application()
