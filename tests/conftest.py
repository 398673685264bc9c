"""Shared by all tests: a database and a broker, found or started as the program itself does it."""

import contextlib
from pathlib import Path
from typing import Any

import pytest

from wiz.servers import servers

running = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    running.enter_context(servers())


def pytest_unconfigure(config: pytest.Config) -> None:
    running.close()


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Uploads go to a folder of the test, and pages need no collected static files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
