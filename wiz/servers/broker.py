"""Starts and stops the Redis-compatible broker of one data folder. Calls are made inside `locks.changing`.

It keeps nothing on disk: the queue only says "look now", what is to be done is in the database, and beat's
next round finds what a lost message would have done sooner.
"""

import contextlib
import os
import socket
import subprocess
import time

from wiz.servers.errors import ServersError
from wiz.servers.folders import Place, umask
from wiz.servers.postgres import environment, open_log
from wiz.servers.programs import WHEELS, find_broker, runnable

SOCKET_NAME = "broker.sock"
START_SECONDS = STOP_SECONDS = 20

# What this process started, to be reaped when it stops it.
_children: list[int] = []


def url(place: Place) -> str:
    """Return the address as Celery (kombu) reads it."""
    return f"redis+socket://{place.sockets / SOCKET_NAME}"


def running(place: Place) -> bool:
    """Return whether a broker answers at our socket."""
    return _ask(place, b"PING\r\n").startswith(b"+PONG")


def start(place: Place, kinds: tuple[str, ...]) -> None:
    """Start the broker, or take over the one a killed process left. Refuses with a sentence."""
    if running(place):
        return
    kind, program = find_broker(kinds)
    if kind == WHEELS:
        program = runnable(program, program.parent, place)
    # fmt: off
    command = [
        program, "--port", "0", "--unixsocket", place.sockets / SOCKET_NAME, "--unixsocketperm", "700",
        "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", place.home, "--logfile", "",
    ]
    # fmt: on
    log = open_log(place.data_dir, "broker")
    try:
        with umask(0o077):
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=place.home,
                env=environment(),
                start_new_session=True,
                **place.account.switch,
            )
    except OSError as error:
        raise ServersError(f"The broker could not be started: {error}.") from error
    finally:
        os.close(log)
    until = time.monotonic() + START_SECONDS
    while not running(place):
        if server.poll() is not None or time.monotonic() > until:
            raise ServersError(f"The broker did not start: see {place.data_dir / 'log' / 'broker.log'}.")
        time.sleep(0.02)
    # It outlives this object on purpose; Python would warn about that.
    server.returncode = 0
    _children.append(server.pid)


def stop(place: Place) -> None:
    """Stop the broker if it runs."""
    if not running(place):
        return
    _ask(place, b"SHUTDOWN NOSAVE\r\n")
    until = time.monotonic() + STOP_SECONDS
    while running(place):
        if time.monotonic() > until:
            raise ServersError(f"The broker did not stop within {STOP_SECONDS} seconds.")
        time.sleep(0.02)
    while _children:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(_children.pop(), 0)


def _ask(place: Place, words: bytes) -> bytes:
    """Return the first bytes of the answer, none when nobody answers."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(place.sockets / SOCKET_NAME))
            client.sendall(words)
            return client.recv(100)
        except OSError:
            return b""
