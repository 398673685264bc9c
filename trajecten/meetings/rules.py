"""Who may plan, note and change a meeting, and when."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trajecten.meetings.models import Meeting
from wiz.actions import Conflict, Refused
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import add_months, day_of


def check_work(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_slot(on: datetime.date, time: datetime.time | None, at: datetime.datetime) -> None:
    """A talk is planned for a moment that is coming, within two years, and that the clock will show."""
    today = day_of(at)
    if on < today:
        raise Refused(_("This day has passed. Note the contact instead."))
    if on > today + datetime.timedelta(days=731):
        raise Refused(_("Choose a day within two years."))
    if time is None:
        raise Refused(_("Choose a time."))
    if not exists(on, time):
        raise Refused(_("The clock goes forward that night: this time does not exist."))


def exists(on: datetime.date, time: datetime.time) -> bool:
    """Say whether the clock in Amsterdam shows this time on this day; one hour in March it skips."""
    zone = timezone.get_default_timezone()
    moment = datetime.datetime.combine(on, time, zone)
    return moment.astimezone(datetime.UTC).astimezone(zone).time() == time


def check_planned(user: User, meeting: Meeting) -> None:
    """Only what is still planned can be held, moved or cancelled."""
    check_work(user)
    if not meeting.is_planned:
        raise Conflict(_("What became of this meeting has been noted already."))


def check_invite(user: User, meeting: Meeting) -> None:
    """A client is invited to what is planned, by people who speak to her."""
    check_planned(user, meeting)
    if meeting.kind == Meeting.Kind.MESSAGE or not meeting.client_present:
        raise Refused(_("There is no invitation to this kind of meeting."))


def check_same_client(earlier: Meeting, client: Client | None) -> None:
    """The key of a page belongs to what that page was about."""
    if client is None or earlier.client_id != client.pk:
        raise Conflict(_("This page was used for something else already. Open it again."))


def check_held(on: datetime.date, today: datetime.date) -> None:
    if on > today:
        raise Refused(_("This day is still to come. Plan the meeting instead."))
    if on < add_months(today, -36):
        raise Refused(_("Choose a day within the last three years."))


def check_change(user: User, meeting: Meeting, at: datetime.datetime) -> None:
    """Who wrote a note may change it that same day; afterwards it can only be added to."""
    check_work(user)
    if meeting.written_at is None or meeting.state not in (Meeting.State.HELD, Meeting.State.NOT_REACHED):
        raise Refused(_("There is no note to change."))
    if meeting.written_by_id != user.pk or day_of(meeting.written_at) != day_of(at):
        raise Conflict(
            _("A note can only be changed by the person who wrote it, on the same day. Add to it instead.")
        )
