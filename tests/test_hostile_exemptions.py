"""Attacks on the exemptions, the reviews and childcare by somebody who may be there, with what nobody means.

`test_hostile` fills every form of a client's file; here stand the numbers, files and rows only these pages have.
"""

from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from tests import make
from tests.test_hostile import HIDDEN, TEXTS, Fields, filled, last_error
from trajecten.exemptions.actions import ask_peers

pytestmark = pytest.mark.django_db
NOW = make.at("2026-06-24", 10)
FINE = (200, 302, 403, 404, 405, 409, 422)


@pytest.fixture
def office():
    with time_machine.travel(NOW, tick=False):
        yield build()


def build() -> dict[str, Any]:
    consultant, lead = make.consultant(), make.team_lead()
    clients = [make.client(consultant) for _n in range(4)]
    draft = make.exemption(clients[0], on="2026-06-01", by=consultant)
    ask_peers(draft, [consultant], by=make.consultant(), at=make.at("2026-06-02"))
    granted = make.exemption(clients[1], "granted", "2026-06-01", by=consultant)
    waiting = make.exemption(clients[2], "submitted", "2026-06-01", by=consultant)
    make.child(clients[3], "2021-03-10", "Sami")
    care = make.childcare(clients[3], "2026-06-01")
    given = make.childcare(make.client(consultant), "2026-06-01", state="granted", outcome="granted",
        decided_on=NOW.date(), decided_at=NOW, decided_by=consultant, decide_by=None)  # fmt: skip
    browsers = {}
    for name, user in {"consultant": consultant, "lead": lead}.items():
        browsers[name] = Browser(raise_request_exception=False)
        browsers[name].force_login(user)
    moves = ("offer_asked", "offer", "data", "extend", "advance", "owner", "withdraw", "change", "decide")
    pages = {
        "consultant": [
            reverse("exemption_ask", args=[clients[3].pk]),
            *(reverse(name, args=[draft.pk]) for name in (
                "exemption", "exemption_change", "exemption_withdraw", "exemption_ask_peers",
            )),
            *(reverse(name, args=[granted.pk]) for name in (
                "exemption_renew", "exemption_let_end", "exemption_agree",
            )),
            reverse("meanwhile_settle", args=[granted.meanwhile.get().pk]),
            reverse("childcare_add", args=[clients[3].pk]),
            reverse("childcare_request", args=[care.pk]),
            *(reverse(f"childcare_{move}", args=[care.pk]) for move in moves),
            *(reverse(f"childcare_{move}", args=[given.pk]) for move in ("start", "end")),
            reverse("referral_add", args=[clients[3].pk]),
        ],
        "lead": [reverse("review", args=[waiting.pk]), reverse("exemption_revoke", args=[granted.pk])],
    }  # fmt: skip
    return {"pages": pages, "browsers": browsers, "draft": draft, "waiting": waiting, "client": clients[3],
            "care": care}  # fmt: skip


def attack(office: Any, how: list[dict[str, Any]]) -> list[str]:
    """Send each form, read once from its page, filled in each of these ways."""
    failures = []
    for role, pages in office["pages"].items():
        browser = office["browsers"][role]
        for page in pages:
            answer = browser.get(page)
            for action, fields in Fields(answer.content.decode()).forms:
                address = action or page
                if address.startswith(("/account/", "/taal/")):
                    continue
                for ways in how:
                    sent = browser.post(address, filled(fields, **ways))
                    if sent.status_code not in FINE:
                        failures.append(
                            f"{address} from {page} {ways}: {sent.status_code} {last_error(sent)}"[:600]
                        )
    return failures


def way(texts: str | None = None, hidden: str | None = None, choices: str | None = None) -> dict[str, Any]:
    return {"texts": texts, "hidden": hidden, "choices": choices}


WAYS = {
    "number": way(texts="sNaN"),
    "markup": way(texts=TEXTS["markup"]),
    "hidden": way(texts="Gewoon", hidden=HIDDEN["digits"]),
    "choice": way(texts="01-07-2026", choices=HIDDEN["nul"]),
}


@pytest.mark.parametrize("name", sorted(WAYS))
def test_nothing_that_is_sent_breaks_a_form(office, name):
    assert attack(office, [WAYS[name]]) == []


NUMBERS = ["NaN", "sNaN", "Infinity", "1e309", "8,,0", "0,04", "-1", "-0", "9" * 400, "0x10", "1e-9"]


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_no_number_of_hours_is_said_at_the_field(office, number):
    browser, draft = office["browsers"]["consultant"], office["draft"]
    address = reverse("exemption_change", args=[draft.pk])
    sent = filled(Fields(browser.get(address).content.decode()).forms[-1][1], **way())
    answer = browser.post(address, {**sent, "extent": "partial", "hours": number})
    assert answer.status_code == 200
    assert answer.context["form"].errors["hours"]
