"""The processes of a running demo: started, watched, started again, and ended with all they started."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from wiz.servers.daemons import open_log
from wiz.servers.errors import ServersError
from wiz.servers.folders import BASE_DIR

# One that dies is started again after 1, 2, 4 … seconds: a demo shows that a worker may be killed and no work
# is lost. One that keeps dying has a fault that a person must see, so then the demo stops and says so.
DEATHS_ALLOWED = 4
DEATHS_WITHIN_SECONDS = 120
END_SECONDS = 15
PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    """One program of the demo, its log in `log/<name>.log`; a listening one gets the launcher's socket."""

    name: str
    command: list[str]
    door: socket.socket | None = None
    running: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0


class Processes:
    """Runs the given programs until `end`."""

    def __init__(self, data_dir: Path, processes: list[Process], say: Callable[[str], None]) -> None:
        self.data_dir = data_dir
        self.processes = processes
        self.say = say

    def start(self) -> None:
        for process in self.processes:
            self._start(process)

    def look_after(self) -> None:
        """Start again what died. Refuses with a sentence when one keeps dying."""
        now = time.monotonic()
        for process in self.processes:
            if process.running is None:
                if now >= process.start_at:
                    self._start(process)
            elif process.running.poll() is not None:
                self._note_death(process, now)

    def end(self) -> None:
        """End all, politely first; the order in which they were started is of no importance."""
        running = [process.running for process in self.processes if process.running]
        for child in running:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        until = time.monotonic() + END_SECONDS
        for child in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.0, until - time.monotonic()))
            kill_session(child)

    def _start(self, process: Process) -> None:
        log = open_log(self.data_dir, process.name)
        try:
            process.running = start(process.command, stdout=log, stderr=log, door=process.door)
        finally:
            os.close(log)

    def _note_death(self, process: Process, now: float) -> None:
        assert process.running is not None
        code = process.running.returncode
        kill_session(process.running)
        process.running = None
        process.deaths = [at for at in process.deaths if now - at < DEATHS_WITHIN_SECONDS] + [now]
        log = self.data_dir / "log" / f"{process.name}.log"
        if len(process.deaths) > DEATHS_ALLOWED:
            raise ServersError(
                f"The {process.name} ended {len(process.deaths)} times in {DEATHS_WITHIN_SECONDS} seconds, "
                f"so the demo stops. The last lines of {log}:\n{last_lines(log)}"
            )
        wait = 2 ** (len(process.deaths) - 1)
        process.start_at = now + wait
        self.say(f"The {process.name} ended ({_how(code)}); started again in {wait} s. See {log}.")


def start(
    command: list[str], *, stdout: int, stderr: int, door: socket.socket | None = None
) -> "subprocess.Popen[bytes]":
    """Start the command in a session of its own; it is killed when this process dies, however it dies."""
    return subprocess.Popen(
        command,
        cwd=BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
        pass_fds=[door.fileno()] if door else [],
        preexec_fn=_die_with_parent if _libc else None,
    )


def kill_session(child: "subprocess.Popen[bytes]") -> None:
    """Kill the process and all it started that did not leave its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def last_lines(log: Path, count: int = 15) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    return ""


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


# Only Linux has this; loaded here because little may be done between fork and exec.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_launcher = os.getpid()


def _die_with_parent() -> None:
    assert _libc is not None
    # SIGKILL, for a polite one has a worker wait for a broker that is going too. Celery's pool and gunicorn's
    # workers end themselves when their parent is gone.
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != _launcher:
        os._exit(1)
