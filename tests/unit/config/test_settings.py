"""Settings are read once for each process, so each case asks a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ASK = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def settings_with(data: Path, *names: str, **environment: str) -> dict[str, object]:
    environment |= {"CLAUSEMARK_DATA": str(data), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", ASK, *names]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def test_settings_are_safe_when_nothing_is_set(tmp_path):
    names = ("DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "X_FRAME_OPTIONS")
    assert settings_with(tmp_path, *names) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "X_FRAME_OPTIONS": "DENY",
    }


def test_secret_key_is_made_once_and_kept_private(tmp_path):
    first = settings_with(tmp_path / "a", "SECRET_KEY")["SECRET_KEY"]
    assert len(first) > 50
    assert settings_with(tmp_path / "a", "SECRET_KEY")["SECRET_KEY"] == first
    assert settings_with(tmp_path / "b", "SECRET_KEY")["SECRET_KEY"] != first
    assert (tmp_path / "a" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["secret_key"]


def test_sqlite_takes_the_write_lock_at_once(tmp_path):
    database = settings_with(tmp_path, "DATABASES")["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "clausemark.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_servers_are_chosen_by_their_addresses_alone(tmp_path):
    got = settings_with(
        tmp_path,
        "DATABASES",
        "CELERY_BROKER_URL",
        "STORAGES",
        DATABASE_URL="postgres://clause:secret@db.example.com:5433/mark?sslmode=require",
        CELERY_BROKER_URL="amqp://guest@mq.example.com//",
        STORAGE_URL="s3://papers",
    )
    database = got["DATABASES"]["default"]
    assert {key: database[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "mark",
        "USER": "clause",
        "PASSWORD": "secret",
        "HOST": "db.example.com",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }
    assert got["CELERY_BROKER_URL"] == "amqp://guest@mq.example.com//"
    assert got["STORAGES"]["default"]["BACKEND"] == "storages.backends.s3.S3Storage"


def test_embedded_broker_options_do_not_reach_another_broker(tmp_path):
    ask = "from config.celery import app; print(app.conf.broker_transport_options, app.conf.broker_transport)"
    environment = {"CLAUSEMARK_DATA": str(tmp_path), "CELERY_BROKER_URL": "redis://localhost:6379/0"}
    said = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.stdout.split() == ["{}", "None"]


@pytest.mark.parametrize("url, is_secure", [("https://clausemark.example.com", True), ("http://10.0.0.7:8000", False)])
def test_public_url_decides_about_https(tmp_path, url, is_secure):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "CSRF_TRUSTED_ORIGINS")
    assert settings_with(tmp_path, *names, PUBLIC_URL=url) == {
        "SESSION_COOKIE_SECURE": is_secure,
        "CSRF_COOKIE_SECURE": is_secure,
        "SECURE_SSL_REDIRECT": is_secure,
        "CSRF_TRUSTED_ORIGINS": [url],
    }


def test_deployment_check_has_nothing_to_say(tmp_path):
    environment = {"CLAUSEMARK_DATA": str(tmp_path), "PUBLIC_URL": "https://clausemark.example.com"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_pages_may_load_and_send_nothing_elsewhere(tmp_path):
    directives = settings_with(tmp_path, "CONTENT_SECURITY_POLICY")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'"}
