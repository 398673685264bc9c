"""Answers for machines. They say nothing of people, open no session, and hold no connection."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from wiz.health.metrics import exposition
from wiz.health.state import state
from wiz.terms import now

View = Callable[[HttpRequest], HttpResponse]


def for_the_monitor(view: View) -> View:
    """Answer who gives WIZ_METRICS_TOKEN. Without such a token nobody in production, and everybody in a trial."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        token = settings.WIZ_METRICS_TOKEN
        if not token:
            return HttpResponse(status=404) if settings.PRODUCTION else view(request)
        if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
        return view(request)

    return guarded


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of anybody, so it says nothing of the database."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
@for_the_monitor
def ready(request: HttpRequest) -> HttpResponse:
    """Everything works: 200; else 503, with the names of what does not."""
    found = state(now())
    status = "failing" if found.failing else "ok"
    body = {"status": status, "failing": found.failing, **found.numbers}
    return JsonResponse(body, status=503 if found.failing else 200)


@login_not_required
@require_safe
@never_cache
@for_the_monitor
def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(exposition(now()), content_type=CONTENT_TYPE_LATEST)
