"""What the intake adds to a client's case file."""

import datetime
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from trajecten.intake.models import ExpertAdvice, Factor, Intake, Weighing
from trajecten.intake.picture import lines_of, validity
from trajecten.intake.rules import expired
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import tab
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import Thread, threads
from wiz.clients.models import Client
from wiz.people.models import User

TOP = 3  # of the strengths and of the barriers, on the client's page

matter("intake", _("Intake"), client_page="intake")
event_kind("intake-made", _("Intake recorded"))
event_kind("intake-changed", _("Intake updated (version %(version)s)"))
tab("intake", _("Intake"), place=10)


def _latest(client: Client, user: User) -> Intake | None:
    """Return her intake with all that the panel and the web read of it, asked once a page; four queries."""

    def load() -> Intake | None:
        weighings = Prefetch("weighings", Weighing.objects.select_related("factor"))
        found = Intake.objects.visible_to(user).of(client)
        return found.prefetch_related(weighings, "supporters", "advices").first()

    return once(client, f"intake for {user.pk}", load)


def intake_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    intake = _latest(client, user)
    if intake is None:
        return {"client": client, "intake": None}
    strengths, barriers = (lines_of(intake, kind) for kind in (Factor.Kind.STRENGTH, Factor.Kind.BARRIER))
    return {
        "client": client,
        "today": today,
        "intake": intake,
        "strengths": strengths[:TOP],
        "barriers": barriers[:TOP],
        "more": len(strengths[TOP:]) + len(barriers[TOP:]),
        "apart": [line for line in strengths + barriers if line.apart],
        "capacity_badge": validity(intake.capacity_until, today),
    }


def intake_threads(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """The other parent, who gave advice, and who helps."""
    intake = _latest(client, user)
    if intake is None:
        return []
    found = _other_parent(intake, client)
    found += [_advice(advice, today) for advice in _last_of_each(intake)]
    helps = pgettext("somebody around the client", "helps")
    found += [Thread(row.who, row.helps_with, "ok", helps) for row in intake.supporters.all()]
    page = reverse("intake", args=[client.pk])
    return [replace(thread, url=page) for thread in found]


def _other_parent(intake: Intake, client: Client) -> list[Thread]:
    parent = Intake.OtherParent(intake.other_parent)
    if parent == Intake.OtherParent.NOT_THERE:
        return []
    if parent == Intake.OtherParent.NOT_DISCUSSED and not client.children.all():
        return []
    kind = "ok" if parent == Intake.OtherParent.CONTRIBUTES else "plain"
    return [Thread(gettext("Other parent"), intake.other_parent_note, kind, str(parent.label).lower())]


def _last_of_each(intake: Intake) -> list[ExpertAdvice]:
    """Return one advice of each giver: the one that holds longest, a later row before an earlier."""
    last: dict[str, ExpertAdvice] = {}
    for advice in intake.advices.all():
        known = last.get(advice.who)
        if known is None or _end(advice) >= _end(known):
            last[advice.who] = advice
    return list(last.values())


def _end(advice: ExpertAdvice) -> datetime.date:
    return advice.valid_until or advice.given_on or datetime.date.min


def _advice(advice: ExpertAdvice, today: datetime.date) -> Thread:
    """Say it short: it stands on the drawing. The day itself stands on the page of the intake."""
    until, about = advice.valid_until, gettext("advice")
    if until is None:
        return Thread(advice.who, about, "plain", gettext("no end known"))
    if expired(until, today):
        month = date_format(until, gettext("M Y"))
        return Thread(advice.who, about, "late", gettext("expired %(month)s") % {"month": month})
    day = date_format(until, gettext("j M Y"))
    return Thread(advice.who, about, "ok", pgettext("validity", "until %(day)s") % {"day": day}, by=until)


panel("intake", _("Intake"), "intake/_panel.html", intake_panel, place=10)
threads("intake", intake_threads)
