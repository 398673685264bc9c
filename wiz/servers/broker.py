"""Starts and stops the Redis-compatible broker of one data folder. Calls are made inside `locks.changing`.

It keeps nothing on disk: the queue only says "look now", what is to be done is in the database, and beat's
next round finds what a lost message would have done sooner.
"""

import os
import socket
import time
from pathlib import Path

from wiz.servers.daemons import leave_running, open_log, start_daemon
from wiz.servers.errors import ServersError
from wiz.servers.folders import Place
from wiz.servers.programs import WHEELS, find_broker, runnable

SOCKET_NAME = "broker.sock"
START_SECONDS = STOP_SECONDS = 20


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
        program = runnable(program, program.parent.parent.parent, place)
    # fmt: off
    command: list[str | Path] = [
        program, "--port", "0", "--unixsocket", place.sockets / SOCKET_NAME, "--unixsocketperm", "700",
        "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", place.home, "--logfile", "",
    ]
    # fmt: on
    log = open_log(place.data_dir, "broker")
    try:
        server = start_daemon(place, command, log)
    finally:
        os.close(log)
    until = time.monotonic() + START_SECONDS
    while not running(place):
        if server.poll() is not None or time.monotonic() > until:
            raise ServersError(f"The broker did not start: see {place.data_dir / 'log' / 'broker.log'}.")
        time.sleep(0.02)
    leave_running(server)


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
