"""A client's intake: the picture as it stands, the page to update it, its older versions; and the list of factors."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from trajecten.intake.actions import retire_factor, save_factor, save_intake
from trajecten.intake.forms import FactorForm, FactorStateForm, IntakeForms
from trajecten.intake.models import Factor, Intake
from trajecten.intake.picture import Change, changes, picture_of
from wiz.actions import Conflict, Refused
from wiz.casefile.frame import client_page
from wiz.clients.models import Client
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import day_of, now, today
from wiz.ui.refusals import refuse

VERSIONS_A_PAGE = 12


@needs(Can.WORK_CASES)
def intake(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _client(request, pk))


@needs(Can.WORK_CASES)
def intake_version(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show one version as it was saved, with what it changed."""
    return _page(request, _client(request, pk), number)


@needs(Can.WORK_CASES)
def intake_change(request: UserRequest, pk: int) -> HttpResponse:
    """Save the next version. Who was second sees the newer one beside her own text, and chooses (409)."""
    client, at = _client(request, pk), now()
    latest, newer, status = Intake.objects.of(client).with_rows().first(), None, 200
    forms = IntakeForms(
        request.POST or None,
        intake=latest,
        factors=Factor.objects.offered_on(day_of(at)),
        with_parent=bool(client.children.all()),
    )
    if request.method == "POST" and forms.is_valid():
        revision = forms.form.cleaned_data["revision"]
        try:
            save_intake(client, forms.picture(), revision=revision, by=request.user, at=at)
        except Conflict as error:
            refuse(forms.form, error)
            newer, status = Intake.objects.of(client).with_rows().first(), 409
        except Refused as error:
            refuse(forms.form, error)
        else:
            messages.success(request, _("Intake saved."))
            return redirect("intake", client.pk)
    context = {
        "all": forms,
        "form": forms.form,
        "load_fields": [forms.form[name] for name in ("care", "alone", "load")],
        "forms": forms.others,
        "kinds": [(kind, forms.of_kind(kind)) for kind in Factor.Kind],
        "is_new": latest is None,
        "newer": newer,
        "newer_changes": _since(client, newer, forms.form.cleaned_data["revision"]) if newer else [],
    }
    return client_page(request, client, "intake/change.html", context, tab="intake", status=status)


@needs(Can.ADMINISTER)
def factors(request: UserRequest) -> HttpResponse:
    """The list of strengths and barriers; what is sent is a new one, or the button behind one."""
    if "factor" in request.POST:
        return _retire(request)
    form = FactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = save_factor(None, **form.cleaned_data, by=request.user, today=today())
        except Refused as error:
            refuse(form, error, "name")
        else:
            messages.success(request, _("%(name)s can be chosen from now on.") % {"name": added})
            return redirect("factors")
    found = list(Factor.objects.all())
    context = {
        "form": form,
        "kinds": [(kind, [factor for factor in found if factor.kind == kind]) for kind in Factor.Kind],
    }
    return render(request, "intake/factors.html", context)


@needs(Can.ADMINISTER)
def factor_change(request: UserRequest, pk: int) -> HttpResponse:
    """Rename or move a factor."""
    factor = get_object_or_404(Factor, pk=pk)
    form = FactorForm(request.POST or None, factor=factor)
    if request.method == "POST" and form.is_valid():
        try:
            save_factor(factor, kind=factor.kind, **form.cleaned_data, by=request.user, today=today())
        except Refused as error:
            refuse(form, error, "name")
        else:
            messages.success(request, _("Saved."))
            return redirect("factors")
    return render(request, "intake/factor.html", {"section": "factors", "form": form, "factor": factor})


def _client(request: UserRequest, pk: int) -> Client:
    clients = Client.objects.visible_to(request.user).select_related("consultant", "municipality")
    return get_object_or_404(clients.prefetch_related("children"), pk=pk)


def _page(request: UserRequest, client: Client, number: int | None = None) -> HttpResponse:
    """Return the page of a version, or of the latest, with what it changed since the one before."""
    versions = Intake.objects.of(client)
    latest = versions.values("number", "other_parent").first()
    context: dict[str, Any] = {"versions": _versions(request, client)}
    if latest or number:
        number = number or (latest["number"] if latest else 0)
        found = {one.number: one for one in versions.with_rows().filter(number__in=(number, number - 1))}
        if number not in found or latest is None:
            raise Http404
        hide = latest["other_parent"] == Intake.OtherParent.LEAVE
        shown, before, is_latest = found[number], found.get(number - 1), number == latest["number"]
        context |= picture_of(
            shown, client.children.all(), day_of(now()), is_latest=is_latest, hide_parent=hide
        )
        context["before"] = before
        context["changes"] = changes(before, shown, hide_parent=hide) if before else []
    return client_page(request, client, "intake/intake.html", context, tab="intake")


def _versions(request: UserRequest, client: Client) -> Any:
    rows = Intake.objects.of(client).select_related("by")
    return Paginator(rows, VERSIONS_A_PAGE).get_page(request.GET.get("page"))


def _since(client: Client, newer: Intake, revision: int) -> list[Change]:
    """Return what a colleague changed since the version a page began from."""
    began = Intake.objects.of(client).with_rows().filter(number=revision).first()
    hide = newer.other_parent == Intake.OtherParent.LEAVE
    return changes(began, newer, hide_parent=hide) if began else []


def _retire(request: UserRequest) -> HttpResponse:
    form = FactorStateForm(request.POST)
    if form.is_valid():
        factor, retired = form.cleaned_data["factor"], form.cleaned_data["retired"]
        retire_factor(factor, retired=retired, by=request.user, today=today())
        sentence = (
            _("%(name)s can no longer be chosen. Where it was used it stays.")
            if retired
            else _("%(name)s can be chosen again.")
        )
        messages.success(request, sentence % {"name": factor})
    else:
        messages.error(request, _("This is not on the list."))
    return redirect("factors")
