"""Which tables keep a history, and the triggers that write it.

A model says so with `@history(...)`. The database itself then writes a row of `Change` for every row that is added,
changed or removed, by whatever way: an action, a bulk update, SQL typed by hand. Who did it travels with every
statement (`wiz.trust.who`).

What is added is written as who and when only: what stands there is the row itself, and what stood there before is in
its later changes. See docs/adr/0010.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pgtrigger
from django.db import models
from django.utils.functional import Promise
from pgtrigger import (
    After,
    Condition,
    Delete,
    Insert,
    Operation,
    Referencing,
    Row,
    Statement,
    Trigger,
    Update,
)
from pgtrigger.registry import registered

M = TypeVar("M", bound=type[models.Model])
P = ParamSpec("P")
T = TypeVar("T")
# Bookkeeping of the program itself, in any model: which page sent it, how often it was saved.
SKIPPED = ("form_key", "revision")
COLUMNS = "at, kind, model, row_id, client_id, by_id, via, fields"


@dataclass(frozen=True)
class History:
    """How a model's history is kept, and what it is called on the screen."""

    title: str | Promise
    # The way to the client, "activity__client"; "pk" when the row is the client; empty when it is of no client.
    client: str = ""
    # The way to what tells one row from another on the screen.
    about: str = ""
    # A moment on the way: what is written before it is a draft, which is nobody else's business yet.
    since: str = ""
    skip: tuple[str, ...] = ()  # never kept
    secret: tuple[str, ...] = ()  # kept that it changed, never what it was


HISTORIES: dict[str, History] = {}


def history(title: str | Promise, **how: Any) -> Callable[[M], M]:
    """Keep the history of a model; see `History` for what can be said about it."""

    def decorate(model: M) -> M:
        HISTORIES[model._meta.label_lower] = kept = History(title, **how)
        for trigger in (Added, Changed, Removed):
            trigger(kept).register(model)  # type: ignore[arg-type]
        return model

    return decorate


def without_history(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function write without leaving history: only for rows about nobody, the invented people of the demo."""

    @wraps(function)
    def without(*args: P.args, **kwargs: P.kwargs) -> T:
        ours = [trigger.get_uri(model) for model, trigger in registered() if isinstance(trigger, _Writes)]
        with pgtrigger.ignore(*ours):
            return function(*args, **kwargs)

    return without


def column(model: Any, path: str, row: str) -> str:
    """Return the SQL of what a path over foreign keys leads to from `row`: its column, or a subselect."""
    first, *rest = path.split("__")
    here = model._meta.pk if first == "pk" else model._meta.get_field(first)
    start = f'{row}."{here.column}"'
    tables, conditions = [], []
    for number, name in enumerate(rest):
        other = here.related_model
        tables.append(f'"{other._meta.db_table}" t{number}')
        conditions.append(f't{number}."{other._meta.pk.column}" = {start}')
        here = other._meta.get_field(name)
        start = f't{number}."{here.column}"'
    return f"(SELECT {start} FROM {', '.join(tables)} WHERE {' AND '.join(conditions)})" if rest else start


def array(names: tuple[str, ...]) -> str:
    return "'{" + ", ".join(names) + "}'::text[]"


class _Writes(Trigger):
    """A trigger that writes to the history; `row` is what the row is called in its statement."""

    when = After
    row = ""
    kind = ""

    def __init__(self, kept: History) -> None:
        self.kept = kept
        super().__init__()

    def get_declare(self, model: Any) -> list[tuple[str, str]]:
        return [("_who", "jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '')")]

    def values(self, model: type[models.Model], *, kind: str, fields: str) -> str:
        """Return what goes into `COLUMNS`."""
        client = f"{column(model, self.kept.client, self.row)}" if self.kept.client else "NULL"
        return (
            f"now(), {kind}, '{model._meta.label_lower}', {column(model, 'pk', self.row)}, {client}, "
            f"(_who->>'by')::bigint, COALESCE(_who->>'via', ''), {fields}"
        )

    def where(self, model: type[models.Model]) -> str:
        return f" WHERE {column(model, self.kept.since, self.row)} IS NOT NULL" if self.kept.since else ""

    def left_out(self, model: Any) -> tuple[str, ...]:
        """Return the columns that are never kept; those the database makes follow from the others."""
        columns = {f.name: f.column for f in model._meta.fields}
        made_here = [f.name for f in model._meta.fields if f.generated]
        return tuple(columns[name] for name in (*SKIPPED, *self.kept.skip, *made_here) if name in columns)

    def secret(self, model: Any) -> tuple[str, ...]:
        return tuple(model._meta.get_field(name).column for name in self.kept.secret)


class Added(_Writes):
    """All rows of one statement at once: who and when."""

    name = "history_added"
    operation: Operation = Insert
    level = Statement
    referencing = Referencing(new="added")
    row = "r"

    def get_func(self, model: Any) -> str:
        values = self.values(model, kind="'+'", fields="NULL")
        return f"INSERT INTO wiz_change ({COLUMNS}) SELECT {values} FROM added r{self.where(model)}; RETURN NULL;"


class Removed(_Writes):
    """All rows of one statement at once, as they were."""

    name = "history_removed"
    operation: Operation = Delete
    level = Statement
    referencing = Referencing(old="removed")
    row = "r"

    def get_func(self, model: Any) -> str:
        fields = f"to_jsonb(r) - {array(self.left_out(model) + self.secret(model))}"
        values = self.values(model, kind="'-'", fields=fields)
        return f"INSERT INTO wiz_change ({COLUMNS}) SELECT {values} FROM removed r{self.where(model)}; RETURN NULL;"


class Changed(_Writes):
    """Row by row, with what changed in it: `{"due": ["2026-03-01", "2026-04-01"]}`.

    Not by statement: its two tables, as they were and as they are, would have to be joined, and the plan PostgreSQL
    keeps for the one row of most updates takes a second for the thousand of a hand-over.
    """

    name = "history_changed"
    operation: Operation = Update
    level = Row
    condition = Condition("OLD.* IS DISTINCT FROM NEW.*")
    row = "NEW"

    def get_declare(self, model: Any) -> list[tuple[str, str]]:
        return [*super().get_declare(model), ("_now", "jsonb := to_jsonb(NEW)"), ("_changes", "jsonb")]

    def get_func(self, model: Any) -> str:
        pair = "jsonb_build_array(was.value, _now->was.key)"
        if hidden := self.secret(model):
            pair = f"CASE WHEN was.key = ANY ({array(hidden)}) THEN NULL ELSE {pair} END"
        own = self.kept.since and "__" not in self.kept.since
        drafted = f"OLD.{self.kept.since} IS NULL" if own else ""
        kind = f"CASE WHEN {drafted} THEN '+' ELSE '~' END" if own else "'~'"
        fields = f"CASE WHEN {drafted} THEN NULL ELSE _changes END" if own else "_changes"
        return (
            f"SELECT jsonb_object_agg(was.key, {pair}) INTO _changes "
            f"FROM jsonb_each(to_jsonb(OLD) - {array(self.left_out(model))}) was "
            "WHERE was.value IS DISTINCT FROM _now->was.key; "
            "IF _changes IS NOT NULL THEN "
            f"INSERT INTO wiz_change ({COLUMNS}) "
            f"SELECT {self.values(model, kind=kind, fields=fields)}{self.where(model)}; "
            "END IF; RETURN NULL;"
        )
