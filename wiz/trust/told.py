"""Changes in words: what, who, when, and of each field what it was and what it became. Three queries a page."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiz.trust.history import HISTORIES
from wiz.trust.models import Change
from wiz.trust.words import label

KINDS = {"+": gettext_lazy("was added"), "~": gettext_lazy("was changed"), "-": gettext_lazy("was removed")}
Names = dict[tuple[str, int], str]
# Models whose rows are only pointed to, by what they are called.
CALLED = {"wiz.storedfile": "name"}


@dataclass(frozen=True)
class FieldTold:
    label: str | Promise
    old: str
    new: str = ""
    is_secret: bool = False


@dataclass(frozen=True)
class Told:
    change: Change
    title: str | Promise
    kind: str | Promise
    about: str
    who: str
    fields: list[FieldTold]

    @property
    def lines(self) -> int:
        """How many lines of the table it takes: what was removed is told on one."""
        return 1 if self.change.kind == Change.Kind.REMOVED else len(self.fields)


def told(changes: Iterable[Change]) -> list[Told]:
    """Return changes ready to be shown. Reads `change.by`, which a list selects along."""
    changes = list(changes)
    names = _names(changes)
    return [
        Told(
            each,
            HISTORIES[each.model].title,
            KINDS[each.kind],
            _about(each, names),
            who(each),
            _fields(each, names),
        )
        for each in changes
        if each.model in HISTORIES
    ]


def who(change: Change) -> str:
    """Return who did it: somebody, a job or a command of the program, or somebody past the program."""
    if change.by is not None:
        return str(change.by)
    if change.by_id is not None:
        return _("removed since")
    kind, _colon, name = change.via.partition(":")
    if kind == "job":
        return _("automatically")
    if kind == "command":
        return _("the command %(name)s") % {"name": name}
    return _("somebody who had not signed in") if kind == "page" else _("outside the program")


def _about(change: Change, names: Names) -> str:
    way = HISTORIES[change.model].about
    if (change.model, change.row_id) in names:
        field = _end(change.model, way)
        text = _value(field, names[change.model, change.row_id], names)
        return _("number %(number)s") % {"number": text} if field.name == "number" else text
    if change.kind != Change.Kind.REMOVED:
        return ""
    # What was removed says it itself, or what it belonged to does.
    step, _to, rest = way.partition("__")
    if not step:
        return ""
    column: Any = apps.get_model(change.model)._meta.get_field(step)
    value = (change.fields or {}).get(column.column)
    if not rest:
        return _value(column, value, names) if value not in (None, "") else ""
    owner = HISTORIES.get(column.related_model._meta.label_lower)
    return (
        names.get((column.related_model._meta.label_lower, value or 0), "")
        if owner and owner.about == rest
        else ""
    )


def _fields(change: Change, names: Names) -> list[FieldTold]:
    # What a bureau wrote is read in its report, where the client may have blocked it.
    if HISTORIES[change.model].since or not change.fields:
        return []
    found = []
    for field in apps.get_model(change.model)._meta.fields:
        words = label(field)
        if field.column not in change.fields or not words:
            continue
        value = change.fields[field.column]
        if change.kind == Change.Kind.REMOVED:
            if value not in (None, "", []):
                found.append(FieldTold(words, _value(field, value, names)))
        elif value is None:
            found.append(FieldTold(words, "", is_secret=True))
        else:
            old, new = (_value(field, each, names) for each in value)
            found.append(FieldTold(words, old, new))
    return found


def _value(field: Any, value: Any, names: Names) -> str:
    """Return a value as PostgreSQL put it into JSON in the words of the screen."""
    if value in (None, "", []):
        return "–"
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model._meta.label_lower, int(value)), _("removed since"))
    if isinstance(field, ArrayField):
        return ", ".join(_value(field.base_field, each, names) for each in value)
    if field.name == "weekday":
        return str(WEEKDAYS[int(value)])
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(value)
        if moment is None:
            return str(value)
        local = timezone.localtime(moment)
        return f"{date_format(local, _('j M Y'))} {date_format(local, 'TIME_FORMAT')}"
    if isinstance(field, models.DateField):
        return date_format(datetime.date.fromisoformat(value), _("j M Y"))
    if isinstance(field, models.TimeField):
        return str(value)[:5]
    if isinstance(field, models.DecimalField):
        return number_format(Decimal(str(value)), use_l10n=True)
    return str(value)


def _end(model: str, way: str) -> Any:
    """Return the field a path ends at."""
    here: Any = apps.get_model(model)
    for step in way.split("__"):
        field = here._meta.get_field(step)
        here = field.related_model
    return field


def _names(changes: list[Change]) -> Names:
    """Return what the rows that the changes are about, or point to, are called now; in one query."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        if change.model not in HISTORIES:
            continue
        wanted[change.model].add(change.row_id)
        for field in apps.get_model(change.model)._meta.fields:
            if isinstance(field, models.ForeignKey) and (value := (change.fields or {}).get(field.column)):
                values = value if isinstance(value, list) else [value]
                wanted[field.related_model._meta.label_lower] |= {each for each in values if each}
    queries = []
    for model, ids in sorted(wanted.items()):
        way = CALLED.get(model) or (HISTORIES[model].about if model in HISTORIES else "")
        if way:
            queries.append(_called(model, way, ids))
    if not queries:
        return {}
    rows = queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0]
    return {(model, pk): text for model, pk, text in rows}


def _called(model: str, way: str, ids: set[int]) -> QuerySet[Any, Any]:
    rows = apps.get_model(model)._base_manager.filter(pk__in=ids).order_by()
    text = Cast(F(way), TextField())
    return rows.values_list(Value(model, output_field=TextField()), "pk", text)
