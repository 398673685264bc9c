"""What meetings add to a client's case file."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trajecten.agreements.models import Agreement
from trajecten.meetings.models import Meeting
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import step, tab
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import Thread, our_move, term, threads
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.templatetags.wiz_ui import day
from wiz.ui.lists import at_most

matter("meeting", _("Meetings"), subject_page="meeting")
for kind, sentence in {
    "meeting-planned": _("%(meeting)s planned for %(day)s"),
    "meeting-held": _("%(meeting)s on %(day)s"),
    "meeting-not-reached": _("%(meeting)s on %(day)s: not reached"),
    "meeting-changed": _("Note of %(day)s changed: %(meeting)s"),
    "meeting-added": _("Added to the note of %(day)s: %(meeting)s"),
    "meeting-moved": _("%(meeting)s of %(was)s moved to %(day)s"),
    "meeting-handed-over": _("%(meeting)s of %(day)s goes to %(consultant)s"),
    "meeting-no-show": _("%(meeting)s on %(day)s: did not come (%(reason)s)"),
    "meeting-cancelled": _("%(meeting)s on %(day)s cancelled (%(reason)s)"),
}.items():
    event_kind(kind, sentence, meeting=Meeting.Kind, reason=Meeting.Reason)

tab("meetings", _("Meetings"), place=40)
step("contact_note", _("Note contact"), place=10, key="n")


AGREED = ("text", "owner", "owner_user__name", "organisation__name", "owner_name", "due", "due_reason")
AGREEMENTS = 10  # on the client's page; her meetings show more


def _next_and_last(client: Client, user: User, today: datetime.date) -> tuple[Meeting | None, Meeting | None]:
    """Return the talk that comes and the last contact, asked once a page; two queries."""

    def load() -> tuple[Meeting | None, Meeting | None]:
        found = Meeting.objects.visible_to(user).filter(client=client).only("kind", "on", "time")
        coming = found.planned().filter(on__gte=today).order_by("on", "time")
        last = found.contacts().filter(on__lte=today)
        return coming.first(), last.first()

    return once(client, f"talks for {user.pk}", load)


def meetings_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """Return the next meeting, the last contact, and the agreements that stand; three queries."""
    coming, last = _next_and_last(client, user, today)
    agreements = Agreement.objects.visible_to(user).open().filter(client=client)
    named = agreements.select_related("owner_user", "organisation").only(*AGREED)
    shown, more = at_most(named.prefetch_related("reminders"), AGREEMENTS)
    return {
        "client": client,
        "today": today,
        "next": coming,
        "last": last,
        "agreements": shown,
        "more_agreements": more,
    }


panel("meetings", _("Meetings and agreements"), "meetings/_panel.html", meetings_panel, place=40)


def consultant_thread(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """Return the thread of her consultant: the next talk, or how long ago the last contact was."""
    if client.consultant is None:
        return []
    coming, last = _next_and_last(client, user, today)
    is_silent = last is not None and last.on <= today - term(client, today, "no_contact")
    kind, state, move = "ok", gettext("in contact"), ""
    if is_silent or last is None:
        kind, move = "late" if is_silent else "soon", our_move(client, user)
        state = _silent_for(today - last.on) if last else gettext("not spoken yet")
    about = gettext("consultant")
    if coming:
        about = gettext("consultant · talk %(day)s") % {"day": day(coming.on, today)}
    page = reverse("meetings", args=[client.pk])
    return [Thread(client.consultant.name, about, kind, state, move, coming.on if coming else None, page)]


def _silent_for(time: datetime.timedelta) -> str:
    weeks = time.days // 7
    return ngettext("silent for %(n)d week", "silent for %(n)d weeks", weeks) % {"n": weeks}


threads("consultant", consultant_thread)
