"""Settings of the server. Everything an installation may change comes from its environment."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from mingdeng.config.profile import profile
from mingdeng.config.secrets import NAMES, key_bytes, secret_in, secret_key

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("MINGDENG_DATA", ROOT / "var" / "data"))
DEBUG = False
SECRET_KEY = secret_key(DATA)
SECOND_FACTOR_KEY = key_bytes(DATA, "factor-key")
HEADS_KEY = key_bytes(DATA, "heads-key")
# Best on a disk of another machine: the journal is compared with it every day.
HEADS_FILE = Path(os.environ.get("MINGDENG_HEADS", DATA / "journal-heads.jsonl"))
SECRET_FILES = [DATA / name for name in NAMES]
# Only `serve --demo` sets this, and only for a folder it has marked as the demo's own.
DEMO = os.environ.get("MINGDENG_DEMO", "") == "1" and (DATA / "demo").exists()
# What passwords and sessions are held to: the usual, or the stricter one of 等保.
PROFILE = profile(os.environ.get("MINGDENG_PROFILE", ""))
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("MINGDENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
# Behind a proxy that speaks TLS; without one the cookies cannot be marked secure.
BEHIND_TLS = os.environ.get("MINGDENG_TLS", "") == "1"
# The header in which that proxy names the visitor; what visitors send themselves is not believed.
ADDRESS_HEADER = os.environ.get("MINGDENG_ADDRESS_HEADER", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "mingdeng.accounts",
    "mingdeng.journal",
    "mingdeng.roster",
    "mingdeng.administration",
    "mingdeng.activities",
    "mingdeng.registers",
    "mingdeng.stationery",
    "mingdeng.assessments",
    "mingdeng.burden",
    "mingdeng.intake",
    "mingdeng.search",
    "mingdeng.subjects",
    "mingdeng.notify",
    "mingdeng.handover",
    "mingdeng.opendata",
    "mingdeng.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mingdeng.web.middleware.SignedInMiddleware",
]
ROOT_URLCONF = "mingdeng.config.urls"
WSGI_APPLICATION = "mingdeng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """The database a URL names. Raises ValueError for another scheme than postgres."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL 只支持 postgres://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": int(options.pop("conn_max_age", "60")),
        "OPTIONS": options,
    }


def _sqlite() -> dict[str, object]:
    """SQLite with what a power cut asks for: WAL only where the library has no WAL bug."""
    version = sqlite3.sqlite_version_info
    wal = (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )
    journal = (
        "journal_mode=WAL; PRAGMA synchronous=FULL"
        if wal
        else "journal_mode=DELETE; PRAGMA synchronous=EXTRA"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "mingdeng.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": f"PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000; PRAGMA {journal}",
        },
    }


DATABASES = {
    "default": _database(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else _sqlite()
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["mingdeng.accounts.hashing.Argon2"]
# How someone entered stands in the session; the link is none of the ways of a real installation.
AUTHENTICATION_BACKENDS = [
    "mingdeng.accounts.backends.TwoFactors",
    "mingdeng.accounts.backends.OneFactor",
    *(["mingdeng.accounts.backends.DemoLink"] if DEMO else []),
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "mingdeng.accounts.passwords.LongEnough"},
    {"NAME": "mingdeng.accounts.passwords.NotCommon"},
    {"NAME": "mingdeng.accounts.passwords.NothingOfOneself"},
    *([{"NAME": "mingdeng.accounts.passwords.Mixed"}] if PROFILE.mixed else []),
]
LOGIN_URL = "/sign-in/"
CSRF_FAILURE_VIEW = "mingdeng.web.views.errors.stale_form"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 50
# Counted while they come in; what the request declares is not believed.
FILE_UPLOAD_HANDLERS = [
    "mingdeng.intake.uploads.Limited",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MOST_BYTES = 100 << 20
# Originals of imports are deleted after so many days; what was read of them stays.
INTAKE_KEEP_DAYS = 30
INTAKE_IN_REQUEST = False
# How long a request waits for reading to end before it shows the waiting page.
INTAKE_WAIT_SECONDS = 3

# Within how many working days a request for correction is answered.
CORRECTION_DAYS = int(os.environ.get("MINGDENG_CORRECTION_DAYS", "15"))

# Within how many working days a complaint about burdens is answered.
COMPLAINT_DAYS = int(os.environ.get("MINGDENG_COMPLAINT_DAYS", "15"))

# How many days a link works by which the person served is asked how it was.
SURVEY_DAYS = int(os.environ.get("MINGDENG_SURVEY_DAYS", "30"))

# Reminders: by e-mail where a server is named, to group chats at these hosts alone.
SITE = os.environ.get("MINGDENG_SITE", "").rstrip("/")
SMTP_HOST = os.environ.get("MINGDENG_SMTP_HOST", "")
SMTP_PORT = int(os.environ.get("MINGDENG_SMTP_PORT", "587"))
SMTP_TLS = os.environ.get("MINGDENG_SMTP_TLS", "starttls")
SMTP_USER = os.environ.get("MINGDENG_SMTP_USER", "")
SMTP_PASSWORD = secret_in(os.environ.get("MINGDENG_SMTP_PASSWORD_FILE", ""))
MAIL_FROM = os.environ.get("MINGDENG_MAIL_FROM", f"明灯 <mingdeng@{SMTP_HOST or 'localhost'}>")
ROBOT_HOSTS = frozenset(
    {
        "qyapi.weixin.qq.com",
        "oapi.dingtalk.com",
        *os.environ.get("MINGDENG_ROBOT_HOSTS", "").replace(",", " ").split(),
    }
)
# For robots inside the house, and for tests: also http, other ports, private addresses.
ROBOT_LOCAL = os.environ.get("MINGDENG_ROBOT_LOCAL", "") == "1"
# After so long without a sign of life a worker counts as dead.
NOTIFY_LEASE_SECONDS = int(os.environ.get("MINGDENG_NOTIFY_LEASE", "120"))

# The prefix asks browsers to take the cookie from this very host over TLS only.
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SECONDS = PROFILE.idle_seconds
PASSWORD_DAYS = PROFILE.password_days
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
