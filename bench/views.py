"""What the program's pages are measured beside."""

from django.http import HttpResponse

from wiz.people.access import UserRequest


def hello(request: UserRequest) -> HttpResponse:
    """Greet who is signed in: all that a page costs before it does anything."""
    return HttpResponse(f"Dag {request.user.name}")
