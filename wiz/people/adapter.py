"""How signing in differs from the library's default: nobody signs up, an administrator invites."""

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

logger = structlog.stdlib.get_logger("wiz.mail")


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, and go on when the mail server does not take it: an error would tell whose address is known here."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # those of smtplib as well
            logger.error("mail not sent", error=type(error).__name__)
