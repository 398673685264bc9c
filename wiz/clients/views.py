"""A client's page, adding and changing clients, and finding one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wiz.actions import Refused, allowed
from wiz.casefile.frame import client_page
from wiz.casefile.page import client_at_a_glance
from wiz.clients.actions import add_client, change_client, reveal_bsn
from wiz.clients.forms import AddClientForm, ChangeClientForm, ChildRows, FindForm
from wiz.clients.models import Client
from wiz.clients.search import AT_MOST as FOUND_AT_MOST
from wiz.clients.search import bsn_in, by_bsn, find_clients
from wiz.handover.rules import check_hand_over
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import day_of, now
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.refusals import refuse

FOUND_A_PAGE = 25
ASSIGNMENT = ("client", "start", "until", "note", "consultant__name", "note_by__name")
WORDS = "find"  # where the session keeps what was looked for


@needs(Can.WORK_CASES)
def client(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _client(request, pk))


@needs(Can.WORK_CASES)
def client_add(request: UserRequest) -> HttpResponse:
    form = AddClientForm(request.POST or None, user=request.user)
    children = ChildRows(request.POST or None)
    if request.method == "POST" and form.is_valid() & children.is_valid():
        try:
            added = add_client(
                form.values(),
                children=children.rows(),
                bsn_digits=form.cleaned_data["bsn"],
                form_key=form.cleaned_data["form_key"],
                by=request.user,
                at=now(),
            )
        except Refused as error:
            _refuse(request, form, error)
        else:
            messages.success(request, _("Client added, with number %(number)s.") % {"number": added.number})
            return redirect("client", added.pk)
    return render(request, "clients/add.html", {"form": form, "formset": children})


@needs(Can.WORK_CASES)
def client_change(request: UserRequest, pk: int) -> HttpResponse:
    shown = _client(request, pk)
    at = now()
    # The form writes what is typed into its own copy: the page keeps calling the client by her name.
    form = ChangeClientForm(request.POST or None, instance=Client.objects.get(pk=shown.pk))
    children = ChildRows(request.POST or None, children=shown.children.all())
    if request.method == "POST" and form.is_valid() & children.is_valid():
        try:
            change_client(
                shown,
                form.values(),
                children=children.rows(),
                bsn_digits=form.cleaned_data["bsn"],
                by=request.user,
                at=at,
            )
        except Refused as error:
            _refuse(request, form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("client", shown.pk)
    record_look(request.user, Look.What.CLIENT, shown, at=at)
    return render(request, "clients/change.html", {"client": shown, "form": form, "formset": children})


@needs(Can.WORK_CASES)
def client_bsn(request: UserRequest, pk: int) -> HttpResponse:
    """Show the BSN once, on the page that answers the button. Opened by its address it shows nothing."""
    shown = _client(request, pk)
    if request.method != "POST":
        return redirect("client", shown.pk)
    try:
        readable = reveal_bsn(shown, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("client", shown.pk)
    return _page(request, shown, readable_bsn=readable)


@needs(Can.WORK_CASES)
def find(request: UserRequest) -> HttpResponse:
    """Keep the words in the session, so that no name stands in an address, and show what they find."""
    clients = Client.objects.visible_to(request.user)
    if request.method == "POST":
        form = FindForm(request.POST)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        request.session[WORDS] = ""
        if digits := bsn_in(words):
            return _find_by_bsn(request, digits, words)
        found = find_clients(clients, words, user=request.user)
        if found.clear:
            return redirect("client", found.clear)
        request.session[WORDS] = words
        return redirect("find")
    words = request.session.get(WORDS, "")
    found = find_clients(clients, words, user=request.user)
    pks = [*found.exact, *found.alike]
    page: Page[Any] = Paginator(pks[:FOUND_AT_MOST], FOUND_A_PAGE).get_page(request.GET.get("page"))
    rows = clients.select_related("consultant").in_bulk(page.object_list)
    page.object_list = [rows[pk] for pk in page.object_list]
    context = {
        "words": words,
        "page": page,
        "exact": [client for client in page if client.pk in found.exact],
        "alike": [client for client in page if client.pk in found.alike],
        "nobody_exactly": not found.exact,
        "at_most": FOUND_AT_MOST,
        "too_many": len(pks) > FOUND_AT_MOST,
    }
    return render(request, "clients/found.html", context)


def _find_by_bsn(request: UserRequest, digits: str, words: str) -> HttpResponse:
    """Look a BSN up at once, on record, and never keep it. A number of nine digits may be a client's own, too."""
    clients = Client.objects.visible_to(request.user)
    owner = by_bsn(clients, digits)
    record_look(request.user, Look.What.BSN_SEARCH, owner, at=now())
    found = owner.pk if owner else find_clients(clients, words, user=request.user).clear
    if found:
        return redirect("client", found)
    messages.warning(request, _("Nobody here has this BSN."))
    return redirect("find")


def _refuse(request: UserRequest, form: BaseForm, error: Refused) -> None:
    """Put a refusal on its form. Who reads that a BSN is taken has found somebody by it: on record, as a search is."""
    digits = form.cleaned_data.get("bsn") if error.field == "bsn" else None
    refuse(form, error)
    if digits:
        owner = by_bsn(Client.objects.visible_to(request.user), digits)
        record_look(request.user, Look.What.BSN_SEARCH, owner, at=now())


def _client(request: UserRequest, pk: int) -> Client:
    clients = Client.objects.visible_to(request.user).select_related("consultant", "municipality")
    return get_object_or_404(clients.prefetch_related("children"), pk=pk)


def _page(
    request: UserRequest,
    client: Client,
    *,
    readable_bsn: str | None = None,
) -> HttpResponse:
    today = day_of(now())
    context = {
        **client_at_a_glance(client, request.user, today),
        "masked_bsn": client.masked_bsn,
        "readable_bsn": readable_bsn,
        "assignments": list(client.assignments.select_related("consultant", "note_by").only(*ASSIGNMENT)),
        "may_hand_over": allowed(check_hand_over, request.user, [client]),
    }
    return client_page(request, client, "clients/client.html", context, tab="client")
