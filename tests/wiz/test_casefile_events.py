"""How an event is told: days, periods and choices in the words of who reads it, and where it leads."""

import datetime

import pytest
from django.utils import translation

from tests import make
from trajecten.plans.models import Plan
from wiz.casefile.events import KINDS, MATTERS, build_event, kinds_of, page_of, sentence
from wiz.casefile.models import Event
from wiz.clients.models import Client

AT = make.at("2026-06-10")
CLIENT = Client(pk=7)
PERIOD = (datetime.date(2026, 3, 5), datetime.date(2026, 6, 5))


def delivered(period: object) -> Event:
    return build_event(CLIENT, "report-delivered", at=AT, by=None, bureau="Yonder", period=period)


@pytest.mark.parametrize("period", [PERIOD, "2026-03-05/2026-06-05", "05-03-2026 – 05-06-2026"])
def test_period_is_said_the_same_however_it_was_kept(period):
    with translation.override("en"):
        assert sentence(delivered(period)) == "Yonder delivered the report on 5 Mar – 5 Jun 2026"
    with translation.override("nl"):
        assert "5 mrt – 5 jun 2026" in sentence(delivered(period))


@pytest.mark.parametrize(
    "typed", ["gisteren", "2026-02-30", "05-13-2026 – 01-01-2027", "tot 2026-03-05", "100%", ""]
)
def test_what_is_not_a_day_stays_as_it_was_typed(typed):
    with translation.override("en"):
        assert sentence(delivered(typed)) == f"Yonder delivered the report on {typed}"


def test_day_has_its_year_only_when_it_is_another_than_the_events():
    def moved(due: datetime.date) -> Event:
        facts = {"bureau": "Yonder", "period": PERIOD, "due": due, "reason": "Ziek"}
        return build_event(CLIENT, "report-due-moved", at=AT, by=None, **facts)

    with translation.override("en"):
        assert "is now due Wed 1 Jul: Ziek" in sentence(moved(datetime.date(2026, 7, 1)))
        assert "is now due Fri 1 Jan 2027: Ziek" in sentence(moved(datetime.date(2027, 1, 1)))


def test_choice_is_named_by_its_reader_and_older_words_stay():
    code = build_event(CLIENT, "plan-made", at=AT, by=None, plan=Plan.Kind.REST.value)
    words = build_event(CLIENT, "plan-made", at=AT, by=None, plan="Rustplan")
    with translation.override("en"):
        assert sentence(code) == "Trajectory plan made: Rest plan"
        assert sentence(words) == "Trajectory plan made: Rustplan"


def test_kind_nobody_knows_any_more_shows_its_name():
    assert sentence(Event(client=CLIENT, kind="gone-by", at=AT)) == "gone-by"
    assert page_of(Event(client=CLIENT, kind="gone-by", at=AT)) == ""


def test_event_leads_to_what_it_is_about():
    assert page_of(Event(client=CLIENT, kind="report-delivered", at=AT, subject_id=3)) == "/rapporten/3/"
    assert page_of(Event(client=CLIENT, kind="report-delivered", at=AT)) == ""
    # A plan's page is the client's: its own number would lead to somebody else's plan.
    assert page_of(Event(client=CLIENT, kind="plan-made", at=AT, subject_id=3)).startswith("/clienten/7/")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_belongs_to_a_matter_with_a_name(kind):
    assert any(kind in kinds_of(key) for key in MATTERS)
