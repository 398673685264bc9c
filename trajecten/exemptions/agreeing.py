"""Agreeing what the client does meanwhile, when an exemption was granted without it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trajecten.exemptions import actions
from trajecten.exemptions.models import Exemption, Meanwhile
from wiz.actions import Conflict, Refused
from wiz.casefile.frame import client_page
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now
from wiz.ui.back import back_to, next_of
from wiz.ui.forms import DateField
from wiz.ui.refusals import refuse


class AgreeForm(forms.Form):
    """One thing the client will do; another time for another."""

    text = forms.CharField(
        label=gettext_lazy("What will the client do?"),
        help_text=gettext_lazy("Small and certain is better than large: one morning a week counts."),
        max_length=Meanwhile._meta.get_field("text").max_length,
        error_messages={"required": gettext_lazy("Say what the client will do.")},
    )
    due = DateField(label=gettext_lazy("By"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WORK_CASES)
def exemption_agree(request: UserRequest, pk: int) -> HttpResponse:
    """Add something the client will do to a granted exemption, then go back to where she came from."""
    rows = Exemption.objects.visible_to(request.user).select_related("client__consultant")
    exemption = get_object_or_404(rows, pk=pk)
    form = AgreeForm(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid():
        line = form.cleaned_data["text"], form.cleaned_data["due"]
        try:
            actions.agree(exemption, [line], by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
            status = 409 if isinstance(error, Conflict) else 422
        else:
            messages.success(request, _("Noted what the client does meanwhile."))
            return back_to(request, "exemption", pk)
    context = {"exemption": exemption, "form": form, "next": next_of(request)}
    return client_page(
        request,
        exemption.client,
        "exemptions/agree.html",
        context,
        tab="exemptions",
        status=status,
        subject_id=pk,
    )
