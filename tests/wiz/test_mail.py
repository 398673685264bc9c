"""The one mail the program sends: to who forgot a password."""

import pytest
from django.core import mail
from django.test import Client as Browser

from tests import make

pytestmark = pytest.mark.django_db
ASK = "/account/password/reset/"


def test_who_forgot_a_password_gets_a_link_and_nobody_learns_whose_address_is_known():
    user = make.consultant()
    answers = [Browser().post(ASK, {"email": email}) for email in (user.email, "niemand@elders.example")]
    assert [answer.url for answer in answers] == ["/account/password/reset/done/"] * 2
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    assert "/account/password/reset/key/" in sent.body


def test_mail_server_that_does_not_answer_tells_nobody_whose_address_is_known(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    user = make.consultant()
    for email in (user.email, "niemand@elders.example"):
        assert Browser().post(ASK, {"email": email}).url == "/account/password/reset/done/"
    assert "mail not sent" in caplog.text
    assert user.email not in caplog.text
