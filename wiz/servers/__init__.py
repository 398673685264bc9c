"""PostgreSQL and a broker for whoever did not set their addresses: one command starts everything.

    with servers():
        ...  # DATABASE_URL and REDIS_URL are in the environment

The servers listen on sockets in a private folder only. All who use them hold a shared lock and the last one
out stops them; `keeper` does so for those who were killed. For trying out and developing, not for production.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wiz.servers.use import Use

NAMES = ("DATABASE_URL", "REDIS_URL")
# manage.py commands that never open the database.
WITHOUT_SERVERS = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "version",
}


@contextlib.contextmanager
def servers() -> "Iterator[Use | None]":
    """Set DATABASE_URL and REDIS_URL for the time of the block, starting what is needed.

    Yields the hold on the servers, for `use.ensure_running`. Does (and yields) nothing where both are set, so
    also in every process started inside the block; in production; and for commands that need no database.
    WIZ_SERVERS forces one way: url, system or wheels. Leaves the program with exit code 1 and one sentence
    when the servers cannot be had.
    """
    missing = [name for name in NAMES if not (os.environ.get(name) or os.environ.get(f"{name}_FILE"))]
    # In production the settings say which address is missing.
    if not missing or os.environ.get("WIZ_ENV") == "production" or not _needed(sys.argv):
        yield None
        return
    # Not needed by anyone who has both addresses, and not there on Windows.
    from wiz.servers.errors import ServersError
    from wiz.servers.folders import data_folder
    from wiz.servers.use import enter, leave

    with _termination_as_exit():
        try:
            use = enter(data_folder(), missing)
        except ServersError as error:
            sys.exit(str(error))
        others = _hide_other_postgres() if "DATABASE_URL" in missing else {}
        os.environ.update(use.addresses)
        try:
            yield use
        finally:
            for name in use.addresses:
                os.environ.pop(name, None)
            os.environ.update(others)
            try:
                leave(use)
            except ServersError as error:
                print(error, file=sys.stderr)


def _hide_other_postgres() -> dict[str, str]:
    """Take PGSERVICE, PGOPTIONS and their like, meant for other servers, out of the environment; return them."""
    return {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PG")}


def _needed(argv: list[str]) -> bool:
    if Path(argv[0]).name != "manage.py":
        return True
    if len(argv) < 2 or {"--help", "-h", "--version"} & set(argv):
        return False
    return argv[1] not in WITHOUT_SERVERS or "--database" in argv


@contextlib.contextmanager
def _termination_as_exit() -> Iterator[None]:
    """Let a polite end (kill, a closed terminal) run the `finally`s, so that the servers stop as well."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    changed = {
        number: signal.signal(number, _exit)
        for number in (signal.SIGTERM, signal.SIGHUP)
        # Whoever has a way of their own keeps it; nohup has the second ignored.
        if signal.getsignal(number) == signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, before in changed.items():
            if signal.getsignal(number) is _exit:
                signal.signal(number, before)


def _exit(number: int, _frame: object) -> None:
    sys.exit(128 + number)
