"""What the pages show of a version: the weights side by side, the states of what expires, and what changed."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trajecten.intake.models import MOST, ExpertAdvice, Factor, Intake, Weighing
from trajecten.intake.rules import differs, expired
from wiz.clients.models import Child
from wiz.templatetags.wiz_ui import hours_a_week
from wiz.terms import age_on, day_of

Badge = tuple[str, str]


def dots(weight: int | None) -> str:
    return "" if weight is None else "●" * weight + "○" * (MOST - weight)


@dataclass(frozen=True)
class Side:
    """One side's weight of a factor, to be drawn."""

    weight: int | None

    @property
    def dots(self) -> str:
        return dots(self.weight)


@dataclass(frozen=True)
class Line:
    """A factor as the page shows it; `apart` is how far the two are apart, 0 when that is not worth a talk."""

    factor: Factor
    client: Side
    consultant: Side
    words: str
    apart: int
    heavy: float


def lines_of(intake: Intake, kind: str) -> list[Line]:
    """Return the factors of a kind, the heaviest first. Reads `intake.weighings`, prefetched."""
    lines = [_line(row) for row in intake.weighings.all() if row.factor.kind == kind]
    return sorted(lines, key=lambda line: -line.heavy)


def _line(row: Weighing) -> Line:
    given = [weight for weight in (row.client_weight, row.consultant_weight) if weight is not None]
    apart = differs(row.client_weight, row.consultant_weight)
    return Line(
        factor=row.factor,
        client=Side(row.client_weight),
        consultant=Side(row.consultant_weight),
        words=row.words,
        apart=max(given) - min(given) if apart else 0,
        heavy=sum(given) / len(given) if given else 0,
    )


def validity(until: datetime.date | None, today: datetime.date) -> Badge | None:
    """Return how long something holds, as a badge; nothing when no end is known."""
    if until is None:
        return None
    day = date_format(until, _("j M Y"))
    if expired(until, today):
        return "late", _("expired on %(day)s") % {"day": day}
    return "ok", _("valid until %(day)s") % {"day": day}


def children_then(children: Iterable[Child], day: datetime.date) -> list[dict[str, Any]]:
    """Return the children with their ages on a day; who was not born yet was no load yet."""
    return [
        {"name": child.first_name, "age": age_on(child.birth_date, day)}
        for child in children
        if child.birth_date <= day
    ]


def picture_of(
    intake: Intake, children: Iterable[Child], today: datetime.date, *, is_latest: bool, hide_parent: bool
) -> dict[str, Any]:
    """Return what the page of one version reads. An old version is seen as of its own day.

    `hide_parent`: by now the other parent is not to be brought up, so what older versions say of it is not shown.
    """
    day = today if is_latest else day_of(intake.at)
    return {
        "intake": intake,
        "strengths": lines_of(intake, Factor.Kind.STRENGTH),
        "barriers": lines_of(intake, Factor.Kind.BARRIER),
        "load_children": children_then(children, day),
        "capacity_badge": validity(intake.capacity_until, day),
        "supporters": list(intake.supporters.all()),
        "advices": [
            {"advice": advice, "badge": validity(advice.valid_until, day)} for advice in intake.advices.all()
        ],
        "shows_parent": not hide_parent or is_latest,
        "is_latest": is_latest,
    }


# What changed from one version to the next


@dataclass(frozen=True)
class Change:
    """One thing that is other than it was: `what` is its name, `how` the change in words."""

    what: str
    how: str


def changes(old: Intake, new: Intake, *, hide_parent: bool) -> list[Change]:
    """Return what differs between two versions, strengths first. Reads rows that are prefetched."""
    return [
        *_weighing_changes(old, new),
        *_field_changes(old, new, hide_parent=hide_parent),
        *_row_changes(old.supporters.all(), new.supporters.all(), lambda row: (row.who, row.helps_with)),
        *_row_changes(old.advices.all(), new.advices.all(), lambda row: (row.who, _advice_words(row))),
    ]


