"""Joining and leaving the users of the servers of one data folder."""

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from wiz.servers import broker, postgres
from wiz.servers.daemons import reap
from wiz.servers.errors import ServersError
from wiz.servers.folders import BASE_DIR, Place, find_place, homes
from wiz.servers.locks import FileLock, changing, users_lock
from wiz.servers.programs import KINDS

PROGRAMS = {"DATABASE_URL": postgres, "REDIS_URL": broker}


@dataclass
class Use:
    """One user's hold on the servers; `addresses` go into the environment."""

    place: Place
    needs: list[str]
    users: FileLock
    addresses: dict[str, str]
    keeper: "subprocess.Popen[bytes] | None" = None


def enter(data_dir: Path, needs: list[str]) -> Use:
    """Join the users of the servers, starting those in `needs` that do not run. Refuses with a sentence."""
    kinds = kinds_allowed(needs)
    with changing(data_dir):
        place = find_place(data_dir)
        users = users_lock(data_dir)
        users.take(shared=True)
        use = Use(place, needs, users, {name: PROGRAMS[name].url(place) for name in needs})
        try:
            for name in needs:
                PROGRAMS[name].start(place, kinds)
            use.keeper = _start_keeper(data_dir)
        except BaseException:
            _stop_if_last(use.users, place)
            raise
    return use


def ensure_running(use: Use) -> list[str]:
    """Start again what died. Return the addresses' names of what was started. Refuses with a sentence."""
    dead = [name for name in use.needs if not PROGRAMS[name].running(use.place)]
    if dead:
        with changing(use.place.data_dir):
            for name in dead:
                PROGRAMS[name].start(use.place, kinds_allowed(use.needs))
    return dead


def leave(use: Use) -> None:
    """Leave the users; the last one out stops the servers."""
    with changing(use.place.data_dir):
        last = _stop_if_last(use.users, use.place)
    if last and use.keeper:
        with contextlib.suppress(subprocess.TimeoutExpired):
            use.keeper.wait(timeout=5)


def stop_unused(data_dir: Path) -> bool:
    """Stop servers nobody uses any more. Return whether none runs now: False when somebody uses them."""
    if not data_dir.is_dir() or not homes(data_dir):
        return True
    with changing(data_dir):
        return _stop_if_last(users_lock(data_dir), find_place(data_dir))


def _stop_if_last(users: FileLock, place: Place) -> bool:
    """The caller is `changing`, so between the two lines nobody can join."""
    try:
        if not users.take(wait=False):
            return False
        broker.stop(place)
        postgres.stop(place)
        reap(within=2)
        return True
    finally:
        users.release()


def kinds_allowed(needs: list[str]) -> tuple[str, ...]:
    """Return the kinds of servers WIZ_SERVERS leaves, the preferred one first. Refuses with a sentence."""
    wish = os.environ.get("WIZ_SERVERS", "")
    if wish == "url":
        raise ServersError(f"WIZ_SERVERS is url, but {' and '.join(needs)} {_is(needs)} not set.")
    if wish and wish not in KINDS:
        raise ServersError(f"WIZ_SERVERS is {wish}; it must be url, system or wheels, or not set.")
    return (wish,) if wish else KINDS


def _is(needs: list[str]) -> str:
    return "are" if len(needs) > 1 else "is"


def _start_keeper(data_dir: Path) -> "subprocess.Popen[bytes] | None":
    """Start the process that stops the servers when all their users were killed, unless it is there."""
    free = FileLock(data_dir, "keeper")
    if not free.take(wait=False):
        return None
    free.release()
    keeper = subprocess.Popen(
        [sys.executable, "-m", "wiz.servers.keeper", str(data_dir)],
        cwd=BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return keeper
