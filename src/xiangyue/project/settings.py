"""Django's settings, all of them derived from `project.config`; nothing here is set by hand on a server."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy

from xiangyue.project import config as settings_list
from xiangyue.project.config import BadSetting

config = settings_list.load()

PAGES = Path(__file__).parents[1] / "web"

SECRET_KEY = config.secret()
DEBUG = config.debug
COUNTY = config.county
PUBLIC_URL = config.public_url
MAIL = config.mail
RTMP_URL = config.rtmp_url
SPEAKING, WINNING, SMS = config.speaking, config.winning, config.sms
UPLOAD_MB, IMAGE_MB, SLIDE_PAGES = config.upload_mb, config.image_mb, config.slide_pages
ALLOWED_HOSTS = ["*"]
"""The same installation answers as localhost, as an address of the hall's network and as a domain; no page of it
trusts the Host header: every address that leaves the house is made from PUBLIC_URL."""

CSRF_TRUSTED_ORIGINS = [config.public_url.rstrip("/")]
CSRF_FAILURE_VIEW = "xiangyue.web.refusals.csrf_failed"

INSTALLED_APPS = [
    "xiangyue.project.wiring.Wiring",
    "xiangyue.web",  # before allauth, whose templates it replaces
    "xiangyue.documents",
    "xiangyue.hall",
    "xiangyue.ledger",
    "xiangyue.org",
    "xiangyue.journal",
    "xiangyue.files",
    "xiangyue.notify",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "xiangyue.web.language.LanguageByAddress",
    # Session, user and messages are lazy: a page that does not ask who is looking gets no cookie and no Vary.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xiangyue.web.refusals.Refusals",
]

ROOT_URLCONF = "xiangyue.project.urls"
WSGI_APPLICATION = "xiangyue.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xiangyue.web.context.county",
            ],
        },
    }
]

# ---------------------------------------------------------------- stores
BUSY_S = 20
"""How long a writer waits for another's transaction before it gives up (seconds)."""

PAGES_KIB = 16_000
"""Of SQLite's pages that a connection keeps once it has read them. Its own 2 MB hold no index of a large ledger."""

PLANNED_FOR = "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
"""What PostgreSQL is told of us: no disk turns, and fifty rows are wanted soon. Left to itself it reads all open
matters of a county and sorts them, with helpers, rather than walk the index that has them in order.
"""


def database(address: str) -> dict[str, Any]:
    """The database at an address: PostgreSQL's URL, or SQLite in the data folder when empty. Raises `BadSetting`."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": config.data / "db.sqlite3",
            "OPTIONS": {
                # A transaction that will write takes the lock at once: waiting works, upgrading a read lock does not.
                "transaction_mode": "IMMEDIATE",
                "timeout": BUSY_S,
                # FULL: what was acknowledged survives a power cut too (WAL with NORMAL would lose the last commits).
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                f" PRAGMA cache_size=-{PAGES_KIB};",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadSetting("XIANGYUE_DATABASE 应为 postgresql://用户@主机/库名，或者留空。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # The pool of page threads is fixed, so connections may stay: one a thread.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "options": PLANNED_FOR},
    }


DATABASES = {"default": database(config.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
"""Counts of failed sign-ins and used one-time codes: of the one web process, gone at a restart, which is enough."""

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "org.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "org:desk"
ACCOUNT_ADAPTER = "xiangyue.org.access.sign_in.HouseDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "xiangyue.web.org.codes.AuthenticateForm",
    "reauthenticate": "xiangyue.web.org.codes.ReauthenticateForm",
    "activate_totp": "xiangyue.web.org.codes.ActivateForm",
}
MFA_TOTP_ISSUER = f"乡约 {config.county}"
MFA_TOTP_TOLERANCE = 1
"""One step of 30 s either way: a phone whose clock is a minute off is common in a township."""

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = config.secure
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
"""Not the session: a sentence left over must not make a public page vary."""

# ---------------------------------------------------------------- the wire
FILE_UPLOAD_HANDLERS = [
    "xiangyue.files.uploads.Gate",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if config.secure:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ---------------------------------------------------------------- words and days
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", gettext_lazy("简体中文")), ("en", "English")]
LOCALE_PATHS = [PAGES / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- files of the pages
STATIC_URL = "/static/"
STATIC_ROOT = config.data / "static"
STATICFILES_DIRS = [PAGES / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
"""Ours only: what libraries bring along is not used, and some of it cannot be hashed."""

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "xiangyue.project.static.HashedFiles"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
