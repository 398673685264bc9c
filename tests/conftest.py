"""Shared by all tests. The database and the broker come from `tests/plugin.py`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connections
from django.db.models import Model
from django.db.models.query_utils import DeferredAttribute
from pytest_django.plugin import blocking_manager_key

from tests import databases

# The same examples each time, on a busy machine too; `--hypothesis-profile=default` looks for others.
hypothesis.settings.load_profile("ci")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> None:
    """The test database is a copy of one that is migrated once in a run, unless the last run's is used again."""
    if request.config.getvalue("create_db") or not request.config.getvalue("reuse_db"):
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = databases.migrated()


@pytest.fixture(scope="session", autouse=True)
def _no_column_comes_by_itself() -> None:
    """What is read of a row was asked for with it: Django would ask for it once more, for each row of a list."""
    refresh = Model.refresh_from_db

    def asked_for(row: Model, *args: Any, **kwargs: Any) -> None:
        if sys._getframe(1).f_code is DeferredAttribute.__get__.__code__:
            raise AssertionError(f"{type(row).__name__}: {kwargs['fields']} is read, but was not asked for")
        refresh(row, *args, **kwargs)

    Model.refresh_from_db = asked_for  # type: ignore[assignment,method-assign]


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Uploads go to a folder of the test, pages need no collected static files, and hashing is quick."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Django remember what the migrations put in, when a test needs that: see below."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            marker.kwargs["serialized_rollback"] = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with transactions of its own leaves every table empty: put back what the migrations had put in."""
    yield
    marker = item.get_closest_marker("django_db")
    # After the last one the database is gone.
    if nextitem and marker and marker.kwargs.get("transaction"):
        connection = connections["default"]
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
