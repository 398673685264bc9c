"""Two file locks per data folder: who uses the servers, and who is starting or stopping them.

The kernel drops a lock when its holder dies, however it dies, so the count of users is never wrong.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from wiz.servers.errors import ServersError
from wiz.servers.folders import work_folder

# Long enough for a first start by another process on a slow machine (initdb), short enough to be told.
LONGEST_WAIT = 120


class FileLock:
    """A lock on `run/<name>.lock` of the data folder, held by this process until `release`."""

    def __init__(self, data_dir: Path, name: str) -> None:
        self.path = work_folder(data_dir, "run") / f"{name}.lock"
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock, or change its kind. Return False when it is not to be had (only without `wait`)."""
        kind = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        while True:
            if self._descriptor is None:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(self._descriptor, kind)
            except BlockingIOError:
                return False
            # `make reset` deletes the file: a lock on a deleted file keeps nobody out.
            with contextlib.suppress(FileNotFoundError):
                if os.fstat(self._descriptor).st_ino == self.path.stat().st_ino:
                    return True
            self.release()

    def take_within(self, seconds: float, *, shared: bool = False) -> bool:
        """Take the lock as soon as it is free. Return False when it is not within that time."""
        until = time.monotonic() + seconds
        while not self.take(shared=shared, wait=False):
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def write(self, text: str) -> None:
        """Leave a note for others in the file. Only for the holder."""
        assert self._descriptor is not None
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def read(self) -> str:
        """Return the note, empty when there is none."""
        try:
            return self.path.read_text()
        except FileNotFoundError:
            return ""


def users_lock(data_dir: Path) -> FileLock:
    """Held shared by everyone who uses the servers; whoever gets it alone may stop them."""
    return FileLock(data_dir, "users")


@contextlib.contextmanager
def changing(data_dir: Path) -> Iterator[None]:
    """Inside, nobody else starts or stops the servers of this data folder, or joins their users."""
    lock = FileLock(data_dir, "change")
    if not lock.take_within(LONGEST_WAIT):
        raise ServersError(
            f"Another process has been starting or stopping the servers in {data_dir} "
            f"for {LONGEST_WAIT} seconds."
        )
    try:
        yield
    finally:
        lock.release()
