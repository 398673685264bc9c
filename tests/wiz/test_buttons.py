"""The address of a button, opened as if it were a page."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "page"), [("report_answer", "/rapporten/7/"), ("flag_wake", "/")])
def test_button_address_says_so_and_leads_back(name, page):
    browser = Browser()
    browser.force_login(make.consultant(language="en"))
    response = browser.get(reverse(name, args=[7]))
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    text = response.content.decode()
    assert "This address belongs to a button" in text
    assert f'<a href="{page}">' in text


def test_button_address_refuses_another_method_in_silence():
    browser = Browser()
    browser.force_login(make.consultant())
    response = browser.put(reverse("report_answer", args=[7]))
    assert (response.status_code, response.content) == (405, b"")
