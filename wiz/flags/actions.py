"""Making the open flags equal to what the rules say, and putting a flag off.

How a sweep and the people at work stay out of each other's way:

- first a sweep compares what a rule finds with the flags that stand, and raises what is missing by
  INSERT … ON CONFLICT DO NOTHING on the index `flag_one_open`. No lock: any number of sweeps may do it at once,
  and none raises twice;
- then it looks again at what it raised, and at what should go or say something else, some hundreds at a time,
  under an advisory lock that actions share: it waits for actions under way, and an action that starts meanwhile
  waits for it, a moment. So a report delivered while the sweep looks never keeps its flag: either the sweep sees
  the delivery, or the delivery sees the flag;
- a rule that fails is recorded and stops no other, nor anybody's work.

Rows are inserted in the order of their subject, so that two who raise the same rule cannot deadlock.
"""

import datetime
import functools
import logging
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast
from psycopg.types.numeric import Int8

from wiz.flags.models import Flag, Sweep
from wiz.flags.rules import RULES, FlagRule, check_open, check_snooze
from wiz.health.logs import described
from wiz.locks import SWEEP_LOCK, lock
from wiz.lookups import AnyOf
from wiz.people.models import User
from wiz.policy.models import Policy, policy_on
from wiz.terms import day_of, now

logger = logging.getLogger(__name__)

# Sweeps are kept this long, to answer "did it run that night?".
KEEP_SWEEPS = datetime.timedelta(days=60)

# OFFSET 0 keeps PostgreSQL from working out a day anew wherever it is named.
# date + integer = date in PostgreSQL; a NULL number of days gives a NULL date: never on that page.
FOUND = """
    SELECT %s::text AS rule, %s::text AS side,
           subject_id, client_id::bigint, organisation_id::bigint, owner_id::bigint,
           {since} AS since, {waited_for} AS due, {consultant_from} AS consultant_from, {lead_from} AS lead_from
    FROM ({query} OFFSET 0) AS found (subject_id, client_id, organisation_id, owner_id, {columns})
"""
NOTHING = """
    SELECT NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint{days} WHERE false
"""
RAISE = """
    INSERT INTO wiz_flag (rule, side, raised_at, snooze_reason, subject_id, client_id, organisation_id, owner_id,
                          since, due, consultant_from, lead_from)
    SELECT found.rule, found.side, %s, '', found.subject_id, found.client_id, found.organisation_id, found.owner_id,
           found.since, found.due, found.consultant_from, found.lead_from
    FROM found WHERE {missing} ORDER BY found.rule, found.subject_id
    ON CONFLICT (rule, subject_id) WHERE resolved_at IS NULL DO NOTHING
"""
UPDATE = """
    UPDATE wiz_flag AS flag
    SET client_id = found.client_id, organisation_id = found.organisation_id, owner_id = found.owner_id,
        since = found.since, due = found.due,
        consultant_from = found.consultant_from, lead_from = found.lead_from
    FROM found
    WHERE flag.rule = found.rule AND flag.resolved_at IS NULL AND flag.subject_id = found.subject_id
      AND (flag.client_id, flag.organisation_id, flag.owner_id, flag.since, flag.due,
           flag.consultant_from, flag.lead_from)
          IS DISTINCT FROM
          (found.client_id, found.organisation_id, found.owner_id, found.since, found.due,
           found.consultant_from, found.lead_from)
"""
RESOLVE = """
    UPDATE wiz_flag AS flag SET resolved_at = %s
    WHERE flag.rule = ANY(%s) AND flag.resolved_at IS NULL AND flag.{column} = ANY(%s)
      AND NOT EXISTS (
        SELECT 1 FROM found WHERE found.rule = flag.rule AND found.subject_id = flag.subject_id
      )
"""
# A FULL JOIN is never a nested loop, whatever the planner believes about flags that were written a minute ago.
# Its columns are not named in a WHERE of its own: that would make it another join.
COMPARE = """
    WITH asked AS MATERIALIZED ({found}),
    found AS MATERIALIZED (
        SELECT asked.*, flag.subject_id AS standing,
               (flag.client_id, flag.organisation_id, flag.owner_id, flag.since, flag.due,
                flag.consultant_from, flag.lead_from)
               IS DISTINCT FROM
               (asked.client_id, asked.organisation_id, asked.owner_id, asked.since, asked.due,
                asked.consultant_from, asked.lead_from) AS differs
        FROM asked FULL JOIN (SELECT * FROM wiz_flag WHERE rule = %s AND resolved_at IS NULL) AS flag
          ON flag.subject_id = asked.subject_id
    ),
    raised AS ({raising} RETURNING subject_id)
    SELECT array(SELECT subject_id FROM raised),
           array(SELECT standing FROM found WHERE standing IS NOT NULL AND differs)
"""

NEVER = "NULL::date"
IDS = object()  # where the clients or subjects come in a query that is written once and asked of many
# So many subjects are looked at again under the lock at once: it is held for some tenths of a second.
BATCH = 500
# Up to so many ids a plan made for any ids is as good as one made for these: PostgreSQL reckons with ten.
FEW = 10


