"""A list of more clients than are looked up one by one: its first pages hold what a whole sort would put there."""

import datetime
import random

import pytest

from tests import make
from trajecten.agreements.models import Agreement
from trajecten.ladder.models import Placement
from wiz.caseload import query
from wiz.caseload.query import Choice, among, found, page_of
from wiz.clients.models import Client
from wiz.flags.models import Flag

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)
DAY = datetime.timedelta(days=1)
CLIENTS = 40
RULES = ("no-contact", "stagnation", "plan-missing", "goal-overdue")


@pytest.fixture
def lead():
    return make.team_lead()


@pytest.fixture
def town(lead):
    """Clients with one agreement or two or none, flags from none to four, on one ladder, on two or on none."""
    chance = random.Random(7)
    consultant = make.consultant()
    meeting = make.meeting(make.client(consultant), TODAY, by=consultant)
    same = {"consultant": consultant, "municipality": meeting.client.municipality, "first_name": "Noor"}
    clients = Client.objects.bulk_create(
        Client(number=f"N{n}", last_name=f"L{n % 9}", **same) for n in range(CLIENTS)
    )
    for client in clients:
        Agreement.objects.bulk_create(
            Agreement(
                client=client,
                meeting=meeting,
                text="Bellen",
                owner="client",
                due=TODAY + chance.randint(-3, 4) * DAY,
            )
            for _n in range(chance.randint(0, 2))
        )
        Flag.objects.bulk_create(
            Flag(
                rule=rule, subject_id=client.pk, client=client, side="M", since=TODAY, raised_at=make.at(TODAY),
                due=TODAY + chance.randint(-5, 5) * DAY, consultant_from=TODAY,
            )
            for rule in RULES[: chance.randint(0, 4)]
        )  # fmt: skip
        for ladder in ("Werkladder", "Participatieladder"):
            if chance.random() < 0.6:
                rung = make.rung(chance.randint(1, 4), ladder)
                Placement.objects.create(
                    client=client, ladder=rung.ladder, rung=rung, kind="placed", on=TODAY, reason="Intake",
                    by=consultant, at=make.at(TODAY),
                )  # fmt: skip


@pytest.mark.parametrize("sort", ["termijn", "-signalen", "rung", "-rung", "naam"])
def test_the_first_pages_are_those_of_the_whole_list(town, lead, sort, monkeypatch):
    choice = Choice(sort=sort.removeprefix("-"), down=sort.startswith("-"), size=5)
    pages = range(1, 7)
    whole = [[client.pk for client in page_of(choice, [], lead, TODAY, n)[1]] for n in pages]
    monkeypatch.setattr(query, "MANY", 30)
    assert [[client.pk for client in page_of(choice, [], lead, TODAY, n)[1]] for n in pages] == whole


@pytest.mark.parametrize("sort", ["termijn", "-signalen", "rung", "-rung"])
def test_fewer_clients_are_put_in_order(town, lead, sort):
    choice = Choice(sort=sort.removeprefix("-"), down=sort.startswith("-"), size=5)
    few = among(found(choice, lead, TODAY), choice, TODAY, 5)
    assert 5 <= few.count() < CLIENTS / 2 + 2


@pytest.mark.parametrize("sort", ["termijn", "-signalen", "rung"])
def test_a_filter_holds_for_what_is_put_in_order(town, lead, sort, monkeypatch):
    filters = (("plan", "geen"), ("signaal", "stagnation"))
    choice = Choice(filters, sort=sort.removeprefix("-"), down=sort.startswith("-"), size=5)
    whole = [client.pk for client in page_of(choice, [], lead, TODAY, 1)[1]]
    assert len(whole) == 5
    monkeypatch.setattr(query, "MANY", 6)
    assert [client.pk for client in page_of(choice, [], lead, TODAY, 1)[1]] == whole
