"""What is logged, and what never is. That a whole journey leaves no name is looked at by tests/log_leaks.py."""

import errno
import io
import json
import logging
import logging.config
import sys

import pytest
import structlog
from celery import current_app
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection
from django.test import Client as Browser

from tests import log_leaks, make
from wiz.health import logs
from wiz.health.queue import LoggedTask

NAME = "Bakkersdochter"
REQUEST_ID = "0123456789abcdef0123456789ABCDEF"


@pytest.fixture
def written(request, monkeypatch):
    """Write as production does (or in the style the test is parametrized with), and give what came."""
    style = getattr(request, "param", "json")
    before = structlog.get_config()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    stream = io.StringIO()
    loggers = [logging.getLogger(), *map(logging.getLogger, ("django", "django.request", "gunicorn.error"))]
    kept = [(one, one.handlers[:], one.filters[:], one.level, one.propagate) for one in loggers]
    configuration = logs.configuration(style, "INFO")
    configuration["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(configuration)

    def lines() -> list:
        text = stream.getvalue()
        return [json.loads(line) for line in text.splitlines()] if style == "json" else [text]

    yield lines
    structlog.configure(**before)
    for one, one.handlers, one.filters, level, one.propagate in kept:
        one.setLevel(level)


@pytest.mark.django_db
def test_request_has_one_line_with_its_route_and_never_its_address(written):
    browser = Browser(headers={"x-request-id": REQUEST_ID})
    user = make.consultant()
    browser.force_login(user)
    client = make.client(user, last_name=NAME)
    for path in (f"/clienten/{client.pk}/", f"/bestaat-niet/{NAME}/", f"/clienten/?q={NAME}"):
        browser.get(path)
    found, missing, _list = written()
    assert found.pop("ms") >= 0
    assert found.pop("queries") > 3
    assert list(found)[:4] == ["time", "level", "logger", "event"]
    del found["time"]
    assert found == {
        "level": "info", "logger": "wiz.request", "event": "request", "request_id": REQUEST_ID,
        "route": "client", "method": "GET", "status": 200, "user": user.pk,
    }  # fmt: skip
    assert (missing["route"], missing["status"], missing["event"]) == ("", 404, "request")
    assert NAME not in str(written())


@pytest.mark.parametrize("given", ["999990019", "x" * 32, REQUEST_ID + "\nforged", "0" * 40, ""])
def test_request_id_that_is_none_is_replaced(written, given):
    Browser(headers={"x-request-id": given}).get("/static/none.css")
    assert written() == []  # nor has a stylesheet a line
    Browser().get("/bestaat-niet/", headers={"x-request-id": given})
    (line,) = written()
    assert line["request_id"] != given
    assert len(line["request_id"]) == 32


@pytest.mark.parametrize("written", ["json", "text"], indirect=True)
def test_failing_page_is_traced_without_values(written, monkeypatch):
    def fail(*request):
        name = NAME
        raise ValueError(f"{name} is no number")

    monkeypatch.setattr("allauth.account.views.LoginView.dispatch", fail)
    response = Browser(raise_request_exception=False).get(f"/account/login/?next=/{NAME}")
    assert response.status_code == 500
    text = str(written())
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert NAME not in text


@pytest.mark.django_db
def test_row_the_database_refuses_is_not_quoted_but_its_constraint_is(written):
    client = make.client(last_name=NAME)
    client.pk = None
    with pytest.raises(IntegrityError, match=client.number) as refused:
        client.save()
    connection.needs_rollback = True
    logging.getLogger("some.library").error("could not be written", exc_info=refused.value)
    (line,) = written()
    assert "IntegrityError of constraint wiz_client_number" in line["exception"]
    assert "which led to:" in line["exception"]
    assert f"({client.number})" not in line["exception"]


@pytest.mark.parametrize(
    ("logger", "level", "message", "arguments", "says"),
    [
        ("django.request", logging.ERROR, "Internal Server Error: %s", ("/x",), None),
        ("django.security.DisallowedHost", logging.ERROR, "Invalid HTTP_HOST header", (), "Refused"),
        ("django.db.backends", logging.ERROR, "(%.3f) %s; args=%s", (1, "SELECT", NAME), "(%.3f) ...; args=..."),
        ("celery.app.trace", logging.ERROR, "Task %(name)s raised: %(exc)s", ({"name": "n", "exc": NAME},),
         "Task ... raised: ..."),
        ("gunicorn.error", logging.WARNING, f"Invalid request from ip=::1: 'GET /{NAME}'", (), "Invalid request"),
        ("gunicorn.error", logging.ERROR, "Error handling request %s %s", ("GET", f"/{NAME}"),
         "Error handling request ... ..."),
        ("gunicorn.error", logging.INFO, "Booting worker with pid: %s", (7,), "Booting worker with pid: 7"),
    ],
)  # fmt: skip
def test_line_of_a_library_has_no_path_and_no_value(written, logger, level, message, arguments, says):
    logging.getLogger(logger).log(level, message, *arguments)
    assert [line["event"] for line in written()] == ([says] if says else [])


def test_address_is_not_logged_at_any_level(written):
    logging.getLogger("gunicorn.error").setLevel(logging.DEBUG)
    logging.getLogger("gunicorn.error").debug("%s %s", "GET", "/account/password/reset/key/1-the-key/")
    assert [line["event"] for line in written()] == ["... ..."]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ValueError(f"invalid literal: {NAME}"), "ValueError"),
        (KeyError(NAME), "KeyError"),
        (ConnectionRefusedError("refused by 10.0.0.1"), "ConnectionRefusedError: refused by 10.0.0.1"),
        (ImproperlyConfigured("X is not set"), "ImproperlyConfigured: X is not set"),
        (
            OSError(errno.ENAMETOOLONG, "File name too long", f"a.upload.{NAME}"),
            "OSError: File name too long",
        ),
    ],
)
def test_exception_speaks_for_itself_only_when_no_row_can_be_in_it(error, says):
    assert logs.described(error) == says