# A column of flags, and its values: "client_id" or "subject_id".
Among = tuple[str, list[int]]


def sweep(*, at: datetime.datetime, day: datetime.date | None = None) -> Sweep:
    """Go along all rules for a day (today's, unless given) and return the round with its results.

    Per rule: `raised`, `resolved`, `open`, or `error`. Run twice, late, or by two workers: the same flags.
    """
    day = day or day_of(at)
    round_ = Sweep.objects.create(started_at=at, day=day)
    policy = policy_on(day)
    results: dict[str, dict[str, Any]] = {}
    for rule in RULES.values():
        try:
            with transaction.atomic():
                raised, changed = _compare(rule, day, policy, at)
            subjects, resolved = sorted(raised + changed), 0
            for start in range(0, len(subjects), BATCH):
                with transaction.atomic():
                    lock(SWEEP_LOCK)
                    some = subjects[start : start + BATCH]
                    resolved += _settle([rule], day, policy, at, ("subject_id", some))
            results[rule.name] = {"raised": len(raised), "resolved": resolved}
        except Exception as error:  # one rule's fault must not silence the others
            logger.exception("flag rule %s failed", rule.name)
            results[rule.name] = {"error": described(error)[:500]}
    for name, count in _open_by_rule().items():
        results.setdefault(name, {})["open"] = count
    for result in results.values():
        result.setdefault("open", 0)
    round_.results = results
    round_.finished_at = now()
    round_.save()
    Sweep.objects.filter(started_at__lt=at - KEEP_SWEEPS).delete()
    return round_


def refresh_flags(client_ids: list[int], *, at: datetime.datetime) -> None:
    """Bring the flags of some clients up to date, inside the transaction of the action that changed them.

    Call it after the change. A rule that fails is logged and left to the next sweep.
    """
    day = day_of(at)
    policy = policy_on(day)
    lock(SWEEP_LOCK, shared=True)
    rules = list(RULES.values())
    try:
        with transaction.atomic():
            among = ("client_id", client_ids)
            _settle(rules, day, policy, at, among, raising=True, keep_plan=len(client_ids) <= FEW)
    except Exception:  # one of them fails: the others must not suffer
        for rule in rules:
            try:
                with transaction.atomic():
                    _settle([rule], day, policy, at, ("client_id", client_ids), raising=True)
            except Exception:
                logger.exception("flag rule %s failed for one client", rule.name)


@transaction.atomic
def snooze_flag(flag: Flag, *, until: datetime.date, reason: str, by: User, at: datetime.datetime) -> None:
    """Put a flag off to a day, with a reason, and with it what else stands on the same matter: it is one line.

    It stays in sight under "put off" and comes back by itself. Raises Refused when the rule says no.
    """
    lock(SWEEP_LOCK, shared=True)
    for one in _same_matter(flag):
        if one.pk == flag.pk:
            check_snooze(by, one, until, reason, day_of(at))
        one.snoozed_until, one.snooze_reason, one.snoozed_by = until, reason.strip(), by
        one.save()


@transaction.atomic
def wake_flag(flag: Flag, *, by: User, at: datetime.datetime) -> None:
    """Undo a snooze. Raises Refused when the rule says no."""
    lock(SWEEP_LOCK, shared=True)
    for one in _same_matter(flag):
        if one.pk == flag.pk:
            check_open(by, one)
        one.snoozed_until, one.snooze_reason, one.snoozed_by = None, "", None
        one.save()


def _same_matter(flag: Flag) -> list[Flag]:
    """Return a flag, locked, with the open flags of other rules on the same subject; itself first."""
    kin = [rule.name for rule in RULES.values() if rule.subjects is RULES[flag.rule].subjects]
    others = Q(rule__in=kin, subject_id=flag.subject_id, resolved_at__isnull=True)
    rows = (
        Flag.objects.select_for_update(no_key=True, of=("self",))
        .filter(Q(pk=flag.pk) | others)
        .order_by("pk")
    )
    return sorted(rows, key=lambda row: row.pk != flag.pk)


def _compare(
    rule: FlagRule, day: datetime.date, policy: Policy, at: datetime.datetime
) -> tuple[list[int], list[int]]:
    """Raise what is missing of a rule; return the subjects it raised, and those whose flag should change or go."""
    found, params = _found_by([rule], day, policy, None)
    raising = RAISE.format(missing="found.standing IS NULL")
    with connection.cursor() as cursor:
        cursor.execute(COMPARE.format(found=found, raising=raising), [*params, rule.name, at])
        raised, changed = cursor.fetchone()
        return raised, changed


