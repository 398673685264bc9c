"""Answers for machines: what they say, to whom, and that they need nothing of what they watch.

That they answer while a server hangs is shown by tests/integration/test_production.py, with real servers.
"""

import datetime
import json
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client as Browser

from tests import make
from wiz.flags.actions import sweep
from wiz.health import state as health
from wiz.health.metrics import NUMBERS, exposition
from wiz.health.state import Question, ask_broker, migrations
from wiz.terms import now

AT = make.at("2026-06-24", 10)
TOKEN = "a-long-token-of-the-monitor"


class Known:
    """A question whose answer is known already; None when it does not come."""

    def __init__(self, answer: object) -> None:
        self.known = answer

    def begin(self, *arguments: object) -> None:
        pass

    def answer(self, _until: float) -> object:
        return self.known


@pytest.fixture
def answers(monkeypatch):
    """Set what the database (migrations missing, end of the last sweep) and the broker (messages) say."""

    def say(database: object = (0, now()), broker: object = 0) -> None:
        monkeypatch.setattr(health, "DATABASE", Known(database))
        monkeypatch.setattr(health, "BROKER", Known(broker))

    say()
    return say


MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("database", "broker", "failing"),
    [
        ((0, AT - 60 * MINUTE), 3, []),
        ((0, AT - 61 * MINUTE), 3, ["sweep"]),
        ((0, None), 0, ["sweep"]),
        ((2, None), 0, ["migrations", "sweep"]),
        ((0, AT), None, ["broker"]),
        (None, 0, ["database", "migrations", "sweep"]),
    ],
)
def test_state_names_the_parts_that_fail(answers, database, broker, failing):
    answers(database, broker)
    assert health.state(AT).failing == failing


def test_ready_is_503_with_the_names_of_what_fails_and_nothing_else(answers):
    answers((0, now()), None)
    response = Browser().get("/health/ready")
    assert response.status_code == 503
    body = response.json()
    assert 0 <= body.pop("sweep_age_seconds") < 60
    assert body == {"status": "failing", "failing": ["broker"], "migrations_missing": 0}
    answers()
    assert Browser().get("/health/ready").json()["status"] == "ok"


def test_live_asks_nothing_whoever_calls_by_whatever_name(settings):
    """No `django_db`: a query would fail this test. A probe has no host name, no https, and any cookie."""
    settings.SECURE_SSL_REDIRECT = True
    browser = Browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "of-nobody"
    response = browser.get("/health/live", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert not response.cookies
    assert browser.post("/health/live").status_code == 405


@pytest.mark.parametrize("path", ["/health/ready", "/metrics"])
def test_monitor_must_show_its_token_and_without_one_production_is_closed(answers, settings, path):
    def status(given: str = "") -> int:
        return Browser().get(path, headers={"authorization": given} if given else {}).status_code

    settings.WIZ_METRICS_TOKEN = TOKEN
    assert (status(), status(f"Bearer {TOKEN}x"), status(f"Bearer {TOKEN}")) == (401, 401, 200)
    settings.WIZ_METRICS_TOKEN = ""
    settings.PRODUCTION = True
    assert (status(), status("Bearer "), status("Bearer")) == (404, 404, 404)
    settings.PRODUCTION = False
    assert status() == 200


def test_question_that_hangs_keeps_nobody_waiting_and_is_asked_once():
    asked, release = [], threading.Event()

    def ask() -> str:
        asked.append(1)
        release.wait(10)
        return "at last"

    question = Question(ask)
    for _twice in range(2):
        question.begin()
        begun = time.monotonic()
        assert question.answer(begun + 0.05) is None
        assert time.monotonic() - begun < 2
    release.set()
    assert question.answer(time.monotonic() + 5) == "at last"
    assert len(asked) == 1


@pytest.mark.django_db
def test_database_knows_missing_migrations_and_the_last_sweep():
    assert health.ask_database() == (0, None)
    done = sweep(at=now())
    assert health.ask_database() == (0, done.finished_at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE (app, name) = ('wiz', '0001_initial')")
    assert health.ask_database() == (1, None)


def test_migrations_are_those_of_every_app_with_any():
    assert {("wiz", "0001_initial"), ("sessions", "0001_initial")} <= migrations()
    assert not {name for _app, name in migrations() if name.startswith("_")}


def test_broker_that_is_not_there_is_an_error_and_an_empty_queue_is_not(settings):
    assert ask_broker() >= 0
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(Exception, match="Connection refused"):
        ask_broker()


@pytest.mark.django_db
def test_numbers_of_the_office_are_counts_by_a_fixed_number_of_queries(django_assert_num_queries):
    consultant, bureau = make.consultant(), make.bureau()
    for _three in range(3):
        make.report(of=make.order(make.client(consultant), bureau))
    sweep(at=AT)
    with django_assert_num_queries(2):
        found = {metric.name: metric for ask in NUMBERS for metric in ask(AT)}
    assert found["wiz_reports_owed"].samples[0].value >= 3
    assert found["wiz_sweep_failed_rules"].samples[0].value == 0
    sides = {sample.labels["side"] for sample in found["wiz_flags_open"].samples}
    assert sides == {"municipality", "bureau", "team_lead"}


def test_metrics_without_database_and_broker_say_that_they_are_down(answers, monkeypatch):
    answers(None, None)
    monkeypatch.setattr("wiz.health.metrics.OFFICE", Known(None))
    text = exposition(AT).decode()
    assert 'wiz_up{part="database"} 0.0' in text
    assert 'wiz_up{part="broker"} 0.0' in text
    assert "wiz_flags_open" not in text


@pytest.mark.django_db
def test_request_is_counted_by_its_route_and_never_by_its_address(answers, monkeypatch):
    monkeypatch.setattr("wiz.health.metrics.OFFICE", Known(None))
    Browser().get("/account/login/?naam=Bakker")
    text = exposition(AT).decode()
    assert 'wiz_request_seconds_count{method="GET",route="account_login",status="2xx"}' in text
    assert "Bakker" not in text
    for invented in ("PROPFIND", "BAKKER", "X999990019"):
        Browser().generic(invented, "/account/login/")
    text = exposition(AT).decode()
    assert 'method="other",route="account_login"' in text
    assert not [word for word in ("PROPFIND", "BAKKER", "999990019") if word in text]


def test_command_says_the_same_and_ends_with_an_error(answers, capsys):
    answers((0, None), 4)
    call_command("ready", "broker", "migrations")
    said = {"failing": [], "migrations_missing": 0, "sweep_age_seconds": None, "queue_length": 4}
    assert json.loads(capsys.readouterr().out) == said
    with pytest.raises(CommandError, match="not ready: sweep"):
        call_command("ready")
    with pytest.raises(CommandError, match="no part swep"):
        call_command("ready", "swep")
