"""A database and a broker for the tests, found or started as the program does it, with data of their own.

`pyproject.toml` names this plugin, for pytest-django reads the settings before any conftest. The folder of
their own keeps a running demo out: its worker would take the tests' messages.
"""

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from wiz.servers import servers
from wiz.servers.folders import BASE_DIR, homes, private_folder, remove

ended = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    # Both are set in the second process of a run with `-n 2`, too.
    if not os.environ.get("WIZ_DATA_DIR"):
        # As root the servers' user has to pass through; `make reset` deletes what a killed run left.
        folder = BASE_DIR / "var" / "tests" / str(os.getpid())
        for path in (folder.parent.parent, folder.parent, folder):
            os.environ["WIZ_DATA_DIR"] = str(path)
            private_folder(path)
        ended.callback(_delete, folder)
    ended.enter_context(servers())


def pytest_unconfigure() -> None:
    ended.close()


def _delete(folder: Path) -> None:
    for home in homes(folder):
        remove(home)
    shutil.rmtree(folder)
