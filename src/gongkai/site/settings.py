"""Settings, read from the environment with safe defaults. docs/operating.md lists every variable."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

from gongkai.apps.duties.installed import installed
from gongkai.exceptions import GongkaiError
from gongkai.site import catalogues, env

PACKAGE = Path(__file__).resolve().parent.parent

PRODUCTION = env.choice("GONGKAI_ENV", ("local", "production"), "local") == "production"
DEBUG = env.flag("GONGKAI_DEBUG")
# public: citizens' face only, no staff address is mounted; staff: the workbench only.
FACE = env.choice("GONGKAI_FACE", ("public", "staff", "both"), "both")
DATA = Path(env.text("GONGKAI_DATA", "var")).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    given = env.text("GONGKAI_SECRET_KEY")
    if given or PRODUCTION:
        return given
    stored = DATA / "secret_key"  # a local trial keeps its own key, made once, never shipped
    if not stored.exists():
        stored.write_text(secrets.token_urlsafe(50))
        stored.chmod(0o600)
    return stored.read_text().strip()


def _field_keys() -> list[str]:
    given = env.words("GONGKAI_FIELD_KEYS")
    if given or PRODUCTION:
        return given
    stored = DATA / "field_keys"  # as above: of a local trial only
    if not stored.exists():
        with os.fdopen(os.open(stored, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode())
    return stored.read_text().split()


SECRET_KEY = _secret_key()
FIELD_KEYS = _field_keys()  # gongkai.crypt: the first writes, all of them read
ALLOWED_HOSTS = env.words("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1],.localhost")

if PRODUCTION:
    if DEBUG:
        raise GongkaiError("生产环境不得打开 GONGKAI_DEBUG：请删去该变量后重新启动。")
    if len(SECRET_KEY) < 40:
        raise GongkaiError("生产环境须用 GONGKAI_SECRET_KEY 给出不少于 40 位的密钥。")
    if not FIELD_KEYS:
        raise GongkaiError("生产环境须用 GONGKAI_FIELD_KEYS 给出字段密钥；用 gongkai keys new 生成。")
    if not env.words("GONGKAI_HOSTS") or "*" in ALLOWED_HOSTS:
        raise GongkaiError("生产环境须用 GONGKAI_HOSTS 写明域名，不得为 *。")

ROLES = (
    "informant", "section_head", "office", "secrecy", "leader", "handler", "evaluator", "admin", "auditor",
)  # fmt: skip
LINKS = env.links(DATA, production=PRODUCTION)

INSTALLED_APPS = [
    "gongkai.desk",
    *installed(),  # before the guests, so that our templates win
    # guests
    "wagtail.snippets",
    "wagtail.admin",
    "wagtail.users",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "gongkai.site.tidy.Tidy",
    "gongkai.site.no_store.NoStore",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "gongkai.site.fresh.Fresh",
    "gongkai.site.one_page.OnePage",
    "gongkai.site.bodies.Bodies",  # before all that read a body
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongkai.apps.organizations.session.SessionClock",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.site.staff_csp.StaffCSP",
    "gongkai.apps.organizations.door.Door",
]

STAFF_PREFIX = "/workbench/"
CSRF_FAILURE_VIEW = "gongkai.site.errors.stale"
STAFF_ROUTES = "gongkai.site.routes.STAFF"  # what the door lets pass, and what each address asks

ROOT_URLCONF = "gongkai.site.urls"
WSGI_APPLICATION = "gongkai.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.apps.workbench.chrome.staff",
            ],
        },
    }
]

DATABASES = {
    "default": env.database(
        env.text("DATABASE_URL"),
        str(DATA / "gongkai.sqlite3"),
        prepared=env.flag("GONGKAI_DB_PREPARED", True),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {
                "MAX_ENTRIES": 100_000
            },  # at three hundred whoever opens many drafts wipes out his own count
        }
    )
}

_QUEUE = (
    "django_tasks_rq.RQBackend"
    if env.choice("GONGKAI_TASKS", ("database", "rq"), "database") == "rq"
    else "django_tasks_db.DatabaseBackend"
)
TASKS = {"default": {"BACKEND": _QUEUE, "QUEUES": ["default", "slow"]}}  # site/background.py works off both

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["gongkai.apps.organizations.backend.PostBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "gongkai.apps.organizations.passwords.KindsValidator"},
    {"NAME": "gongkai.apps.organizations.passwords.HabitsValidator"},
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workbench:home"
# failures allowed, then minutes locked; the address is shared by a whole office, so it is allowed more
SIGN_IN_LIMITS = {
    "account": (env.number("GONGKAI_LOGIN_FAILURES", 5), env.number("GONGKAI_LOGIN_LOCK_MINUTES", 15)),
    "address": (
        env.number("GONGKAI_LOGIN_ADDRESS_FAILURES", 50),
        env.number("GONGKAI_LOGIN_LOCK_MINUTES", 15),
    ),
}
CLIENT_ADDRESS_HEADER = env.text("GONGKAI_ADDRESS_HEADER")  # e.g. X-Forwarded-For, where a proxy sets it
# roles (see organizations.models.Role) whose holders may do nothing before a one-time code is set up
CODE_ROLES = env.some("GONGKAI_CODE_ROLES", ROLES)
SESSION_HOURS = env.number("GONGKAI_SESSION_HOURS", 8)
SESSION_IDLE_MINUTES = env.number("GONGKAI_SESSION_IDLE_MINUTES", 60)
SESSION_COOKIE_AGE = 24 * 3600  # the row outlives the session, so that a late form is known to be whose
HELD_FORM_SECONDS = 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.words("GONGKAI_ORIGINS")
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.flag("GONGKAI_HTTPS_REDIRECT", True)
    SECURE_HSTS_SECONDS = 31536000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# The public face runs under the strict policy; the staff mount relaxes style-src only (Wagtail's editor).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
STAFF_STYLE_SRC = [SELF, UNSAFE_INLINE]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [catalogues.compiled(PACKAGE / "apps" / "workbench" / "locale", DATA / "locale")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gongkai.site.statics.OwnNames"},
}
MEDIA_ROOT = DATA / "files"
MEDIA_URL = "/files/"  # never mounted as such: files are handed out by views that ask for permission
BAKED_ROOT = DATA / "public"
PUBLIC_URL = LINKS["public"]  # for links that leave the site
UPLOAD_LIMIT_MB = 50
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# bytes a staff address takes in a session (one form may carry several files), and from anybody (a sign-in, with the form
# that came too late); public addresses take what their view says, which is nothing unless it says so
BODY_LIMITS = {"session": 4 * UPLOAD_LIMIT_MB * 1024 * 1024, "staff": 1024 * 1024}
# A body keeps up with this many bytes a second once the grace (seconds) is over, or it is cut off.
BODY_PACE = {"grace": env.number("GONGKAI_BODY_SECONDS", 15), "bytes": 8 * 1024}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
CLAMD = env.text("GONGKAI_CLAMD")  # gongkai.scanner: unix:/path or tcp://host:port; off where empty
SCAN_SECONDS = 20
# apps/intake: how many of each act one address may do in a minute before it is asked to wait (never locked out), how
# many days an unsent draft is kept, and what a citizen may attach
INTAKE_PACE = {"open": 60, "save": 60, "look": 30, "wait": 6, "file": 30, "suggest": 240}
INTAKE_DRAFT_DAYS = 7
INTAKE_FILES: dict[str, Any] = {
    "most": 5,
    "megabytes": 5,
    "leave": 1024,  # megabytes of the disk that no citizen's file may take: the office must go on writing
    "only": ("pdf", "jpg", "jpeg", "png", "docx", "doc", "wps", "ofd", "txt"),
}
EMAIL_TIMEOUT = 10  # a silent mail host may not hold an officer's request
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST")
    else ("django.core.mail.backends.dummy.EmailBackend")
)
EMAIL_HOST = env.text("EMAIL_HOST")

WAGTAIL_SITE_NAME = "政务公开工作台"
WAGTAILADMIN_BASE_URL = LINKS["staff"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("GONGKAI_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
