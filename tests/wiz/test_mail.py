"""The one mail the program sends: to who forgot a password."""

import socket
import threading

import pytest
from django.core import mail
from django.test import Client as Browser

from tests import make
from wiz.people.adapter import MAIL

pytestmark = pytest.mark.django_db
ASK = "/account/password/reset/"


def ask(email: str) -> str:
    """Return where who asks for a new password is sent."""
    return Browser().post(ASK, {"email": email}).url


def sending() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == MAIL]


def until_sent() -> None:
    for thread in sending():
        thread.join(20)
    assert not sending()


def test_who_forgot_a_password_gets_a_link_and_nobody_learns_whose_address_is_known():
    user = make.consultant()
    assert [ask(email) for email in (user.email, "niemand@elders.example")] == [f"{ASK}done/"] * 2
    until_sent()
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    assert "/account/password/reset/key/" in sent.body


@pytest.mark.parametrize(("own", "word"), [("nl", "wachtwoord"), ("en", "password")])
def test_mail_is_in_the_language_of_who_receives_it(own, word):
    """Whoever asks for it may read the page in the other."""
    user = make.consultant(language=own)
    other = {"nl": "en", "en": "nl"}[own]
    Browser().post(ASK, {"email": user.email}, headers={"accept-language": other})
    until_sent()
    (sent,) = mail.outbox
    assert word in sent.body.replace("/account/password/", "")


def test_mail_server_that_refuses_tells_nobody_whose_address_is_known(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    user = make.consultant()
    assert [ask(email) for email in (user.email, "niemand@elders.example")] == [f"{ASK}done/"] * 2
    until_sent()
    assert "mail not sent" in caplog.text
    assert user.email not in caplog.text


def test_nobody_waits_for_a_mail_server_that_hangs(settings):
    """The answer came ten seconds later where the address was known."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as hangs:
        settings.EMAIL_HOST, settings.EMAIL_PORT = hangs.getsockname()
        settings.EMAIL_TIMEOUT = 15
        assert ask(make.consultant().email) == f"{ASK}done/"
        assert sending(), "it waited"
    until_sent()
