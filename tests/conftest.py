"""Shared by all tests: a database and a broker, found or started as the program itself does it."""

import contextlib

import pytest

from wiz.servers import servers

running = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    running.enter_context(servers())


def pytest_unconfigure(config: pytest.Config) -> None:
    running.close()
