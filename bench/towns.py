"""Databases of a given number of clients.

The demo makes a small town; it gets older orders with their reports until there are ten reports a client, and then is
copied as often as needed, each copy with its own people, teams and clients. So every size has the same variety, every
flag rule finds its share, and any client stands unchanged in every size: what is compared is only the size.

Rows are copied inside the database, with triggers and foreign keys off: that is what makes a million reports a matter
of minutes. The other constraints hold, the numbers are counted afterwards, and the foreign keys of copies looked after.
Copies carry the number of a citizen's service in a cipher of somebody else: nothing that is measured reads it.
"""

import datetime
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.db import models  # noqa: E402

from bench import databases  # noqa: E402
from bench.databases import Connection  # noqa: E402
from partners.orders.models import Order  # noqa: E402
from partners.reports.models import Advice, GoalResult, Report, ReportVersion  # noqa: E402
from trajecten.plans.models import Activity  # noqa: E402
from wiz.clients.models import Client  # noqa: E402
from wiz.files.models import StoredFile  # noqa: E402
from wiz.flags.models import Flag, Sweep  # noqa: E402
from wiz.people.models import Team, User  # noqa: E402

BASE = 1_000
REPORTS_A_CLIENT = 10
CASELOAD = 100
PREFIX = "wiz_bench_"
# Made anew by each size: the flags by its sweep, the sweeps by running.
NOT_COPIED = (Flag, Sweep)
# Copied although they are no part of a client's case: each copy of the town has its own.
ALSO_COPIED = (User, Team, StoredFile)
YEARS_BACK = 2
# Of an order that is over, what is copied as an older one, by what it hangs on.
OLDER: dict[Any, str] = {
    Order: "activity",
    Activity.goals.through: "activity",
    Report: "order",
    ReportVersion: "report",
    ReportVersion.instruments.through: "reportversion",
    GoalResult: "version",
    Advice: "version",
}
SETTLED = """
    SELECT ordered.activity_id FROM partners_order AS ordered
    JOIN trajecten_activity AS activity ON activity.id = ordered.activity_id
    WHERE coalesce(activity.ended_on, activity."end") < '{day}'
      AND EXISTS (SELECT FROM partners_report AS report WHERE report.order_id = ordered.id)
      AND NOT EXISTS (SELECT FROM partners_report AS report
                      WHERE report.order_id = ordered.id AND report.state NOT IN ('answered', 'not_needed'))
"""

Model = type[models.Model]
Say = Callable[[str], None]


def name_of(clients: int) -> str:
    return f"{PREFIX}{clients}"


