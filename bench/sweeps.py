"""The sweep of the flags beside SQL that writes the same rows with nothing around it.

    python -m bench.sweeps figures BOOK SIZE DAY     all figures of one database
    python -m bench.sweeps peak DAY                  one sweep; prints its peak memory, its seconds and the flags
    python -m bench.sweeps endless DAY               sweeps on and on, until it is stopped

The database is the one in DATABASE_URL. Each clocked run begins with no flags at all, the most a sweep can have to do.
"""

import datetime
import json
import os
import resource
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.db import connection  # noqa: E402
from psycopg import ClientCursor  # noqa: E402

from bench import databases, machine  # noqa: E402
from bench.databases import Connection  # noqa: E402
from bench.figures import Book, Limit, figure  # noqa: E402
from bench.rounds import Block, measure  # noqa: E402
from trajecten.childcare.models import GRANTED  # noqa: E402
from trajecten.help.models import Referral  # noqa: E402
from wiz.flags import actions  # noqa: E402
from wiz.flags.rules import RULES, FlagRule  # noqa: E402
from wiz.policy.models import Policy, policy_on  # noqa: E402
from wiz.terms import now  # noqa: E402

LIMIT = Limit(2)
WHAT = "the sweep by all {n} rules, beside one INSERT … SELECT a rule of the rules' own queries as text"
BY_HAND = "the sweep by its biggest rules, beside SQL written by hand for each"
AGAIN = "rows written by a second sweep, its own record excepted"
SECONDS = 240
# What of a flag is decided by its rule; when it was raised is not.
DECIDED = (
    "rule, side, subject_id, client_id, organisation_id, owner_id, since, due, consultant_from, lead_from"
)
RAW = f"""
    INSERT INTO wiz_flag ({DECIDED}, raised_at, snooze_reason) SELECT {DECIDED}, now(), '' FROM ({{found}}) AS found
"""


def name_of_database() -> str:
    return str(connection.settings_dict["NAME"])


def swept(day: datetime.date) -> dict[str, Any]:
    """Sweep once and return the results. Raises AssertionError when a rule failed."""
    results: dict[str, Any] = actions.sweep(at=now(), day=day).results
    failed = {name: result["error"] for name, result in results.items() if "error" in result}
    assert not failed, failed
    return results


def only(rules: list[str]) -> Callable[[datetime.date], dict[str, Any]]:
    """Return a sweep that knows these rules alone."""

    def act(day: datetime.date) -> dict[str, Any]:
        everything = dict(RULES)
        try:
            for name in set(everything) - set(rules):
                del RULES[name]
            return swept(day)
        finally:
            RULES.clear()
            RULES.update(everything)

    return act


def as_text(rule: FlagRule, day: datetime.date, policy: Policy, raw: Connection) -> str:
    """Return a rule's own query as one statement without parameters, which inserts what it finds."""
    found, params = actions._found(rule, day, policy, None)
    return RAW.format(found=ClientCursor(raw).mogrify(found, params))


def by_hand() -> dict[str, str]:
    """Return the statements that were written by hand, by their rule."""
    return {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "sql").glob("*.sql"))}


def terms(day: datetime.date, policy: Policy) -> dict[str, Any]:
    """Return what the statements written by hand ask for: days, and the states that count."""
    days = ("report_reply", "report_reply_lead", "childcare_arranged")
    return {
        "day": day,
        "live_since": policy.live_since,
        **{key: policy.days(key).days for key in days},
        "too_old": policy.count("childcare_age", "years") + 1,
        "granted": list(GRANTED),
        "ran": list(Referral.RAN),
        "signed": ["signed", "changed", "reoffered"],
    }


def empty(raw: Connection) -> None:
    """Begin anew: no flags, nothing left to be written to the disk, nor to be counted as written."""
    raw.execute("TRUNCATE wiz_flag")
    raw.execute("CHECKPOINT")
    raw.execute("SELECT pg_stat_force_next_flush()")


def from_empty(raw: Connection, act: Callable[[], object]) -> Block:
    """Return a block of one run that begins with no flags."""

    def run() -> list[float]:
        empty(raw)
        started = time.perf_counter()
        act()
        return [time.perf_counter() - started]

    return run


def rows(raw: Connection, rules: list[str]) -> tuple[Any, ...]:
    """Return the number and a digest of what stands of some rules."""
    found = raw.execute(
        f"SELECT count(*), md5(string_agg(flag::text, ';' ORDER BY flag.rule, flag.subject_id))"
        f" FROM (SELECT {DECIDED} FROM wiz_flag WHERE rule = ANY(%s)) AS flag",
        [rules],
    ).fetchone()
    assert found is not None
    return found


