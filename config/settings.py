"""Settings, all from the environment, all with a default that runs on one machine.

`WIZ_ENV=production` switches the defaults off that are only fit for trying out: then both server
addresses, the secrets and the host names must be given, or the program refuses to start.
"""

import datetime
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.cursors import Cursor
from wiz.health import logs
from wiz.servers.secrets import secret

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
# Everything the program writes: uploaded files, the embedded servers, the trial secrets.
DATA_DIR = Path(env("WIZ_DATA_DIR", default=str(BASE_DIR / "var")))

PRODUCTION = env("WIZ_ENV", default="trial") == "production"
if not PRODUCTION and env("WIZ_ENV", default="trial") != "trial":
    raise ImproperlyConfigured("WIZ_ENV must be production or trial.")
DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG shows anybody what is in the files of clients: not in production.")


def given(name: str) -> str:
    """Return a secret: the variable itself, or what stands in the file that NAME_FILE names; "" when neither is set."""
    file = os.environ.get(f"{name}_FILE")
    if not file or os.environ.get(name):
        return os.environ.get(name, "")
    try:
        return Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name}_FILE is {file}, which cannot be read: {getattr(error, 'strerror', 'it is no text')}."
        ) from error


def required(name: str) -> str:
    """Return what is given, or refuse to start with a sentence that says what to set."""
    if value := given(name):
        return value
    raise ImproperlyConfigured(
        f"WIZ_ENV is production, but neither {name} nor {name}_FILE is set. See docs/running.md."
    )


