"""Small words about reports. No query, no rule."""

import datetime

from django import template

from partners.reports.models import AbsenceReason, Barrier, Element, Report, ReportVersion

register = template.Library()


@register.filter
def days_left(report: Report, today: datetime.date) -> int:
    """Days until the report is due; negative when it is late."""
    return (report.due - today).days


@register.filter
def absence_words(version: ReportVersion) -> str:
    return _labels(AbsenceReason, version.absence_reasons)


@register.filter
def barrier_words(version: ReportVersion) -> str:
    return _labels(Barrier, version.barriers)


@register.filter
def element_words(codes: list[str]) -> str:
    """What is missing, as words in a row."""
    return _labels(Element, codes)


def _labels(choices: type, codes: list[str]) -> str:
    known = {value: str(label) for value, label in choices.choices}  # type: ignore[attr-defined]
    return ", ".join(known.get(code, code).lower() for code in codes)
