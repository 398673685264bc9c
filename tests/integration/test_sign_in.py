"""Attempts to sign in are counted by all web processes together, and need no broker."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from tests import databases, make

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

# A web process of its own, without gunicorn: it tries six passwords, and prints how many were looked at.
TRIES = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
setup_test_environment()
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
looked_at = 0
for n in range(6):
    page = Client().post(reverse("account_login"), {"login": "noor@example.org", "password": f"verkeerd-{n}"})
    looked_at += page.context["form"].has_error("__all__", "email_password_mismatch")
print(looked_at)
"""


@pytest.fixture
def attempts() -> Iterator[Callable[[], str]]:
    """Give what is kept of attempts, as text. It is no model's table: no test empties it by itself."""

    def run(statement: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    run("TRUNCATE wiz_attempt")
    yield lambda: run("SELECT string_agg(wiz_attempt::text, ' ') FROM wiz_attempt")[0][0]
    run("TRUNCATE wiz_attempt")


def test_two_processes_count_attempts_together(attempts):
    noor = make.consultant(email="noor@example.org", password=make.PASSWORD)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": databases.address_of(connection.settings_dict["NAME"]),
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody answers
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", TRIES], cwd=databases.ROOT, env=environment, stdout=subprocess.PIPE
        )
        for _two in range(2)
    ]
    looked_at = [int(process.communicate(timeout=60)[0]) for process in processes]
    # Five in five minutes, not five of each.
    assert 0 < sum(looked_at) <= 5, looked_at

    # And here, in a third, her own password has to wait too; another person's has not.
    browser = Browser(REMOTE_ADDR="192.0.2.7")
    page = browser.post(reverse("account_login"), {"login": noor.email, "password": make.PASSWORD})
    assert page.context["form"].has_error("__all__", "too_many_login_attempts")
    other = make.consultant(password=make.PASSWORD)
    answer = browser.post(reverse("account_login"), {"login": other.email, "password": make.PASSWORD})
    assert answer.status_code == 302

    # What is kept tells nobody who tried, or from where.
    kept = attempts()
    assert kept
    assert "127.0.0.1" not in kept
    assert "192.0.2.7" not in kept
