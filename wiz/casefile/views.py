"""The timeline of a client's case."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from wiz.casefile.frame import client_page
from wiz.casefile.page import told
from wiz.casefile.timeline import A_PAGE, TimelineForm, events_of, page_with
from wiz.clients.models import Client
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can


@needs(Can.WORK_CASES)
def client_events(request: UserRequest, pk: int) -> HttpResponse:
    """Everything that happened, latest first. With `?bij=12` it opens where event 12 stands, however old."""
    found = Client.objects.visible_to(request.user).select_related("consultant", "municipality")
    client = get_object_or_404(found, pk=pk)
    events = events_of(client)
    wanted = request.GET.get("bij", "")
    if wanted.isdecimal() and len(wanted) < 19:
        event = get_object_or_404(events, pk=wanted)
        address = reverse("client_events", args=[client.pk])
        return redirect(f"{address}?page={page_with(events, event)}#event-{event.pk}")
    form = TimelineForm(request.GET, events=events)
    page = Paginator(form.narrow(events), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "events": told(page.object_list),
        "filter": form,
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return client_page(request, client, "clients/events.html", context, tab="client_events")
