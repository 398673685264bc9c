"""The administrator's page on the rounds along all rules: does the finder of silence still run?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from wiz.flags.models import Sweep
from wiz.flags.notice import SILENT_AFTER
from wiz.flags.rules import RULES
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now

SHOWN = 20


@dataclass(frozen=True)
class RuleResult:
    title: str | Promise
    raised: int
    resolved: int
    open: int
    error: str


@dataclass(frozen=True)
class Round:
    """A sweep as it is shown: per rule what it did, the failed ones first, and the sums."""

    sweep: Sweep
    rules: list[RuleResult]

    @property
    def failed(self) -> list[RuleResult]:
        return [rule for rule in self.rules if rule.error]

    @property
    def raised(self) -> int:
        return sum(rule.raised for rule in self.rules)

    @property
    def resolved(self) -> int:
        return sum(rule.resolved for rule in self.rules)

    @property
    def open(self) -> int:
        return sum(rule.open for rule in self.rules)

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs, or when it was cut off."""
        if self.sweep.finished_at is None:
            return None
        return (self.sweep.finished_at - self.sweep.started_at).total_seconds()


def round_of(sweep: Sweep) -> Round:
    rules = [_result(name, result) for name, result in sweep.results.items()]
    return Round(sweep, sorted(rules, key=lambda rule: (not rule.error, str(rule.title))))


def _result(name: str, result: dict[str, Any]) -> RuleResult:
    # A rule that is no more can still stand in an older round.
    return RuleResult(
        title=RULES[name].title if name in RULES else name,
        raised=result.get("raised", 0),
        resolved=result.get("resolved", 0),
        open=result.get("open", 0),
        error=result.get("error", ""),
    )


@needs(Can.ADMINISTER)
@require_safe
def system_view(request: UserRequest) -> HttpResponse:
    rounds = [round_of(sweep) for sweep in Sweep.objects.all()[:SHOWN]]
    # A round that was cut off at the top of the list must not hide that the others are long ago.
    last = Sweep.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    context = {
        "rounds": rounds,
        "last": round_of(last) if last else None,
        "silent": last is None or last.finished_at is None or last.finished_at < now() - SILENT_AFTER,
    }
    return render(request, "flags/system.html", context)
