"""What exemptions add to a client's case file."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.models import Exemption
from trajecten.exemptions.shown import badge_of, exempt_words, extent_words, short_day
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import Badge, header_badge, more, tab
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import Thread, our_move, threads
from wiz.clients.models import Client
from wiz.people.models import User

S = Exemption.State
# What the web, the badges and the panel read: not what was written about it.
SHOWN = (
    "state",
    "start",
    "end",
    "review_due",
    "granted_extent",
    "granted_hours",
    "granted_from",
    "granted_until",
    "look_again_on",
    "looked_again_at",
    "nothing_follows",
)

matter("exemption", _("Exemption"), subject_page="exemption")
event_kind("exemption-drafted", _("Request for an exemption begun"))
event_kind("exemption-changed", _("Request for an exemption changed"))
event_kind("exemption-submitted", _("Exemption submitted for review"))
event_kind("exemption-taken-back", _("Exemption taken back from review"))
event_kind("exemption-withdrawn", _("Request for an exemption withdrawn"))
event_kind("exemption-peer-asked", _("Opinion on the exemption asked of %(peer)s"))
event_kind("exemption-peer-answered", _("Opinion on the exemption given"))
event_kind("exemption-peer-declined", _("%(peer)s has no time for an opinion on the exemption"))
event_kind("exemption-peer-withdrawn", _("Opinion on the exemption no longer asked"))
event_kind("exemption-granted", _("Exemption granted, %(period)s"))
event_kind("exemption-returned", _("Exemption returned with advice"))
event_kind("exemption-refused", _("Exemption refused"))
event_kind("exemption-revoked", _("Exemption revoked; last day %(day)s"))
event_kind("exemption-agreed", _("Agreed what the client does during the exemption"))
event_kind("exemption-meanwhile-settled", _("Noted what came of an agreement of the exemption"))
event_kind("exemption-looked-again", _("Exemption looked at again"))
event_kind("exemption-look-again-undone", _("Exemption still to be looked at again"))
event_kind("exemption-let-end", _("Decided that nothing follows the exemption"))

tab("exemptions", _("Exemption"), place=45)
more("exemption_ask", _("Ask for an exemption"), place=20)


def _standing(client: Client) -> list[Exemption]:
    """Return what was asked and is open, and what was granted and counts or is still to be decided on."""

    def load() -> list[Exemption]:
        found = Exemption.objects.filter(client=client).exclude(state__in=(S.REFUSED, S.WITHDRAWN))
        return list(found.order_by("start", "pk").only(*SHOWN))

    return once(client, "exemptions", load)


def _in_force(client: Client, today: datetime.date) -> Exemption | None:
    return next(
        (
            one
            for one in _standing(client)
            if one.granted_from and one.granted_until and one.granted_from <= today <= one.granted_until
        ),
        None,
    )


@header_badge
def exemption_badge(client: Client, today: datetime.date) -> Badge | None:
    """Say how far she is exempt; nothing for the full duty, which everybody else has too."""
    exemption = _in_force(client, today)
    return ("plain", exempt_words(exemption, today)) if exemption else None


def exemption_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    standing = _standing(client)
    current = _in_force(client, today)
    coming = [one for one in standing if one.granted_from and one.granted_from > today]
    asked = next((one for one in standing if one.is_open), None)
    shown = current or next(iter(coming), None)
    return {
        "client": client,
        "today": today,
        "exemption": shown,
        "extent": extent_words(shown.granted_extent, shown.granted_hours) if shown else "",
        "state": badge_of(shown, today) if shown else None,
        "asked": asked,
        "asked_state": badge_of(asked, today) if asked else None,
        "before": next((one for one in reversed(standing) if one.granted_from), None),
    }


panel("exemption", _("Exemption"), "exemptions/_panel.html", exemption_panel, place=25, aside=True)


def exemption_threads(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """Return the thread with the reviewers: where the request lies, or until when the exemption runs."""
    asked = next((one for one in _standing(client) if one.is_open), None)
    shown = asked or _in_force(client, today)
    if shown is None:
        return []
    who, about = gettext("Team lead"), gettext("exemption")
    url = reverse("exemption", args=[shown.pk])
    if asked is None:
        day = short_day(shown.granted_until or today, today)
        return [Thread(who, about, "ok", gettext("granted until %(day)s") % {"day": day}, url=url)]
    if asked.state == S.SUBMITTED:
        is_late = asked.review_due is not None and asked.review_due < today
        kind, state = ("late", gettext("review is late")) if is_late else ("info", gettext("awaiting review"))
        return [Thread(who, about, kind, state, who, asked.review_due, url)]
    state = gettext("returned with advice") if asked.state == S.RETURNED else gettext("not submitted yet")
    return [Thread(who, about, "soon", state, our_move(client, user), None, url)]


threads("exemptions", exemption_threads)
