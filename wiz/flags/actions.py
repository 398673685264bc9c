"""Making the open flags equal to what the rules say, and putting a flag off.

How a sweep and the people at work stay out of each other's way:

- raising is one INSERT … ON CONFLICT DO NOTHING on the index `flag_one_open`: any number of sweeps may
  run it at once, and none raises twice;
- resolving takes an advisory lock that actions share: it waits for actions under way, and an action that
  starts meanwhile waits for it. So a report delivered while the sweep looks never keeps its flag: either the
  sweep sees the delivery, or the delivery sees the flag;
- a rule that fails is recorded and stops no other, nor anybody's work.

Rows are inserted in the order of their subject, so that two who raise the same rule cannot deadlock.
"""

import datetime
import functools
import logging
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BigIntegerField, Count, F, Lookup, Q, Value

from wiz.flags.models import Flag, Sweep
from wiz.flags.rules import RULES, FlagRule, check_open, check_snooze
from wiz.people.models import User
from wiz.policy.models import Policy, policy_on
from wiz.terms import day_of, now

logger = logging.getLogger(__name__)

# Any number will do, as long as nothing else in the database uses it.
SWEEP_LOCK = 0x57495A
# Sweeps are kept this long, to answer "did it run that night?".
KEEP_SWEEPS = datetime.timedelta(days=60)

# date + integer = date in PostgreSQL; a NULL number of days gives a NULL date: never on that page.
FOUND = """
    SELECT %s::text AS rule, %s::text AS side,
           subject_id, client_id::bigint, organisation_id::bigint, owner_id::bigint, since::date, due::date,
           {consultant_from} AS consultant_from, {lead_from} AS lead_from
    FROM ({query}) AS found (subject_id, client_id, organisation_id, owner_id, since, due, counts_from)
"""
NOTHING = """
    SELECT NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::date, NULL::date, NULL::date WHERE false
"""
RAISE = """
    INSERT INTO wiz_flag (rule, side, raised_at, snooze_reason, subject_id, client_id, organisation_id, owner_id,
                          since, due, consultant_from, lead_from)
    {with_found}
    SELECT found.rule, found.side, %s, '', found.subject_id, found.client_id, found.organisation_id, found.owner_id,
           found.since, found.due, found.consultant_from, found.lead_from
    FROM found ORDER BY found.rule, found.subject_id
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
    WHERE flag.rule = ANY(%s) AND flag.resolved_at IS NULL {of_clients}
      AND NOT EXISTS (
        SELECT 1 FROM found WHERE found.rule = flag.rule AND found.subject_id = flag.subject_id
      )
"""

CLIENTS = object()  # where the clients come in a query that is written once and asked of many


