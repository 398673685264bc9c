"""The forms on letters: how one went to the client, the texts, and the house style."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.actions import Refused
from wiz.letters.kinds import LetterKind
from wiz.letters.models import HouseStyle, Letter
from wiz.letters.rules import check_colour
from wiz.letters.texts import BODY_AT_MOST, SUBJECT_AT_MOST, problems
from wiz.ui.forms import DateField, WizFormHelper

DAY_NEEDED = {"required": _("Type a day.")}


class SendForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How did it go to the client?"),
        choices=Letter.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the letter went to the client.")},
    )
    on = DateField(label=_("On which day?"), error_messages=DAY_NEEDED)


class CorrectForm(SendForm):
    reason = forms.CharField(
        label=_("Why is this put right?"),
        max_length=300,
        error_messages={"required": _("Say why this is put right.")},
    )


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is this letter not sent?"),
        max_length=300,
        error_messages={"required": _("Say why this letter is not sent.")},
    )


class TextForm(forms.Form):
    """The text of a kind of letter; a snippet has no subject."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=SUBJECT_AT_MOST,
        error_messages={"required": _("Write what the letter is about.")},
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=BODY_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "nl"}),
        error_messages={"required": _("Write the text of the letter.")},
    )

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind.is_snippet:
            del self.fields["subject"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "body" in data:
            for field, sentence in problems(self.kind, data.get("subject", ""), data["body"]):
                self.add_error(field, sentence)
        return data

    def text(self) -> tuple[str, str]:
        """Return what was typed, as subject and body."""
        return self.cleaned_data.get("subject", ""), self.cleaned_data["body"]


class HouseStyleForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    new_logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG or JPEG, at most 200 kB. It stands at the top of the first page."),
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = HouseStyle
        fields = [
            "sender",
            "department",
            "address",
            "phone",
            "email",
            "website",
            "logo_alt",
            "accent",
            "visit",
            "objection_address",
            "closing",
        ]
        help_texts = {
            "sender": _("Empty: “Gemeente” and the name of the municipality."),
            "address": _("Where post is sent to, one line below the other."),
            "logo_alt": _("For people who cannot see it, for example: Logo of the municipality."),
            "accent": _("As six signs after a hash, like #1f4e79. Dark enough to be read on white."),
            "visit": _("Stands in an invitation when the meeting names no place itself."),
            "objection_address": _("Empty: the mayor and aldermen, at the postal address."),
            "closing": _(
                "Empty: “Met vriendelijke groet, namens het college …”. The name of the person who signs follows."
            ),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("address", "visit", "objection_address", "closing")
        }

    helper = WizFormHelper()
    helper.layout = Layout(
        "revision",
        Row(Column("sender"), Column("department")),
        "address",
        Row(Column("phone"), Column("email"), Column("website")),
        "new_logo",
        "without_logo",
        Row(Column("logo_alt"), Column("accent")),
        "visit",
        "objection_address",
        "closing",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        if self.instance.logo_id is None:
            self.fields["without_logo"].widget = forms.HiddenInput()
        for name in ("phone", "email", "address"):  # not the administrator's own
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_accent(self) -> str:
        colour = self.cleaned_data["accent"].strip().lower()
        try:
            check_colour(colour)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return colour
