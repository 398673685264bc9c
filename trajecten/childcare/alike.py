"""Whether a request says already what was typed: then a page that is sent once more changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from trajecten.childcare.hours import Row, Week, rows_of
from trajecten.childcare.models import ChildcareRequest, Hours
from trajecten.childcare.weeks import kept_week

if TYPE_CHECKING:
    from trajecten.childcare.actions import Asked, NeedRow

AS_TYPED = ("purpose", "activity", "needed_from", "until", "urgent", "received_on", "travel_minutes")


def says(request: ChildcareRequest, asked: Asked) -> bool:
    """Say whether a request, its children and their hours are what `asked` says."""
    if any(getattr(request, name) != getattr(asked, name) for name in AS_TYPED):
        return False
    if (request.back_up, request.note) != (asked.back_up.strip(), asked.note.strip()):
        return False
    if request.advance_needed != (asked.advance_needed or request.advance_amount is not None):
        return False
    needs = request.needs.select_related("child").prefetch_related("care_hours", "child__school_hours")
    kept = {
        (need.child_id, need.kind): (need.facility, need.lrk_number, need.note, _kept(need.care_hours.all()))
        for need in needs
    }
    schools = {need.child_id: _kept(need.child.school_hours.all()) for need in needs}
    return (
        kept == {(row.child.pk, row.kind): _need(row) for row in asked.needs}
        and _kept(request.away_hours.all()) == _typed(asked.away)
        and all(
            schools.get(child) == _typed(asked.school[child]) for child in schools if child in asked.school
        )
    )


def _need(row: NeedRow) -> tuple[Any, ...]:
    return row.facility.strip(), row.lrk_number.replace(" ", ""), row.note.strip(), _typed(row.care)


def _kept(hours: Iterable[Hours]) -> list[Row]:
    return _typed(kept_week(hours))


def _typed(week: Week) -> list[Row]:
    return sorted(rows_of(week))
