"""What takes long to put into a database is put there once in a run, and copied by all who need it.

The first who asks for a template makes it, also among several processes; the process that called `named` removes all.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import environ
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
# In the environment: how the names of this run's templates begin.
NAMES = "WIZ_TEST_TEMPLATES"


@contextlib.contextmanager
def named() -> Iterator[None]:
    """Name the templates of this run, and remove them at its end; inside another run that one's are used."""
    if os.environ.get(NAMES):
        yield
        return
    os.environ[NAMES] = f"wiz_tests_{os.getpid()}"
    try:
        yield
    finally:
        prefix = os.environ.pop(NAMES)
        with connect() as connection:
            made = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
            )
            for (name,) in made.fetchall():
                drop(str(name))


def migrated() -> str:
    """Return the name of a database with all tables and what the migrations put in."""
    return template("migrated", lambda address: manage(address, "migrate", "--verbosity", "0"))


def template(name: str, fill: Callable[[str], object], like: str | None = None) -> str:
    """Return the name of a database to copy: a copy of `like`, filled by a function that gets its address."""
    full = f"{os.environ[NAMES]}_{name}"
    with connect() as connection:
        # Held until the connection closes: who comes second waits, and finds it made.
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [full])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [full]).fetchone() is None:
            create(full, like)
            try:
                fill(address_of(full))
            except BaseException:
                drop(full)
                raise
    return full


def create(name: str, like: str | None = None) -> None:
    """Make a database, a copy of another if one is given."""
    copy = sql.SQL(" TEMPLATE {}").format(sql.Identifier(like)) if like else sql.SQL("")
    with connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copy)


def drop(name: str) -> None:
    with connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def connect(name: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """Connect to a database of the tests' server, outside Django; every statement stands by itself."""
    given = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    return psycopg.connect(
        dbname=name,
        user=given["USER"] or None,
        host=given["HOST"] or given.get("OPTIONS", {}).get("host"),
        port=given["PORT"] or None,
        password=given["PASSWORD"] or None,
        autocommit=True,
        # As the settings of the program have it: what is asked here is planned as there.
        options="-c jit=off",
    )


def address_of(name: str) -> str:
    """Return DATABASE_URL with another database."""
    address, mark, query = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}{mark}{query}"


def manage(
    address: str, *arguments: str, text: str = "", environment: Mapping[str, str] | None = None
) -> str:
    """Run a manage.py command on a database, in an environment if not in this one, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**(environment or os.environ), "DATABASE_URL": address},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
