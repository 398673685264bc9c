"""One run: python -m bench --size tiny|small|medium [--only NAME …] [--keep].

Makes the databases, then measures, each kind of figure in a process of its own: what fails there is void here and stops
nothing else. The figures stand in `bench/SIZE-PART.jsonl` in the data folder, one line each; `python -m bench.table`
makes the table in docs/speed.md from them.
"""

import argparse
import contextlib
import datetime
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench import databases, machine
from bench.figures import PARTS, Book, Limit, figure
from bench.rounds import measure
from wiz.servers import servers
from wiz.servers.folders import data_folder, private_folder


@dataclass(frozen=True)
class Size:
    few: int
    many: int
    base: int = 1_000
    trying: bool = False  # few rounds of few requests


SIZES = {
    "tiny": Size(few=150, many=450, base=150, trying=True),
    "small": Size(few=1_000, many=10_000),
    "medium": Size(few=10_000, many=100_000),
}
FLAT = Limit(1.1)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--size", choices=SIZES, default="small")
    arguments.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, metavar="PART")
    arguments.add_argument("--keep", action="store_true", help="keep the databases for the next run")
    asked = arguments.parse_args()
    os.environ.setdefault("WIZ_DATA_DIR", str(databases.ROOT / "var" / "bench"))
    run(asked.size, asked.only, keep=asked.keep)


def run(size: str, parts: list[str], *, keep: bool) -> None:
    with servers() as use, production(SIZES[size]):
        if use and "DATABASE_URL" in use.addresses:
            machine.tune(use)
        described = machine.described()
        towns = make_towns(SIZES[size])
        for part in parts:
            print(f"{part}:", flush=True)
            book = Book(private_folder(data_folder()) / f"{size}-{part}.jsonl", size)
            book.begin(described)
            try:
                MEASURES[part](book, SIZES[size], towns)
            except Exception as error:  # the other parts may go well
                book.void(part, f"all of {part}", f"{type(error).__name__}: {error}"[:500])
        if not keep:
            for name in towns.values():
                databases.drop(name)
        print(f"The figures are in {data_folder()}. Into docs/speed.md: python -m bench.table {size}")


@contextlib.contextmanager
def production(size: Size) -> Iterator[None]:
    """Let the processes that are measured run as in production, with secrets of this run."""
    given = {
        "WIZ_ENV": "production",
        "SECRET_KEY": secrets.token_hex(32),
        "WIZ_BSN_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "dummymail://",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "LOG_LEVEL": "WARNING",
        **({"WIZ_BENCH_ROUNDS": "3", "WIZ_BENCH_REQUESTS": "6"} if size.trying else {}),
    }
    os.environ.update(given)
    try:
        yield
    finally:
        for name in given:
            os.environ.pop(name, None)


Towns = dict[int, str]


def make_towns(size: Size) -> Towns:
    """Return the names of the databases, by their number of clients; in a process, for it needs the models."""
    started = time.monotonic()
    day = datetime.date.today()
    made = {}
    for clients in dict.fromkeys((size.base, size.few, size.many)):
        command = [sys.executable, "-m", "bench.towns", str(clients), str(size.base), str(day)]
        subprocess.run(command, cwd=databases.ROOT, check=True)
        made[clients] = f"wiz_bench_{clients}"
    print(f"databases made in {time.monotonic() - started:.0f} s", flush=True)
    return made


def in_process(book: Book, module: str, *arguments: str, database: str) -> None:
    """Measure in a process of its own, on a database; it writes its figures itself."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=databases.ROOT, env=databases.environment_for(database), check=False)
    if done.returncode:
        book.void(f"{module} {arguments[0]}", "", f"it ended with code {done.returncode}")


def sweeps(book: Book, size: Size, towns: Towns) -> None:
    day = str(datetime.date.today())
    in_process(book, "bench.sweeps", "figures", str(book.path), book.size, day, database=towns[size.many])


def sweep_once(database: str) -> dict[str, int]:
    """Sweep a database, from no flags at all, in a process of its own; return its peak memory and the flags."""
    command = [sys.executable, "-m", "bench.sweeps", "peak", str(datetime.date.today())]
    env = databases.environment_for(database)
    done = subprocess.run(command, cwd=databases.ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-1000:])
    told: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return told


def memory(book: Book, size: Size, towns: Towns) -> None:
    """The peak of the memory of a process that sweeps once, in the larger database beside the smaller."""
    what = f"peak memory of a sweep among {size.many:,} clients, beside {size.few:,}"

    def peak(clients: int) -> list[float]:
        return [sweep_once(towns[clients])["kib"] / 1024]

    def compare() -> dict[str, Any]:
        measured = measure(lambda: peak(size.many), lambda: peak(size.few), number=3)
        return figure("sweep-memory", what, measured, limit=FLAT, of="MiB")

    book.attempt("sweep-memory", what, compare)


def pages(book: Book, size: Size, towns: Towns) -> None:
    for database in towns.values():
        sweep_once(database)
    databases.manage(towns[size.many], "collectstatic", "--noinput", "--verbosity", "0")
    in_process(
        book, "bench.pages", str(book.path), book.size, towns[size.base], str(size.base), str(size.many),
        database=towns[size.many],
    )  # fmt: skip


def peers(book: Book, size: Size, towns: Towns) -> None:
    database = towns[size.many]
    sweep_once(database)
    collected_by = {"DJANGO_SETTINGS_MODULE": "bench.peers.admin_settings"}
    databases.manage(database, "collectstatic", "--noinput", "--verbosity", "0", environment=collected_by)
    in_process(book, "bench.peers", str(book.path), book.size, str(size.many), database=database)


MEASURES = {"sweeps": sweeps, "memory": memory, "pages": pages, "peers": peers}


if __name__ == "__main__":
    main()
