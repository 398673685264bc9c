"""The shape of an intake as it is typed: nothing is mandatory, an empty row is no row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trajecten.intake.actions import FIELDS, ROW_FIELDS, Picture
from trajecten.intake.models import LEAST, MOST, ExpertAdvice, Factor, Intake
from trajecten.intake.rules import MOST_HOURS, check_validity
from wiz.actions import Refused
from wiz.ui.forms import DateField

NO_DETAIL = _("The conclusion only. No diagnosis, no medicines, no medical details.")
SCALE = [("", "–"), *((str(n), str(n)) for n in range(LEAST, MOST + 1))]


def _text(label: Any, rows: int = 2, length: int = 2000, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, **kwargs)


def _choice(label: Any, choices: list[tuple[Any, Any]], **kwargs: Any) -> forms.ChoiceField:
    widget = forms.RadioSelect(attrs={"class": "wiz-inline"})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget, **kwargs)


def _forward(form: forms.Form, data: dict[str, Any], start: str, until: str) -> None:
    try:
        check_validity(data.get(start), data.get(until))
    except Refused as error:
        form.add_error(until, str(error))


class IntakeForm(forms.Form):
    wish = _text(_("What does the client want?"), 3, help_text=_("In the client's own words."))
    care = forms.CharField(
        label=_("Care for others"),
        help_text=_("For whom, and how many hours a week."),
        max_length=200,
        required=False,
    )
    alone = _choice(
        _("If something comes up: can somebody take over?"), [*Intake.Alone.choices, ("", _("Not known"))]
    )
    load = _text(_("What else weighs"))
    capacity_hours = forms.DecimalField(
        label=_("Hours a week"),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        max_digits=4,
        decimal_places=1,
        localize=True,
    )
    capacity = _text(_("What the client can carry"), help_text=NO_DETAIL)
    capacity_source = forms.ChoiceField(
        label=_("Who concluded this"), choices=[("", _("Not known")), *Intake.Source.choices], required=False
    )
    capacity_on = DateField(label=_("Concluded on"), required=False, help_text="")
    capacity_until = DateField(label=_("Valid until"), required=False, help_text="")
    other_parent = _choice(
        _("What the other parent contributes"),
        Intake.OtherParent.choices,
        help_text=_(
            "Is it not safe to talk about this? Choose “Do not bring up”. Nothing more is kept then."
        ),
    )
    other_parent_note = forms.CharField(
        label=_("Which contribution"),
        help_text=_("For example childcare on Wednesday, or maintenance."),
        max_length=200,
        required=False,
    )
    # Which version the page began from; see `save_intake`.
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, intake: Intake | None, with_parent: bool, **kwargs: Any) -> None:
        shown = intake or Intake()
        kwargs["initial"] = {name: getattr(shown, name) for name in FIELDS}
        kwargs["initial"]["revision"] = intake.number if intake else 0
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        # Who has no children here is not asked about their other parent; what was said before stays.
        self.kept: dict[str, Any] = {}
        if not with_parent and shown.other_parent == Intake.OtherParent.NOT_DISCUSSED:
            self.kept = {name: getattr(shown, name) for name in ("other_parent", "other_parent_note")}
            for name in self.kept:
                del self.fields[name]

    def clean_other_parent(self) -> str:
        return self.cleaned_data["other_parent"] or Intake.OtherParent.NOT_DISCUSSED

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _forward(self, data, "capacity_on", "capacity_until")
        return data

    def values(self) -> dict[str, Any]:
        typed = {name: self.cleaned_data[name] for name in FIELDS if name in self.fields}
        return {
            name: value.strip() if isinstance(value, str) else value for name, value in typed.items()
        } | self.kept


class WeighingForm(forms.Form):
    """The row of one factor. What is neither weighed nor described is not part of the picture."""

    client = forms.TypedChoiceField(
        choices=SCALE, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    consultant = forms.TypedChoiceField(
        choices=SCALE, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(max_length=200, required=False)

    def __init__(self, data: Any, *, factor: Factor, row: Any = None) -> None:
        self.factor = factor
        initial = {
            "client": row.client_weight if row else None,
            "consultant": row.consultant_weight if row else None,
            "words": row.words if row else "",
        }
        super().__init__(data, prefix=f"factor-{factor.pk}", initial=initial)
        self.use_required_attribute = False
        labels = {"client": _("the client"), "consultant": _("you"), "words": _("in a few words")}
        for name, label in labels.items():
            self.fields[name].label = f"{factor.name}, {label}"

    def row(self) -> dict[str, Any] | None:
        hers, ours = self.cleaned_data["client"], self.cleaned_data["consultant"]
        words = self.cleaned_data["words"].strip()
        if hers is None and ours is None and not words:
            return None
        values = (self.factor.pk, hers, ours, words)
        return dict(zip(ROW_FIELDS["weighings"], values, strict=True))


def weighing_forms(data: Any, factors: Iterable[Factor], intake: Intake | None) -> list[WeighingForm]:
    """Return a row for each factor offered, and for a retired one that the latest version still uses."""
    rows = {row.factor_id: row for row in intake.weighings.all()} if intake else {}
    shown = {factor.pk: factor for factor in factors} | {pk: row.factor for pk, row in rows.items()}
    ordered = sorted(shown.values(), key=lambda f: (f.kind != Factor.Kind.STRENGTH, f.place, f.pk))
    return [WeighingForm(data, factor=factor, row=rows.get(factor.pk)) for factor in ordered]


class SupporterForm(forms.Form):
    who = forms.CharField(label=_("Who"), max_length=80, required=False)
    helps_with = forms.CharField(label=_("Helps with"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("helps_with") and not data.get("who") and "who" not in self.errors:
            self.add_error("who", _("Say who helps, or empty the row."))
        return data


class AdviceForm(forms.Form):
    giver = forms.ChoiceField(
        label=_("Given by"), choices=[("", _("Choose")), *ExpertAdvice.Giver.choices], required=False
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    words = _text(_("Advice, no medical details"))
    given_on = DateField(label=_("Given on"), required=False, help_text="")
    valid_until = DateField(label=_("Valid until"), required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _forward(self, data, "given_on", "valid_until")
        typed = any(data.get(name) for name in ("giver", "name", "given_on", "valid_until"))
        if data.get("words") and not data.get("giver") and "giver" not in self.errors:
            self.add_error("giver", _("Say who gave the advice."))
        if typed and not data.get("words") and "words" not in self.errors and not self._emptied():
            self.add_error("words", _("Say what the advice is, or empty the row."))
        return data

    def _emptied(self) -> bool:
        """A row that was there is taken away by emptying its advice; the rest may stay."""
        return bool(self.initial)


BaseRows = forms.formset_factory(SupporterForm, extra=2, max_num=30, absolute_max=30)
BaseAdvices = forms.formset_factory(AdviceForm, extra=1, max_num=30, absolute_max=30)


class SupporterRows(BaseRows):  # type: ignore[misc, valid-type]
    """Who helps, as rows with two to spare. Emptying who it is takes the row away."""

    def __init__(self, data: Any = None, *, intake: Intake | None) -> None:
        super().__init__(data, initial=_initial(intake, "supporters"), prefix="supporters")

    def rows(self) -> list[dict[str, Any]]:
        return [row for form in self.forms if (row := _row(form, "supporters"))["who"]]


class AdviceRows(BaseAdvices):  # type: ignore[misc, valid-type]
    """Advice of others, as rows with one to spare. Emptying the advice takes the row away."""

    def __init__(self, data: Any = None, *, intake: Intake | None) -> None:
        super().__init__(data, initial=_initial(intake, "advices"), prefix="advices")

    def rows(self) -> list[dict[str, Any]]:
        return [row for form in self.forms if (row := _row(form, "advices"))["words"]]


def _initial(intake: Intake | None, name: str) -> list[dict[str, Any]]:
    rows = getattr(intake, name).all() if intake else ()
    return [{field: getattr(row, field) for field in ROW_FIELDS[name]} for row in rows]


def _row(form: forms.Form, name: str) -> dict[str, Any]:
    # A row that was left empty has no cleaned data of its own.
    found = {field: form.cleaned_data.get(field) for field in ROW_FIELDS[name]}
    dates = ("given_on", "valid_until")
    return {field: value if field in dates else (value or "").strip() for field, value in found.items()}


class IntakeForms:
    """All that stands on the page of an intake: fields, a row for each factor, helpers and advice."""

    def __init__(
        self, data: Any, *, intake: Intake | None, factors: Iterable[Factor], with_parent: bool
    ) -> None:
        self.form = IntakeForm(data, intake=intake, with_parent=with_parent)
        self.weighings = weighing_forms(data, factors, intake)
        self.supporters = SupporterRows(data, intake=intake)
        self.advices = AdviceRows(data, intake=intake)

    @property
    def others(self) -> list[Any]:
        """The forms besides the first, as the error summary reads them."""
        return [*self.weighings, self.supporters, self.advices]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in (self.form, *self.others))

    def of_kind(self, kind: str) -> list[WeighingForm]:
        return [row for row in self.weighings if row.factor.kind == kind]

    def picture(self) -> Picture:
        """Return what was typed as the action takes it."""
        weighings = [row for form in self.weighings if (row := form.row())]
        return Picture(self.form.values(), weighings, self.supporters.rows(), self.advices.rows())


class FactorForm(forms.Form):
    """A factor to add, or to rename and move."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Factor.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "wiz-inline"}),
        error_messages={"required": _("Choose whether it helps or hinders.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        error_messages={"required": _("Fill in a name.")},
        help_text=_("No origin, religion, illness or suspicion: such things may not be recorded."),
    )
    place = forms.IntegerField(
        label=_("Place in the list"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Leave empty to put it last."),
    )

    def __init__(self, *args: Any, factor: Factor | None = None, **kwargs: Any) -> None:
        if factor:
            names = ("kind", "name", "place")
            kwargs["initial"] = {name: getattr(factor, name) for name in names}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if factor:  # a strength does not become a barrier: where it was used it would say the opposite
            del self.fields["kind"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if not name:
            raise ValidationError(_("Fill in a name."))
        return name


class FactorStateForm(forms.Form):
    """The button behind a factor. It says which state it is to have: a second click changes nothing."""

    factor = forms.ModelChoiceField(queryset=Factor.objects.all())
    retired = forms.BooleanField(required=False)
