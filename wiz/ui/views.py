from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from wiz.people.actions import choose_language
from wiz.people.models import User
from wiz.ui import navigation


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that has become too old, usually because somebody signed in again in another tab."""
    return render(request, "403_csrf.html", status=403)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language somebody chose in the user menu, and show the same page again."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        choose_language(cast(User, request.user), chosen)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return HttpResponseRedirect(back)


@require_GET
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Everybody starts at the first entry of her own menu."""
    return HttpResponseRedirect(navigation.entries(request)[0].url)
