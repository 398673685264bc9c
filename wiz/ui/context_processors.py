from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wiz.flags.notice import sweep_notice
from wiz.terms import now
from wiz.ui import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """What `base.html` needs. Functions, because most fragments never draw the menu."""
    return {
        "menu": partial(navigation.entries, request),
        "find_url": partial(navigation.find_address, request),
        # For `?next=`: a list has it behind each of its buttons.
        "this_page": quote(request.get_full_path()),
        "sweep": SimpleLazyObject(partial(_sweep, request)),
        "theme_stylesheet": settings.WIZ_THEME_STYLESHEET,
        "theme_class": settings.WIZ_THEME_CLASS,
    }


def _sweep(request: HttpRequest) -> dict[str, Any]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    text, silent = sweep_notice(now())
    return {"text": text, "silent": silent}
