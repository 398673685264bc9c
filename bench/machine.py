"""What the figures were made on: cores, servers and their settings; and who runs on which core."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from bench.databases import ROOT, connect
from wiz.servers import postgres
from wiz.servers.use import Use, ensure_running

# As a server of this size would have it; fsync stays on, what is written is written.
SETTINGS = {
    "shared_buffers": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "6GB",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
    "jit": "off",
}
SHOWN = (*SETTINGS, "fsync", "synchronous_commit", "max_parallel_workers_per_gather")


def tune(use: Use) -> None:
    """Give a PostgreSQL of our own settings of production, and start it again with them."""
    with connect() as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    postgres.stop(use.place)
    ensure_running(use)


def described() -> dict[str, Any]:
    """Return the machine, the servers, and the commit that is measured."""
    with connect() as connection:
        version = _text(connection, "SHOW server_version")
        settings = {name: _text(connection, f"SHOW {name}") for name in SHOWN}
    return {
        "processor": _processor(),
        "cores": len(_cores()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
        "python": platform.python_version(),
        "postgresql": version,
        "settings": settings,
        "pinned": can_pin(),
        "commit": _git("rev-parse", "--short=12", "HEAD")
        + (" and changes" if _git("status", "--porcelain") else ""),
        "load": os.getloadavg()[0],
    }


def can_pin() -> bool:
    return hasattr(os, "sched_setaffinity") and len(_cores()) > 1


def pin(core: int, process: int = 0) -> None:
    """Keep a process (this one) on the first or the second core, where the system can."""
    if can_pin():
        os.sched_setaffinity(process, {_cores()[core]})


def _cores() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return _ALL
    return list(range(os.cpu_count() or 1))


# As it was before anything was kept on one.
_ALL = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def _text(connection: Any, query: str) -> str:
    return str(connection.execute(query).fetchone()[0])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