def _settle(
    rules: list[FlagRule],
    day: datetime.date,
    policy: Policy,
    at: datetime.datetime,
    among: Among,
    *,
    raising: bool = False,
    keep_plan: bool = False,
) -> int:
    """Bring open flags' dates up to date and resolve those without a cause; return how many were resolved.

    `raising` also raises what is missing, in the same statement: what the rules find is asked once. `keep_plan` has
    the database keep its plan for the next time, inside a transaction.
    """
    column, ids = among
    # Of one type whatever their size, or the statement would be another one.
    ids = [Int8(pk) for pk in ids]
    found, params = _found_by(rules, day, policy, (column, ids))
    raised = f", raised AS ({RAISE.format(missing='true')})" if raising else ""
    sql = (
        f"WITH found AS MATERIALIZED ({found}){raised}, changed AS ({UPDATE}) {RESOLVE.format(column=column)}"
    )
    params = [*params, *([at] if raising else []), at, [rule.name for rule in rules], ids]
    if keep_plan:
        return _execute_with_kept_plan(sql, params)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def _execute_with_kept_plan(sql: str, params: list[Any]) -> int:
    """Run a statement that the database plans once for each connection; return how many rows it changed.

    Django's own cursor writes the parameters into the text, and sends who is at work along in the same message:
    neither goes with a kept plan, and flags have no history to tell it to. PostgreSQL by itself would plan anew each
    time, for it does not count what planning costs.
    """
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan", prepare=False)
        cursor.execute(sql, params, prepare=True)
        changed = cursor.rowcount
        cursor.execute("SET LOCAL plan_cache_mode = DEFAULT", prepare=False)
        return changed


def _found_by(
    rules: list[FlagRule], day: datetime.date, policy: Policy, among: Among | None
) -> tuple[str, list[Any]]:
    """Return the SQL of what deserves a flag by any of these rules, with its parameters."""
    parts = [_found(rule, day, policy, among) for rule in rules]
    return " UNION ALL ".join(sql for sql, _params in parts), [
        param for _sql, params in parts for param in params
    ]


def _found(rule: FlagRule, day: datetime.date, policy: Policy, among: Among | None) -> tuple[str, list[Any]]:
    """Return the SQL of what deserves the flag, one row a subject, with its parameters."""
    column, ids = among or ("", [])
    sql, params = _written(rule, day, policy, column)
    return sql, [ids if param is IDS else param for param in params]


# The database answers a rule for one client within a millisecond; having the ORM write it takes ten times that.
@functools.lru_cache(maxsize=1000)
def _written(rule: FlagRule, day: datetime.date, policy: Policy, column: str) -> tuple[str, list[Any]]:
    """Return the SQL of a rule; with a column, narrowed to the rows whose ids are to be put where `IDS` stands."""
    query = rule.query(day, policy)
    if column:
        query = query.filter(AnyOf(F("pk" if column == "subject_id" else rule.client), IDS))
    nothing = Value(None, output_field=BigIntegerField())
    query = query.order_by().annotate(
        flag_client=F(rule.client),
        flag_organisation=F(rule.organisation) if rule.organisation else nothing,
        flag_owner=F(rule.owner) if rule.owner else nothing,
    )
    days = _days_in(query)
    columns = [name for name, day in days.items() if day == f"{name}::date"]
    try:
        asked = query.values_list("pk", "flag_client", "flag_organisation", "flag_owner", *columns)
        sql, params = asked.query.sql_with_params()
    except EmptyResultSet:  # the ORM knows that nothing can match, and says so in its own way
        sql, params = NOTHING.format(days=", NULL::date" * len(columns)), ()
    since = days["since"]
    found = FOUND.format(
        query=sql,
        columns=", ".join(columns),
        consultant_from=_from_day(rule.consultant_after, policy, days, since if rule.side == "M" else NEVER),
        lead_from=_from_day(rule.lead_after, policy, days, since if rule.side == "L" else NEVER),
        **days,
    )
    return found, [rule.name, rule.side.value, *params]


def _days_in(query: QuerySet[Any]) -> dict[str, str]:
    """Return the SQL of the days of a rule; one that is another, or so many days later, is not asked for twice.

    Each is mostly a sub-query, which the ORM writes out wherever it is named and the database then plans and
    runs as often.
    """
    of = query.query.annotations
    days: dict[str, str] = {}
    for name in ("counts_from", "since", "waited_for"):
        asked = [before for before in days if days[before] == f"{before}::date"]
        days[name] = f"{name}::date"
        for before in asked:
            if (later := _days_later(of[name], of[before])) is not None:
                days[name] = f"({before}::date + {later})"
                break
    return days


def _days_later(day: Any, other: Any) -> int | None:
    """Return how many days a date expression is after another, if that can be seen from how they are written."""
    if day == other:
        return 0
    if isinstance(day, Cast) and isinstance(added := day.get_source_expressions()[0], CombinedExpression):
        lapse = added.rhs.value if isinstance(added.rhs, Value) else None
        if (
            added.connector == CombinedExpression.ADD
            and added.lhs == other
            and isinstance(lapse, datetime.timedelta)
        ):
            return lapse.days
    return None


def _from_day(key: str | None, policy: Policy, days: dict[str, str], otherwise: str) -> str:
    """Return the SQL of the day from which a flag stands on a page; `key` is trusted, it comes from a rule."""
    return f"{days['counts_from']} + {policy.days(key).days}" if key else otherwise


def _open_by_rule() -> dict[str, int]:
    counts = Flag.objects.open().order_by().values_list("rule").annotate(Count("pk"))
    return dict(counts)
