"""What a version of a report says, as plain data."""

from partners.reports.models import ReportVersion
from partners.reports.rules import Content, GoalLine

# What the bureau fills in that is one value; goals, instruments and advices are rows of their own.
CONTENT_FIELDS = (
    "author_role",
    "made",
    "attended",
    "absent_with_notice",
    "absent_without_notice",
    "absence_reasons",
    "absence_note",
    "instruments_other",
    "childcare",
    "barriers",
    "barriers_note",
    "client_view",
    "next_step",
    "no_advice",
    "client_reaction",
    "client_reaction_on",
    "client_objection",
    "non_compliance",
    "non_compliance_note",
    "question",
)


def content_of(version: ReportVersion) -> Content:
    """Return a version as the rules read it."""
    return Content(
        fields={name: getattr(version, name) for name in CONTENT_FIELDS},
        goals=[
            GoalLine(line.goal_id, line.done, line.result, line.why) for line in version.goal_results.all()
        ],
        instruments=[instrument.pk for instrument in version.instruments.all()],
        advices={advice.kind: advice.text for advice in version.advices.all()},
    )