def test_last_words_of_a_program_quote_no_value(written, capsys):
    try:
        raise ValueError(NAME)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    (line,) = written()
    assert (line["event"], line["level"]) == ("uncaught", "critical")
    assert NAME not in str(line) + capsys.readouterr().err


def test_task_has_one_line_with_how_it_ended_and_its_id_on_each(written):
    class Counts(LoggedTask):
        name = "wiz.counts"

        def run(self, upto: int) -> int:
            logging.getLogger("wiz.x").info("inside")
            return 1 // upto

    task = current_app.tasks[current_app.register_task(Counts()).name]
    task.push_request(id="the-id")
    assert task(1) == 1
    with pytest.raises(ZeroDivisionError):
        task(0)
    task.pop_request()
    current_app.tasks.unregister(task)
    inside, done, _inside, failed = written()
    assert (inside["task_id"], inside["task"]) == ("the-id", "wiz.counts")
    assert (done["event"], done["outcome"], done["task_id"]) == ("task", "done", "the-id")
    assert (failed["outcome"], failed["error"]) == ("failed", "ZeroDivisionError")


def test_style_that_is_none_is_refused():
    with pytest.raises(ImproperlyConfigured, match="json or text"):
        logs.configuration("xml", "INFO")


@pytest.mark.parametrize(
    "line",
    [
        "GET /clienten/?q=Zo%C3%AB+Bakkersdochter",
        '{"event": "Zo\\u00eb"}',
        "Failing row contains (7, Bakkersdochter)",
        "bsn=999990019",
    ],
)
def test_leak_in_a_log_is_found_however_it_is_written(tmp_path, line):
    words = log_leaks.words_in("Zoë Bakkersdochter") | {"999990019"}
    log = tmp_path / "web.log"
    log.write_text("[wiz.request] route=client user=9999900190\n")
    assert log_leaks.leaks(tmp_path, words) == []
    with log.open("a") as more:
        more.write(line)
    (found,) = log_leaks.leaks(tmp_path, words)
    assert found.startswith("web.log:2")


def test_logs_without_a_request_prove_nothing(tmp_path):
    (tmp_path / "web.log").write_text("Starting\n")
    with pytest.raises(AssertionError, match="no line about a request"):
        log_leaks.leaks(tmp_path, {"Zoë"})
