"""Which clients somebody chose on the caseload, for the pages that do something to all of them at once."""

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.caseload.query import found, offered_to, read
from wiz.clients.models import Client
from wiz.people.access import UserRequest
from wiz.terms import today

# More than anybody can look over; what is done to a client locks her row.
CHOSEN_AT_MOST = 500
# What is posted: ids (each of several fields, or one field with commas), or which other clients are meant.
CLIENTS, WHICH, ON_PAGE, QUERY = "clients", "which", "on_page", "query"


def chosen_clients(request: UserRequest) -> list[Client]:
    """Return the clients posted by the caseload, or by a page that kept them, by name; only visible ones.

    Refuses none at all, and more than can be overseen.
    """
    clients = Client.objects.visible_to(request.user).select_related("consultant")
    which = request.POST.get(WHICH)
    if which == "found":
        choice = read(QueryDict(request.POST.get(QUERY, "")), request.user, offered_to(request.user))
        clients = clients.filter(pk__in=found(choice, request.user, today()).values("pk"))
    else:
        clients = clients.filter(pk__in=_ids(request, ON_PAGE if which == "page" else CLIENTS))
    chosen = list(clients.order_by("sort_name", "pk")[: CHOSEN_AT_MOST + 1])
    if not chosen:
        raise Refused(_("Tick at least one client first."))
    if len(chosen) > CHOSEN_AT_MOST:
        raise Refused(_("Choose at most %(n)d clients at a time.") % {"n": CHOSEN_AT_MOST})
    return chosen


def _ids(request: HttpRequest, name: str) -> list[int]:
    """Return the ids in the fields with a name; what is no number is nobody."""
    words = ",".join(request.POST.getlist(name)).split(",")
    return [int(word) for word in words if word.isdecimal() and len(word) < 19]
