"""The rung on the caseload, and the administrator's pages on ladders."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.ladder.caseload import NOWHERE
from trajecten.ladder.models import Ladder
from wiz.clients.columns import COLUMNS, FILTERS
from wiz.clients.models import Client
from wiz.people.models import User

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def consultant() -> User:
    return make.consultant(language="en")


@pytest.fixture
def browser(consultant: User) -> Browser:
    return signed_in(consultant)


@pytest.fixture
def client(consultant: User) -> Client:
    return make.client(consultant, on="2020-01-06")


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def text(response: Any) -> str:
    return response.content.decode()


def address(client: Client, ladder: str = "") -> str:
    page = reverse("ladder", args=[client.pk])
    return f"{page}?ladder={Ladder.objects.get(name=ladder).pk}" if ladder else page


# The caseload


def test_the_column_names_the_rung_and_sorts_by_it(consultant):
    high, low, nowhere, other = (make.client(consultant) for _n in range(4))
    make.placement(high, 5, "2026-01-10")
    make.placement(low, 1, "2026-01-10")
    make.placement(low, 6, "2026-01-10", ladder="Participatieladder")
    make.placement(other, 2, "2026-01-10", ladder="A1, A2, B1, B2")
    column = COLUMNS["rung"]
    rows = column.annotate(Client.objects.all(), TODAY).order_by(*column.sort)
    assert list(rows) == [low, other, high, nowhere]
    assert [column.show(row, TODAY) for row in rows] == [
        "Sport 1 · zorg en rust",
        "B1 · activering",
        "Sport 5 · werkervaring",
        None,
    ]
    assert column.value(nowhere and rows[3], TODAY) == ""


def test_the_filters_narrow_by_rung_and_by_ladder(consultant):
    placed, moved, nowhere = (make.client(consultant) for _n in range(3))
    make.placement(placed, 2, "2026-01-10")
    make.placement(moved, 2, "2026-01-10")
    make.placement(moved, 3, "2026-02-10")
    clients = Client.objects.order_by("pk")
    rung, ladder = FILTERS["rung"], FILTERS["ladder"]
    assert list(rung.apply(clients, str(make.rung(2).pk), TODAY)) == [placed]
    assert list(rung.apply(clients, NOWHERE, TODAY)) == [nowhere]
    assert list(rung.apply(clients, "evil", TODAY)) == []
    werk, fases = (str(Ladder.objects.get(name=name).pk) for name in ("Werkladder", "Fase 1 tot en met 4"))
    assert list(ladder.apply(clients, werk, TODAY)) == [placed, moved]
    assert list(ladder.apply(clients, fases, TODAY)) == []
    choices = dict(rung.choices(consultant))
    assert choices[str(make.rung(2).pk)] == "Werkladder: Sport 2 · sociale activering"
    ladders = [label.partition(":")[0] for label in choices.values()]
    known = ["On no ladder yet", "Werkladder", "A1, A2, B1, B2", "Participatieladder", "Fase 1 tot en met 4"]
    assert list(dict.fromkeys(ladders)) == known


# The administrator's pages


def typed_ladder(*rungs: tuple[object, str], **fields: object) -> dict[str, object]:
    rows: dict[str, object] = {"rungs-TOTAL_FORMS": len(rungs), "rungs-INITIAL_FORMS": "0"}
    for n, (pk, name) in enumerate(rungs):
        rows |= {f"rungs-{n}-rung": pk, f"rungs-{n}-name": name, f"rungs-{n}-label": ""}
    return {"name": "Nieuwe ladder", "valid_from": "", "retired_from": "", **rows, **fields}


@pytest.fixture
def admin() -> Browser:
    return signed_in(make.administrator(language="en"))


def test_an_administrator_adds_a_ladder_changes_it_and_retires_it(admin, browser, client):
    admin.post(reverse("ladder_add"), typed_ladder(("", "Laag"), ("", "Hoog")))
    ladder = Ladder.objects.get(name="Nieuwe ladder")
    assert "Nieuwe ladder" in text(browser.get(address(client)))
    url = reverse("ladder_change", args=[ladder.pk])
    rungs = [(rung.pk, rung.name + "er") for rung in ladder.rungs.all()]
    admin.post(url, typed_ladder(*rungs, retired_from="10-03-2026"))
    assert [rung.name for rung in ladder.rungs.all()] == ["Laager", "Hooger"]
    assert "Nieuwe ladder" not in text(browser.get(address(client)))
    page = text(admin.get(reverse("ladders")))
    assert "no longer since Tue 10 Mar" in page
    assert "Laager · Hooger" in page


def test_the_administrator_sees_how_many_stand_on_it_and_nobodys_name(admin, client):
    make.placement(client, 2, "2026-01-10")
    make.placement(client, 3, "2026-02-10")
    page = text(admin.get(reverse("ladders")))
    assert re.search(r"Werkladder.*?wiz-number[^>]*>1<", page, re.S)
    names = re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', page)
    assert names == ["Werkladder", "A1, A2, B1, B2", "Participatieladder", "Fase 1 tot en met 4"]
    assert client.last_name not in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (typed_ladder(("", "Laag"), name=" "), "Give the ladder a name."),
        (typed_ladder(("", "Laag"), name="Werkladder"), "There is a ladder with this name already."),
        (typed_ladder(), "A ladder has at least one rung."),
        ({**typed_ladder(("", "")), "rungs-0-label": "zorg"}, "Give the rung a name, or empty the row."),
    ],
)
def test_a_ladder_that_cannot_be_comes_back_with_a_sentence(admin, typed, says):
    response = admin.post(reverse("ladder_add"), typed)
    assert response.status_code == 200
    assert says in text(response)
    assert Ladder.objects.count() == 4


def test_rungs_of_another_ladder_cannot_be_moved_here(admin):
    before = list(make.rung(1).ladder.rungs.values_list("name", flat=True))
    admin.post(reverse("ladder_add"), typed_ladder((make.rung(1).pk, "Gestolen")))
    assert list(make.rung(1).ladder.rungs.values_list("name", flat=True)) == before
    assert [r.name for r in Ladder.objects.get(name="Nieuwe ladder").rungs.all()] == ["Gestolen"]
