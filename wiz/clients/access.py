"""The client whose number stands in the address of a page."""

from django.shortcuts import get_object_or_404

from wiz.clients.models import Client
from wiz.people.access import UserRequest


def client_or_404(request: UserRequest, pk: int) -> Client:
    """Return a client this user may see, with what the head of her pages names; 404 when there is none."""
    found = Client.objects.visible_to(request.user).select_related("consultant", "municipality")
    return get_object_or_404(found, pk=pk)
