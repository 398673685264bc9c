"""Who is at work, told to the database with every statement: a person on a page, a job of the queue, a command.

`pghistory.context` puts it before what is written, in the same message to the database; the triggers of
`wiz.trust.history` read it there. Never an address: a name of a page says enough, and holds nobody's data.
"""

from collections.abc import Callable
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse

from wiz.health.queue import LoggedTask

PAGE, JOB, COMMAND = "page", "job", "command"


class WhoMiddleware:
    """What a request writes is written by who has signed in, on the page with this name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with pghistory.context():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> None:
        """Say which page it is; that is known only now."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        pghistory.context(by=request.user.pk, via=f"{PAGE}:{name}")


class WhoTask(LoggedTask):
    """What a job of the queue writes is written by that job."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        with pghistory.context(by=None, via=f"{JOB}:{self.name}"):
            return super().__call__(*arguments, **named)


def command(arguments: list[str]) -> pghistory.context:
    """Return the context of `manage.py COMMAND …`; only the name of the command is kept."""
    return pghistory.context(by=None, via=f"{COMMAND}:{arguments[1] if len(arguments) > 1 else ''}")