def same_rows(
    raw: Connection, one: Callable[[], object], other: Callable[[], object], rules: list[str]
) -> int:
    """Assert that both write exactly the same flags, and return how many."""
    made = []
    for act in (one, other):
        empty(raw)
        act()
        made.append({rule: rows(raw, [rule]) for rule in rules})
    differing = [rule for rule in rules if made[0][rule] != made[1][rule]]
    assert not differing, {rule: (made[0][rule], made[1][rule]) for rule in differing}
    return sum(int(count) for count, _digest in made[0].values())


def whole_sweep(raw: Connection, day: datetime.date) -> dict[str, Any]:
    statements = [as_text(rule, day, policy_on(day), raw) for rule in RULES.values()]

    def plainly() -> None:
        for statement in statements:
            raw.execute(statement)

    count = same_rows(raw, lambda: swept(day), plainly, list(RULES))
    measured = measure(from_empty(raw, lambda: swept(day)), from_empty(raw, plainly), seconds=SECONDS)
    what = WHAT.format(n=len(RULES))
    return figure("sweep", what, measured, limit=LIMIT, rows=count, a_second=round(count / measured.a))


def biggest_rules(raw: Connection, day: datetime.date) -> dict[str, Any]:
    statements, params = by_hand(), terms(day, policy_on(day))
    rules = list(statements)

    def plainly() -> None:
        for statement in statements.values():
            raw.execute(statement, params)

    sweep = only(rules)
    count = same_rows(raw, lambda: sweep(day), plainly, rules)
    measured = measure(from_empty(raw, lambda: sweep(day)), from_empty(raw, plainly), seconds=SECONDS)
    return figure("sweep-by-hand", BY_HAND, measured, limit=LIMIT, rows=count, rules=rules)


def written() -> int:
    """Return how many rows were ever written in this database, the record of the sweeps excepted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        # Asked by the sweep's own connection, whose count is complete after the statement before.
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE relname <> 'wiz_sweep'"
        )
        return int(cursor.fetchone()[0])


def standing(raw: Connection) -> Any:
    """Return a digest of the flags as they lie on the disk: another one as soon as one row was written anew."""
    query = "SELECT count(*), md5(string_agg(ctid::text || xmin::text, ';' ORDER BY id)) FROM wiz_flag"
    return raw.execute(query).fetchone()


def again(raw: Connection, day: datetime.date) -> list[dict[str, Any]]:
    """A second sweep finds everything in order and writes nothing."""
    empty(raw)
    swept(day)
    before, stood = written(), standing(raw)
    started = time.perf_counter()
    swept(day)
    seconds = time.perf_counter() - started
    wrote = written() - before
    assert wrote or standing(raw) == stood, "rows were written that nobody counted"
    return [
        figure("sweep-again", AGAIN, None, value=wrote, unit="rows", limit=Limit(0)),
        figure("sweep-again-time", "a second sweep", None, value=seconds, unit="s", flags=stood[0]),
    ]


def figures(book: Book, day: datetime.date) -> None:
    machine.pin(0)
    with databases.connect(name_of_database()) as raw:
        book.attempt("sweep", WHAT.format(n=len(RULES)), lambda: whole_sweep(raw, day))
        book.attempt("sweep-by-hand", BY_HAND, lambda: biggest_rules(raw, day))
        book.attempt("sweep-again", AGAIN, lambda: again(raw, day))


def peak(day: datetime.date) -> None:
    with databases.connect(name_of_database()) as raw:
        empty(raw)
    started = time.perf_counter()
    results = swept(day)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    flags = sum(result["open"] for result in results.values())
    print(json.dumps({"kib": used, "seconds": seconds, "flags": flags}))


def endless(day: datetime.date) -> None:
    """Sweep from the word "go" to the word "stop"; a tenth of the flags is taken away each time, to be raised again."""
    with databases.connect(name_of_database()) as raw:
        while sys.stdin.readline():
            print("go", flush=True)
            while not select.select([sys.stdin], [], [], 0)[0]:
                raw.execute("DELETE FROM wiz_flag WHERE id % 10 = 0")
                swept(day)
            sys.stdin.readline()
            print("stop", flush=True)


def main(arguments: list[str]) -> None:
    command, *rest = arguments
    day = datetime.date.fromisoformat(rest[-1])
    if command == "figures":
        figures(Book(Path(rest[0]), rest[1]), day)
    else:
        {"peak": peak, "endless": endless}[command](day)


if __name__ == "__main__":
    main(sys.argv[1:])
