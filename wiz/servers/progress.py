"""Tells the person at the terminal what is happening and for how long."""

import contextlib
import errno
import io
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from wiz.servers.daemons import open_log
from wiz.servers.errors import ServersError
from wiz.servers.processes import kill_session, last_lines, start

# A line of output that names the next step, and one that says why it failed.
MARK, REASON = "== ", "!! "
# Where lines cannot be overwritten, a sign of life this often.
HEARTBEAT_SECONDS = 10


def see_to_streams() -> None:
    """Make sure that 0, 1 and 2 are open, or a lock or a log would get such a number, and that any text fits."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdout = sys.stdout or open(1, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str, end: str = "\n") -> None:
    """Print at once. Goes on unseen where the reader of a pipe has gone, and ends with a terminal that was closed."""
    try:
        print(text, end=end, flush=True)
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        if error.errno == errno.EIO:
            pass_hang_up_on()


def pass_hang_up_on() -> None:
    """Tell all that runs in front that their terminal was closed.

    The kernel tells only who leads the terminal's session. `ssh -t host make demo` makes that make, and make waits
    until its children end, who were told nothing.
    """
    os.killpg(0, signal.SIGHUP)


class Step:
    """One line per step: on a terminal the seconds run, elsewhere a sign of life now and then."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = self.told = time.monotonic()
        self.terminal = sys.stdout.isatty()
        if self.terminal:
            self.tick()
        else:
            say(f"  {title} ...")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def tick(self) -> None:
        if self.terminal:
            say(f"\r  {self.title} ... {self.seconds:.0f} s", end="")
        elif time.monotonic() - self.told > HEARTBEAT_SECONDS:
            self.told = time.monotonic()
            say(f"    still at it, {self.seconds:.0f} s")

    def done(self) -> None:
        if self.terminal:
            say(f"\r  {self.title}: {self.seconds:.1f} s   ")
        elif self.seconds > 1:
            say(f"    {self.seconds:.1f} s")


def run_steps(command: list[str], data_dir: Path, log_name: str) -> None:
    """Run a command whose output names its steps (`MARK`); all other output goes to the log.

    Refuses when the command fails: with the reason it gave (`REASON`), else with the log's last lines.
    """
    log = open_log(data_dir, log_name)
    child = start(command, stdout=subprocess.PIPE, stderr=log)
    step = None
    reason = ""
    try:
        for line in _lines(child):
            if line is None:
                if step:
                    step.tick()
            elif line.startswith(MARK):
                if step:
                    step.done()
                step = Step(line.removeprefix(MARK))
            elif line.startswith(REASON):
                reason = line.removeprefix(REASON)
            else:
                with contextlib.suppress(OSError):  # a full disk; what matters is said on the terminal
                    os.write(log, f"{line}\n".encode())
        code = child.wait()
    finally:
        kill_session(child)
        os.close(log)
    path = data_dir / "log" / f"{log_name}.log"
    if code != 0 and reason:
        raise ServersError(f"\nThat failed: {reason} More is in {path}")
    if code != 0:
        raise ServersError(f"\nThat failed. The last lines of {path}:\n{last_lines(path)}")
    if step:
        step.done()


def _lines(child: "subprocess.Popen[bytes]") -> Iterator[str | None]:
    """Yield the lines the child prints, and None twice a second while it prints none."""
    assert child.stdout is not None
    rest = b""
    with child.stdout, selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(timeout=0.5):
                yield None
                continue
            read = os.read(child.stdout.fileno(), 65536)
            if not read:
                return
            *lines, rest = (rest + read).split(b"\n")
            yield from (line.decode(errors="replace") for line in lines)
