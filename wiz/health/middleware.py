"""What stands before all other middleware: the answers for machines, and one line in the log for each request."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from wiz.health.metrics import REQUESTS
from wiz.health.urls import ADDRESSES

Next = Callable[[HttpRequest], HttpResponse]
# As proxies make them: 32 hexadecimal digits or a UUID. What is shorter could be somebody's number.
REQUEST_ID = re.compile(r"[0-9a-fA-F-]{32,36}")
# A sender may call its method anything, and each other word would be numbers of its own in the metrics.
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
logger = structlog.stdlib.get_logger("wiz.request")


class HealthMiddleware:
    """Answer what machines ask before anything else looks at it.

    A probe has no session and no https, and calls this program by its number: ALLOWED_HOSTS does not count here.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in ADDRESSES:
            return resolve(request.path_info).func(request)
        return self.get_response(request)


class RequestLogMiddleware:
    """Write one line a request: its id, route, status, time, queries and who, and never its address.

    The id is the proxy's if that looks like one, and goes along with every line written meanwhile.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL):
            return self.get_response(request)
        begun = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        queries = Counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            with connection.execute_wrapper(queries):
                response = self.get_response(request)
            seconds = time.perf_counter() - begun
            match = request.resolver_match
            route = match.view_name if match else ""
            method = request.method if request.method in METHODS else "other"
            logger.info(
                "request",
                route=route,
                method=method,
                status=response.status_code,
                ms=round(seconds * 1000),
                queries=queries.count,
                user=getattr(request, "logged_user", None),
            )
        REQUESTS.labels(route, method, f"{response.status_code // 100}xx").observe(seconds)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        # By now the session has been read for others; afterwards it may be gone.
        user = getattr(request, "user", None)
        request.logged_user = user.pk if user else None  # type: ignore[attr-defined]


class Counter:
    """Counts the statements that go through it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.count += 1
        return execute(*statement)
