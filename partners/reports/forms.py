"""The shape of what comes in about reports. Whether it may be done is for the actions to say."""

import datetime
import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.bureaus.models import Instrument
from partners.reports.models import (
    AbsenceReason,
    Advice,
    Barrier,
    Childcare,
    ClientReaction,
    Element,
    GoalResult,
    ReportVersion,
)
from partners.reports.rules import COUNTS, Content, GoalLine, missing_elements
from trajecten.plans.models import Goal
from wiz.files.forms import FilesField
from wiz.ui.forms import DateField, TextField

# The control to which each item of the list "what is still missing" leads.
TARGETS = {
    Element.AUTHOR_ROLE: "id_author_role",
    Element.APPOINTMENTS: "id_made",
    Element.ABSENCE_REASONS: "id_absence_reasons_0",
    Element.INSTRUMENTS: "id_instruments_0",
    Element.BARRIERS: "id_childcare_0",
    Element.CLIENT_VIEW: "id_client_view",
    Element.NEXT_STEP: "id_next_step",
    Element.ADVICE: "id_advices_0",
    Element.CLIENT_READ: "id_client_reaction_0",
    Element.NON_COMPLIANCE: "id_non_compliance_0",
}
# Left empty these are complete, so they alone say "(optional)".
REALLY_OPTIONAL = (
    "absence_note",
    "instruments_other",
    "barriers_note",
    "advice_other",
    "no_advice",
    "client_objection",
    "non_compliance_note",
    "question",
    "attachments",
)


def _count(label: Any) -> forms.IntegerField:
    words = {name: _("Type a number from 0 to 999.") for name in ("invalid", "min_value", "max_value")}
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=999, error_messages=words)


def _text(label: Any, rows: int = 3, max_length: int = 4000, hint: Any = "") -> forms.CharField:
    return TextField(
        label=label,
        help_text=hint,
        required=False,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _many(label: Any, choices: Any, hint: Any = "") -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs={"class": "wiz-inline"})
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=hint, required=False, widget=widget
    )


def _one(label: Any, choices: Any, hint: Any = "") -> forms.ChoiceField:
    widget = forms.RadioSelect(attrs={"class": "wiz-inline"})
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, required=False, widget=widget)


