"""The shape of a plan and of what is done with it, as it is typed."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.plans.models import Activity, Goal, Plan, PlanVersion
from trajecten.plans.rows import ActivityRow, ContributionRow, GoalRow
from trajecten.plans.rules import check_rest
from wiz.actions import Refused
from wiz.ui.forms import DateField

DAY_NEEDED = {"required": _("Choose a day.")}
REASON_NEEDED = {"required": _("Give a reason.")}


class PlanForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of plan"),
        choices=Plan.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "wiz-inline"}),
        error_messages={"required": _("Choose what kind of plan this is.")},
    )
    rest_until = DateField(label=_("Rest until"), required=False)
    expected = forms.CharField(
        label=_("What we expect meanwhile"),
        help_text=_("What does the client do in this time, and what do you do?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    end_goal = forms.CharField(
        label=_("End goal"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say where this plan leads.")},
    )
    preference = forms.CharField(
        label=_("What the client wants"),
        help_text=_("In the client's own words."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hours = forms.DecimalField(
        label=_("Hours a week"),
        help_text=_("All together, as the client can manage."),
        required=False,
        min_value=0,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        localize=True,
    )
    review_on = DateField(label=_("Review before"), required=False)
    # Which version of the plan the page showed; see `save_plan`.
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, plan: Plan | None, **kwargs: Any) -> None:
        names = (
            "kind",
            "rest_until",
            "expected",
            "end_goal",
            "preference",
            "hours",
            "review_on",
            "revision",
        )
        kwargs["initial"] = {name: getattr(plan, name) for name in names} if plan else {"revision": 0}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Plan.Kind.REST and "rest_until" not in self.errors:
            try:
                check_rest(data["kind"], data.get("rest_until"), data.get("expected") or "")
            except Refused as error:
                self.add_error("expected" if data.get("rest_until") else "rest_until", str(error))
        return data


class NewGoalForm(forms.Form):
    """One row for a goal that is not there yet; it may stay empty."""

    text = forms.CharField(label=_("Goal"), max_length=200, required=False)
    due = DateField(label=_("By"), required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("due") and not data.get("text") and not data.get("goal") and "text" not in self.errors:
            self.add_error("text", _("Fill in the goal, or take its date out."))
        return data


class GoalForm(NewGoalForm):
    """One row: a goal that is there already, or an empty row for another."""

    goal = forms.IntegerField(required=False, widget=forms.HiddenInput)
    who = forms.ChoiceField(label=_("Who does it"), choices=Goal.Who.choices, required=False)
    who_name = forms.CharField(label=_("Name, if somebody else"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("text") and data.get("who") == Goal.Who.OTHER and not data.get("who_name"):
            self.add_error("who_name", _("Say who does it."))
        return data


BaseGoalRows = forms.formset_factory(GoalForm, extra=3)


class GoalRows(BaseGoalRows):  # type: ignore[misc, valid-type]
    """Goals as rows, with three to spare. A row whose text is emptied takes its goal away."""

    def __init__(self, *args: Any, goals: Iterable[Goal] = (), **kwargs: Any) -> None:
        self.goals = {goal.pk: goal for goal in goals}
        names = ("text", "due", "who", "who_name")
        initial = [
            {"goal": goal.pk} | {name: getattr(goal, name) for name in names} for goal in self.goals.values()
        ]
        super().__init__(*args, initial=initial, prefix="goals", **kwargs)

    def rows(self) -> list[GoalRow]:
        """Return the rows as the actions take them; a goal that is gone meanwhile is a new one."""
        return [
            GoalRow(
                self.goals.get(data.get("goal")),
                data.get("text", ""),
                data.get("due"),
                data.get("who") or Goal.Who.CLIENT,
                data.get("who_name", ""),
            )
            for data in (form.cleaned_data for form in self.forms)
        ]

    def in_the_past(self, today: datetime.date) -> list[GoalRow]:
        """Return goals that are given a day that has passed already: worth saying, not worth refusing."""
        return [
            row
            for row in self.rows()
            if row.text
            and row.due
            and row.due < today
            and (row.goal is None or (row.goal.due != row.due and row.goal.state == Goal.State.OPEN))
        ]


class ActivityForm(forms.Form):
    """One row for something the client does without a bureau; it may stay empty."""

    activity = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[c for c in Activity.Kind.choices if c[0] != Activity.Kind.ORDER]
    )
    title = forms.CharField(label=_("What"), max_length=120, required=False)
    start = DateField(label=_("From"), required=False, help_text="")
    end = DateField(label=_("Until"), required=False, help_text="")
    hours = forms.DecimalField(
        label=_("Hours a week"),
        required=False,
        min_value=0,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        localize=True,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if not data.get("title"):
            if (
                (start or end or data.get("hours"))
                and not data.get("activity")
                and "title" not in self.errors
            ):
                self.add_error("title", _("Say what it is, or empty the row."))
            return data
        for name in ("start", "end"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Choose a day."))
        if start and end and end < start:
            self.add_error("end", _("The end must not come before the start."))
        return data


BaseActivityRows = forms.formset_factory(ActivityForm, extra=2)


class ActivityRows(BaseActivityRows):  # type: ignore[misc, valid-type]
    """Activities without a bureau as rows, with two to spare. Emptying what it is takes the row away."""

    def __init__(self, *args: Any, activities: Iterable[Activity] = (), **kwargs: Any) -> None:
        self.activities = {activity.pk: activity for activity in activities}
        names = ("kind", "title", "start", "end", "hours")
        initial = [
            {"activity": activity.pk} | {name: getattr(activity, name) for name in names}
            for activity in self.activities.values()
        ]
        super().__init__(*args, initial=initial, prefix="activities", **kwargs)

    def rows(self) -> list[ActivityRow]:
        """Return the rows as the actions take them; one that is gone meanwhile is new."""
        return [
            ActivityRow(
                self.activities.get(data.get("activity")),
                data.get("kind") or Activity.Kind.OTHER,
                data.get("title", ""),
                data.get("start"),
                data.get("end"),
                data.get("hours"),
            )
            for data in (form.cleaned_data for form in self.forms)
        ]


class ContributionForm(forms.Form):
    """What one activity, of an order or her own, adds to the goals, and what it costs."""

    activity = forms.IntegerField(widget=forms.HiddenInput)
    contribution = forms.CharField(label=_("What it adds to the goals"), max_length=200, required=False)
    cost = forms.DecimalField(
        label=_("Cost in euros"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        localize=True,
    )


BaseContributionRows = forms.formset_factory(ContributionForm, extra=0)


class ContributionRows(BaseContributionRows):  # type: ignore[misc, valid-type]
    """A row for each activity that is there; none can be added here."""

    def __init__(self, *args: Any, activities: Iterable[Activity] = (), **kwargs: Any) -> None:
        self.activities = {activity.pk: activity for activity in activities}
        initial = [
            {"activity": activity.pk, "contribution": activity.contribution, "cost": activity.cost}
            for activity in self.activities.values()
        ]
        super().__init__(*args, initial=initial, prefix="adds", **kwargs)

    def with_activities(self) -> list[tuple[Activity, forms.Form]]:
        """Return each row with its activity, for the page; one that is gone meanwhile has no row."""
        found = []
        known = {str(pk): activity for pk, activity in self.activities.items()}
        for form in self.forms:
            value = form["activity"].value()
            activity = known.get(str(value))
            if activity:
                found.append((activity, form))
        return found

    def rows(self) -> list[ContributionRow]:
        return [
            ContributionRow(self.activities[data["activity"]], data["contribution"], data["cost"])
            for data in (form.cleaned_data for form in self.forms)
            if data.get("activity") in self.activities
        ]


class SignForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How did the client sign?"),
        choices=PlanVersion.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the client signed.")},
    )
    name = forms.CharField(
        label=_("Name of the person who signs"),
        max_length=160,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Fill in the name of the person who signs.")},
    )
    seen = forms.BooleanField(
        label=_("The client read the plan with me and agrees. I was there."), required=False
    )
    scan = forms.FileField(
        label=_("Scan or photo of the signed plan"),
        help_text=_("PDF, JPEG or PNG."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": _("This file is empty. Choose another file.")},
    )
    signed_on = DateField(label=_("Signed on"), error_messages=DAY_NEEDED)
    review_on = DateField(label=_("Review before"), error_messages=DAY_NEEDED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == PlanVersion.How.SCREEN and not data.get("seen"):
            self.add_error("seen", _("Confirm that the client agreed in your presence."))
        if data.get("how") == PlanVersion.How.PAPER and not data.get("scan") and "scan" not in self.errors:
            self.add_error("scan", _("Add a scan or photo of the signed plan."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ReviewForm(forms.Form):
    on = DateField(label=_("Reviewed on"), error_messages=DAY_NEEDED)
    note = forms.CharField(
        label=_("What came of it"),
        help_text=_("Does the plan still fit? What does the client say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what came of it.")},
    )
    next_on = DateField(label=_("Next review by"), error_messages=DAY_NEEDED)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class EndForm(forms.Form):
    result = forms.ChoiceField(
        label=_("Result"),
        choices=Plan.Result.choices,
        widget=forms.RadioSelect(attrs={"class": "wiz-inline"}),
        error_messages={"required": _("Choose what came of the plan.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=REASON_NEEDED,
    )
    ended_on = DateField(label=_("Last day"), error_messages=DAY_NEEDED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is this goal dropped?"), max_length=300, error_messages=REASON_NEEDED
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class RefusalForm(forms.Form):
    training = forms.CharField(
        label=_("Which training did the client ask for?"),
        max_length=200,
        error_messages={"required": _("Say which training it is.")},
    )
    reason = forms.CharField(
        label=_("Why is it refused?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=REASON_NEEDED,
    )
    on = DateField(label=_("Refused on"), error_messages=DAY_NEEDED)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
