"""The caseload: views, choosing, exports, hostile addresses. Its usual filters and order stand in `test_today`."""

import csv
import datetime
import io
import re
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from tests import make
from wiz.actions import Refused
from wiz.caseload import query, selection, views
from wiz.caseload.actions import VIEWS_AT_MOST, change_view, overwrite_view, remove_view, save_view
from wiz.caseload.models import SavedView
from wiz.caseload.query import RESERVED, offered_to, read
from wiz.caseload.selection import chosen_clients
from wiz.clients import columns
from wiz.clients.actions import change_client
from wiz.clients.models import Client
from wiz.people.models import Team, User
from wiz.people.roles import Can
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db
NOW = make.at("2026-04-20", 10)
CASELOAD = "/caseload/"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def consultant() -> User:
    return make.consultant(language="en")


@pytest.fixture
def browser(consultant: User) -> Browser:
    return signed_in(consultant)


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def names(response: Any) -> list[str]:
    return [client.last_name for client in response.context["clients"]]


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def page(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def choice(user: User, address: str = "") -> query.Choice:
    return read(QueryDict(address), user, offered_to(user))


# What an address may say


@pytest.mark.parametrize(
    "address",
    [
        "page=999999999999999999999", "page=-1", "page=veel", "page=%00", "op=%00", "op=--naam", "op=pk", "op=-",
        "op=consultant__password", "per=0", "per=-5", "per=1000000", "per=veel", "kolom=bsn", "kolom=%00&kolom=",
        "weergave=%00", "weergave=99999999999999999999999", "weergave=-1", "weergave=x", "bsn=999990019",
        "signaal=%00", "signaal=%27%3B+DROP+TABLE+wiz_client%3B--", "team=1", "van=%C2%B2", "gemeente=1e9",
        "signaal=elk&signaal=geen", "%00=%00", "van=&signaal=&gemeente=",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["caseload", "caseload_export"])
def test_no_address_breaks_the_page_or_shows_more(browser, consultant, address, name):
    make.client(consultant, last_name="Bos")
    make.client(last_name="Vreemd")
    response = browser.get(f"{reverse(name)}?{address}")
    if name == "caseload":
        assert "Vreemd" not in page(response)
    else:
        assert response.status_code in (200, 302)


def test_a_choice_that_does_not_exist_is_left_out_and_said_so(browser, consultant):
    make.client(consultant)
    assert "no longer exists" in page(browser.get(CASELOAD, {"signaal": "afgeschaft"}))
    assert "no longer exists" not in page(browser.get(CASELOAD, {"signaal": "geen"}))


def test_filters_combine_show_and_come_off_one_by_one(browser, consultant):
    make.client(consultant, last_name="Bos")
    make.client(last_name="Ander")
    response = browser.get(CASELOAD, {"van": "alle", "signaal": "geen"})
    assert names(response) == ["Ander", "Bos"]
    assert [(one["label"], one["query"]) for one in response.context["active"]] == [
        ("Everybody's", "signaal=geen"),
        ("Without a flag", "van=alle"),
    ]


def test_a_team_is_for_leads(consultant):
    team = Team.objects.create(name="Noord")
    lead = make.team_lead(language="en")
    make.client(make.consultant(team=team), last_name="Noord")
    make.client(consultant, last_name="Zuid")
    assert names(signed_in(lead).get(CASELOAD, {"team": team.pk})) == ["Noord"]
    assert "team" not in offered_to(consultant)
    assert names(signed_in(consultant).get(CASELOAD, {"team": team.pk})) == ["Zuid"]


def test_headings_sort_up_and_down(browser, consultant):
    make.client(consultant)
    heading = {h["key"]: h for h in browser.get(CASELOAD, {"op": "naam"}).context["headings"]}
    assert heading["naam"]["sorted"] == "ascending"
    assert heading["naam"]["query"] == "op=-naam"
    assert heading["signalen"]["query"] == "op=-signalen"
    text = page(browser.get(CASELOAD, {"op": "-naam"}))
    assert 'aria-sort="descending"' in text
    assert text.count("aria-sort") == 1


@pytest.mark.parametrize("direction", ["", "-"])
@pytest.mark.parametrize("key", sorted(key for key, column in columns.COLUMNS.items() if column.sort))
def test_every_order_holds_every_client(browser, consultant, key, direction):
    for _n in range(3):
        make.client(consultant)
    change_client(
        Client.objects.earliest("pk"),
        {"benefit_since": datetime.date(2020, 1, 1), "language": "Arabisch"},
        children=[(None, "Sami", datetime.date(2023, 5, 1), False)],
        by=consultant,
        at=NOW,
    )
    assert len(names(browser.get(CASELOAD, {"op": direction + key}))) == 3


@pytest.mark.parametrize("op", ["uitkering", "-uitkering"])
def test_who_has_nothing_to_sort_by_comes_last(browser, consultant, op):
    make.client(consultant, last_name="Zonder")
    for year in (2019, 2021):
        make.client(consultant, last_name=str(year), benefit_since=datetime.date(year, 1, 1))
    years = ["2019", "2021"] if op == "uitkering" else ["2021", "2019"]
    assert names(browser.get(CASELOAD, {"op": op})) == [*years, "Zonder"]


def test_columns_and_size_can_be_chosen(browser, consultant):
    for _n in range(26):
        make.client(consultant)
    response = browser.get(CASELOAD, {"kolom": ["gemeente", "telefoon"], "per": "25"})
    # The name is a head; a client without a telephone number has an empty cell.
    row = response.context["rows"][0]
    assert re.findall(r'<(th|td class="[^"]*")', row)[-3:] == [
        "th",
        'td class="wiz-cell--gemeente"',
        'td class="wiz-cell--telefoon"',
    ]
    assert len(response.context["rows"]) == 25
    assert response.context["query"] == "kolom=naam&kolom=gemeente&kolom=telefoon&per=25"


def test_what_people_wrote_is_no_html(browser, consultant):
    written = "<b>&\"'"
    made = make.client(consultant, last_name=written, language=written)
    page = browser.get(CASELOAD, {"kolom": ["taal"]}).content.decode()
    assert "<b>" not in page
    assert page.count("&lt;b&gt;&amp;&quot;&#x27;") == 3  # the name, its tick, the language
    assert f'href="{reverse("client", args=[made.pk])}"' in page


def test_the_usual_columns_need_no_words_in_the_address(consultant):
    usual = "&".join(f"kolom={column.key}" for column in query.columns_of(choice(consultant), consultant))
    assert choice(consultant, usual).query() == ""


def test_no_filter_takes_the_name_of_something_else():
    assert not RESERVED & set(columns.FILTERS)


@pytest.mark.parametrize(
    ("shown", "cell"),
    [
        (None, columns.Cell()),
        ("Woorden", columns.Cell("Woorden")),
        (("late", "3 dagen te laat"), columns.Cell(badge=("late", "3 dagen te laat"))),
        (("ok", "getekend"), columns.Cell(note="getekend")),
        (
            columns.Cell("Naar werk", ("ok", "getekend"), "nieuw"),
            columns.Cell("Naar werk", None, "getekend, nieuw"),
        ),
    ],
)
def test_only_what_waits_catches_the_eye(shown, cell):
    column = columns.Column("x", "X", 0, None, show=lambda client, day: shown, value=None)  # type: ignore[arg-type]
    assert query.cell(column, Client(), NOW.date()) == cell


# Saved views


def test_view_is_kept_opened_changed_and_removed(browser, consultant):
    make.client(consultant, last_name="Bos")
    response = browser.post(reverse("view_add"), {"name": "Rustig", "query": "signaal=geen&op=-naam&van=x"})
    view = SavedView.objects.get()
    assert (view.user, view.query) == (consultant, {"signaal": "geen", "op": "-naam"})
    assert response.url == f"/caseload/?signaal=geen&op=-naam&weergave={view.pk}"
    opened = browser.get(response.url)
    assert (opened.context["view"], opened.context["is_changed"]) == (view, False)
    changed = browser.get(CASELOAD, {"signaal": "elk", "weergave": view.pk})
    assert changed.context["is_changed"]
    assert "Keep this in “Rustig”" in page(changed)

    browser.post(reverse("view_overwrite", args=[view.pk]), {"query": "signaal=elk"})
    view.refresh_from_db()
    assert view.query == {"signaal": "elk"}
    browser.post(reverse("view_change", args=[view.pk]), {"name": "Druk", "is_default": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_default) == ("Druk", True)
    assert "Remove the view “Druk”?" in page(browser.get(reverse("view_remove", args=[view.pk])))
    assert SavedView.objects.exists()
    browser.post(reverse("view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_default_view_opens_by_itself_and_can_be_left(browser, consultant):
    view = save_view(name="Druk", query={"signaal": "elk"}, is_default=True, by=consultant)
    assert browser.get(CASELOAD).url == f"/caseload/?signaal=elk&weergave={view.pk}"
    assert browser.get(CASELOAD, {"weergave": "0"}).context["active"] == []


def test_only_one_view_is_the_default(consultant):
    first = save_view(name="Een", query={}, is_default=True, by=consultant)
    second = save_view(name="Twee", query={}, is_default=True, by=consultant)
    assert list(SavedView.objects.filter(is_default=True)) == [second]
    change_view(first, name="Een", is_default=True, by=consultant)
    assert list(SavedView.objects.filter(is_default=True)) == [first]


def test_view_of_a_filter_that_is_gone_still_opens(browser, consultant):
    make.client(consultant, last_name="Bos")
    query = {
        "signaal": "afgeschaft",
        "verdwenen": "1",
        "op": "oud",
        "kolom": ["oud", 3],
        "per": None,
        "van": {},
    }
    save_view(name="Oud", query=query, is_default=True, by=consultant)
    response = browser.get(CASELOAD, follow=True)
    assert names(response) == ["Bos"]
    assert "no longer exists" in page(response)


def test_name_is_used_once_a_user(browser, consultant):
    save_view(name="Druk", query={}, is_default=False, by=consultant)
    save_view(name="Druk", query={}, is_default=False, by=make.consultant())
    response = browser.post(reverse("view_add"), {"name": "dRUK", "query": ""})
    assert response.status_code == 422
    assert "You have a view with this name already" in response.content.decode()
    other = save_view(name="Rust", query={}, is_default=False, by=consultant)
    with pytest.raises(Refused, match="al een weergave met deze naam"):
        change_view(other, name="Druk", is_default=False, by=consultant)
    change_view(other, name="rust", is_default=False, by=consultant)  # her own name is free


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x00b"])
def test_name_that_is_none_is_refused(browser, name):
    response = browser.post(reverse("view_add"), {"name": name, "query": "signaal=elk"})
    assert response.status_code == 422
    assert 'value="signaal=elk"' in response.content.decode()
    assert not SavedView.objects.exists()


def test_views_have_an_end(consultant):
    for n in range(VIEWS_AT_MOST):
        save_view(name=str(n), query={}, is_default=False, by=consultant)
    with pytest.raises(Refused, match="Verwijder er eerst een"):
        save_view(name="te veel", query={}, is_default=False, by=consultant)


def test_nobody_touches_the_view_of_somebody_else(consultant):
    view = save_view(name="Druk", query={}, is_default=False, by=consultant)
    other = make.consultant()
    browser = signed_in(other)
    for name in ("view_change", "view_overwrite", "view_remove"):
        assert (
            browser.post(reverse(name, args=[view.pk]), {"name": "Van mij", "query": ""}).status_code == 404
        )
    for act in (
        lambda: change_view(view, name="Van mij", is_default=False, by=other),
        lambda: overwrite_view(view, query={}, by=other),
        lambda: remove_view(view, by=other),
    ):
        with pytest.raises(Refused, match="is er niet meer"):
            act()
    view.refresh_from_db()
    assert view.name == "Druk"
    assert browser.get(CASELOAD, {"weergave": view.pk}).context["view"] is None


# Choosing


def posted(user: User, **data: Any) -> list[str]:
    request: Any = RequestFactory().post("/", data)
    request.user = user
    return [client.last_name for client in chosen_clients(request)]


def test_chosen_are_the_ticked_those_on_the_page_or_all_found(consultant):
    bos, aarts = (make.client(consultant, last_name=name) for name in ("Bos", "Aarts"))
    other = make.client(last_name="Ander")
    assert posted(consultant, clients=[bos.pk, aarts.pk]) == ["Aarts", "Bos"]
    assert posted(consultant, which="ticked", clients=f"{bos.pk},{other.pk},x,²,{'9' * 40}") == [
        "Ander",
        "Bos",
    ]
    assert posted(consultant, which="page", on_page=f"{aarts.pk}", clients=bos.pk) == ["Aarts"]
    assert posted(consultant, which="found", query="", clients=other.pk) == ["Aarts", "Bos"]
    assert posted(consultant, which="found", query="van=alle&signaal=geen") == ["Aarts", "Ander", "Bos"]


@pytest.mark.parametrize(
    "data", [{}, {"clients": ""}, {"clients": "x\x00"}, {"which": "page"}, {"which": "found"}]
)
def test_chosen_none_is_said(consultant, data):
    with pytest.raises(Refused, match="Vink eerst minstens"):
        posted(consultant, **data)


def test_chosen_too_many_is_said(consultant, monkeypatch):
    monkeypatch.setattr(selection, "CHOSEN_AT_MOST", 1)
    ids = [make.client(consultant).pk for _n in range(2)]
    with pytest.raises(Refused, match="hoogstens 1"):
        posted(consultant, clients=ids)


def test_a_bureau_chooses_nobody(consultant):
    with pytest.raises(Refused):
        posted(make.worker(), clients=make.client(consultant).pk)


def test_bulk_buttons_are_for_who_may_use_them(browser, consultant, monkeypatch):
    monkeypatch.setattr(columns, "BULKS", {})
    monkeypatch.setattr(views, "BULKS", columns.BULKS)
    columns.bulk("today", "Allen bellen", place=1)
    columns.bulk("find", "Allen overdragen", place=2, needs=Can.REASSIGN)
    columns.bulk("not_there_yet", "Ooit", place=3)
    client = make.client(consultant)
    text = page(browser.get(CASELOAD))
    assert 'formaction="/vandaag/">Allen bellen' in text
    assert f'name="clients" value="{client.pk}"' in text
    assert "Allen overdragen" not in text
    assert "Ooit" not in text
    assert "Allen overdragen" in page(signed_in(make.team_lead()).get(CASELOAD))


# Exports


def csv_rows(response: Any) -> list[list[str]]:
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_export_holds_all_pages_with_the_chosen_columns(browser, consultant):
    for n in range(30):
        make.client(consultant, last_name=f"Bos{n:02}", benefit_since=datetime.date(2020, 2, 29))
    make.client(last_name="Ander")
    address = {"kolom": ["nummer", "uitkering"], "op": "-naam", "per": "25", "als": "csv"}
    response = browser.get(reverse("caseload_export"), address)
    heads, *rows = csv_rows(response)
    assert heads == ["Client", "Number", "On benefit since"]
    assert [row[0] for row in rows] == [f"Noor Bos{n:02}" for n in reversed(range(30))]
    assert rows[0][2] == "29-02-2020"
    assert response["Content-Disposition"] == 'attachment; filename="caseload-2026-04-20.csv"'


def test_export_as_a_workbook_keeps_days_and_heads(browser, consultant):
    client = make.client(consultant, last_name="=2+5", benefit_since=datetime.date(2020, 2, 29))
    Client.objects.filter(pk=client.pk).update(first_name="", phone="+31612345678")
    address = {"kolom": ["uitkering", "telefoon"], "als": "xlsx"}
    response = browser.get(reverse("caseload_export"), address)
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert (sheet.title, sheet.freeze_panes) == ("Caseload", "A2")
    assert [[cell.value for cell in row] for row in sheet] == [
        ["Client", "On benefit since", "Phone"],
        ["'=2+5", datetime.datetime(2020, 2, 29), "'+31612345678"],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "s"]


def test_export_of_every_column_holds_no_bsn(browser, consultant):
    change_client(make.client(consultant), {}, children=[], bsn_digits="999990019", by=consultant, at=NOW)
    address = [("kolom", key) for key in columns.COLUMNS] + [("als", "csv")]
    text = str(
        csv_rows(browser.get(f"{reverse('caseload_export')}?{'&'.join(f'{k}={v}' for k, v in address)}"))
    )
    assert "99999" not in text
    assert "••" not in text


def test_export_is_recorded_for_each_client_in_it(browser, consultant):
    clients = {make.client(consultant).pk for _n in range(3)}
    make.client()
    browser.get(reverse("caseload_export"))
    looks = Look.objects.all()
    assert len(looks) == 3
    assert {look.client_id for look in looks} == clients
    assert {(look.what, look.subject_id) for look in looks} == {("list", None)}
    assert {(look.user, look.at) for look in looks} == {(consultant, NOW)}


def test_export_of_too_many_or_nobody_is_refused_in_words(browser, consultant, monkeypatch):
    response = browser.get(reverse("caseload_export"), {"signaal": "elk"})
    assert response.url == "/caseload/?signaal=elk&weergave=0"
    assert said(response) == ["There are no clients to put in a file."]
    monkeypatch.setattr(views, "EXPORTED_AT_MOST", 1)
    for _n in range(2):
        make.client(consultant)
    assert "at most 1 clients" in said(browser.get(reverse("caseload_export")))[-1]
    assert not Look.objects.filter(what=Look.What.LIST).exists()


def test_export_in_batches_keeps_the_order(consultant):
    for n in (3, 1, 2):
        make.client(consultant, last_name=f"Bos{n}")
    found = choice(consultant, "op=naam")
    shown = query.columns_of(found, consultant)
    rows = list(query.in_batches(found, shown, consultant, NOW.date(), at_most=9, batch=2))
    assert [client.last_name for client in rows] == ["Bos1", "Bos2", "Bos3"]