def address(name: str, url: str, read: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Return the settings in the address of a server. What is wrong with one is not quoted: a password stands in it."""
    try:
        with warnings.catch_warnings(action="error"):
            return read(url)
    except (ImproperlyConfigured, UserWarning, ValueError):
        raise ImproperlyConfigured(
            f"{name} is no address. Special signs in its password are written as %23 for # and %2F for /."
        ) from None


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


if PRODUCTION:
    DATABASE_URL = required("DATABASE_URL")
    REDIS_URL = required("REDIS_URL")
    SECRET_KEY = required("SECRET_KEY")
    BSN_KEY = required("WIZ_BSN_KEY")
    ALLOWED_HOSTS = listed(required("ALLOWED_HOSTS"))
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name hosts: a link to a new password leads to the host that was asked for it."
        )
    EMAIL_URL = required("EMAIL_URL")
else:
    # Set by wiz.servers before the settings are read; empty only where no server is needed.
    DATABASE_URL = given("DATABASE_URL") or "postgresql:///wiz"
    REDIS_URL = given("REDIS_URL") or "redis://localhost:6379/0"
    SECRET_KEY = given("SECRET_KEY") or secret(DATA_DIR, "django")
    BSN_KEY = given("WIZ_BSN_KEY") or secret(DATA_DIR, "bsn")
    ALLOWED_HOSTS = listed(given("ALLOWED_HOSTS")) or ["localhost", "127.0.0.1", "[::1]"]
    EMAIL_URL = given("EMAIL_URL")
# Who shows it may read /health/ready and /metrics; without one, nobody in production.
WIZ_METRICS_TOKEN = given("WIZ_METRICS_TOKEN")

INSTALLED_APPS = [
    "wiz",
    "trajecten",
    "partners",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "pgtrigger",
    "django_linear_migrations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "wiz.health.middleware.HealthMiddleware",
    "wiz.health.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wiz.trust.who.WhoMiddleware",
    "wiz.ui.middleware.IdleMiddleware",
    "wiz.ui.middleware.PersonalLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wiz.ui.middleware.NoStoreMiddleware",
    "wiz.ui.middleware.ButtonAddressMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wiz.ui.context_processors.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nlds"]
CRISPY_TEMPLATE_PACK = "nlds"
CRISPY_FAIL_SILENTLY = False

DATABASE = address("DATABASE_URL", DATABASE_URL, env.db_url_config)
# Compiling a query costs more than it saves when a page shows a hundred rows: 0.3 s on a caseload of 100,000.
DATABASE["OPTIONS"] = {
    "options": "-c jit=off",
    "connect_timeout": 5,
    "server_side_binding": True,
    "cursor_factory": Cursor,
    "prepare_threshold": 3,  # times a statement is asked before its plan is kept
    **DATABASE.get("OPTIONS", {}),
}
# Each thread of the web server keeps its connection, with its plans, and looks whether it still holds.
DATABASES = {"default": {**DATABASE, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "wiz.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "wiz.people.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "wiz.people.adapter.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Whether an address is known here is nobody's business: the page says the same for both.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Attempts to sign in are counted in the cache, and by all processes together only when they share it. In the database:
# signing in needs that anyway, and not the broker. No page looks here; one that did would ask it a question more.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "wiz_attempt",
        "KEY_FUNCTION": "wiz.people.attempts.key",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
# From one address: a whole service comes from one, at nine o'clock. Failures stay limited as the library has it, to ten
# a minute from an address and five in five minutes for an account.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip"}
# A new colleague gets a link to choose a password; she may be ill on the day it is made.
PASSWORD_RESET_TIMEOUT = int(datetime.timedelta(days=14).total_seconds())

# Only who forgot a password gets mail. In a trial it is a file.
if EMAIL_URL:
    vars().update(address("EMAIL_URL", EMAIL_URL, env.email_url_config))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "log" / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="") or f"wiz@{ALLOWED_HOSTS[0].removeprefix('.')}"

# Signed out after half an hour without a page; what was typed is kept by the browser tab (static/wiz.js).
SESSION_COOKIE_AGE = env.int("WIZ_IDLE_SECONDS", default=1800)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "wiz.ui.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Attempts to sign in are counted by visitor, not by proxy: or one outsider would lock everybody out.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # Whether all other programs of the domain speak https, and for ever, is not for this one to say.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = Path(env("WIZ_STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
# A municipality's own NL Design System tokens, read after wiz.css: a stylesheet with what it needs (its fonts) in the
# same folder, and the class to which it binds them.
WIZ_THEME_STYLESHEET, WIZ_THEME_CLASS = "", env("WIZ_THEME_CLASS", default="")
if theme := env("WIZ_THEME", default=""):
    if not Path(theme).is_file():
        raise ImproperlyConfigured(f"WIZ_THEME is {theme}, which is no file.")
    STATICFILES_DIRS.append(("theme", Path(theme).absolute().parent))
    WIZ_THEME_STYLESHEET = f"theme/{Path(theme).name}"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploaded files: never under a web address, only through a view that checks who may see the report.
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
WIZ_UPLOAD_MAX_BYTES = env.int("WIZ_UPLOAD_MAX_MB", default=20) * 1024 * 1024
# The council's rule on training in the municipality's own words; empty gives the usual one.
WIZ_TRAINING_RULE = env("WIZ_TRAINING_RULE", default="")
# Clients from a file: more is refused before it is read.
WIZ_IMPORT_MAX_ROWS = env.int("WIZ_IMPORT_MAX_ROWS", default=50_000)
# On the screen the browser waits: as many take some seconds. More goes by the command.
WIZ_IMPORT_MAX_ROWS_ON_SCREEN = env.int("WIZ_IMPORT_MAX_ROWS_ON_SCREEN", default=5_000)
WIZ_IMPORT_MAX_BYTES = env.int("WIZ_IMPORT_MAX_MB", default=25) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Told to end after eight minutes, and killed after nine: before the broker would give it to somebody else.
CELERY_TASK_SOFT_TIME_LIMIT = 480
CELERY_TASK_TIME_LIMIT = 540
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task taken by a worker that died comes back after this long; beat's next round usually comes first.
    "visibility_timeout": 600,
    # A broker that hangs is left and looked for again; without these, worker and beat wait for it as long as it hangs.
    "socket_connect_timeout": 5,
    "socket_timeout": 30,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat-schedule")
WIZ_SWEEP_SECONDS = env.int("WIZ_SWEEP_SECONDS", default=15 * 60)
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "wiz.sweep",
        "schedule": WIZ_SWEEP_SECONDS,
        # A sweep nobody took before the next one is due has become pointless.
        "options": {"expires": WIZ_SWEEP_SECONDS},
    },
    "remove-orphaned-files": {"task": "wiz.remove_orphans", "schedule": crontab(hour=3, minute=10)},
    "remove-ended-sessions": {"task": "wiz.remove_sessions", "schedule": crontab(hour=3, minute=20)},
}

LOGGING = logs.from_environment()
