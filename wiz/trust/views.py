"""What changed in a client's file, and who looked at it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.trust.forms import HistoryForm, LooksForm
from wiz.trust.models import Change, Look
from wiz.trust.told import told

A_PAGE = 50


@require_GET
@needs(Can.WORK_CASES)
def client_history(request: UserRequest, pk: int) -> HttpResponse:
    """Every change in her file, latest first: who, when, what it was and what it became."""
    client = client_or_404(request, pk)
    changes = Change.objects.filter(client=client).select_related("by")
    form = HistoryForm(request.GET, changes=changes)
    page = Paginator(form.narrow(changes), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "changes": told(page.object_list),
        "filter": form,
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return client_page(request, client, "trust/history.html", context, tab="client_history")


@require_GET
@needs(Can.REASSIGN)
def client_looks(request: UserRequest, pk: int) -> HttpResponse:
    """Who saw what of her, latest first; this look too, the next time."""
    client = client_or_404(request, pk)
    looks = Look.objects.filter(client=client).select_related("user__organisation")
    form = LooksForm(request.GET, looks=looks)
    page = Paginator(form.narrow(looks), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter": form, "is_narrowed": any(form.cleaned_data.values())}
    return client_page(request, client, "trust/looks.html", context, tab="client_looks")
