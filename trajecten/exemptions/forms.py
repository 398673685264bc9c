"""The shape of a request for an exemption, as it is typed. Extent, ground and period begin empty: never guessed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.actions import Asked, MeanwhileRow, OutcomeRow
from trajecten.exemptions.models import MOST_HOURS, Exemption, Meanwhile
from trajecten.exemptions.rules import check_extent, check_look_again, check_reason
from wiz.actions import Refused
from wiz.files.forms import FilesField, WaitingFilesField, waiting_files
from wiz.people.models import User
from wiz.ui.forms import DateField, TextField


def _text(label: Any, rows: int, hint: Any = "", *, required: bool = False, **rest: Any) -> TextField:
    return TextField(
        label=label,
        help_text=hint,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        **rest,
    )


class RequestForm(forms.Form):
    """What is asked for. `asked()` gives it as the action takes it, `files` what becomes its documents."""

    extent = forms.ChoiceField(
        label=_("Extent"),
        choices=Exemption.Extent.choices,
        widget=forms.RadioSelect(attrs={"class": "wiz-inline"}),
        error_messages={"required": _("Choose whether it is partial or full.")},
    )
    hours = forms.DecimalField(
        label=_("Hours a week that remain"),
        help_text=_("In which the client can work or look for work."),
        required=False,
        max_digits=4,
        decimal_places=1,
        max_value=MOST_HOURS,
        localize=True,
        widget=forms.TextInput(attrs={"class": "wiz-short", "inputmode": "decimal"}),
    )
    start = DateField(label=_("From"), error_messages={"required": _("Say from which day.")})
    end = DateField(
        label=_("Up to and including"),
        error_messages={"required": _("Say until when: an exemption always has an end.")},
    )
    look_again_on = DateField(
        label=_("Look at it again on"), error_messages={"required": _("Say when it is looked at again.")}
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Exemption.Ground.choices,
        widget=forms.RadioSelect(attrs={"class": "wiz-inline"}),
        error_messages={"required": _("Choose the ground.")},
    )
    reason = _text(
        _("Reason"),
        4,
        _(
            "Why for this client, and why for this long? No medical details: the client reads it in the letter."
        ),
        required=True,
        error_messages={"required": _("Say why, for this client.")},
    )
    participation = forms.CharField(
        label=_("What participation remains possible"), max_length=300, required=False
    )
    client_view = _text(_("What the client thinks of it"), 2, _("In the client's own words."))
    support = _text(
        _("What supports this"),
        2,
        _("Who concluded what, and until when it holds. The conclusion only, no medical details."),
    )
    documents = FilesField(
        label=_("Documents"),
        required=False,
        help_text=_("PDF, Word (docx), ODT, Excel (xlsx), JPEG or PNG. The conclusion only."),
    )
    waiting = WaitingFilesField()
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"revision": 0, "form_key": uuid.uuid4(), **self.initial}
        if self.initial.get("hours") is not None:
            self.initial["hours"] = self.initial["hours"].normalize()  # 16, not 16,0
        self.use_required_attribute = False
        for name in ("hours", "waiting"):  # they stand there only when they are needed
            self.fields[name].is_needed = True  # type: ignore[attr-defined]
        if self.is_bound:
            tokens = self.data.getlist(self.add_prefix("waiting")) if hasattr(self.data, "getlist") else []
            self.fields["waiting"].offer(waiting_files(tokens, user))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("extent") == Exemption.Extent.FULL:
            data["hours"] = None  # typed before "full" was chosen
            self.errors.pop("hours", None)
        elif data.get("extent") and "hours" not in self.errors:
            self._check(check_extent, data["extent"], data.get("hours"))
        start, end, again = (data.get(name) for name in ("start", "end", "look_again_on"))
        if start and end and end < start:
            self.add_error("end", _("The end comes before the start."))
        elif start and end and again:
            self._check(check_look_again, again, start, end)
        if data.get("reason"):
            self._check(check_reason, data["reason"])
        return data

    def _check(self, rule: Any, *values: Any) -> None:
        try:
            rule(*values)
        except Refused as error:
            self.add_error(error.field, str(error))

    def asked(self) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in Asked.__dataclass_fields__})

    def keep_waiting(self, files: list[Any]) -> None:
        """Let files that were sent along wait on the page that comes back, beside those that waited already."""
        field: Any = self.fields["waiting"]
        ticked = [token for token, file in field.waiting.items() if file in files]
        ticked += [
            token for token in field.offer(files) if token not in ticked and field.waiting[token] in files
        ]
        data: Any = self.data
        data = data.copy()
        data.setlist(self.add_prefix("waiting"), ticked)
        self.data = data


class MeanwhileForm(forms.Form):
    """One row: something the client does meanwhile; it may stay empty."""

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What the client does"), max_length=200, required=False)
    due = DateField(label=_("By"), required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("due") and not data.get("text") and not data.get("row") and "text" not in self.errors:
            self.add_error("text", _("Say what the client does, or take the date out."))
        return data


BaseMeanwhileRows = forms.formset_factory(MeanwhileForm, extra=2)


class MeanwhileRows(BaseMeanwhileRows):  # type: ignore[misc, valid-type]
    """Agreements as rows, with two to spare; emptying the text takes one away."""

    def __init__(self, *args: Any, lines: Iterable[Meanwhile] = (), **kwargs: Any) -> None:
        self.lines = {line.pk: line for line in lines}
        initial = [{"row": line.pk, "text": line.text, "due": line.due} for line in self.lines.values()]
        super().__init__(*args, initial=initial, prefix="meanwhile", **kwargs)

    def rows(self) -> list[MeanwhileRow]:
        """Return the rows as the action takes them; one that is gone meanwhile is a new one."""
        return [
            MeanwhileRow(self.lines.get(data.get("row")), data.get("text", ""), data.get("due"))
            for data in (form.cleaned_data for form in self.forms)
        ]


class LookAgainForm(forms.Form):
    """That it was looked at again; what was seen may be said."""

    note = forms.CharField(
        label=_("What did you see when you looked at it again?"), max_length=300, required=False
    )


class OutcomeForm(forms.Form):
    """What came of an agreement. "Not known yet" is an answer too."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("", _("Not known yet")), *Meanwhile.Outcome.choices],
        required=False,
    )
    note = forms.CharField(label=_("Why"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("note") and not data.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Choose what came of it."))
        return data


def outcome_forms(lines: Iterable[Meanwhile], data: Any = None) -> list[tuple[Meanwhile, OutcomeForm]]:
    """Return a form for each agreement of the exemption before."""
    return [
        (
            line,
            OutcomeForm(
                data,
                prefix=f"outcome-{line.pk}",
                initial={"outcome": line.outcome, "note": line.outcome_note},
            ),
        )
        for line in lines
    ]


def outcome_rows(asked: Iterable[tuple[Meanwhile, OutcomeForm]]) -> list[OutcomeRow]:
    """Return those that were answered; what is not known yet changes nothing."""
    return [
        OutcomeRow(line, form.cleaned_data["outcome"], form.cleaned_data["note"])
        for line, form in asked
        if form.cleaned_data["outcome"]
    ]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300, required=False)


class LetEndForm(forms.Form):
    reason = forms.CharField(
        label=_("Why nothing follows"),
        help_text=_("From the day after, the full duty to apply for work is back."),
        max_length=300,
        error_messages={"required": _("Say why nothing follows.")},
    )


class AgreeForm(forms.Form):
    """Something the client will do, agreed after the exemption was granted."""

    text = forms.CharField(
        label=_("What the client does"),
        max_length=200,
        error_messages={"required": _("Say what the client will do.")},
    )
    due = DateField(label=_("By"), required=False)


class PeersForm(forms.Form):
    """Which colleagues are asked, and what."""

    peers = forms.ModelMultipleChoiceField(
        label=_("Which colleagues"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "wiz-inline"}),
        error_messages={"required": _("Choose at least one colleague.")},
    )
    question = forms.CharField(
        label=_("Question"),
        help_text=_("What do you want to know? Without one, the colleague says what comes to mind."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peers"].queryset = colleagues  # type: ignore[attr-defined]
        self.use_required_attribute = False


class OpinionForm(forms.Form):
    words = _text(
        _("Your opinion"),
        3,
        _("In a sentence or two. You decide nothing with it."),
        required=True,
        error_messages={"required": _("Say what you think, in a sentence or two.")},
    )
    use_required_attribute = False
