"""Every term, interval and limit that a municipality or the law may change, with its default and source.

"(ours)" marks a default the sources don't give. A value takes effect on a date (`PolicyValue`); terms
that already run keep the value they started with, which is then stored on the row itself.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Parameter:
    key: str
    default: int
    unit: str  # "days", "working days", "weeks" or "months"
    label: str | Promise
    source: str


PARAMETERS: dict[str, Parameter] = {
    p.key: p
    for p in (
        Parameter(
            "report_interval",
            3,
            "months",
            _("A bureau owes a report every"),
            "Raaff, Kosten en moeite 3 (2006)",
        ),
        Parameter("report_final", 14, "days", _("Final report after the end of an order, within"), "(ours)"),
        Parameter("report_grace", 0, "days", _("Grace after the due date of a report"), "(ours)"),
        Parameter("report_due_soon", 14, "days", _("A report is due soon from this long before"), "(ours)"),
        Parameter(
            "report_overdue_consultant", 7, "days", _("A late report reaches the consultant after"), "(ours)"
        ),
        Parameter(
            "report_overdue_lead", 21, "days", _("A late report reaches the team lead after"), "(ours)"
        ),
        Parameter("report_sent_back", 14, "days", _("New term for a report that was sent back"), "(ours)"),
        Parameter("report_reply", 14, "days", _("The consultant answers a report within"), "(ours)"),
        Parameter(
            "report_reply_lead", 28, "days", _("An unanswered report reaches the team lead after"), "(ours)"
        ),
        Parameter(
            "notice_outcome", 7, "days", _("A notice of non-compliance has its outcome within"), "(ours)"
        ),
        Parameter("no_contact", 245, "days", _("A client to whom nobody spoke is a signal after"), "(ours)"),
        Parameter(
            "left_alone",
            245,
            "days",
            _("A client with a duty and without a plan, to whom nobody spoke, is left alone after"),
            "(ours)",
        ),
        Parameter(
            "left_alone_lead", 28, "days", _("A client left alone reaches the team lead after"), "(ours)"
        ),
        Parameter(
            "report_before_talk", 14, "days", _("A missing report is a signal before a talk"), "(ours)"
        ),
        Parameter(
            "agreement_overdue_consultant",
            7,
            "days",
            _("A late agreement of a bureau reaches the consultant after"),
            "(ours)",
        ),
        Parameter("agreement_term", 14, "days", _("Usual term of an agreement"), "(ours)"),
        Parameter(
            "stagnation",
            12,
            "months",
            _("A client without movement on the ladder is a signal after"),
            "(ours)",
        ),
        Parameter("fall_shown", 90, "days", _("A step back on the ladder stays a signal for"), "(ours)"),
        Parameter(
            "plan_missing", 56, "days", _("A client has a trajectory plan within, after the intake"), "(ours)"
        ),
        Parameter("plan_unsigned", 14, "days", _("An offered trajectory plan is signed within"), "(ours)"),
        Parameter("plan_review", 6, "months", _("A signed trajectory plan is reviewed after"), "(ours)"),
        Parameter(
            "referral_follow_up",
            56,
            "days",
            _("What came of help is asked, unless another day is chosen, after"),
            "(ours)",
        ),
        # Until contracts hold a maximum of their own.
        Parameter(
            "order_longest",
            24,
            "months",
            _("An order lasts at most"),
            "Raaff, Kosten en moeite 2 (2006)",
        ),
        Parameter("contact_seen", 14, "days", _("A bureau has seen a new consultant within"), "(ours)"),
        Parameter("exemption_longest", 60, "months", _("An exemption lasts at most"), "(ours)"),
        Parameter(
            "exemption_review", 5, "working days", _("A submitted exemption is reviewed within"), "(ours)"
        ),
        Parameter(
            "exemption_expiring",
            42,
            "days",
            _("What follows an exemption is decided before its end"),
            "(ours)",
        ),
        Parameter(
            "calendar_ahead", 42, "days", _("The calendar looks ahead, unless somebody chooses"), "(ours)"
        ),
        Parameter(
            "childcare_term",
            4,
            "weeks",
            _("Decision on a request for childcare, within"),
            "Raaff, Kosten en moeite 2 (2006), §2.2",
        ),
        Parameter(
            "childcare_extension",
            4,
            "weeks",
            _("That term is extended once, by"),
            "Raaff, Kosten en moeite 2 (2006), §2.2",
        ),
        Parameter(
            "childcare_data", 14, "days", _("A client hands in what is missing in a request within"), "(ours)"
        ),
        Parameter(
            "childcare_age",
            12,
            "years",
            _("Childcare is arranged for children up to and including"),
            "Raaff, Kosten en moeite 2 (2006), §2.2",
        ),
        Parameter(
            "childcare_due",
            7,
            "days",
            _("A decision on childcare is due soon from this long before"),
            "(ours)",
        ),
        Parameter(
            "childcare_overdue_lead",
            7,
            "days",
            _("A late decision on childcare reaches the team lead after"),
            "(ours)",
        ),
        Parameter(
            "childcare_arranged", 28, "days", _("Childcare is arranged before an activity starts"), "(ours)"
        ),
        Parameter("child_threshold", 90, "days", _("A child's birthday that matters is near from"), "(ours)"),
    )
}
