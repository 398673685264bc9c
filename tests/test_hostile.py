"""Attacks by somebody who may be there: every form of a client's file, filled with what nobody means.

Each form is read from its own page, so that a new field is attacked without a line here. Whatever is sent, the answer
is a page or a way on, never a failure, and every page of the client still opens.
"""

import datetime
import html
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse

from tests import make
from trajecten.meetings.actions import Promise
from trajecten.plans.actions import offer_plan, save_plan, sign_plan
from trajecten.plans.rows import ActivityRow
from wiz.absence.actions import add_absence
from wiz.letters.actions import send_letter
from wiz.ui.back import next_of

pytestmark = pytest.mark.django_db

NOW = make.at("2026-06-24", 10)
DAY = datetime.date


class Fields(HTMLParser):
    """The fields of all forms on a page that are sent by POST: name, kind and value."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str, str]]]] = []
        self.inside, self.select, self.text = False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = {key: value or "" for key, value in attributes}
        if tag == "form":
            self.inside = given.get("method", "").lower() == "post"
            if self.inside:
                self.forms.append((given.get("action", ""), []))
        name = given.get("name", "")
        if not self.inside:
            return
        if tag == "input" and name and name != "csrfmiddlewaretoken":
            kind = given.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.forms[-1][1].append((name, kind, given.get("value", "")))
            elif kind == "radio":
                self.forms[-1][1].append((name, "choice", given.get("value", "")))
        elif tag == "button" and name:
            self.forms[-1][1].append((name, "choice", given.get("value", "")))
        elif tag == "textarea":
            self.forms[-1][1].append((name, "text", ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and given.get("value"):
            self.forms[-1][1].append((self.select, "choice", given["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""


def filled(
    fields: list[tuple[str, str, str]], texts: str | None, hidden: str | None, choices: str | None
) -> Any:
    """Return what to send: what is given for each sort of field, else what the page has or offers first."""
    data: dict[str, Any] = {}
    for name, kind, value in fields:
        if kind == "file":
            continue
        if name.endswith("_FORMS"):
            data[name] = value
        elif kind == "hidden":
            data[name] = value if hidden is None else hidden
        elif kind in ("choice", "radio", "checkbox"):
            data.setdefault(name, value if choices is None else choices)
        else:
            data[name] = value if texts is None else texts
    return data


@pytest.fixture
def office(settings: Any):
    with time_machine.travel(NOW, tick=False):
        yield build()


def build() -> dict[str, Any]:
    consultant, bureau = make.consultant(name="Sanne de Groot"), make.bureau("Bureau Havik")
    admin = make.administrator()
    client = make.client(consultant, first_name="Noortje", last_name="Kanarieveld", number="K-1")
    make.intake(client)
    make.placement(client, 3, "2026-01-12")
    make.placement(client, 2, "2026-05-20")
    activity = ActivityRow(None, "other", "Vrijwilligerswerk", DAY(2026, 1, 1), DAY(2026, 12, 31), None)
    plan = save_plan(
        client, kind="work", end_goal="Werk", preference="", goals=[(None, "Fietsen", None)],
        activities=[activity], revision=0, by=consultant, at=make.at("2026-01-05"),
    )  # fmt: skip
    make.order(client, bureau, start="2026-01-15", end="2026-12-31")
    plan.refresh_from_db()
    client_signed(plan, consultant)
    waiting_client = make.client(consultant, first_name="Rosa", last_name="Niemandshof", number="K-2")
    other = save_plan(
        waiting_client, kind="rest", end_goal="Rust", preference="", goals=[], rest_until=DAY(2026, 12, 1),
        expected="Wandelen", revision=0, by=consultant, at=make.at("2026-06-01"),
    )  # fmt: skip
    offer = offer_plan(other, revision=other.revision, by=consultant, at=make.at("2026-06-02"))
    talk = make.meeting(client, "2026-06-24", by=consultant, agreements=[
        Promise("Belt", DAY(2026, 6, 30)),
        Promise("Mailt", DAY(2026, 6, 30), organisation=bureau.organisation),
    ])  # fmt: skip
    planned = make.planned(client, "2026-06-24", today="2026-06-20", time="23:30", by=consultant)
    letter = make.letter(planned, "2026-06-20")
    sent = make.letter(make.planned(client, "2026-07-01", today="2026-06-20", by=consultant), "2026-06-20")
    send_letter(sent, how="post", on=DAY(2026, 6, 20), by=consultant, at=make.at("2026-06-20"))
    agreement = talk.agreements.first()
    colleague = make.consultant(name="Carla")
    away = add_absence(
        consultant, first_day=DAY(2026, 8, 3), last_day=DAY(2026, 8, 21), covered_by=colleague, by=consultant,
        at=make.at("2026-06-01"),
    )  # fmt: skip
    placed = client.placements.order_by("-pk").first()
    goal = plan.goals.first()
    pages = {
        "consultant": [
            reverse("client_add"),
            *(reverse(name, args=[client.pk]) for name in (
                "client_change", "intake_change", "plan_change", "plan_review", "plan_end", "plan_refuse_training",
                "plan", "ladder", "contact_note", "meeting_plan", "client_reassign", "order_add", "meetings",
                "client_handover_note",
            )),
            reverse("plan_sign", args=[waiting_client.pk, offer.pk]),
            reverse("plan_change", args=[make.client(consultant, number="K-3").pk]),
            reverse("intake_change", args=[make.client(consultant, number="K-4").pk]),
            reverse("placement_follow_up", args=[client.pk, placed.pk]),
            *(reverse(name, args=[planned.pk]) for name in (
                "meeting_note", "meeting_move", "meeting_miss", "meeting_letter",
            )),
            reverse("letter", args=[letter.pk]), reverse("letter", args=[sent.pk]),
            *(reverse(name, args=[talk.pk]) for name in ("meeting", "meeting_note")),
            *(reverse(name, args=[agreement.pk]) for name in ("agreement_done", "agreement_move", "agreement_drop")),
            reverse("goal_drop", args=[goal.pk]),
            reverse("absences"), reverse("absence_change", args=[away.pk]),
            reverse("clients_hand_over") + f"?van={consultant.pk}",
            reverse("view_add"), reverse("find"),
        ],
        "admin": [
            reverse("ladder_add"), reverse("ladder_change", args=[placed.ladder_id]), reverse("factors"),
            reverse("client_import"), reverse("house_style", args=[client.municipality_id]),
            reverse("letter_text", args=["appointment"]), reverse("letter_text", args=["objection"]),
        ],
    }  # fmt: skip
    after = [
        reverse("client_events", args=[client.pk]), reverse("meeting_brief", args=[planned.pk]),
        reverse("letter", args=[letter.pk]), reverse("letters", args=[client.pk]),
    ]  # fmt: skip
    browsers = {}
    for role, user in {"consultant": consultant, "admin": admin}.items():
        browsers[role] = Browser()
        browsers[role].force_login(user)
    return {"pages": pages, "after": after, "browsers": browsers}


def client_signed(plan: Any, by: Any) -> Any:
    offer = offer_plan(plan, revision=plan.revision, by=by, at=make.at("2026-01-20"))
    return sign_plan(
        offer, how="screen", signed_on=DAY(2026, 1, 20), name="Noortje", review_on=DAY(2026, 12, 1), by=by,
        at=make.at("2026-01-20"),
    )  # fmt: skip


TEXTS = {
    "nul": "a\x00b",
    "markup": "<script>alert(1)</script>{{ 7 }}{% x %}%s %(reason)s %(nope)d 100% 👩 \u202e =1+1 #eval(1)",
    "day": "31-12-2199",
    "number": "99999999999999999999",
}
HIDDEN = {"digits": "9" * 5000, "nul": "1\x001", "word": "x"}


def attack(office: Any, **how: Any) -> list[str]:
    failures, tried = [], set()
    for role, pages in office["pages"].items():
        browser = office["browsers"][role]
        browser.raise_request_exception = False
        for page in pages:
            answer = browser.get(page)
            if answer.status_code != 200:
                continue
            for action, fields in Fields(answer.content.decode()).forms:
                address = html.unescape(action) or page
                key = (address, frozenset(field[0] for field in fields))
                if key in tried or address.startswith(("/account/", "/taal/")):
                    continue
                tried.add(key)
                with transaction.atomic():
                    mark = transaction.savepoint()
                    sent = browser.post(address, filled(fields, **how))
                    if sent.status_code not in (200, 302, 403, 404, 405, 409, 422):
                        failures.append(f"{address} from {page}: {sent.status_code} {last_error(sent)}")
                    elif sent.status_code == 302:
                        for url in office["after"]:
                            seen = office["browsers"]["consultant"].get(url)
                            if seen.status_code not in (200, 302):
                                failures.append(
                                    f"{url} after {address}: {seen.status_code} {last_error(seen)}"
                                )
                    transaction.savepoint_rollback(mark)
    return failures


def last_error(response: Any) -> str:
    info = getattr(response, "exc_info", None)
    return repr(info[1])[:300] if info else ""


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_text_breaks_a_form_or_the_pages_after_it(office, name):
    assert attack(office, texts=TEXTS[name], hidden=None, choices=None) == []


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_no_hidden_field_breaks_a_form(office, name):
    assert attack(office, texts="Gewoon", hidden=HIDDEN[name], choices=None) == []


@pytest.mark.parametrize("name", ["word", "nul"])
def test_no_choice_breaks_a_form(office, name):
    assert attack(office, texts="01-07-2026", hidden=None, choices=HIDDEN[name]) == []


@pytest.mark.parametrize("target", ["x", "today", "1\x001", "clienten/", "..", "?a=b"])
def test_next_that_is_no_path_is_no_way_back(target):
    assert next_of(RequestFactory().post("/", {"next": target})) == ""
