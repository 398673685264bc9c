"""Where the trial servers keep their data, sockets and locks, and as which user they run."""

import contextlib
import hashlib
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiz.servers.errors import ServersError

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Only root can write here, so nobody can put a folder of that name in our way.
FALLBACK_PARENT = Path("/var/lib")
# A socket's path must fit 104 bytes on macOS and 108 on Linux, its lock file's name included.
LONGEST_SOCKET_PATH = 100
SOCKET_NAMES_LENGTH = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Account:
    """The user the servers run as; `switch` goes into subprocess calls."""

    uid: int
    gid: int

    @property
    def switch(self) -> dict[str, Any]:
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """`home` holds the servers' data, `sockets` their sockets; both belong to `account` alone."""

    data_dir: Path
    home: Path
    sockets: Path
    account: Account


def data_folder() -> Path:
    """Return the data folder: WIZ_DATA_DIR, else `var` in the checkout. It need not exist."""
    return Path(os.environ.get("WIZ_DATA_DIR") or BASE_DIR / "var").absolute()


def private_folder(path: Path) -> Path:
    """Make the folder, for its owner only, and return it. An existing folder is left as it is."""
    # Root's servers run as another user, who must pass through the data folder but not list it. Every
    # folder below it that holds something is 0700.
    top = path == data_folder() and os.geteuid() == 0
    with contextlib.suppress(FileExistsError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700)
        if top:
            path.chmod(0o711)  # whatever the umask is
    return path


def work_folder(data_dir: Path, name: str) -> Path:
    """Return the folder `name` (run, log) below the data folder, or refuse with a sentence."""
    try:
        folder = private_folder(private_folder(data_dir) / name)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:
        raise ServersError(
            f"The data folder {data_dir} cannot be written by this user. "
            "Run as its owner, or set WIZ_DATA_DIR to a folder of your own."
        ) from error
    return folder


def find_place(data_dir: Path) -> Place:
    """Return where the servers of this data folder live; makes the folders at the first call."""
    work_folder(data_dir, "run")
    home = _home(data_dir)
    owner = home.stat()
    if os.geteuid() not in (0, owner.st_uid):
        raise ServersError(
            f"The servers' data in {home} belong to user {_name(owner.st_uid)}. "
            "Run as that user, or set WIZ_DATA_DIR to a folder of your own."
        )
    account = Account(owner.st_uid, owner.st_gid)
    return Place(data_dir, home, _sockets(home, account), account)


def homes(data_dir: Path) -> list[Path]:
    """Return the folders with servers' data of this data folder or one in it, also of a deleted checkout."""
    found = [data_dir / "servers"]
    if os.geteuid() == 0:
        found += [f for f in FALLBACK_PARENT.glob("wiz-*") if _is_within(_reads(f / "checkout"), data_dir)]
    return [folder for folder in found if folder.is_dir()]


def socket_folder(home: Path) -> Path:
    """Return the folder for the sockets: in the home, or a short one when that path would not do."""
    inside = home / "sockets"
    length = len(os.fsencode(inside)) + SOCKET_NAMES_LENGTH
    # Odd characters would have to be quoted in the addresses, and each reader of an address differs.
    if length <= LONGEST_SOCKET_PATH and re.fullmatch(r"[\w./-]+", str(inside), re.ASCII):
        return inside
    return Path("/tmp") / f"wiz-{_digest(str(home))}"  # owner and mode are checked by _sockets


def _home(data_dir: Path) -> Path:
    inside = data_dir / "servers"
    if os.geteuid() != 0:
        return private_folder(inside)
    outside = _outside(data_dir)
    for folder in (inside, outside):
        # A folder of root's is what an interrupted first start leaves: it is given away below.
        if folder.is_dir() and folder.stat().st_uid != 0:
            return folder
    account = _unprivileged_account()
    private_folder(inside)
    os.chown(inside, account.uid, account.gid)
    if may(account, "-x", inside):
        return inside
    inside.rmdir()
    try:
        outside.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ServersError(
            f"The servers cannot run as root, user {_name(account.uid)} cannot enter {data_dir}, and "
            f"{outside} cannot be made. Set WIZ_DATA_DIR to a folder that user can enter."
        ) from error
    (outside / "checkout").write_text(str(data_dir))
    os.chown(outside, account.uid, account.gid)
    return outside


def _outside(data_dir: Path) -> Path:
    """The name comes from the path and from a token in the data folder: a new checkout on an old one's path
    has new secrets, and would not be able to read the old one's data."""
    token = data_dir / "run" / "checkout"
    if not token.exists():
        token.write_text(secrets.token_hex(8))
    return FALLBACK_PARENT / f"wiz-{_digest(str(data_dir) + token.read_text())}"


def _sockets(home: Path, account: Account) -> Path:
    folder = socket_folder(home)
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    except OSError as error:
        raise ServersError(
            f"The folder {folder} for the servers' sockets cannot be made: {error.strerror}."
        ) from error
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise ServersError(f"{folder} is not a private folder of user {_name(account.uid)}. Remove it first.")
    return folder


def _unprivileged_account() -> Account:
    """PostgreSQL refuses to run as root. No user is added: one of these is on every system."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise ServersError("There is no user postgres or nobody to run PostgreSQL as. Run as an ordinary user.")


def may(account: Account, test: str, path: Path) -> bool:
    """Return whether the account passes the shell's file test (`-x`, `-r`) on the path."""
    command = ["/bin/sh", "-c", f'[ {test} "$0" ]', str(path)]
    try:
        return subprocess.run(command, cwd="/", check=False, **account.switch).returncode == 0
    except (OSError, subprocess.SubprocessError) as error:
        raise ServersError(
            f"Root cannot switch to user {_name(account.uid)} here. Run as an ordinary user."
        ) from error


def remove(folder: Path) -> None:
    """Delete the folder with its sockets. Raises OSError when that is not allowed."""
    sockets = socket_folder(folder)
    if sockets.is_dir() and not sockets.is_symlink() and sockets.stat().st_uid == folder.stat().st_uid:
        shutil.rmtree(sockets)
    shutil.rmtree(folder)


@contextlib.contextmanager
def umask(mask: int) -> Iterator[None]:
    """Files made inside have no more rights than the mask leaves."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _reads(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""


def _is_within(path: str, folder: Path) -> bool:
    return bool(path) and Path(path).is_relative_to(folder)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
