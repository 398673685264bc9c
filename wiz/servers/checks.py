"""What is looked at before anything is made: each refuses with one sentence that says what to do."""

import errno
import os
import shutil
import socket
import time

from wiz.servers import NAMES
from wiz.servers.errors import ServersError
from wiz.servers.folders import data_folder, homes
from wiz.servers.programs import SYSTEM, find_broker, find_postgres, refuse_without_postgres
from wiz.servers.use import kinds_allowed

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8000
# What a municipality of 40,000 inhabitants has.
DEFAULT_CLIENTS = 936
# Measured: the data of a first start are 150 MB; with data, what a day of looking around may add.
FIRST_MEGABYTES, NEXT_MEGABYTES = 250, 50


def wished_port() -> int:
    """Return PORT, or the usual one."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ServersError(f"PORT is {text}; it must be a number from 1 to 65535.")


def wished_clients() -> int:
    """Return how many clients a first start invents: CLIENTS, or the usual number."""
    text = os.environ.get("CLIENTS") or str(DEFAULT_CLIENTS)
    if text.isascii() and text.isdigit() and 0 < int(text) <= 1_000_000:
        return int(text)
    raise ServersError(f"CLIENTS is {text}; it must be a number from 1 to 1000000.")


def taken_port(port: int, patience: float = 0) -> socket.socket:
    """Return a socket at that port: held from here on, so that nobody takes it while the demo gets ready.

    With `patience` it tries for so many seconds: what a killed demo started needs a moment to end.
    """
    until = time.monotonic() + patience
    while True:
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((ADDRESS, port))
            # Only who listens keeps others out. Until the web server takes over, browsers wait for an answer.
            held.listen()
            return held
        except OSError as error:
            held.close()
            if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise _refused_port(port, error) from error
            time.sleep(0.1)


def _refused_port(port: int, error: OSError) -> ServersError:
    if error.errno == errno.EADDRNOTAVAIL:
        return ServersError(f"This machine does not have the address {ADDRESS}, which WIZ needs.")
    if isinstance(error, PermissionError):
        return ServersError(f"Port {port} is not for this user. Try: make demo PORT=8123")
    return ServersError(f"Port {port} is taken already. Try: make demo PORT=8123")


def refuse_production() -> None:
    if os.environ.get("WIZ_ENV") == "production":
        raise ServersError("WIZ_ENV is production, and the demo is for trying out. See docs/running.md.")


def refuse_without_programs() -> None:
    """Before the packages are installed only the machine's own programs can be looked for."""
    missing = [name for name in NAMES if not os.environ.get(name)]
    if not missing:
        return
    kinds = kinds_allowed(missing)
    if kinds == (SYSTEM,):
        if "DATABASE_URL" in missing and not find_postgres(kinds):
            raise refuse_without_postgres(kinds)
        if "REDIS_URL" in missing:
            find_broker(kinds)


def refuse_full_disk() -> None:
    folder = data_folder()
    needed = NEXT_MEGABYTES if homes(folder) else FIRST_MEGABYTES
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < needed:
        raise ServersError(
            f"The disk of {data_folder()} has {free} MB left, and WIZ needs {needed} MB to start."
        )
