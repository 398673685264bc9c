"""What help adds to a client's case file."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.duty import duty_of
from trajecten.help.models import Referral
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import more
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import Thread, our_move, threads
from wiz.clients.models import Client
from wiz.people.models import User

# How it looks (see the tag `badge`) and what it says.
Badge = tuple[str, str]
SOON = 14  # days before the day of asking that it is shown as near

matter("referral", _("Help"), client_page="help")
for kind, sentence in {
    "referral-made": _("%(help)s by %(who)s, since %(day)s"),
    "referral-found": _("%(help)s by %(who)s, since %(day)s: it ran before we knew"),
    "referral-running": _("%(help)s by %(who)s runs on; it is asked again on %(day)s"),
    "referral-finished": _("%(help)s by %(who)s finished on %(day)s"),
    "referral-not_started": _("%(help)s by %(who)s did not start"),
    "referral-stopped": _("%(help)s by %(who)s: the client stopped on %(day)s"),
    "referral-unknown": _("%(help)s by %(who)s: not known what came of it"),
    "referral-undone": _("Undone, it was a slip: %(help)s by %(who)s runs as before"),
    "referral-owner": _("%(who)s now sees to: %(help)s"),
    "referral-corrected": _("Corrected: %(help)s by %(who)s"),
    "referral-removed": _("Taken away, it was noted by mistake: %(help)s"),
}.items():
    event_kind(kind, sentence, help=Referral.Kind)

more("help", _("Help"), place=5)


def state_of(referral: Referral, today: datetime.date) -> Badge:
    """Return how a referral that has not ended stands: by its owner, and by the day of asking."""
    if referral.has_lost_owner:
        return "late", gettext("nobody sees to it")
    days = (referral.follow_up_on - today).days
    if days < 0:
        late = ngettext("asking %(n)d d late", "asking %(n)d d late", -days) % {"n": -days}
        return "late", late
    form = gettext("j M") if referral.follow_up_on.year == today.year else gettext("j M Y")
    return "soon" if days <= SOON else "ok", gettext("ask on %(day)s") % {
        "day": date_format(referral.follow_up_on, form)
    }


def lines_of(referrals: list[Referral], today: datetime.date) -> list[dict[str, Any]]:
    """Return referrals that have not ended with their state. Reads `owner_user`, which a list selects along."""
    return [{"referral": referral, "state": state_of(referral, today)} for referral in referrals]


def _open(client: Client, user: User) -> list[Referral]:
    def load() -> list[Referral]:
        found = Referral.objects.visible_to(user).open().filter(client=client)
        return list(found.select_related("owner_user"))

    return once(client, f"help for {user.pk}", load)


def help_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    lines = lines_of(_open(client, user), today)
    # Only asked when there is something it could be about.
    return {
        "client": client,
        "today": today,
        "lines": lines,
        "duty": duty_of(client, today) if lines else None,
    }


panel("help", _("Help"), "help/_panel.html", help_panel, place=25, aside=True)


def help_threads(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """Return a thread per referral that has not ended: it is the service's move to ask what came of it."""
    us, page = our_move(client, user), reverse("help", args=[client.pk])
    found = []
    for line in lines_of(_open(client, user), today):
        referral, (kind, words) = line["referral"], line["state"]
        about = str(referral.get_kind_display()).lower()
        move = us if kind in ("late", "soon") else ""
        by = None if referral.has_lost_owner else referral.follow_up_on
        found.append(Thread(referral.owner, about, kind, words, move, by, page))
    return found


threads("help", help_threads)