def town(clients: int, day: datetime.date, say: Say, *, base: int = BASE) -> str:
    """Return the name of a database with so many clients (a multiple of `base`), made unless it is there.

    One that was made on another day, or from other code, is made again.
    """
    name, wanted = name_of(clients), f"{clients} clients, {day}, {_made_from()}"
    if databases.remark_on(name) == wanted:
        say(f"{name} is there already")
        return name
    databases.drop(name)
    if clients == base:
        _make_base(name, base, day, say)
    else:
        databases.create(name, town(base, day, say, base=base))
        _multiply(name, clients // base, say)
    with databases.connect(name) as connection:
        connection.execute("VACUUM ANALYZE")
    databases.remark(name, wanted)
    return name


def _made_from() -> str:
    """Return a digest of what decides what a database holds: migrations, the demo, and this file."""
    files = [
        Path(__file__),
        *databases.ROOT.glob("*/migrations/*.py"),
        *databases.ROOT.glob("partners/demo/*.py"),
    ]
    told = hashlib.sha256()
    for file in sorted(files):
        told.update(file.read_bytes())
    return told.hexdigest()[:12]


def _make_base(name: str, clients: int, day: datetime.date, say: Say) -> None:
    say(f"{name}: inventing {clients} clients")
    databases.create(name)
    databases.manage(name, "migrate", "--verbosity", "0")
    databases.manage(name, "demo_data", "--clients", str(clients), "--today", str(day))
    with databases.connect(name) as connection, connection.transaction():
        _bare(connection)
        _even_out(connection)
        settled = SETTLED.format(day=day)
        reports = _count(connection, Report)
        wanted = clients * REPORTS_A_CLIENT
        older = _one(connection, f"SELECT count(*) FROM partners_report WHERE order_id IN "
                                 f"(SELECT id FROM partners_order WHERE activity_id IN ({settled}))")  # fmt: skip
        times = -(-max(0, wanted - reports) // max(older, 1))
        say(f"{name}: {reports} reports, and {times} times {older} older ones")
        _add_older_orders(connection, settled, times)
        if _count(connection, Report) != reports + times * older or reports + times * older < wanted:
            raise AssertionError(f"{name} has {_count(connection, Report)} reports, wanted {wanted}")
        for model in NOT_COPIED:
            connection.execute(f'DELETE FROM "{model._meta.db_table}"')


def _even_out(connection: Connection) -> None:
    """Leave nobody more than a hundred clients: the page that is measured shows exactly these."""
    by_number = connection.execute(
        "SELECT consultant_id, count(*) FROM wiz_client WHERE consultant_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    least = by_number[-1][0]
    moved = "SELECT id FROM wiz_client WHERE consultant_id = %s ORDER BY id OFFSET %s"
    for consultant, clients in by_number:
        if clients > CASELOAD:
            connection.execute(
                f"UPDATE wiz_assignment SET consultant_id = %s WHERE until IS NULL AND client_id IN ({moved})",
                [least, consultant, CASELOAD],
            )
            connection.execute(
                f"UPDATE wiz_client SET consultant_id = %s WHERE id IN ({moved})",
                [least, consultant, CASELOAD],
            )


def consultant_of(connection: Connection) -> tuple[int, str]:
    """Return the id and e-mail address of the consultant whose pages are measured: the fullest of the first town."""
    row = connection.execute(
        "SELECT u.id, u.email FROM wiz_user u JOIN wiz_client c ON c.consultant_id = u.id"
        " WHERE u.email NOT LIKE '%+%' GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def _add_older_orders(connection: Connection, settled: str, times: int) -> None:
    """Give orders that are over predecessors, some years earlier each, with all that was reported."""
    stride = _stride(connection, [Activity, *OLDER])
    connection.execute(f"CREATE TEMPORARY TABLE over ON COMMIT DROP AS {settled}")
    only: dict[Model, str] = {Activity: "id IN (SELECT activity_id FROM over)"}
    for model, link in OLDER.items():
        field = model._meta.get_field(link)
        parent: Model = field.related_model
        only[model] = f'"{field.column}" IN (SELECT id FROM "{parent._meta.db_table}" WHERE {only[parent]})'
    # Before the first copy: its rows are settled too.
    chosen = {
        model: [row[0] for row in connection.execute(_ids(model, where))] for model, where in only.items()
    }
    for time in range(1, times + 1):
        for model in only:
            _copy(connection, model, set(only), time, stride, days_back=365 * YEARS_BACK, ids=chosen[model])
    _set_sequences(connection, only)


def _ids(model: Model, where: str) -> str:
    return f'SELECT id FROM "{model._meta.db_table}" WHERE {where}'


def _multiply(name: str, times: int, say: Say) -> None:
    """Copy the whole town until it stands so many times in the database; each copy is a transaction."""
    copied = case_models()
    with databases.connect(name) as connection:
        before = {model: _count(connection, model) for model in copied}
        stride = _stride(connection, copied)
        for number in range(1, times):
            with connection.transaction():
                _bare(connection)
                for model in copied:
                    _copy(connection, model, set(copied), number, stride, below=stride)
            if number % max(1, times // 10) == 0:
                say(f"{name}: {number + 1} of {times} copies")
        _set_sequences(connection, copied)
        for model in copied:
            if _count(connection, model) != before[model] * times:
                raise AssertionError(f"{name}: {model.__name__} was not copied {times} times")
        if times > 1:
            _check_links(connection, copied, (times - 1) * stride)


def case_models() -> list[Model]:
    """Return the models of which every row belongs to a client, by any number of steps, and the people around her."""
    found: dict[Model, None] = dict.fromkeys([Client, *ALSO_COPIED])
    leading: set[Model] = {Client}
    while True:
        more = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in found
            and model not in NOT_COPIED
            and not _is_history(model)
            and not model._meta.proxy
            if leading & {link.related_model for link in _links(model)}
        ]
        if not more:
            return list(found)
        leading.update(more)
        found.update(dict.fromkeys(more))


def _is_history(model: Model) -> bool:
    return any(field.name.startswith("pgh_") for field in model._meta.concrete_fields)


def _links(model: Model) -> Iterator[Any]:
    return (field for field in model._meta.concrete_fields if field.remote_field)


def _copy(
    connection: Connection,
    model: Model,
    copied: set[Model],
    number: int,
    stride: int,
    *,
    below: int | None = None,
    ids: list[int] | None = None,
    days_back: int = 0,
) -> None:
    """Copy rows of a table once: those below an id, or those listed; everything copied along is pointed to anew."""
    offset = number * stride
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, copied, number, offset, number * days_back) for field in fields)
    key = model._meta.pk.column
    which, params = (f'"{key}" < %s', [below]) if ids is None else (f'"{key}" = ANY(%s)', [ids])
    table = model._meta.db_table
    connection.execute(
        f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" WHERE {which} ORDER BY "{key}"',
        params,
    )


def _value(field: Any, copied: set[Model], number: int, offset: int, days: int) -> str:
    """Return the SQL of one column of a copy."""
    column = f'"{field.column}"'
    if field.remote_field:
        return f"{column} + {offset}" if field.related_model in copied else column
    if field.primary_key or (field.name in ("subject_id", "about_id") and not days):
        return f"{column} + {offset}"
    if isinstance(field, models.UUIDField):
        return f"md5({column}::text || '+{offset}')::uuid"
    if field.name == "bsn_fingerprint":
        return f"md5({column} || '+{offset}')"
    if field.unique and isinstance(field, models.CharField):
        return f"'{number}+' || {column}"
    if days and isinstance(field, models.DateTimeField):
        return f"{column} - interval '{days} days'"
    if days and isinstance(field, models.DateField):
        return f"{column} - {days}"
    return column


def _bare(connection: Connection) -> None:
    """No triggers and no foreign keys until the transaction ends; needs a superuser."""
    connection.execute("SET LOCAL session_replication_role = replica")
    connection.execute("SET LOCAL synchronous_commit = off")


def _stride(connection: Connection, of: list[Any]) -> int:
    highest = max(_one(connection, f'SELECT coalesce(max(id), 0) FROM "{m._meta.db_table}"') for m in of)
    return int(10 ** len(str(highest)))


def _set_sequences(connection: Connection, of: Any) -> None:
    for model in of:
        table = model._meta.db_table
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), max(id)) FROM \"{table}\" HAVING max(id) > 0"
        )


def _check_links(connection: Connection, copied: list[Model], from_id: int) -> None:
    """Every foreign key of the last copy leads somewhere: one copy is as another."""
    for model in copied:
        for link in _links(model):
            there, table = link.related_model._meta, model._meta.db_table
            lost = _one(
                connection,
                f'SELECT count(*) FROM "{table}" AS here WHERE id >= {from_id} AND "{link.column}" IS NOT NULL'
                f' AND NOT EXISTS (SELECT FROM "{there.db_table}" AS there'
                f' WHERE there."{there.pk.column}" = here."{link.column}")',
            )
            if lost:
                raise AssertionError(f"{lost} rows of {table}.{link.column} lead nowhere")


def _count(connection: Connection, model: Model) -> int:
    return _one(connection, f'SELECT count(*) FROM "{model._meta.db_table}"')


def _one(connection: Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


if __name__ == "__main__":
    town(int(sys.argv[1]), datetime.date.fromisoformat(sys.argv[3]), lambda words: print(words, flush=True),
         base=int(sys.argv[2]))  # fmt: skip