def _weighing_changes(old: Intake, new: Intake) -> Iterator[Change]:
    before = {row.factor_id: row for row in old.weighings.all()}
    after = {row.factor_id: row for row in new.weighings.all()}
    rows = sorted({**before, **after}.values(), key=_place)
    for factor in (row.factor for row in rows):
        one, other = before.get(factor.pk), after.get(factor.pk)
        if one is None and other is not None:
            yield Change(factor.name, _("added: %(weights)s") % {"weights": _weights(other)})
        elif other is None and one is not None:
            yield Change(factor.name, _("gone (was %(weights)s)") % {"weights": _weights(one)})
        elif one and other and (how := ", ".join(_weight_steps(one, other))):
            yield Change(factor.name, how)


def _place(row: Weighing) -> tuple[bool, int, int]:
    return row.factor.kind != Factor.Kind.STRENGTH, row.factor.place, row.factor_id


def _weights(row: Weighing) -> str:
    sides = ((_("client"), row.client_weight), (_("consultant"), row.consultant_weight))
    parts = [f"{side} {weight}" for side, weight in sides if weight is not None]
    return ", ".join(parts + ([f"“{row.words}”"] if row.words else []))


def _weight_steps(one: Weighing, other: Weighing) -> Iterator[str]:
    sides = (
        (_("client"), one.client_weight, other.client_weight),
        (_("consultant"), one.consultant_weight, other.consultant_weight),
    )
    for side, was, now in sides:
        if was != now:
            yield f"{side} {_open(was)} → {_open(now)}"
    if one.words != other.words:
        yield _step(one.words, other.words)


def _open(weight: int | None) -> str:
    return _("not weighed") if weight is None else str(weight)


def _field_changes(old: Intake, new: Intake, *, hide_parent: bool) -> Iterator[Change]:
    pairs = [
        (_("What the client wants"), old.wish, new.wish),
        (_("Care for others"), old.care, new.care),
        (_("Somebody who can take over"), old.get_alone_display(), new.get_alone_display()),
        (_("What else weighs"), old.load, new.load),
        (_("What the client can carry"), _capacity(old), _capacity(new)),
        (_("Valid until"), _day(old.capacity_until), _day(new.capacity_until)),
    ]
    if not hide_parent:
        pairs.append((_("Other parent"), _parent(old), _parent(new)))
    for what, was, now in pairs:
        if was != now:
            yield Change(what, _step(was, now))


def _step(was: str, now: str) -> str:
    if not was:
        return _("added: “%(text)s”") % {"text": now}
    if not now:
        return _("gone: “%(text)s”") % {"text": was}
    return f"“{was}” → “{now}”"


def _day(day: datetime.date | None) -> str:
    return date_format(day, _("j M Y")) if day else ""


def _capacity(intake: Intake) -> str:
    hours = intake.capacity_hours
    parts = [] if hours is None else [hours_a_week(hours)]
    parts += [intake.capacity] if intake.capacity else []
    parts += [intake.get_capacity_source_display()] if intake.capacity_source else []
    return ", ".join(parts)


def _parent(intake: Intake) -> str:
    note = f": {intake.other_parent_note}" if intake.other_parent_note else ""
    return f"{intake.get_other_parent_display()}{note}"


def _advice_words(advice: ExpertAdvice) -> str:
    until = _("valid until %(day)s") % {"day": _day(advice.valid_until)} if advice.valid_until else ""
    return f"{advice.words} ({until})" if until else advice.words


def _row_changes(old: Iterable[Any], new: Iterable[Any], said: Any) -> Iterator[Change]:
    """Rows have no identity over versions: one of the same name with other words has changed."""
    before, after = [said(row) for row in old], [said(row) for row in new]
    gone = [row for row in before if row not in after]
    for who, words in [row for row in after if row not in before]:
        was = next((row for row in gone if row[0] == who), None)
        if was:
            gone.remove(was)
            yield Change(who, _step(was[1], words))
        else:
            yield Change(who, _("added: “%(text)s”") % {"text": words} if words else _("added"))
    for who, words in gone:
        yield Change(who, _("gone: “%(text)s”") % {"text": words} if words else _("gone"))
