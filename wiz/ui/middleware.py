import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_cache_control

Next = Callable[[HttpRequest], HttpResponse]


class PersonalLanguageMiddleware:
    """Dutch, unless somebody chose otherwise: in the user menu, or before signing in until the browser is closed.

    The browser is not asked: Dutch letters and deadlines read by an English-speaking browser are still Dutch,
    and a shared counter computer should look the same to everybody.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            chosen = getattr(request.user, "language", "")
        else:
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NoStoreMiddleware:
    """What somebody saw after signing in stays out of the browser's cache, also after signing out."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class IdleMiddleware:
    """Keep a session alive while somebody works, with one write a minute and not one a page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        minute = int(time.time()) // 60
        if request.user.is_authenticated and request.session.get("seen") != minute:
            request.session["seen"] = minute
        return self.get_response(request)


class ButtonAddressMiddleware:
    """Say something to who opens the address of a button, which only takes what is sent; or the page stays white.

    It stands in the address bar after a form came back with an error.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = request.path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(page)
        except Resolver404:
            page = "/"
        said = render(request, "405.html", {"back": page}, status=405)
        said.headers["Allow"] = response.headers["Allow"]
        return said
