"""Processes of their own for the tests of the servers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
OURS = ("DATABASE_URL", "REDIS_URL", "WIZ_SERVERS", "WIZ_DATA_DIR", "WIZ_ENV", "PORT")


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The tests themselves run inside `servers()`; these processes must not see that."""
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    return rest | {"WIZ_DATA_DIR": str(data_dir)} | more


def run(data_dir: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the command in the checkout, for this data folder; return its output and exit code."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE_DIR,
        env=environment(data_dir, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
