"""What peers make of the same work: python -m bench.peers BOOK SIZE CLIENTS, on the database of DATABASE_URL.

Only one peer is up at a time beside the program, and each is measured with the program in the same rounds.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.db import connection  # noqa: E402

from bench import databases, machine  # noqa: E402
from bench.databases import Connection  # noqa: E402
from bench.figures import Book, figure  # noqa: E402
from bench.pages import Page, assert_exact, ids, pages  # noqa: E402
from bench.rounds import block, measure, slow_block  # noqa: E402
from bench.served import PASSWORD, Site, served  # noqa: E402
from bench.towns import consultant_of  # noqa: E402
from wiz.terms import today  # noqa: E402

ADMIN = "the caseload beside Django's admin, given the caseload's own query"
METHODS = "the caseload beside Django's admin, its columns methods that ask for each row"
HELPDESK = "the caseload beside the same number of tickets in django-helpdesk"
OVERDUE = "an overdue item recorded by the sweep, beside one by django-helpdesk's escalate_tickets"
HELPDESK_SETTINGS = "bench.peers.helpdesk_settings"
SECONDS = 150


def admin(
    name: str,
    what: str,
    base: str,
    caseload: Page,
    site: Site,
    database: str,
    email: str,
    raw: Connection,
    log: Path,
) -> dict[str, Any]:
    with served(database, settings="bench.peers.admin_settings", log=log) as office:
        office.sign_in("/account/login/", name=email)
        changelist = Page(
            "admin", "the admin", f"/{base}/wiz/client/", caseload.expected,
            lambda text: sorted(set(ids(rf'href="/{base}/wiz/client/(\d+)/change/', text))),
        )  # fmt: skip
        count = assert_exact(changelist, office, raw)
        return compared(name, what, caseload, site, office, changelist.path, count)


def compared(
    name: str, what: str, caseload: Page, site: Site, peer: Site, path: str, count: int, then: str = ""
) -> dict[str, Any]:
    """Measure our caseload beside a peer's list: its page, and what its page loads then."""

    def ask() -> int:
        return len(peer.get(path).encode()) + (len(peer.get(then).encode()) if then else 0)

    measured = measure(block(lambda: site.get(caseload.path)), slow_block(ask), seconds=SECONDS)
    ours = len(site.get(caseload.path).encode())
    return figure(name, what, measured, rows=count, bytes=ours, bytes_of_peer=ask())


def helpdesk(caseload: Page, site: Site, database: str, raw: Connection, log: Path) -> dict[str, Any]:
    count = assert_exact(caseload, site, raw)
    with served(database, settings=HELPDESK_SETTINGS, log=log) as desk:
        desk.sign_in("/login/", name="consultant0", names=("username", "password"))
        with databases.connect(database) as tickets:
            row = tickets.execute("SELECT id FROM auth_user WHERE username = 'consultant0'").fetchone()
            assert row
            query = "SELECT id FROM helpdesk_ticket WHERE assigned_to_id = %s ORDER BY id"
            expected = [int(each[0]) for each in tickets.execute(query, [row[0]]).fetchall()]
        shell = f"/tickets/?assigned_to={row[0]}&status=1&status=2"
        loaded = re.search(r'"(/datatables_ticket_list/[^"]+)"', desk.get(shell))
        assert loaded, "the list of tickets loads nothing"
        then = f"{loaded[1]}?draw=1&start=0&length={count}"
        shown = sorted(each["id"] for each in json.loads(desk.get(then))["data"])
        assert shown == expected, f"{len(shown)} tickets are shown, not {len(expected)}"
        assert len(shown) == count
        return compared("peer-helpdesk", HELPDESK, caseload, site, desk, shell, count, then)


def helpdesk_filled(clients: int, each: int) -> str:
    """Return the name of a database of django-helpdesk with a ticket for each client."""
    name = f"wiz_bench_helpdesk_{clients}"
    databases.drop(name)
    databases.create(name)
    environment = {"DJANGO_SETTINGS_MODULE": HELPDESK_SETTINGS}
    databases.manage(name, "migrate", "--verbosity", "0", environment=environment)
    done = desk_process(name, "fill", str(clients), str(each), PASSWORD)
    if done.returncode:
        raise RuntimeError(done.stderr[-1000:])
    return name


def desk_process(name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bench.peers.helpdesk", *arguments]
    env = databases.environment_for(name)
    return subprocess.run(command, cwd=databases.ROOT, env=env, capture_output=True, text=True, check=False)


def overdue(database: str) -> dict[str, Any]:
    """Seconds an item that was found overdue and written down, of either job."""

    def ours() -> list[float]:
        command = [sys.executable, "-m", "bench.sweeps", "peak", str(today())]
        done = subprocess.run(command, cwd=databases.ROOT, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        return [told["seconds"] / told["flags"]]

    def theirs() -> list[float]:
        done = desk_process(database, "escalate")
        assert done.returncode == 0, done.stderr[-1000:]
        told = json.loads(done.stdout.splitlines()[-1])
        return [told["seconds"] / told["items"]]

    measured = measure(ours, theirs, number=3, seconds=SECONDS)
    speeds: dict[str, Any] = {"a_second": round(1 / measured.a), "a_second_of_peer": round(1 / measured.b)}
    return figure("peer-overdue", OVERDUE, measured, **speeds)


def main(book_path: str, size: str, clients: str) -> None:
    book, database = Book(Path(book_path), size), str(connection.settings_dict["NAME"])
    log = Path(book_path).with_suffix(".log")
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(served(database, log=log))
        raw = stack.enter_context(databases.connect(database))
        raw.execute("VACUUM ANALYZE wiz_flag")
        who, email = consultant_of(raw)
        site.sign_in("/account/login/", name=email)
        caseload = next(page for page in pages(raw, who) if page.name == "caseload")
        machine.pin(1)
        for name, what, base in (
            ("peer-admin", ADMIN, "admin"),
            ("peer-admin-methods", METHODS, "admin-methods"),
        ):
            book.attempt(
                name, what, partial(admin, name, what, base, caseload, site, database, email, raw, log)
            )
        desk = ""
        try:
            desk = helpdesk_filled(int(clients), len(caseload.expected(raw)))
            book.attempt("peer-helpdesk", HELPDESK, partial(helpdesk, caseload, site, desk, raw, log))
            book.attempt("peer-overdue", OVERDUE, partial(overdue, desk))
        except Exception as error:  # without its database there is nothing to measure
            book.void("peer-helpdesk", HELPDESK, f"{type(error).__name__}: {error}"[:500])
        finally:
            databases.drop(f"wiz_bench_helpdesk_{clients}")


if __name__ == "__main__":
    main(*sys.argv[1:])
