"""The shape of a request for childcare as it is typed, and of what happens to it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trajecten.childcare.actions import Asked, NeedRow
from trajecten.childcare.hours import Week
from trajecten.childcare.hours_forms import HoursField
from trajecten.childcare.models import PAYERS, CareNotNeeded, ChildcareNeed, ChildcareRequest, Suspension
from trajecten.childcare.weeks import kept_week
from trajecten.plans.models import Activity
from wiz.clients.models import Child
from wiz.people.models import User
from wiz.templatetags.wiz_ui import period
from wiz.terms import age_on
from wiz.ui.forms import DateField

DAY_NEEDED = {"required": _("Choose a day.")}
REASON_NEEDED = {"required": _("Give a reason.")}
Kind = ChildcareNeed.Kind
Purpose = ChildcareRequest.Purpose
KINDS_A_CHILD = 3  # before school, at lunch and after school is one child's week
SCHOOL_AGE = 4
NEARLY_TOO_OLD = 11  # from here on somebody has to say whether primary school is over


def euros(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=8, decimal_places=2, localize=True
    )


class RequestForm(forms.Form):
    """What the whole request is about; per child there is a `ChildForm`."""

    purpose = forms.ChoiceField(label=_("What is it for?"))
    needed_from = DateField(label=_("Needed from"), error_messages=DAY_NEEDED)
    until = DateField(label=_("Until"), required=False)
    received_on = DateField(label=_("Received on"), error_messages=DAY_NEEDED)
    away = HoursField(label=_("When is the client away?"), required=False)
    travel_minutes = forms.IntegerField(
        label=_("Travel time one way, in minutes"), required=False, min_value=0, max_value=240
    )
    back_up = forms.CharField(label=_("Who steps in when a child is ill?"), max_length=300, required=False)
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
    advance_needed = forms.BooleanField(
        label=_("The client cannot pay ahead: an advance is needed"), required=False
    )
    note = forms.CharField(
        label=pgettext_lazy("a text", "Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, activities: Iterable[Activity], **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), "revision": 0, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.activities = {str(activity.pk): activity for activity in activities}
        chosen = [
            (pk, f"{activity.title} ({period(activity.start, activity.end)})")
            for pk, activity in self.activities.items()
        ]
        general = [
            (Purpose.WORK.value, now_("Work, not known yet which")),
            (Purpose.TRAJECTORY.value, now_("Trajectory, not known yet which")),
        ]
        self.fields["purpose"].choices = [*chosen, *general]  # type: ignore[attr-defined]
        # With the activity its days are known: what is left to type begins with the hours.
        first = "away" if self.initial.get("needed_from") else "purpose"
        self.fields[first].widget.attrs["autofocus"] = True

    def asked(self, children: Iterable[ChildForm]) -> Asked:
        """Return what was typed as the action takes it."""
        data = dict(self.cleaned_data)
        for name in ("revision", "form_key"):
            data.pop(name)
        activity = self.activities.get(data.pop("purpose"))
        if activity is None:
            purpose = self.cleaned_data["purpose"]
        else:
            purpose = Purpose.WORK if activity.kind == Activity.Kind.WORK else Purpose.TRAJECTORY
        data["travel_minutes"] = data["travel_minutes"] or 0
        children = list(children)
        return Asked(
            purpose=purpose,
            activity=activity,
            needs=[row for form in children for row in form.rows()],
            # Who is too young for school was not asked.
            school={
                form.child.pk: form.cleaned_data["school"] for form in children if "school" in form.fields
            },
            **data,
        )


class ChildForm(forms.Form):
    """What one child needs: its school hours once, and up to three kinds of care with their hours."""

    school = HoursField(label=_("School hours"), required=False)
    after_primary = forms.BooleanField(label=_("Has left primary school by then"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        child: Child,
        needs: Iterable[ChildcareNeed] = (),
        uncovered: str = "",
        is_new: bool,
        today: datetime.date,
    ) -> None:
        """`uncovered`: the hours school leaves, in a line, when they are known."""
        self.child, self.age = child, age_on(child.birth_date, today)
        needs = list(needs)
        initial: dict[str, Any] = {"school": _week(child.school_hours.all())}
        initial["after_primary"] = any(need.unmet for need in needs)
        super().__init__(data, prefix=f"child-{child.pk}", initial=initial)
        self.use_required_attribute = False
        if self.age < SCHOOL_AGE - 1 and not initial["school"]:
            del self.fields["school"]
        # From thirteen on it is clear without asking.
        if not NEARLY_TOO_OLD <= self.age <= NEARLY_TOO_OLD + 1:
            del self.fields["after_primary"]
        for number in range(KINDS_A_CHILD):
            need = needs[number] if number < len(needs) else None
            self._add_row(number, need, self._usual() if is_new and number == 0 else "")
        if uncovered:
            self.fields["care_0"].help_text = _("Needed: %(hours)s") % {"hours": uncovered}

    def _usual(self) -> str:
        if self.age < SCHOOL_AGE:
            return Kind.DAY_CARE.value
        return Kind.AFTER_SCHOOL.value if self.age < NEARLY_TOO_OLD + 2 else ""

    def _add_row(self, number: int, need: ChildcareNeed | None, usual: str) -> None:
        self.fields[f"kind_{number}"] = forms.ChoiceField(
            label=_("Kind of care"),
            required=False,
            choices=[("", _("Nothing asked")), *Kind.choices],
            initial=need.kind if need else usual,
        )
        care = HoursField(
            label=_("Hours of care"), required=False, help_text=_("Not known yet? Leave it empty.")
        )
        care.initial = _week(need.care_hours.all()) if need else None
        self.fields[f"care_{number}"] = care
        for name, label, length in (
            ("facility", _("Where"), 120),
            ("lrk_number", _("LRK number"), 15),
            ("note", pgettext_lazy("a text", "Note"), 300),
        ):
            self.fields[f"{name}_{number}"] = forms.CharField(
                label=label,
                required=False,
                max_length=length,
                initial=getattr(need, name) if need else "",
                widget=forms.TextInput({"inputmode": "numeric"} if name == "lrk_number" else {}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(KINDS_A_CHILD):
            digits = (data.get(f"lrk_number_{number}") or "").replace(" ", "")
            if digits and not (digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 12):
                self.add_error(f"lrk_number_{number}", _("An LRK number has nine digits."))
            others = [data.get(f"{name}_{number}") for name in ("care", "facility", "lrk_number")]
            if any(others) and not data.get(f"kind_{number}"):
                self.add_error(f"kind_{number}", _("Choose which care this is, or empty the rest."))
        return data

    def rows(self) -> list[NeedRow]:
        data = self.cleaned_data
        return [
            NeedRow(
                child=self.child,
                kind=data[f"kind_{number}"],
                facility=data[f"facility_{number}"],
                lrk_number=data[f"lrk_number_{number}"],
                after_primary=bool(data.get("after_primary")),
                note=data[f"note_{number}"],
                care=data[f"care_{number}"],
            )
            for number in range(KINDS_A_CHILD)
            if data[f"kind_{number}"]
        ]

    @property
    def used_needs(self) -> list[dict[str, Any]]:
        """The rows with something in them, the first always."""
        return [self._fields(number) for number in range(KINDS_A_CHILD) if self._is_used(number)]

    @property
    def spare_needs(self) -> list[dict[str, Any]]:
        """The rows for another kind of care, out of sight until they are needed."""
        return [self._fields(number) for number in range(KINDS_A_CHILD) if not self._is_used(number)]

    def _is_used(self, number: int) -> bool:
        names = ("kind", "care", "facility", "lrk_number", "note")
        return number == 0 or any(self[f"{name}_{number}"].value() for name in names)

    def _fields(self, number: int) -> dict[str, Any]:
        names = ("kind", "care", "facility", "lrk_number", "note")
        return {name: self[f"{name}_{number}"] for name in names}


def _week(hours: Iterable[Any]) -> Week | None:
    return kept_week(hours) or None


# What happens to a request: each a small form of its own on the page


class MoveForm(forms.Form):
    """Something done to a request. Several stand on one page: each has its own prefix."""

    def __init__(self, *args: Any, request: ChildcareRequest, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.prepare(request, today)

    def prepare(self, request: ChildcareRequest, today: datetime.date) -> None:
        """Fill in what is likely."""

    def values(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        return dict(self.cleaned_data)


class OnForm(MoveForm):
    on = DateField(label=_("On"), error_messages=DAY_NEEDED)

    def prepare(self, request: ChildcareRequest, today: datetime.date) -> None:
        self.fields["on"].initial = today


class OfferForm(OnForm):
    on = DateField(label=_("Offer received on"), error_messages=DAY_NEEDED)
    cost = euros(_("Cost a month in euros"))
    pays_tax_office = euros(_("Tax office (allowance)"))
    pays_employer = euros(_("Employer"))
    pays_municipality = euros(_("Municipality"))
    pays_parent = euros(_("The client"))

    def prepare(self, request: ChildcareRequest, today: datetime.date) -> None:
        self.fields["on"].initial = request.offer_received_on or today
        for name in ("cost", *PAYERS):
            self.fields[name].initial = getattr(request, name)

    def values(self) -> dict[str, Any]:
        payers = {name: self.cleaned_data[name] for name in PAYERS}
        return {"on": self.cleaned_data["on"], "cost": self.cleaned_data["cost"], "payers": payers}


class AdvanceForm(MoveForm):
    needed = forms.BooleanField(label=_("An advance is needed"), required=False)
    amount = euros(_("Advance in euros"))
    paid_on = DateField(label=_("Paid on"), required=False)

    def prepare(self, request: ChildcareRequest, today: datetime.date) -> None:
        self.fields["needed"].initial = request.advance_needed
        self.fields["amount"].initial = request.advance_amount
        self.fields["paid_on"].initial = request.advance_paid_on


class DataForm(MoveForm):
    what = forms.CharField(
        label=_("What is missing?"),
        help_text=_("The client reads this in the letter."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what the client has to hand in.")},
    )
    respond_by = DateField(label=_("Answer by"), error_messages=DAY_NEEDED)


class DataReceivedForm(OnForm):
    on = DateField(label=_("Complete since"), error_messages=DAY_NEEDED)


class ExtendForm(MoveForm):
    reason = forms.CharField(
        label=_("Why is more time needed?"),
        help_text=_("The client reads this in the letter."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why more time is needed. The client reads it.")},
    )


class EndForm(OnForm):
    on = DateField(label=_("Last day"), error_messages=DAY_NEEDED)
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages=REASON_NEEDED)


class WithdrawForm(MoveForm):
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class OwnerForm(MoveForm):
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The client's consultant"),
    )

    def prepare(self, request: ChildcareRequest, today: datetime.date) -> None:
        self.fields["owner"].queryset = User.objects.consultants()  # type: ignore[attr-defined]
        self.fields["owner"].initial = request.owner_id


class DecideForm(forms.Form):
    """The decision, per child. The outcome is which button was pressed."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=ChildcareRequest.Outcome.choices,
        error_messages={
            "required": _("Press the button that says what you decide."),
            "invalid_choice": _("Press the button that says what you decide."),
        },
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The client reads this in the letter. Needed when you refuse something."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, request: ChildcareRequest, needs: Iterable[ChildcareNeed], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"revision": request.revision}
        kwargs["prefix"] = "decide"
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.asked = [need for need in needs if not need.unmet]
        for need in self.asked:
            kind = str(need.get_kind_display())
            label = f"{need.child.first_name or now_('A child')}: {kind[0].lower()}{kind[1:]}"
            if need.facility:
                label += f", {need.facility}"
            self.fields[f"need_{need.pk}"] = forms.BooleanField(label=label, required=False, initial=True)

    def ticks(self) -> list[Any]:
        return [self[f"need_{need.pk}"] for need in self.asked]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        granted = {need.pk: data[f"need_{need.pk}"] for need in self.asked}
        # The ticks stand there to begin with: who refuses and left them alone refuses all.
        if data["outcome"] == ChildcareRequest.Outcome.REFUSED and all(granted.values()):
            granted = dict.fromkeys(granted, False)
        return {name: data[name] for name in ("outcome", "reason", "revision")} | {"granted": granted}


class NotNeededForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is no childcare needed?"),
        choices=CareNotNeeded.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why no childcare is needed.")},
    )
    note = forms.CharField(label=pgettext_lazy("a text", "Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


def latest_open(suspensions: Iterable[Suspension]) -> Suspension | None:
    """Return what was asked of the client last and has not come in, also when the day to answer by has passed."""
    waiting = [row for row in suspensions if row.completed_on is None]
    return waiting[-1] if waiting else None
