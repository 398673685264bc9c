"""The shape of what is typed about ladders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.ladder.actions import RungRow
from trajecten.ladder.models import Ladder, Placement, Rung
from wiz.ui.forms import DateField, WizFormHelper


class PlacementForm(forms.Form):
    """A reason and the rung whose button was pressed. Enter in the reason starts a new line and moves nobody."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("A sentence is enough. It stays with the history."),
        max_length=Placement._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        error_messages={"required": _("Say why, then choose the rung again.")},
    )
    on = DateField(label=_("From which day"), help_text=_("dd-mm-yyyy. Empty is today."), required=False)
    rung = forms.ModelChoiceField(
        label=_("Rung"),
        queryset=Rung.objects.none(),
        error_messages={
            "required": _("Choose a rung."),
            "invalid_choice": _("Choose a rung of this ladder."),
        },
    )
    seen = forms.IntegerField(min_value=0)
    form_key = forms.UUIDField()

    def __init__(self, *args: Any, ladder: Ladder | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if ladder:
            self.fields["rung"].queryset = ladder.rungs.select_related("ladder")  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    text = forms.CharField(
        label=_("What happens now?"),
        help_text=_("For example: talk on Tuesday about childcare, the trial place is kept until May."),
        max_length=Placement._meta.get_field("follow_up").max_length,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        error_messages={"required": _("Say what happens now.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


LADDER_FIELDS = ("name", "description", "source", "valid_from", "retired_from", "is_default")


class LadderForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=60, error_messages={"required": _("Give the ladder a name.")}
    )
    description = forms.CharField(
        label=_("Description"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Where this ladder comes from: a decision, a book, a scheme."),
    )
    valid_from = DateField(
        label=_("In use from"), required=False, help_text=_("dd-mm-yyyy. Empty: always been.")
    )
    retired_from = DateField(
        label=_("No longer used from"),
        required=False,
        help_text=_(
            "dd-mm-yyyy. Nobody is placed on it from then on. Whoever stands on it stays there until moved."
        ),
    )
    is_default = forms.BooleanField(
        label=_("The ladder for new placements"),
        required=False,
        help_text=_("It opens first, and its rung stands beside the client's name."),
    )

    helper = WizFormHelper()
    helper.layout = Layout("name", "description", "source", Row("valid_from", "retired_from"), "is_default")

    def __init__(self, *args: Any, ladder: Ladder | None, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(ladder, name) for name in LADDER_FIELDS} if ladder else {}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class RungForm(forms.Form):
    """One row: a rung that is there already, or an empty row for another."""

    rung = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Rung"), max_length=20, required=False)
    label = forms.CharField(label=_("In a few words"), max_length=60, required=False)
    explanation = forms.CharField(
        label=_("Explanation"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_new = not data.get("rung") and "name" not in self.errors
        if is_new and not data.get("name") and (data.get("label") or data.get("explanation")):
            self.add_error("name", _("Give the rung a name, or empty the row."))
        return data


BaseRungRows = forms.formset_factory(RungForm, extra=3)


class RungRows(BaseRungRows):  # type: ignore[misc, valid-type]
    """Rungs as rows, the lowest first, with three to spare. Emptying the name takes a rung away."""

    def __init__(self, *args: Any, rungs: Iterable[Rung] = (), **kwargs: Any) -> None:
        self.rungs = {rung.pk: rung for rung in rungs}
        names = ("name", "label", "explanation")
        initial = [
            {"rung": rung.pk} | {name: getattr(rung, name) for name in names} for rung in self.rungs.values()
        ]
        super().__init__(*args, initial=initial, prefix="rungs", **kwargs)

    def rows(self) -> list[RungRow]:
        """Return the rows as the action takes them; rungs that are there come first, whatever was sent."""
        rows = [
            RungRow(
                self.rungs.get(form.cleaned_data.get("rung")),
                *(form.cleaned_data.get(name, "") for name in ("name", "label", "explanation")),
            )
            for form in self.forms
        ]
        return sorted(rows, key=lambda row: row.rung.position if row.rung else 10_000)
