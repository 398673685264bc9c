"""The shape of a plan and its goals as they are typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.plans.actions import ActivityRow, GoalRow
from trajecten.plans.models import Activity, Goal, Plan
from wiz.ui.forms import DateField


class PlanForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of plan"),
        choices=Plan.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "wiz-inline"}),
        error_messages={"required": _("Choose what kind of plan this is.")},
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
    # Which version of the plan the page showed; see `save_plan`.
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, plan: Plan | None, **kwargs: Any) -> None:
        names = ("kind", "end_goal", "preference", "revision")
        kwargs["initial"] = {name: getattr(plan, name) for name in names} if plan else {"revision": 0}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


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


BaseGoalRows = forms.formset_factory(GoalForm, extra=3)


class GoalRows(BaseGoalRows):  # type: ignore[misc, valid-type]
    """Goals as rows, with three to spare. A row whose text is emptied takes its goal away."""

    def __init__(self, *args: Any, goals: Iterable[Goal] = (), **kwargs: Any) -> None:
        self.goals = {goal.pk: goal for goal in goals}
        initial = [{"goal": goal.pk, "text": goal.text, "due": goal.due} for goal in self.goals.values()]
        super().__init__(*args, initial=initial, prefix="goals", **kwargs)

    def rows(self) -> list[GoalRow]:
        """Return the rows as the actions take them; a goal that is gone meanwhile is a new one."""
        return [
            (
                self.goals.get(form.cleaned_data.get("goal")),
                form.cleaned_data.get("text", ""),
                form.cleaned_data.get("due"),
            )
            for form in self.forms
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
