"""A database and a broker for the tests, found or started as the program does it, with data of their own.

`pyproject.toml` names this plugin, for pytest-django reads the settings before any conftest. The folder of
their own keeps a running demo out: its worker would take the tests' messages.
"""

import contextlib
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from wiz.servers import servers
from wiz.servers.folders import BASE_DIR, homes, private_folder, remove

ended = contextlib.ExitStack()


@contextlib.contextmanager
def surroundings() -> Iterator[None]:
    """Put the addresses of a database server and a broker into the environment, for the time of the block."""
    with contextlib.ExitStack() as stack:
        # Both are set in whatever runs inside the block: `tests/run.py`'s runs, the second process of one with `-n 2`.
        if not os.environ.get("WIZ_DATA_DIR"):
            # As root the servers' user has to pass through; `make reset` deletes what a killed run left.
            folder = BASE_DIR / "var" / "tests" / str(os.getpid())
            for path in (folder.parent.parent, folder.parent, folder):
                os.environ["WIZ_DATA_DIR"] = str(path)
                private_folder(path)
            stack.callback(_delete, folder)
        ours = not os.environ.get("DATABASE_URL")
        stack.enter_context(servers())
        if ours:
            _be_quick()
        stack.enter_context(databases.named())
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    ended.enter_context(surroundings())


def pytest_collection_finish() -> None:
    # The classes and templates of a whole program live as long as the run: looking through them for rubbish again
    # and again takes a sixth of its time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_unconfigure() -> None:
    ended.close()


def _be_quick() -> None:
    """Let a server that is deleted afterwards not wait for the disk."""
    with databases.connect() as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def _delete(folder: Path) -> None:
    for home in homes(folder):
        remove(home)
    shutil.rmtree(folder)
