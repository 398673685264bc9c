"""The administrator's pages on ladders."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trajecten.ladder.actions import save_ladder
from trajecten.ladder.forms import LadderForm, RungRows
from trajecten.ladder.models import Ladder
from wiz.actions import Refused
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import today
from wiz.ui.refusals import refuse


@needs(Can.ADMINISTER)
@require_safe
def ladders(request: UserRequest) -> HttpResponse:
    """All ladders with their rungs and how many clients stand on them now; who they are is not told."""
    found = Ladder.objects.prefetch_related("rungs").annotate(
        standing=Count("placements", filter=Q(placements__until__isnull=True))
    )
    # A query that counts forgets the order its model has.
    found = found.order_by(*Ladder._meta.ordering or ())
    return render(request, "ladder/ladders.html", {"ladders": found, "today": today()})


@needs(Can.ADMINISTER)
def ladder_add(request: UserRequest) -> HttpResponse:
    return _form(request, None)


@needs(Can.ADMINISTER)
def ladder_change(request: UserRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(Ladder, pk=pk))


def _form(request: UserRequest, ladder: Ladder | None) -> HttpResponse:
    form = LadderForm(request.POST or None, ladder=ladder)
    rungs = RungRows(request.POST or None, rungs=ladder.rungs.all() if ladder else ())
    if request.method == "POST" and form.is_valid() & rungs.is_valid():
        try:
            saved = save_ladder(ladder, form.cleaned_data, rungs.rows(), by=request.user)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s has been saved.") % {"name": saved})
            return redirect("ladders")
    context = {
        "section": "ladders",
        "form": form,
        "formset": rungs,
        "ladder": ladder,
        "used": ladder is not None and ladder.placements.exists(),
    }
    return render(request, "ladder/ladder_form.html", context)
