"""Going back to where somebody came from, never to another site."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def next_of(request: HttpRequest) -> str:
    """Return the path given as `next`, or nothing when there is none or it leads elsewhere."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # A word without a slash would be taken for the name of a view.
    return path if safe and path.startswith("/") else ""


def back_to(request: HttpRequest, default: str, *args: object) -> HttpResponseRedirect:
    """Redirect to `next`, or to the page named `default`."""
    path = next_of(request)
    return redirect(path) if path else redirect(default, *args)