class AnyOf(Lookup):
    """A column is one of a list, which is one parameter: the query is the same for any number."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, self.rhs)


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
                raised = _raise([rule], day, policy, at)
            with transaction.atomic():
                _lock(shared=False)
                resolved = _settle([rule], day, policy, at)
            results[rule.name] = {"raised": raised, "resolved": resolved}
        except Exception as error:  # one rule's fault must not silence the others
            logger.exception("flag rule %s failed", rule.name)
            results[rule.name] = {"error": f"{type(error).__name__}: {error}"[:500]}
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
    _lock(shared=True)
    rules = list(RULES.values())
    try:
        with transaction.atomic():
            _settle(rules, day, policy, at, client_ids, raising=True)
    except Exception:  # one of them fails: the others must not suffer
        for rule in rules:
            try:
                with transaction.atomic():
                    _settle([rule], day, policy, at, client_ids, raising=True)
            except Exception:
                logger.exception("flag rule %s failed for one client", rule.name)


@transaction.atomic
def snooze_flag(flag: Flag, *, until: datetime.date, reason: str, by: User, at: datetime.datetime) -> None:
    """Put a flag off to a day, with a reason, and with it what else stands on the same matter: it is one line.

    It stays in sight under "put off" and comes back by itself. Raises Refused when the rule says no.
    """
    _lock(shared=True)
    for one in _same_matter(flag):
        if one.pk == flag.pk:
            check_snooze(by, one, until, reason, day_of(at))
        one.snoozed_until, one.snooze_reason, one.snoozed_by = until, reason.strip(), by
        one.save()


@transaction.atomic
def wake_flag(flag: Flag, *, by: User, at: datetime.datetime) -> None:
    """Undo a snooze. Raises Refused when the rule says no."""
    _lock(shared=True)
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


def _raise(rules: list[FlagRule], day: datetime.date, policy: Policy, at: datetime.datetime) -> int:
    found, params = _found_by(rules, day, policy, None)
    with connection.cursor() as cursor:
        with_found = f"WITH found AS MATERIALIZED ({found})"
        cursor.execute(RAISE.format(with_found=with_found), [*params, at])
        return cursor.rowcount


def _settle(
    rules: list[FlagRule],
    day: datetime.date,
    policy: Policy,
    at: datetime.datetime,
    clients: list[int] | None = None,
    *,
    raising: bool = False,
) -> int:
    """Bring open flags' dates up to date and resolve those without a cause; return how many were resolved.

    `raising` also raises what is missing, in the same statement: what the rules find is asked once.
    """
    found, params = _found_by(rules, day, policy, clients)
    of_clients, client_params = ("", []) if clients is None else ("AND flag.client_id = ANY(%s)", [clients])
    raised = f", raised AS ({RAISE.format(with_found='')})" if raising else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED ({found}){raised}, changed AS ({UPDATE}) "
            + RESOLVE.format(of_clients=of_clients),
            [*params, *([at] if raising else []), at, [rule.name for rule in rules], *client_params],
        )
        return cursor.rowcount


def _found_by(
    rules: list[FlagRule], day: datetime.date, policy: Policy, clients: list[int] | None
) -> tuple[str, list[Any]]:
    """Return the SQL of what deserves a flag by any of these rules, with its parameters."""
    parts = [_found(rule, day, policy, clients) for rule in rules]
    return " UNION ALL ".join(sql for sql, _params in parts), [
        param for _sql, params in parts for param in params
    ]


def _found(
    rule: FlagRule, day: datetime.date, policy: Policy, clients: list[int] | None
) -> tuple[str, list[Any]]:
    """Return the SQL of what deserves the flag, one row a subject, with its parameters."""
    sql, params = _written(rule, day, policy, clients is not None)
    return sql, [clients if param is CLIENTS else param for param in params]


# The database answers a rule for one client within a millisecond; having the ORM write it takes ten times that.
@functools.lru_cache(maxsize=1000)
def _written(rule: FlagRule, day: datetime.date, policy: Policy, narrowed: bool) -> tuple[str, list[Any]]:
    """Return the SQL of a rule; `narrowed` to the clients that are to be put where `CLIENTS` stands."""
    query = rule.query(day, policy)
    if narrowed:
        query = query.filter(AnyOf(F(rule.client), CLIENTS))
    nothing = Value(None, output_field=BigIntegerField())
    query = query.order_by().annotate(
        flag_client=F(rule.client),
        flag_organisation=F(rule.organisation) if rule.organisation else nothing,
        flag_owner=F(rule.owner) if rule.owner else nothing,
    )
    columns = ("pk", "flag_client", "flag_organisation", "flag_owner", "since", "waited_for", "counts_from")
    try:
        sql, params = query.values_list(*columns).query.sql_with_params()
    except EmptyResultSet:  # the ORM knows that nothing can match, and says so in its own way
        sql, params = NOTHING, ()
    consultant_from = _from_day(
        rule.consultant_after, policy, "since::date" if rule.side == "M" else "NULL::date"
    )
    lead_from = _from_day(rule.lead_after, policy, "since::date" if rule.side == "L" else "NULL::date")
    sql = FOUND.format(query=sql, consultant_from=consultant_from, lead_from=lead_from)
    return sql, [rule.name, rule.side.value, *params]


def _from_day(key: str | None, policy: Policy, otherwise: str) -> str:
    """Return the SQL of the day from which a flag stands on a page; `key` is trusted, it comes from a rule."""
    return f"counts_from::date + {policy.days(key).days}" if key else otherwise


def _lock(*, shared: bool) -> None:
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [SWEEP_LOCK])


def _open_by_rule() -> dict[str, int]:
    counts = Flag.objects.open().order_by().values_list("rule").annotate(Count("pk"))
    return dict(counts)
