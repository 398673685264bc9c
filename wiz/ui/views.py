from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from wiz.people.actions import choose_language
from wiz.ui import navigation
from wiz.ui.back import next_of


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that has become too old, usually because somebody signed in again in another tab."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language somebody chose, and show the same page again.

    It is kept with the user; of who is not signed in, in a cookie that ends with the browser.
    """
    back = next_of(request) or "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        choose_language(request.user, chosen)
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


@require_GET
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Everybody starts at the first entry of her own menu."""
    return HttpResponseRedirect(navigation.entries(request)[0].url)
