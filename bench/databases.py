"""The databases of a run, by name, on the server DATABASE_URL names."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import environ
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent

Connection = psycopg.Connection[tuple[Any, ...]]


def connect(name: str = "postgres") -> Connection:
    """Connect outside Django; every statement stands by itself."""
    given = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    return psycopg.connect(
        dbname=name,
        user=given["USER"] or None,
        host=given["HOST"] or given.get("OPTIONS", {}).get("host"),
        port=given["PORT"] or None,
        password=given["PASSWORD"] or None,
        autocommit=True,
        # As the settings of the program have it: both sides of a comparison plan alike.
        options="-c jit=off",
    )


def address_of(name: str) -> str:
    """Return DATABASE_URL with another database."""
    address, mark, query = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}{mark}{query}"


def create(name: str, like: str | None = None) -> None:
    """Make a database, a copy of another if one is given."""
    copy = sql.SQL(" TEMPLATE {}").format(sql.Identifier(like)) if like else sql.SQL("")
    with connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copy)


def drop(name: str) -> None:
    with connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


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
    """Run a manage.py command on a database and return what it printed. Raises RuntimeError when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**environment_for(name), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}: {done.stderr[-2000:]}")
    return done.stdout
