"""The shape of an order as it is typed, and of what changes it."""

from __future__ import annotations

import datetime
import uuid
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.bureaus.models import Bureau, Instrument
from partners.orders.models import Order
from partners.orders.rules import check_period
from trajecten.plans.forms import GoalRows, NewGoalForm
from trajecten.plans.models import Goal
from wiz.actions import Refused
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.names import Alphabetical
from wiz.people.roles import Role
from wiz.terms import add_months
from wiz.ui.forms import DateField

DAY_NEEDED = {"required": _("Choose a day.")}
REASON_NEEDED = {"required": _("Give a reason. The other side reads it.")}
MONTHS_PLANNED = 12


def choose(sentence: Any) -> dict[str, Any]:
    """Return the same sentence for nothing chosen and for what is no longer on offer."""
    return {"required": sentence, "invalid_choice": sentence}


class OrderForm(forms.Form):
    bureau = forms.ModelChoiceField(
        label=_("Bureau"),
        queryset=Bureau.objects.filter(active=True).select_related("organisation"),
        empty_label=_("Choose"),
        error_messages=choose(_("Choose a bureau.")),
    )
    instrument = forms.ModelChoiceField(
        label=_("Instrument"),
        queryset=Instrument.objects.filter(active=True),
        empty_label=_("Choose"),
        error_messages=choose(_("Choose an instrument.")),
    )
    coach = forms.ModelChoiceField(
        label=_("Coach"),
        help_text=_("The bureau can fill this in later."),
        queryset=User.objects.active().filter(role=Role.BUREAU_WORKER, organisation__bureau__active=True),
        required=False,
    )
    question = forms.CharField(
        label=_("What do you ask?"),
        help_text=_(
            "What should be different at the end? Only what the bureau needs for it, no medical details."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what you ask of the bureau.")},
    )
    start = DateField(label=_("Start"), error_messages=DAY_NEEDED)
    end = DateField(label=_("Planned end"), error_messages=DAY_NEEDED)
    goals = forms.ModelMultipleChoiceField(
        label=_("Goals of the plan"),
        queryset=Goal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, client: Client, today: datetime.date, **kwargs: Any) -> None:
        end = add_months(today, MONTHS_PLANNED)
        kwargs["initial"] = {"start": today, "end": end, "form_key": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        goals, coach = self.fields["goals"], self.fields["coach"]
        goals.queryset = Goal.objects.standing().filter(plan__client=client, plan__ended_on=None)  # type: ignore[attr-defined]
        # Grouped, so that the right coach is found without the script that shows only this bureau's.
        self.fields["bureau"].widget.attrs["data-narrows"] = "id_coach"
        coaches = coach.queryset.select_related("organisation")  # type: ignore[attr-defined]
        coaches = coaches.order_by(Alphabetical("organisation__name"), "organisation", "sort_name")
        coach.choices = [("", _("Not known yet"))] + [  # type: ignore[attr-defined]
            (organisation, [(worker.pk, worker.name) for worker in workers])
            for organisation, workers in groupby(coaches, key=lambda worker: worker.organisation.name)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # The action asks these again; here they can stand beside the field they are about.
        bureau, coach, start, end = (data.get(name) for name in ("bureau", "coach", "start", "end"))
        if bureau and coach and coach.organisation_id != bureau.pk:
            self.add_error("coach", _("This coach does not work at this bureau."))
        if start and end:
            try:
                check_period(start, end)
            except Refused as error:
                self.add_error("end", str(error))
        return data


class NewGoalRows(GoalRows):
    """Goals that are not in the plan yet: they are added to it with the order."""

    form = NewGoalForm

    def new(self) -> list[tuple[str, datetime.date | None]]:
        return [(row.text, row.due) for row in self.rows()]


class ChangeForm(forms.Form):
    """Something small about an order that exists. Several stand on one page: each has its own prefix."""

    def __init__(self, *args: Any, order: Order, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.prepare(order, today)

    def prepare(self, order: Order, today: datetime.date) -> None:
        """Fill in what is likely."""


class ExtendForm(ChangeForm):
    end = DateField(label=_("New planned end"), error_messages=DAY_NEEDED)
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages=REASON_NEEDED)


class PauseForm(ChangeForm):
    start = DateField(label=_("Stops from"), error_messages=DAY_NEEDED)
    until = DateField(label=_("Goes on again on"), error_messages=DAY_NEEDED)
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages=REASON_NEEDED)

    def prepare(self, order: Order, today: datetime.date) -> None:
        self.fields["start"].initial = max(today, order.activity.start)


class EndForm(ChangeForm):
    ended_on = DateField(label=_("Last day"), error_messages=DAY_NEEDED)
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages=REASON_NEEDED)

    def prepare(self, order: Order, today: datetime.date) -> None:
        self.fields["ended_on"].initial = today


class CoachForm(ChangeForm):
    coach = forms.ModelChoiceField(
        label=_("Coach"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages=choose(_("Choose a coach.")),
    )

    def prepare(self, order: Order, today: datetime.date) -> None:
        workers: Any = self.fields["coach"]
        workers.queryset = User.objects.active().filter(organisation=order.bureau_id)
        workers.initial = order.coach_id


class ListForm(forms.Form):
    """What the list of orders shows. Anything not well formed counts as not asked."""

    mine = forms.BooleanField(label=_("Only mine"), required=False)
    bureau = forms.ModelChoiceField(
        label=_("Bureau"), queryset=Bureau.objects.none(), required=False, empty_label=_("All bureaus")
    )

    def __init__(self, *args: Any, bureaus: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bureau"].queryset = bureaus  # type: ignore[attr-defined]
