"""Starts the server programs: as the servers' user, in a session of their own, with a log."""

import contextlib
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from wiz.servers.errors import ServersError
from wiz.servers.folders import Place, umask, work_folder

LOG_BYTES = 5_000_000

# What this process started and has to reap when it ended; until then the number looks alive to others.
_started: list[int] = []


def start_daemon(place: Place, command: Sequence[str | Path], log: int) -> "subprocess.Popen[bytes]":
    """Start a server program that outlives this call. Ctrl-C at the terminal does not reach it."""
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
    except (OSError, subprocess.SubprocessError) as error:
        raise ServersError(f"{command[0]} could not be started: {error}.") from error
    return server


def leave_running(server: "subprocess.Popen[bytes]") -> None:
    """Let go of the object, or Python would warn at its end that the server still runs."""
    _started.append(server.pid)
    server.returncode = 0


def reap(within: float = 0) -> None:
    """Take note of servers this process started that have ended, or do so within that many seconds."""
    until = time.monotonic() + within
    while True:
        for pid in list(_started):
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(pid, os.WNOHANG) == (0, 0):
                    continue
            _started.remove(pid)
        if not _started or time.monotonic() >= until:
            return
        time.sleep(0.01)


def environment() -> dict[str, str]:
    """The environment for the servers: without PGDATA, PGPORT and their like, which mean other servers."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def open_log(data_dir: Path, name: str) -> int:
    """Return a descriptor of `log/<name>.log`, readable by its owner only, which is appended to."""
    path = work_folder(data_dir, "log") / f"{name}.log"
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
