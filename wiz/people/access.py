"""Who may open a page at all. What she finds there is `visible_to`; what she may do to it, the rules."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from wiz.people.models import User
from wiz.people.roles import Can

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request past `needs`: somebody has signed in, who may open the page."""

    user: User


View = Callable[Concatenate[UserRequest, P], HttpResponse]
OpenView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def needs(*permissions: Can) -> Callable[[View[P]], OpenView[P]]:
    """Open a view to who has one of these permissions; anybody else gets 403.

    Who has not signed in never comes this far (LoginRequiredMiddleware); should she, she is refused too.
    """

    def decorate(view: View[P]) -> OpenView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            user = request.user
            if not isinstance(user, User) or not any(user.can(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return guarded

    return decorate
