"""How signing in differs from the library's default: nobody signs up, an administrator invites."""

import contextvars
import threading
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import translation

MAIL = "mail"  # what a thread that sends is called
logger = structlog.stdlib.get_logger("wiz.mail")


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, without anybody waiting for it: an error, or the time it takes, would tell whose address is known.

        In the language of who receives it: whoever asked for it may have the page in another.
        """
        request = current.request
        given = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        receiver = context.get("user")
        with translation.override(receiver.language if receiver else translation.get_language()):
            message = self.render_mail(template_prefix, email, given)
        # With what its lines in the log go by. No daemon: a program told to end sends it first.
        work = contextvars.copy_context().run
        threading.Thread(target=work, args=(_send, message), name=MAIL).start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as error:  # those of smtplib as well
        logger.error("mail not sent", error=type(error).__name__)
