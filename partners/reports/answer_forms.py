"""The shape of the municipality's side: answering, sending back, another date, not needed."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.reports.models import Advice, Report, ReportVersion
from partners.reports.rules import check_move, needs_words
from wiz.actions import allowed
from wiz.people.models import User
from wiz.policy.models import days_on
from wiz.ui.forms import DateField, DateInput


class AnswerForm(forms.Form):
    """Per advice what happens with it and why, and a few words to the bureau."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Message to the bureau"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, version: ReportVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.advices = list(version.advices.all())
        self.fields["version"].initial = version.pk
        if why := needs_words(version, has_advice=bool(self.advices)):
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = why
        for advice in self.advices:
            self.fields[f"reply-{advice.pk}"] = forms.ChoiceField(
                label=_("What do you do with it?"),
                choices=Advice.Reply.choices,
                widget=forms.RadioSelect(attrs={"class": "wiz-inline"}),
                error_messages={"required": _("Choose what you do with this advice.")},
            )
            self.fields[f"reason-{advice.pk}"] = forms.CharField(
                label=_("Why"),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Give a reason. The other side reads it.")},
            )

    @property
    def advice_rows(self) -> list[tuple[Advice, Any, Any]]:
        return [(a, self[f"reply-{a.pk}"], self[f"reason-{a.pk}"]) for a in self.advices]

    def replies(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {a.pk: (data[f"reply-{a.pk}"], data[f"reason-{a.pk}"]) for a in self.advices}


REASON_NEEDED = {"required": _("Give a reason. The other side reads it.")}


class SendBackForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What must be different?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages=REASON_NEEDED,
    )
    due = DateField(label=_("Due again on"), error_messages={"required": _("Choose a day.")})


class AcceptForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it good enough?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages=REASON_NEEDED,
    )


class MoveDueForm(forms.Form):
    due = DateField(
        label=_("New date"),
        widget=DateInput({"autofocus": True}),
        error_messages={"required": _("Choose a day.")},
    )
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages=REASON_NEEDED)


class NotNeededForm(forms.Form):
    reason = forms.CharField(label=_("Why is it not needed?"), max_length=300, error_messages=REASON_NEEDED)


class LiftBlockForm(forms.Form):
    read_on = DateField(label=_("The client agreed on"), error_messages={"required": _("Choose a day.")})


def forms_for(
    user: User, report: Report, version: ReportVersion | None, today: datetime.date
) -> dict[str, forms.Form | None]:
    """Return the empty forms of every move this person may make with this report now."""

    def may(move: str) -> bool:
        return allowed(check_move, user, report, move)

    found: dict[str, forms.Form | None] = {}
    if version is not None and may("answer"):
        found["answer_form"] = AnswerForm(version=version, prefix="answer")
    if version is not None and may("send back"):
        due = today + days_on(today, "report_sent_back")
        found["send_back_form"] = SendBackForm(prefix="back", initial={"version": version.pk, "due": due})
    if may("accept incomplete"):
        found["accept_form"] = AcceptForm(prefix="accept")
    if may("lift block"):
        found["lift_block_form"] = LiftBlockForm(prefix="block", initial={"read_on": today})
    for move in ("write", "remind", "move due", "not needed", "needed again"):
        found[f"may_{move.replace(' ', '_')}"] = may(move)  # type: ignore[assignment]
    return found


def typed_texts(form: forms.Form) -> list[str]:
    """Return the texts somebody typed in a form, for a page on which the form itself has no place any more."""
    typed = forms.Textarea | forms.TextInput
    texts = [bound.value() for bound in form if isinstance(bound.field.widget, typed)]
    return [text for text in texts if isinstance(text, str) and text.strip()]
