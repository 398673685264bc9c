"""What a person waits for: Today, the caseload and a client's page.

    python -m bench.pages BOOK SIZE OTHER FEW MANY

Each is measured, in the larger database (that of DATABASE_URL), beside

- its floor: the page's own SELECT statements, as text and without anything around them, and a page that only greets
  whoever is signed in;
- the same page of the same person in the smaller database OTHER;
- itself while sweeps run one after another;
- and, for the caseload, the same page made naively, a query for each cell: if that is not slow, nothing is measured.

Before a page is measured it must show exactly the rows that plain SQL says it has.
"""

import contextlib
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import databases, machine  # noqa: E402
from bench.databases import Connection  # noqa: E402
from bench.figures import Book, Limit, figure  # noqa: E402
from bench.rounds import Block, Times, beside, block, measure, p95, rounds, slow_block  # noqa: E402
from bench.served import Site, served  # noqa: E402
from bench.towns import CASELOAD, consultant_of  # noqa: E402
from wiz.people.models import User  # noqa: E402
from wiz.terms import today  # noqa: E402

FLOOR, GROWTH, SWEPT, NAIVE = Limit(6), Limit(1.5), Limit(2), Limit(1 / 3)
HELLO = "/bench/hello/"
CLIENTS_OF_TODAY = 25
EVENTS = 6
FLAGGED = """
    SELECT client.id FROM wiz_flag AS flag JOIN wiz_client AS client ON client.id = flag.client_id
    WHERE client.consultant_id = %(who)s AND flag.resolved_at IS NULL AND flag.consultant_from <= %(day)s
      AND coalesce(flag.snoozed_until, '-infinity') <= %(day)s
    GROUP BY client.id ORDER BY min(flag.due), client.id LIMIT %(most)s
"""
FULLEST = """
    SELECT client.id FROM wiz_client AS client JOIN wiz_event AS event ON event.client_id = client.id
    WHERE client.consultant_id = %s GROUP BY client.id ORDER BY count(*) DESC, client.id LIMIT 1
"""
LATEST = "SELECT id FROM wiz_event WHERE client_id = %s ORDER BY at DESC, id DESC LIMIT %s"
OPEN = "SELECT count(*) FROM wiz_flag WHERE client_id = %s AND resolved_at IS NULL"


@dataclass(frozen=True)
class Page:
    name: str
    title: str
    path: str
    expected: Callable[[Connection], list[int]]  # the ids of the rows it must show
    shown: Callable[[str], list[int]]  # those it shows


def ids(pattern: str, text: str) -> list[int]:
    return [int(found) for found in re.findall(pattern, text)]


def column(raw: Connection, query: str, params: Any) -> list[int]:
    return [int(row[0]) for row in raw.execute(query, params).fetchall()]


def pages(raw: Connection, who: int) -> list[Page]:
    client = column(raw, FULLEST, [who])[0]
    flagged = {"who": who, "day": today(), "most": CLIENTS_OF_TODAY}
    return [
        Page(
            "today", "Today", "/vandaag/",
            lambda raw: column(raw, FLAGGED, flagged),
            lambda text: ids(r'id="client-(\d+)"', text),
        ),
        Page(
            "caseload", "the caseload", "/caseload/",
            lambda raw: sorted(column(raw, "SELECT id FROM wiz_client WHERE consultant_id = %s", [who])),
            lambda text: sorted(set(ids(r'href="/clienten/(\d+)/"', text))),
        ),
        Page(
            "case", "a client's page", f"/clienten/{client}/",
            lambda raw: column(raw, LATEST, [client, EVENTS]),
            lambda text: ids(r"\?bij=(\d+)", text.partition('id="timeline-title"')[2])[:EVENTS],
        ),
    ]  # fmt: skip


def assert_exact(page: Page, site: Site, raw: Connection) -> int:
    """Assert that a page shows exactly its rows, and return how many."""
    expected, shown = page.expected(raw), page.shown(site.get(page.path))
    assert expected, f"{page.path} has no rows"
    assert shown == expected, f"{page.path} shows {len(shown)} rows, not the {len(expected)} it should"
    return len(expected)


def selects(user: User, path: str) -> list[str]:
    """Return the statements with which a page reads, beyond those of a page that only greets."""
    browser = Browser(headers={"host": "127.0.0.1"})
    browser.force_login(user)
    asked: list[list[str]] = []
    for address in (HELLO, path):
        browser.get(address, secure=True)
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(address, secure=True)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        asked.append(
            [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "WITH", "(SELECT"))]
        )
    hello, page = asked
    for statement in hello:
        if statement in page:
            page.remove(statement)
    return page


def floor(site: Site, raw: Connection, statements: list[str]) -> Block:
    """Return a block of the bare statements and the page that greets, their times added up."""

    def ask() -> None:
        for statement in statements:
            raw.execute(statement).fetchall()
        site.get(HELLO)

    return block(ask)


