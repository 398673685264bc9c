"""The databases of a run, by name, on the server DATABASE_URL names: made as the tests make theirs."""

import os
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

from tests import databases
from tests.databases import ROOT, address_of, connect, create, drop

__all__ = (
    "ROOT",
    "Connection",
    "address_of",
    "connect",
    "create",
    "drop",
    "environment_for",
    "manage",
    "remark",
    "remark_on",
)

Connection = psycopg.Connection[tuple[Any, ...]]


def remark_on(name: str) -> str | None:
    """Return what was written down about a database, None when there is no such database."""
    with connect() as connection:
        row = connection.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
    return None if row is None else str(row[0])


def remark(name: str, words: str) -> None:
    with connect() as connection:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Literal(words)))


def environment_for(name: str, **more: str) -> dict[str, str]:
    """Return the environment for a process that works on a database."""
    return {**os.environ, "DATABASE_URL": address_of(name), **more}


def manage(name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run a manage.py command on a database and return what it printed. Raises AssertionError when it fails."""
    return databases.manage(address_of(name), *arguments, environment={**os.environ, **(environment or {})})
