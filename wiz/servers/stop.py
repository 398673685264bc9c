"""`make stop` and `make reset`: end the demo of this checkout, and delete what it kept.

    python -m wiz.servers.stop [--reset]

Needs no more than Python itself, so that it works in a checkout without a virtual environment.
"""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

from wiz.servers.errors import ServersError
from wiz.servers.folders import data_folder, homes, remove
from wiz.servers.locks import FileLock, changing
from wiz.servers.progress import say
from wiz.servers.use import stop_unused

END_SECONDS = 60
# Only what this program makes is deleted: WIZ_DATA_DIR may by mistake be a folder with other things.
OURS = ("files", "log", "run", "secrets", "servers", "static", "tests")


def main(arguments: list[str]) -> None:
    """Stop, and with --reset delete the data. Refuses with exit code 1 and a sentence."""
    data_dir = data_folder()
    try:
        if not data_dir.is_dir():
            say(f"Nothing runs, and there are no data in {data_dir}.")
            return
        demo = FileLock(data_dir, "demo")
        _end_demo(demo)
        unused = stop_unused(data_dir)
        if not unused and "--reset" not in arguments:
            say("PostgreSQL and the broker stay up for another command that uses them.")
        if "--reset" in arguments:
            if not unused:
                raise ServersError("Nothing was deleted: another command uses the servers. End it first.")
            with changing(data_dir):
                _delete(data_dir)
        demo.release()
    except (ServersError, OSError) as error:
        sys.exit(str(error))


def _end_demo(demo: FileLock) -> None:
    """End the demo if it runs, and take its lock, so that none starts meanwhile."""
    # Without a note it has just taken the lock, or is about to let go of it.
    until = time.monotonic() + END_SECONDS
    while not (note := demo.read()):
        if demo.take(wait=False):
            break
        if time.monotonic() > until:
            raise ServersError("A demo is starting here and does not get on. Stop it in its own terminal.")
        time.sleep(0.05)
    if not note or demo.take(wait=False):
        say("No demo runs here.")
        return
    pid = int(note.split()[0])
    say(f"Stopping the demo (process {pid}) ...")
    try:
        os.kill(pid, signal.SIGTERM)
        if not demo.take_within(END_SECONDS):
            os.kill(pid, signal.SIGKILL)
            demo.take_within(END_SECONDS)
    except ProcessLookupError:
        demo.take()
    except PermissionError as error:
        raise ServersError(f"The demo (process {pid}) is another user's: stop it as that user.") from error
    say("Stopped.")


def _delete(data_dir: Path) -> None:
    for folder in [*homes(data_dir), *(data_dir / name for name in OURS)]:
        if folder.is_dir():
            say(f"Deleting {folder} ({_megabytes(folder):.1f} MB)")
            remove(folder) if folder in homes(data_dir) else shutil.rmtree(folder)
    left = sorted(path.name for path in data_dir.iterdir())
    if left:
        say(f"Left in {data_dir}, as it is not ours: {', '.join(left)}")
    elif not data_dir.is_symlink():  # a link to another disk is kept, for the next start
        data_dir.rmdir()
    if os.environ.get("DATABASE_URL"):
        say("The database of DATABASE_URL was left as it is.")


def _megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
