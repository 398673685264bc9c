"""Stops the servers when the last of their users was killed and could not do it.

`enter` starts it beside the servers. It sleeps on the users' lock, which the kernel frees when they die.
"""

import os
import signal
import sys
from pathlib import Path

from wiz.servers.errors import ServersError
from wiz.servers.locks import FileLock, users_lock
from wiz.servers.use import stop_unused


def main(data_dir: Path) -> None:
    # The users' terminal may close; the servers' end must not depend on that.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # The lock files are found by this path, and only by it.
    os.environ["WIZ_DATA_DIR"] = str(data_dir)
    only_one = FileLock(data_dir, "keeper")
    if not only_one.take(wait=False):
        return
    while True:
        users = users_lock(data_dir)
        users.take()
        # Let go before `stop_unused`: whoever joins now holds the other lock and waits for this one.
        users.release()
        if stop_unused(data_dir):
            return


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except ServersError as error:
        sys.exit(str(error))
