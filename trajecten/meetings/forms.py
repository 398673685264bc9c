"""The shape of a meeting as it is planned, noted and moved, and of the agreements made there."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trajecten.agreements.rules import check_due
from trajecten.meetings.actions import Note, Promise
from trajecten.meetings.models import Experience, Meeting, running_activities
from trajecten.meetings.parties import Party, parties_of
from trajecten.meetings.rules import check_held, check_slot
from wiz.actions import Refused
from wiz.clients.models import Client
from wiz.people.models import Organisation, User
from wiz.terms import day_of
from wiz.ui.forms import DateField

DAY_NEEDED = {"required": _("Choose a day.")}
KIND = {
    "required": _("Choose what kind of contact it is."),
    "invalid_choice": _("Choose what kind of contact it is."),
}
INLINE = {"class": "wiz-inline"}


class TimeField(forms.TimeField):
    """A time as people type it: 9:30, 09.30, 930 or 9."""

    default_error_messages = {"invalid": _("This is not a time. Type it like 9:30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"class": "wiz-short", "autocomplete": "off"}, format="%H:%M")
        super().__init__(**{"widget": widget, "input_formats": ["%H:%M"], **kwargs})

    def to_python(self, value: Any) -> datetime.time | None:
        if isinstance(value, str):
            value = value.strip().lower().removesuffix("uur").replace(".", ":").replace(" ", "")
            if value.isascii() and value.isdigit():
                value = f"{value}:00" if len(value) <= 2 else f"{value[:-2]}:{value[-2:]}"
        return super().to_python(value)


class PlanMeetingForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[c for c in Meeting.Kind.choices if c[0] != Meeting.Kind.MESSAGE],
        initial=Meeting.Kind.OFFICE,
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages=KIND,
    )
    moment = forms.ChoiceField(
        label=_("Consultation at"), choices=[("", "–"), *Meeting.Moment.choices], required=False
    )
    on = DateField(label=_("Day"), error_messages=DAY_NEEDED)
    time = TimeField(
        label=_("Time"), help_text=_("For example 9:30"), error_messages={"required": _("Choose a time.")}
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    subject = forms.CharField(label=_("About"), max_length=200, required=False)
    others = forms.CharField(label=_("Who else takes part"), max_length=200, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime.datetime, parties: list[Party] = [], **kwargs: Any) -> None:  # noqa: B006
        kwargs["initial"] = {"form_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.at = at
        self.suggestions = list(dict.fromkeys(party.full_name for party in parties))
        self.fields["on"].widget.attrs["autofocus"] = True
        if self.suggestions:
            self.fields["others"].widget.attrs["list"] = "parties"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # The action asks this again; here it can stand beside the field it is about.
        if data.get("on") and data.get("time"):
            try:
                check_slot(data["on"], data["time"], self.at)
            except Refused as error:
                self.add_error("on" if data["on"] < day_of(self.at) else "time", str(error))
        return data


class MoveMeetingForm(forms.Form):
    on = DateField(label=_("New day"), error_messages=DAY_NEEDED)
    time = TimeField(label=_("Time"), error_messages={"required": _("Choose a time.")})
    place = forms.CharField(label=_("Place"), max_length=120, required=False)


class MissMeetingForm(forms.Form):
    state = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            (Meeting.State.CANCELLED, _("Cancelled beforehand")),
            (Meeting.State.NO_SHOW, _("Did not come, or nobody home")),
        ],
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages={"required": _("Say what happened.")},
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("A sick child or closed childcare is not unwillingness."),
        choices=Meeting.Reason.choices,
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages={"required": _("Choose a reason. Not known is a reason too.")},
    )
    note = forms.CharField(
        label=pgettext_lazy("a text", "Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AddForm(forms.Form):
    text = forms.CharField(
        label=_("Addition"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what you want to add.")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class InviteForm(forms.Form):
    """What the letter says besides when and where. Nobody needs to type anything."""

    about = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=200,
        help_text=_("The client reads this."),
    )
    bring = forms.CharField(
        label=_("What the client takes along"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    """A contact in a few keystrokes: a phone call of today unless she says otherwise."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Meeting.Kind.choices,
        initial=Meeting.Kind.PHONE,
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages=KIND,
    )
    moment = forms.ChoiceField(
        label=_("Consultation at"), choices=[("", "–"), *Meeting.Moment.choices], required=False
    )
    note = forms.CharField(
        label=_("What was said"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    on = DateField(label=_("Day"), error_messages=DAY_NEEDED, help_text="")
    others = forms.CharField(label=_("Who else took part"), max_length=200, required=False)
    not_reached = forms.BooleanField(label=_("Not reached: this was an attempt"), required=False)
    without_client = forms.BooleanField(label=_("The client was not there"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        client: Client,
        today: datetime.date,
        meeting: Meeting | None = None,
        parties: list[Party],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "form_key": uuid.uuid4(),
            "on": today,
            **(_initial(meeting, today) if meeting else {}),
        }
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.today = today
        self.fields["note"].is_needed = True  # type: ignore[attr-defined]  # unless she was not reached
        self.suggestions = list(dict.fromkeys(party.full_name for party in parties))
        if self.suggestions:
            self.fields["others"].widget.attrs["list"] = "parties"
        # What ran on the day of the meeting: an order may have ended before somebody found time to note it.
        day = min(meeting.on, today) if meeting else today
        self.activities = _activities(client, day, parties if day == today else parties_of(client, day))
        said = {row.activity_id: row for row in meeting.experiences.all()} if meeting else {}
        for activity, title in self.activities:
            row = said.get(activity)
            self.fields[f"view-{activity}"] = forms.ChoiceField(
                label=gettext("How %(activity)s goes") % {"activity": title},
                choices=[("", _("Not discussed")), *Experience.View.choices],
                required=False,
                initial=row.view if row else "",
            )
            self.fields[f"words-{activity}"] = forms.CharField(
                label=gettext("What the client says about %(activity)s") % {"activity": title},
                max_length=300,
                required=False,
                initial=row.words if row else "",
            )

    def lines(self) -> list[dict[str, Any]]:
        """Return a line per running activity, as the page shows them."""
        return [
            {"title": title, "view": self[f"view-{pk}"], "words": self[f"words-{pk}"]}
            for pk, title in self.activities
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("note") and not data.get("not_reached") and "note" not in self.errors:
            self.add_error("note", _("Write what was said."))
        if data.get("on"):
            try:
                check_held(data["on"], self.today)
            except Refused as error:
                self.add_error("on", str(error))
        for pk, _title in self.activities:
            if data.get(f"words-{pk}") and not data.get(f"view-{pk}"):
                self.add_error(f"view-{pk}", _("Choose how it goes according to the client."))
        return data

    def typed(self, agreements: list[Promise]) -> Note:
        data = self.cleaned_data
        return Note(
            kind=data["kind"],
            moment=data["moment"],
            on=data["on"],
            note=data["note"],
            others=data["others"],
            reached=not data["not_reached"],
            client_present=not data["without_client"],
            experiences=[(pk, data[f"view-{pk}"], data[f"words-{pk}"]) for pk, _title in self.activities],
            agreements=agreements,
        )


def _initial(meeting: Meeting, today: datetime.date) -> dict[str, Any]:
    return {
        "kind": meeting.kind,
        "moment": meeting.moment,
        "note": meeting.note,
        "on": min(meeting.on, today),
        "others": meeting.others,
        "not_reached": meeting.state == Meeting.State.NOT_REACHED,
        "without_client": not meeting.client_present,
    }


def _activities(client: Client, day: datetime.date, parties: list[Party]) -> list[tuple[int, str]]:
    """Return what runs on a day, with partners first, each with the words for its line."""
    ordered = [(party.activity, f"{party.title} ({party.name})") for party in parties]
    return ordered + [(activity.pk, activity.title) for activity in running_activities(client, day)]


class AgreementForm(forms.Form):
    """One row for an agreement; it may stay empty. The day is filled in: what has no day is never chased."""

    text = forms.CharField(label=_("Agreement"), max_length=300, required=False)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    name = forms.CharField(label=_("Name of somebody else"), max_length=80, required=False)
    due = DateField(label=_("By"), required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text"):
            if data.get("name") and "text" not in self.errors:
                self.add_error("text", _("Say what was agreed, or empty the row."))
            return data
        if data.get("due") is None and "due" not in self.errors:
            self.add_error("due", _("Choose a day."))
        if data.get("owner") == "other" and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Say who will do it."))
        return data


BaseAgreementRows = forms.formset_factory(AgreementForm, extra=2, max_num=12)


class AgreementRows(BaseAgreementRows):  # type: ignore[misc, valid-type]
    """Agreements as rows, two to spare; a row without text is not one."""

    def __init__(
        self, *args: Any, client: Client, user: User, parties: list[Party], due: datetime.date, **kwargs: Any
    ) -> None:
        self.users = {f"user-{user.pk}": user}
        if client.consultant and client.consultant != user:
            self.users[f"user-{client.consultant.pk}"] = client.consultant
        self.bureaus = {f"bureau-{party.organisation}": party for party in parties}
        self.choices: list[tuple[str, Any]] = [("client", _("Client"))]
        self.choices += [(key, one.name) for key, one in self.users.items()]
        self.choices += [(key, party.name) for key, party in self.bureaus.items()]
        self.choices.append(("other", _("Somebody else")))
        self.due = due
        super().__init__(*args, prefix="agreements", **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["owner"].choices = self.choices
        form.fields["due"].initial = self.due
        form.empty_permitted = True

    def check_days(self, on: datetime.date) -> bool:
        """Say whether no day comes before the meeting's; what does, gets an error at its field."""
        for form in self.forms:
            data = form.cleaned_data
            if data.get("text") and data.get("due"):
                try:
                    check_due(data["due"], on)
                except Refused as error:
                    form.add_error("due", str(error))
        return not self.total_error_count()

    def made(self) -> list[Promise]:
        return [self._promise(form.cleaned_data) for form in self.forms if form.cleaned_data.get("text")]

    def _promise(self, data: dict[str, Any]) -> Promise:
        owner = data.get("owner") or "client"
        party = self.bureaus.get(owner)
        return Promise(
            text=data["text"],
            due=data["due"],
            user=self.users.get(owner),
            organisation=Organisation(pk=party.organisation, name=party.name) if party else None,
            name=data.get("name", "") if owner == "other" else "",
        )
