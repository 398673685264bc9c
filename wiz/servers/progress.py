"""Tells the person at the terminal what is happening and for how long."""

import os
import selectors
import subprocess
import sys
import time
from pathlib import Path

from wiz.servers.daemons import open_log
from wiz.servers.errors import ServersError
from wiz.servers.processes import kill_session, last_lines, start

# A line of output that names the next step.
MARK = "== "
# Where lines cannot be overwritten, a sign of life this often.
HEARTBEAT_SECONDS = 10


def say(text: str) -> None:
    print(text, flush=True)


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
            print(f"\r  {self.title} ... {self.seconds:.0f} s", end="", flush=True)
        elif time.monotonic() - self.told > HEARTBEAT_SECONDS:
            self.told = time.monotonic()
            say(f"    still at it, {self.seconds:.0f} s")

    def done(self) -> None:
        if self.terminal:
            print(f"\r  {self.title}: {self.seconds:.1f} s   ", flush=True)
        elif self.seconds > 1:
            say(f"    {self.seconds:.1f} s")


def run_steps(command: list[str], data_dir: Path, log_name: str) -> None:
    """Run a command whose output names its steps (`MARK`); all other output goes to the log.

    Refuses with the last lines of the log when the command fails.
    """
    log = open_log(data_dir, log_name)
    child = start(command, stdout=subprocess.PIPE, stderr=log)
    assert child.stdout is not None
    step = None
    rest = b""
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while True:
                if selector.select(timeout=0.5):
                    read = os.read(child.stdout.fileno(), 65536)
                    if not read:
                        break
                    *lines, rest = (rest + read).split(b"\n")
                    for line in lines:
                        if line.startswith(MARK.encode()):
                            if step:
                                step.done()
                            step = Step(line.decode()[len(MARK) :])
                        else:
                            os.write(log, line + b"\n")
                elif step:
                    step.tick()
        code = child.wait()
    finally:
        kill_session(child)
        child.stdout.close()
        os.close(log)
    if code != 0:
        path = data_dir / "log" / f"{log_name}.log"
        raise ServersError(f"\nThat failed. The last lines of {path}:\n{last_lines(path)}")
    if step:
        step.done()