def beside_floor_and_fewer(
    page: Page,
    site: Site,
    other: Site,
    raw: Connection,
    raw_other: Connection,
    user: User,
    many: int,
    few: int,
) -> list[dict[str, Any]]:
    exact = assert_exact(page, site, raw)
    same = assert_exact(page, other, raw_other)
    assert exact == same, f"{page.title} has {exact} rows among {many:,} clients and {same} among {few:,}"
    statements = selects(user, page.path)
    get = block(lambda: site.get(page.path))
    done = rounds(
        get, {"floor": floor(site, raw, statements), "few": block(lambda: other.get(page.path))}, seconds=240
    )
    facts: dict[str, Any] = {
        "rows": exact,
        "bytes": len(site.get(page.path).encode()),
        "queries": len(statements),
    }
    return [
        figure(f"{page.name}-floor", what_floor(page, many), beside(done, "floor"), limit=FLOOR, **facts),
        figure(
            f"{page.name}-growth", what_growth(page, many, few), beside(done, "few"), limit=GROWTH, **facts
        ),
    ]


def what_floor(page: Page, many: int) -> str:
    return f"{page.title} among {many:,} clients, beside its bare queries and a page that only greets"


def what_growth(page: Page, many: int, few: int) -> str:
    return f"{page.title} among {many:,} clients, beside the same among {few:,}"


class Sweeper:
    """A process that sweeps when it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def tell(self, word: str) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer == word, f"the sweeping process says {answer!r} to {word!r}"

    def meanwhile(self, act: Block) -> Block:
        """Return a block during which sweeps run."""

        def run() -> Times:
            self.tell("go")
            try:
                return act()
            finally:
                self.tell("stop")

        return run


@contextlib.contextmanager
def sweeper() -> Iterator[Sweeper]:
    command = [sys.executable, "-m", "bench.sweeps", "endless", str(today())]
    process = subprocess.Popen(
        command, cwd=databases.ROOT, env=os.environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield Sweeper(process)
    finally:
        process.terminate()
        process.wait()


def during_a_sweep(page: Page, site: Site) -> list[dict[str, Any]]:
    get = block(lambda: site.get(page.path))
    with sweeper() as sweeps:
        done = rounds(sweeps.meanwhile(get), {"quiet": get}, seconds=200)
    return [
        figure(f"{page.name}-{name}", what_swept(page, words), beside(done, "quiet", of), limit=SWEPT)
        for name, words, of in (
            ("swept", "the median", statistics.median),
            ("swept-p95", "the 95th of 100", p95),
        )
    ]


def what_swept(page: Page, words: str = "") -> str:
    return f"{page.title} while sweeps run without end, beside the same without: {words}"


def naively(page: Page, site: Site, raw: Connection) -> dict[str, Any]:
    slow = Page(page.name, page.title, f"/bench{page.path}", page.expected, page.shown)
    count = assert_exact(slow, site, raw)
    get, naive = block(lambda: site.get(page.path)), slow_block(lambda: site.get(slow.path))
    measured = measure(get, naive, seconds=120)
    return figure("caseload-naive", WHAT_NAIVE, measured, limit=NAIVE, rows=count)


WHAT_NAIVE = "control: the caseload beside itself made naively, a query a cell, which must be slow"


def main(book_path: str, size: str, smaller: str, few: str, many: str) -> None:
    book, database = Book(Path(book_path), size), str(connection.settings_dict["NAME"])
    log = Path(book_path).with_suffix(".log")
    fewer, more = int(few), int(many)
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(served(database, log=log))
        other = stack.enter_context(served(smaller, log=log))
        machine.pin(1)
        raw = stack.enter_context(databases.connect(database))
        raw_other = stack.enter_context(databases.connect(smaller))
        for each in (raw, raw_other):
            each.execute("VACUUM ANALYZE wiz_flag")
        who, email = consultant_of(raw)
        assert (who, email) == consultant_of(raw_other)
        user = User.objects.get(pk=who)
        for office in (site, other):
            office.sign_in("/account/login/", name=email)
        every = {page.name: page for page in pages(raw, who)}
        assert len(every["caseload"].expected(raw)) <= CASELOAD, "more clients than a page shows"
        for page in every.values():
            compare = partial(beside_floor_and_fewer, page, site, other, raw, raw_other, user, more, fewer)
            book.attempt(f"{page.name}-floor", what_floor(page, more), compare)
        book.attempt("caseload-naive", WHAT_NAIVE, partial(naively, every["caseload"], site, raw))
        for page in (every["today"], every["caseload"]):
            book.attempt(f"{page.name}-swept", what_swept(page), partial(during_a_sweep, page, site))


if __name__ == "__main__":
    main(*sys.argv[1:])
