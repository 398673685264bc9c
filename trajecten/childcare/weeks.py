"""The weeks of a request, child by child: what its hours come to, and what the page says of it.

Reads prefetched rows (`WITH_WEEKS`), no queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trajecten.childcare import grid
from trajecten.childcare.hours import ChildWeek, Week, child_week, week_of
from trajecten.childcare.hours_text import joined, write_hours
from trajecten.childcare.models import ChildcareNeed, ChildcareRequest, Hours
from wiz.clients.models import Child

S = ChildcareRequest.State
# What `weeks_of` reads: for `prefetch_related`.
WITH_WEEKS = ("away_hours", "needs__child__school_hours", "needs__care_hours")


@dataclass(frozen=True)
class RequestWeek:
    """One child's week under a request; the page reads `draw`, `lines`, `rows` and what is said of them."""

    child: Child
    week: ChildWeek
    needs: Sequence[ChildcareNeed]
    is_open: bool  # nobody decided yet
    is_over: bool  # ended, or taken back: nobody has to do anything about it any more

    @property
    def name(self) -> str:
        return self.child.first_name or _("A child")

    @property
    def has_hours(self) -> bool:
        """It is known when the client is away; without that there is nothing to compute."""
        return self.week.needed > 0

    @cached_property
    def drawing(self) -> grid.Grid | None:
        return grid.draw(self.week)

    @cached_property
    def lines(self) -> list[grid.GapLine]:
        return grid.gap_lines(self.week)

    @cached_property
    def rows(self) -> list[grid.Row]:
        return grid.table(self.week)

    @property
    def misjudged(self) -> str:
        """Why school hours are no reason to refuse; said while it may be refused, and where it was."""
        at_stake = self.is_open or (not self.is_over and self._is_refused)
        at_stake = at_stake and not all(need.unmet for need in self.needs)  # of those nothing is decided
        return grid.misjudged_line(self.week) if at_stake else ""

    @property
    def _is_refused(self) -> bool:
        return all(need.granted is False for need in self.needs)

    @property
    def badge(self) -> tuple[str, str]:
        """How it stands: the kind of badge and its words."""
        if not self.week.uncovered:
            return "ok", _("all hours covered")
        kind = "plain" if self.is_over else "soon" if self.is_open else "late"
        return kind, _("nobody for %(hours)s") % {"hours": hours_a_week(self.week.uncovered)}

    @property
    def verdict(self) -> str:
        """What the gap means in this state of the request; nothing when there is none."""
        if not self.week.uncovered or self.is_over:
            return ""
        if all(need.unmet for need in self.needs):
            return _("There is no childcare for this age. The need stays on record.")
        if any(need.kind == ChildcareNeed.Kind.SCHOOL for need in self.needs):
            return _("It says that school is enough, but these hours are not covered.")
        if self._is_refused:
            return _("Care was refused, and nobody is there at these hours.")
        if any(day.care for day in self.week.days):
            if self.is_open:
                return _("The care that is asked for leaves these hours open:")
            return _("The care that was granted leaves these hours open:")
        if self.is_open:
            return _("Care is needed at these hours; which care covers them is not filled in yet.")
        return _("Care was granted, but at which hours is not filled in.")

    @property
    def sums(self) -> list[tuple[str, str]]:
        """What the week adds up to, in hours: what it is, and how much."""
        is_granted = any(need.granted for need in self.needs)
        care = _("Care granted") if is_granted else _("Care asked for")
        pairs = [
            (_("Away with travel"), self.week.needed),
            (_("School covers"), self.week.at_school),
            (care, self.week.in_care),
            (_("Nobody"), self.week.uncovered),
        ]
        return [(name, grid.hours_words(minutes)) for name, minutes in pairs]

    @property
    def spoken(self) -> str:
        """The drawing in a sentence, for who hears the page."""
        if not self.lines:
            return _("Week of %(name)s: somebody is there at all hours.") % {"name": self.name}
        gaps = "; ".join(str(line) for line in self.lines)
        return _("Week of %(name)s: %(gaps)s.") % {"name": self.name, "gaps": gaps}


def weeks_of(request: ChildcareRequest) -> list[RequestWeek]:
    """Return the week of each child of a request, in the order of its needs; see `WITH_WEEKS`.

    Care that was refused covers nothing, nor does care that does not exist for the child's age. Care nobody decided
    on yet is drawn as asked for; family and the other parent cover hours like any other.
    """
    needs: dict[int, list[ChildcareNeed]] = {}
    for need in request.needs.all():
        needs.setdefault(need.child_id, []).append(need)
    away = kept_week(request.away_hours.all())
    found = []
    for own in needs.values():
        child = own[0].child
        care = [row for need in own if covers(need) for row in need.care_hours.all()]
        week = child_week(away, request.travel_minutes, kept_week(child.school_hours.all()), kept_week(care))
        is_over = request.state in (S.ENDED, S.WITHDRAWN)
        found.append(RequestWeek(child, week, own, is_open=request.is_open, is_over=is_over))
    return found


def nobody_there(request: ChildcareRequest) -> str:
    """Return with which children nobody is, and when: “Kevin: ma, di 14.45–17.00”. Only care that was granted counts.

    Nothing when the hours are not known, or all of them are covered. See `WITH_WEEKS`.
    """
    away = kept_week(request.away_hours.all())
    care: dict[Child, list[Hours]] = {}
    for need in request.needs.all():
        care.setdefault(need.child, []).extend(need.care_hours.all() if need.granted else [])
    # By their hours, for brothers and sisters often share them.
    names: dict[str, list[str]] = {}
    for child, hours in care.items():
        week = child_week(away, request.travel_minutes, kept_week(child.school_hours.all()), kept_week(hours))
        gaps = {day.weekday: tuple(gap.span for gap in day.gaps) for day in week.days if day.gaps}
        if gaps:
            names.setdefault(write_hours(gaps), []).append(child.first_name or _("A child"))
    return " · ".join(f"{joined(children)}: {hours}" for hours, children in names.items())


def covers(need: ChildcareNeed) -> bool:
    """Say whether the hours of a need count as looked after."""
    return need.granted is not False and not need.unmet


def kept_week(hours: Iterable[Hours]) -> Week:
    """Return rows of hours as a week."""
    return week_of((row.weekday, row.start, row.end) for row in hours)


def hours_lines(request: ChildcareRequest) -> list[tuple[ChildcareNeed, str]]:
    """Return what is asked per child, each with its hours in a line."""
    return [(need, write_hours(kept_week(need.care_hours.all()))) for need in request.needs.all()]


def uncovered_lines(request: ChildcareRequest) -> dict[int, str]:
    """Return for each child, by its number, the hours that school leaves, in a line."""
    return {week.child.pk: write_hours(week.week.asked()) for week in weeks_of(request)}


def hours_a_week(minutes: int) -> str:
    """Return minutes as “5,5 uur per week”."""
    words = ngettext("%(n)s hour a week", "%(n)s hours a week", 1 if minutes == grid.HOUR else 2)
    return words % {"n": grid.hours_words(minutes)}
