"""Make the service and its first administrator in an empty database."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from wiz.actions import Refused
from wiz.people.actions import set_up_service
from wiz.terms import today


class Command(BaseCommand):
    help = "Make the social service (once) and an administrator. Asks for a password, or reads it from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="the administrator's name")
        parser.add_argument("--service", default="Sociale dienst", help="the name of the social service")

    def handle(self, *args: Any, email: str, name: str, service: str, **options: Any) -> None:
        password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_email(email)
            validate_password(password)
            user = set_up_service(service=service, email=email, name=name, password=password, day=today())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} can sign in as administrator of {user.organisation}.")
