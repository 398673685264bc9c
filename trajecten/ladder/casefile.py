"""What the ladder adds to a client's case file."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trajecten.ladder.history import history, main_ladder, placements_of
from trajecten.ladder.models import Placement
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import Badge, header_badge, step, tab
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import in_the_middle
from wiz.clients.models import Client
from wiz.people.models import User

matter("ladder", _("Ladder"), client_page="ladder")
event_kind("ladder-placed", _("Placed on the ladder: %(rung)s, from %(day)s. %(reason)s"))
event_kind("ladder-up", _("Up the ladder to %(rung)s, from %(day)s. %(reason)s"))
event_kind("ladder-down", _("A step back to %(rung)s, from %(day)s. %(reason)s"))
event_kind("ladder-progress", _("Progress within %(rung)s: %(reason)s"))
event_kind("ladder-followed", _("After the step back to %(rung)s: %(text)s"))
event_kind("ladder-undone", _("Undone, it was a slip: %(rung)s on the ladder"))

tab("ladder", _("Ladder"), place=20)
step("ladder", _("Ladder"), place=20, key="l")


PLACED = "placed"


def placed(client: Client) -> Placement | None:
    """Return where a client stands now, on the service's own ladder or else the latest; asked once a page.

    Where her whole way up is read already (`ladder_panel`), it is taken from that.
    """

    def load() -> Placement | None:
        placements = Placement.objects.current().filter(client=client).by_default_first()
        return placements.select_related("rung").first()

    return once(client, PLACED, load)


@header_badge
def rung_badge(client: Client, today: datetime.date) -> Badge | None:
    placement = placed(client)
    return ("plain", str(placement.rung)) if placement else None


@in_the_middle
def rung_in_short(client: Client, today: datetime.date) -> str:
    placement = placed(client)
    return str(placement.rung).partition(" · ")[0] if placement else ""


def ladder_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    placements = placements_of(client, user)
    current = [one for one in placements if one.until is None]
    latest = max(current, key=lambda one: (one.ladder.is_default, one.on, one.pk), default=None)
    if latest or not placements:
        once(client, PLACED, lambda: latest)
    ladder = main_ladder(placements)
    shown = history(ladder, placements, today) if ladder else None
    return {"client": client, "history": shown, "today": today}


panel("ladder", _("On the ladder"), "ladder/_panel.html", ladder_panel, place=20, aside=True)
