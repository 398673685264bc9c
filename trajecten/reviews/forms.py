"""The shape of a reviewer's judgement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.models import Exemption, ExemptionReview
from trajecten.reviews.actions import Terms
from trajecten.reviews.rules import Judgement
from wiz.ui.forms import DateField

INLINE = {"class": "wiz-inline"}
O = ExemptionReview.Outcome  # noqa: E741


class ReviewForm(forms.Form):
    """Both questions, a reason, and what is granted: as asked unless the reviewer changes it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    lawful = forms.ChoiceField(
        label=_("Is it lawful?"),
        choices=ExemptionReview.Lawful.choices,
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages={"required": _("Say whether it is lawful.")},
    )
    falls_short = forms.ChoiceField(
        label=_("Does the client fall short?"),
        choices=[("no", _("No")), ("yes", _("Yes, namely"))],
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages={"required": _("Say whether the client falls short of something.")},
    )
    short_of = forms.CharField(
        label=_("Of what?"),
        required=False,
        max_length=300,
        help_text=_("Support, training, childcare."),
    )
    reason = forms.CharField(
        label=_("Reason of your decision"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The client reads it in the letter; with advice only the consultant does."),
        error_messages={"required": _("Give a reason.")},
    )
    lesson = forms.CharField(
        label=_("Lesson for colleagues"),
        required=False,
        max_length=200,
        help_text=_("One line others see beside requests like this. Name nobody."),
    )
    extent = forms.ChoiceField(
        label=_("Extent"),
        choices=Exemption.Extent.choices,
        widget=forms.RadioSelect(attrs=INLINE),
        required=False,
    )
    hours = forms.DecimalField(
        label=_("Hours a week that remain"),
        required=False,
        max_digits=4,
        decimal_places=1,
        min_value=0,
        localize=True,
    )
    start = DateField(label=_("From"), required=False)
    end = DateField(label=_("Up to and including"), required=False)

    def __init__(self, *args: Any, exemption: Exemption, **kwargs: Any) -> None:
        names = ("revision", "extent", "hours", "start", "end")
        self.exemption = exemption
        kwargs["initial"] = {name: getattr(exemption, name) for name in names}
        if exemption.hours is not None:
            kwargs["initial"]["hours"] = exemption.hours.normalize()
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def judgement(self) -> Judgement:
        data = self.cleaned_data
        return Judgement(
            lawful=data["lawful"],
            falls_short=data["falls_short"] == "yes",
            short_of=data["short_of"],
            reason=data["reason"],
            lesson=data["lesson"],
        )

    def terms(self) -> Terms:
        """Return what is granted; what was left empty is as it was asked."""
        data, asked = self.cleaned_data, self.exemption
        extent = data["extent"] or asked.extent
        # Choosing "full" leaves the hours that were asked standing in their field.
        hours = data["hours"] if data["extent"] else asked.hours
        hours = None if extent == Exemption.Extent.FULL else hours
        return Terms(extent, hours, data["start"] or asked.start, data["end"] or asked.end)

    @property
    def has_other_terms(self) -> bool:
        """Whether the part for other terms must stand open: something in it was changed or is wrong."""
        names = ("extent", "hours", "start", "end")
        if not self.is_bound:
            return False
        # What is wrong first: a number that is none (sNaN) cannot be compared with what was asked.
        return any(name in self.errors for name in names) or any(name in self.changed_data for name in names)


class RevokeForm(forms.Form):
    last_day = DateField(
        label=_("Last day of the exemption"), error_messages={"required": _("Choose a day.")}
    )
    reason = forms.CharField(
        label=_("Why is it revoked?"),
        help_text=_("The client reads it in the letter."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give a reason.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