class ReportForm(forms.Form):
    """The whole report on one page. Nothing is obliged: what is missing is shown, not refused."""

    author_role = forms.CharField(label=_("Your role"), max_length=80, required=False)
    made = _count(_("Made"))
    attended = _count(_("Attended"))
    absent_with_notice = _count(_("Cancelled"))
    absent_without_notice = _count(_("Without notice"))
    absence_reasons = _many(
        _("Why not attended?"),
        AbsenceReason.choices,
        _("A sick child or closed childcare does not count as unwilling."),
    )
    absence_note = forms.CharField(label=_("Explanation of the absence"), max_length=500, required=False)
    instruments = forms.ModelMultipleChoiceField(
        label=_("Used in this period"),
        queryset=Instrument.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "wiz-inline"}),
    )
    instruments_other = forms.CharField(label=_("Something else"), max_length=200, required=False)
    childcare = _one(_("Childcare"), Childcare.choices)
    barriers = _many(_("What stands in the way?"), Barrier.choices, _("No medical details."))
    barriers_note = _text(_("Explanation of the barriers"), rows=2, max_length=2000)
    client_view = _text(_("What the client says of it"), rows=2, hint=_("In the client's own words."))
    client_reaction = _one(_("Has the client seen this report?"), ClientReaction.choices)
    client_reaction_on = DateField(label=_("On"), required=False)
    client_objection = _text(_("What the client objects to"), rows=2, max_length=2000)
    next_step = _text(_("Next step"), rows=2)
    advices = _many(_("Your advice"), [c for c in Advice.Kind.choices if c[0] != Advice.Kind.OTHER])
    advice_other = forms.CharField(label=_("Other advice"), max_length=300, required=False)
    no_advice = forms.BooleanField(label=_("No new advice"), required=False)
    non_compliance = _one(
        _("Is there something the client did not do that you must notify?"),
        [("no", _("No")), ("yes", _("Yes"))],
        _("Apart from your story: this can have consequences for the client."),
    )
    non_compliance_note = _text(_("What happened, why, and what have you tried?"))
    question = _text(_("Question to the consultant"), rows=2, max_length=2000)
    attachments = FilesField(
        label=_("Add files"),
        required=False,
        help_text=_("PDF, Word (docx), ODT, Excel (xlsx), JPEG or PNG."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    editor = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(
        self, *args: Any, goals: Iterable[Goal], catalogue: Any, today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.use_required_attribute = False
        self.goals = list(goals)
        self.catalogue = catalogue
        self.fields["instruments"].queryset = catalogue  # type: ignore[attr-defined]
        self.fields["editor"].initial = new_editor()
        results = [("", _("Choose")), *GoalResult.Result.choices]
        for goal in self.goals:
            self.fields[f"goal-{goal.pk}-done"] = _text(_("What was done"), rows=2, max_length=1000)
            self.fields[f"goal-{goal.pk}-result"] = forms.ChoiceField(
                label=_("Result"), choices=results, required=False
            )
            self.fields[f"goal-{goal.pk}-why"] = _text(_("Why"), rows=2, max_length=1000)
        for name, field in self.fields.items():
            field.is_needed = name not in REALLY_OPTIONAL  # type: ignore[attr-defined]

    def clean_client_reaction_on(self) -> datetime.date | None:
        day = self.cleaned_data["client_reaction_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    @property
    def goal_rows(self) -> list[tuple[Goal, Any, Any, Any]]:
        return [
            (goal, self[f"goal-{goal.pk}-done"], self[f"goal-{goal.pk}-result"], self[f"goal-{goal.pk}-why"])
            for goal in self.goals
        ]

    def first_content(self) -> Content:
        """Return what an empty page begins with: it counts, although nothing was saved yet."""
        return Content(
            fields={"author_role": self.initial["author_role"]},
            goals=[GoalLine(goal.pk) for goal in self.goals],
            instruments=self.initial["instruments"],
        )

    def content(self) -> Content:
        """Return what was filled in; a field that is not well formed counts as empty (its error is shown)."""
        data = self.cleaned_data
        fields = {name: data.get(name) for name in COUNTS}
        fields["client_reaction_on"] = data.get("client_reaction_on")
        fields["non_compliance"] = {"yes": True, "no": False}.get(data.get("non_compliance", ""))
        fields["no_advice"] = bool(data.get("no_advice"))
        for name in ("absence_reasons", "barriers"):
            fields[name] = list(data.get(name) or [])
        for name in (
            "author_role",
            "absence_note",
            "instruments_other",
            "childcare",
            "barriers_note",
            "client_view",
            "client_reaction",
            "client_objection",
            "next_step",
            "non_compliance_note",
            "question",
        ):
            fields[name] = data.get(name) or ""
        # These two stand on the page only with the choice they belong to; unchosen, they are not meant to be sent.
        if fields["client_reaction"] != ClientReaction.OBJECTED:
            fields["client_objection"] = ""
        if not fields["non_compliance"]:
            fields["non_compliance_note"] = ""
        advices = dict.fromkeys(data.get("advices") or [], "")
        if data.get("advice_other", "").strip():
            advices[Advice.Kind.OTHER] = data["advice_other"].strip()
        return Content(
            fields=fields,
            goals=[
                GoalLine(
                    goal.pk,
                    *(data.get(f"goal-{goal.pk}-{part}") or "" for part in ("done", "result", "why")),
                )
                for goal in self.goals
            ],
            instruments=[instrument.pk for instrument in data.get("instruments") or []],
            advices=advices,
        )


def new_editor() -> str:
    """Return a token for one opened page: its own saves are not a conflict with itself."""
    return secrets.token_hex(16)


def initial_of(version: ReportVersion) -> dict[str, Any]:
    """Return what a version holds as the form's starting values."""
    plain = {
        name: getattr(version, name)
        for name in ReportForm.base_fields
        if hasattr(version, name)
        and name not in ("instruments", "advices", "attachments", "non_compliance", "editor")
    }
    advices = {advice.kind: advice.text for advice in version.advices.all()}
    answer = {True: "yes", False: "no", None: ""}[version.non_compliance]
    initial: dict[str, Any] = {
        **plain,
        "instruments": [instrument.pk for instrument in version.instruments.all()],
        "advices": [kind for kind in advices if kind != Advice.Kind.OTHER],
        "advice_other": advices.get(Advice.Kind.OTHER, ""),
        "non_compliance": answer,
    }
    for line in version.goal_results.all():
        for part in ("done", "result", "why"):
            initial[f"goal-{line.goal_id}-{part}"] = getattr(line, part)
    return initial


def checklist(content: Content) -> list[dict[str, Any]]:
    """Return, for every element of a complete report, its label, the control it leads to, and whether it is there."""
    missing = set(missing_elements(content))
    return [
        {"label": str(element.label), "target": _target(element, content), "done": element not in missing}
        for element in Element
    ]


def _target(element: Element, content: Content) -> str:
    if element != Element.GOALS:
        return TARGETS[element]
    for line in content.goals:
        for part in ("done", "result", "why"):
            if not getattr(line, part).strip():
                return f"id_goal-{line.goal}-{part}"
    return f"id_goal-{content.goals[0].goal}-done" if content.goals else "doelen"
