"""What a calendar holds: whose clients, which days, in which order; and the birthdays that matter."""

import datetime

import pytest

from tests import make
from wiz.absence.models import Absence
from wiz.calendar.sources import SOURCES, Entry, Kind, Source, entries, scope_of
from wiz.clients.models import Child, Client

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)


def absent(person, cover, first, last):
    return Absence(person=person, covered_by=cover, first_day=first, last_day=last)


@pytest.fixture
def planted(monkeypatch):
    """A source that gives whatever a test puts in this list; no other is asked."""
    found: list[Entry] = []
    asked = []

    def give(scope, first, last):
        asked.append((scope, first, last))
        return [entry for entry in found if entry.client_id in scope.clients]

    monkeypatch.setattr("wiz.calendar.sources.SOURCES", {"geplant": Source("geplant", "Planted", give)})
    return found


def entry(client, day, **fields):
    return Entry(
        **{"day": day, "client_id": client.pk, "what": "Iets", "kind": Kind.DUE, "url": "/", **fields}
    )


def what_of(person, absences=(), last=TODAY + 42 * DAY, **kwargs):
    scope = scope_of(person, person or make.consultant(), absences)
    return entries(scope, TODAY, last, **kwargs)


def test_her_own_clients_only(planted):
    mine, other = make.client(), make.client()
    planted += [entry(mine, TODAY), entry(other, TODAY)]
    assert [found.client for found in what_of(mine.consultant)] == [mine]


def test_nobodys_calendar_holds_clients_without_a_consultant(planted):
    mine, nobodys = make.client(), make.client()
    Client.objects.filter(pk=nobodys.pk).update(consultant=None)
    nobodys.refresh_from_db()
    planted += [entry(mine, TODAY), entry(nobodys, TODAY)]
    assert [found.client for found in what_of(None)] == [nobodys]


def test_a_colleagues_clients_on_the_days_she_covers(planted):
    hers = make.client()
    me = make.consultant()
    away = absent(hers.consultant, me, TODAY + 3 * DAY, TODAY + 5 * DAY)
    planted += [entry(hers, TODAY + n * DAY) for n in range(-1, 8)]
    assert [found.day for found in what_of(me, [away])] == [TODAY + n * DAY for n in (3, 4, 5)]


def test_what_a_colleague_left_open_is_hers_as_long_as_she_covers(planted):
    hers = make.client()
    me = make.consultant()
    planted += [entry(hers, TODAY - 9 * DAY)]
    for first, last, seen in ((-2, -1, False), (-2, 0, True), (0, 4, True), (1, 4, False)):
        away = absent(hers.consultant, me, TODAY + first * DAY, TODAY + last * DAY)
        assert bool(what_of(me, [away])) is seen, (first, last)


def test_cover_by_another_is_not_hers(planted):
    hers = make.client()
    me = make.consultant()
    planted += [entry(hers, TODAY)]
    assert not what_of(me, [absent(hers.consultant, make.consultant(), TODAY, TODAY)])


def test_her_own_move_for_a_colleagues_client_stands_with_her_outside_the_absence_too(planted):
    hers = make.client()
    me = make.consultant()
    away = absent(hers.consultant, me, TODAY, TODAY)
    planted += [
        entry(hers, TODAY + 9 * DAY, owner_id=me.pk),
        entry(hers, TODAY + 9 * DAY, owner_id=hers.consultant_id),
    ]
    assert [found.owner for found in what_of(me, [away])] == [me]


def test_by_day_then_hour_then_name_and_no_later_than_the_last_day(planted):
    bos = make.client(last_name="Bos")
    aal = make.client(bos.consultant, last_name="Aal")
    nine, ten = datetime.time(9), datetime.time(10)
    planted += [
        entry(bos, TODAY + 2 * DAY),
        entry(bos, TODAY + DAY),
        entry(aal, TODAY + DAY),
        entry(aal, TODAY + DAY, time=ten),
        entry(bos, TODAY + DAY, time=nine),
        entry(bos, TODAY + 3 * DAY),
        entry(bos, TODAY - DAY),
    ]
    found = what_of(bos.consultant, last=TODAY + 2 * DAY)
    assert [(one.day, one.time, one.client) for one in found] == [
        (TODAY - DAY, None, bos),
        (TODAY + DAY, nine, bos),
        (TODAY + DAY, ten, aal),
        (TODAY + DAY, None, aal),
        (TODAY + DAY, None, bos),
        (TODAY + 2 * DAY, None, bos),
    ]


def test_only_the_sources_that_are_asked_for(planted):
    client = make.client()
    planted += [entry(client, TODAY)]
    assert what_of(client.consultant, only=["geplant"])
    assert not what_of(client.consultant, only=["iets-anders"])


@pytest.mark.parametrize(
    ("born", "birthday", "age"),
    [
        ("2022-12-05", "2026-12-05", 4),
        ("2021-12-05", "2026-12-05", 5),
        ("2014-12-05", "2026-12-05", 12),
        ("2013-12-05", "2026-12-05", 13),
        ("2012-02-29", "2025-03-01", 13),
        ("2012-02-29", "2024-02-29", 12),
    ],
)
def test_a_birthday_that_matters_from_the_first_to_the_last_day(born, birthday, age):
    client = make.client()
    Child.objects.create(client=client, first_name="Sami", birth_date=datetime.date.fromisoformat(born))
    day = datetime.date.fromisoformat(birthday)
    scope = scope_of(client.consultant, client.consultant, [])
    find = SOURCES["kinderen"].function
    for first, last, seen in (
        (day - 9 * DAY, day - DAY, False),
        (day - 9 * DAY, day, True),
        (day, day, True),
        (day, day + 9 * DAY, True),
        (day + DAY, day + 9 * DAY, False),
    ):
        assert [(e.day, e.kind) for e in find(scope, first, last)] == [(day, Kind.BIRTHDAY)] * seen
        if seen:
            assert str(age) in find(scope, first, last)[0].what


def test_other_birthdays_do_not():
    client = make.client()
    Child.objects.create(client=client, birth_date=datetime.date(2020, 12, 5))
    scope = scope_of(client.consultant, client.consultant, [])
    assert not list(SOURCES["kinderen"].function(scope, TODAY, TODAY + 90 * DAY))
