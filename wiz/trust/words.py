"""What fields without a name of their own are called in the history; the same name means the same in every matter."""

from django.db.models import Field, TimeField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Who and when of a change stand on its line; what a row belongs to says its subject.
QUIET_ENDS = ("_by", "_at")
QUIET = {
    *(
        "by",
        "at",
        "client",
        "number",
        "position",
        "plan",
        "meeting",
        "exemption",
        "request",
        "intake",
        "order",
    ),
    *(
        "report",
        "agreement",
        "referral",
        "about_type",
        "about_id",
        "facts",
        "content",
        "asked",
        "round",
        "rounds",
        "need",
    ),
}

WORDS: dict[str, str | Promise] = {
    "accepted_reason": _("why it was accepted"),
    "activity": _("activity"),
    "answer": _("answer"),
    "bsn_cipher": _("BSN"),
    "child": _("child"),
    "client_weight": _("weight to the client"),
    "consultant": _("consultant"),
    "consultant_weight": _("weight to the consultant"),
    "contact_seen": _("contact the bureau saw"),
    "decide_by": _("decide by"),
    "decided_on": _("decided on"),
    "decision_reason": _("reason of the decision"),
    "delivered_on": _("delivered on"),
    "dropped_at": _("not sent after all"),
    "due": _("due date"),
    "due_before": _("due date before"),
    "due_reason": _("why another date"),
    "end": _("until"),
    "end_reason": _("why it ended"),
    "ended_on": _("ended on"),
    "extended_on": _("extended on"),
    "extension_reason": _("why it was extended"),
    "extension_weeks": _("weeks of extension"),
    "extent": _("extent"),
    "factor": _("factor"),
    "file": _("file"),
    "follow_up_on": _("date of what happens now"),
    "goal": _("goal"),
    "granted": _("granted"),
    "granted_extent": _("extent granted"),
    "granted_from": _("granted from"),
    "granted_hours": _("hours granted"),
    "granted_until": _("granted until"),
    "hours": _("hours"),
    "is_blocked": _("blocked by the client"),
    "is_final": _("final report"),
    "kind": _("kind"),
    "ladder": _("ladder"),
    "led_by": _("talk with"),
    "logo": _("logo"),
    "missing": _("what is missing"),
    "municipality": _("municipality"),
    "next_on": _("next time"),
    "not_needed_reason": _("why it is not needed"),
    "on": _("date"),
    "opened_at": _("first read"),
    "organisation": _("organisation"),
    "outcome": _("outcome"),
    "owner": _("who"),
    "owner_since": _("who helps since"),
    "owner_user": _("who"),
    "period_end": _("period until"),
    "period_start": _("period from"),
    "renews": _("renews"),
    "report_final": _("days for the final report"),
    "report_interval": _("months between reports"),
    "review_due": _("review due"),
    "rung": _("rung"),
    "sent_back_on": _("sent back on"),
    "sent_back_reason": _("why it was sent back"),
    "settled_on": _("settled on"),
    "signed_file": _("signed paper"),
    "start": _("from"),
    "started_on": _("started on"),
    "state": _("state"),
    "term_weeks": _("weeks of the term"),
    "until": _("until"),
    "until_before": _("until before"),
    "weekday": _("day"),
    "withdrawal_reason": _("why it was withdrawn"),
    "withdrawn_at": _("withdrawn"),
    "withdrawn_on": _("withdrawn on"),
    "words": _("in words"),
}


def label(field: "Field[object, object]") -> str | Promise:
    """Return what a field is called on the screen; empty for one that says what the line says already."""
    if isinstance(field.verbose_name, Promise):
        return field.verbose_name
    if field.name == "end" and isinstance(field, TimeField):
        return _("up to")  # a date is the last day, an hour is over when it strikes
    return WORDS.get(field.name, "")


def is_quiet(name: str) -> bool:
    return name in QUIET or name.endswith(QUIET_ENDS)
