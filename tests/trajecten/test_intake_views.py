"""The pages of an intake, and of the list behind it."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.intake.actions import retire_factor
from trajecten.intake.casefile import intake_panel, intake_threads
from trajecten.intake.models import ExpertAdvice, Factor, Intake, Supporter, Weighing
from trajecten.intake.picture import changes
from wiz.clients.actions import change_client
from wiz.clients.models import Client
from wiz.people.models import User

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat
TODAY = DAY("2026-06-01")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def consultant() -> User:
    return make.consultant(language="en")


@pytest.fixture
def browser(consultant: User) -> Browser:
    browser = Browser()
    browser.force_login(consultant)
    return browser


@pytest.fixture
def client(consultant: User) -> Client:
    made = make.client(consultant)
    children = [(None, "Sami", DAY("2022-05-01"), False)]
    fields = {"first_name": made.first_name, "last_name": made.last_name, "number": made.number}
    change_client(made, fields, children=children, by=consultant, at=make.at("2026-01-05"))
    return made


def typed(
    weights: dict[str, tuple[Any, Any]] | None = None,
    supporters: tuple[tuple[str, str], ...] = (),
    advices: tuple[dict[str, str], ...] = (),
    **fields: Any,
) -> dict[str, Any]:
    """What somebody types; a side that is not chosen is the dash, as the page sends it."""
    data: dict[str, Any] = {"revision": 0, "other_parent": "not_discussed", "alone": ""}
    for name, (hers, ours) in (weights or {}).items():
        prefix = f"factor-{make.factor(name).pk}"
        data |= {f"{prefix}-client": hers, f"{prefix}-consultant": ours, f"{prefix}-words": ""}
    rows = {"supporters": [{"who": w, "helps_with": h} for w, h in supporters], "advices": list(advices)}
    for name, found in rows.items():
        data |= {f"{name}-TOTAL_FORMS": len(found), f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-{n}-{key}": value for n, row in enumerate(found) for key, value in row.items()}
    return {**data, **fields}


def text(response: Any) -> str:
    return response.content.decode()


def page_of(browser: Browser, client: Client, name: str = "intake", *more: int) -> str:
    response = browser.get(reverse(name, args=[client.pk, *more]))
    assert response.status_code == 200
    return text(response)


def save(browser: Browser, client: Client, data: dict[str, Any]) -> Any:
    return browser.post(reverse("intake_change", args=[client.pk]), data)


def test_no_intake_yet_leads_to_the_form(browser, client):
    assert "No intake yet" in page_of(browser, client)
    assert reverse("intake_change", args=[client.pk]) in page_of(browser, client)


def test_intake_recorded_and_read(browser, client):
    advice = {
        "giver": "ggd",
        "name": "",
        "words": "Rustig beginnen",
        "given_on": "1-3-2026",
        "valid_until": "1-3-2027",
    }
    data = typed(
        {"Motivatie": (2, 5), "Schulden": (4, ""), "Vervoer": ("", "")},
        supporters=(("Moeder", "haalt Sami op"), ("", "")),
        advices=(advice,),
        wish="Ik wil iets met planten.",
        care="Vader, 6 uur",
        alone="yes",
        capacity="Vaste tijden",
        capacity_hours="16.5",
        capacity_source="doctor",
        capacity_on="1-2-2026",
        capacity_until="31-5-2026",
        other_parent="contributes",
        other_parent_note="Woensdag",
    )
    assert save(browser, client, data).url == reverse("intake", args=[client.pk])
    intake = Intake.objects.get()
    found = {row.factor.name: (row.client_weight, row.consultant_weight) for row in intake.weighings.all()}
    assert found == {"Motivatie": (2, 5), "Schulden": (4, None)}
    assert str(intake.capacity_hours) == "16.5"
    shown = page_of(browser, client)
    for words in (
        "“Ik wil iets met planten.”",
        "3 apart",
        "not weighed",
        "●●○○○",
        "Sami (4)",
        "Vader, 6 uur",
        "Stands alone for everything",
        "expired on 31 May 2026",
        "Moeder",
        "valid until 1 Mar 2027",
        "Rustig beginnen",
        "Woensdag",
    ):
        assert words in shown, words
    assert "Vervoer" not in shown
    assert shown.index("Motivatie") < shown.index("Schulden")


def test_form_comes_filled_in_and_saving_it_as_it_is_makes_no_version(browser, client):
    save(browser, client, typed({"Motivatie": (2, 5)}, wish="Een tuin"))
    shown = page_of(browser, client, "intake_change")
    prefix = f"factor-{make.factor('Motivatie').pk}"
    assert f'name="{prefix}-client" value="2" id="id_{prefix}-client_2" checked' in shown
    assert "\nEen tuin</textarea>" in shown
    save(browser, client, typed({"Motivatie": (2, 5)}, wish="Een tuin", revision=1))
    assert Intake.objects.count() == 1


def test_what_changed_since_last_time_is_said(browser, client):
    advice = {"giver": "ggd", "words": "Rustig"}
    first = make.intake(
        client,
        "2026-02-01",
        weights={"Motivatie": (2, None), "Vervoer": (3, 3), "Talen": (1, 1)},
        supporters=[{"who": "Zus", "helps_with": "oppas"}, {"who": "Broer"}],
        advices=[advice],
        load="Een tuin",
        care="Vader",
    )
    second = make.intake(
        client,
        "2026-03-01",
        weights={"Motivatie": (4, 3), "Schulden": (5, None), "Talen": (1, 1)},
        supporters=[{"who": "Zus", "helps_with": "alles"}, {"who": "Tante"}],
        advices=[{**advice, "words": "Beginnen"}],
        load="Een kas",
        capacity="Alles",
    )
    found = [(change.what, change.how) for change in changes(first, second, hide_parent=False)]
    assert found == [
        ("Motivatie", "client 2 → 4, consultant not weighed → 3"),
        ("Schulden", "added: client 5"),
        ("Vervoer", "gone (was client 3, consultant 3)"),
        ("Care for others", "gone: “Vader”"),
        ("What else weighs", "“Een tuin” → “Een kas”"),
        ("What the client can carry", "added: “Alles”"),
        ("Zus", "“oppas” → “alles”"),
        ("Tante", "added"),
        ("Broer", "gone"),
        ("GGD", "“Rustig” → “Beginnen”"),
    ]
    shown = page_of(browser, client)
    assert "Changed since last time" in shown
    assert "client 2 → 4" in shown


def test_older_version_is_read_as_it_was(browser, client):
    make.intake(client, "2022-04-30", wish="Een tuin", capacity="x", capacity_until=DAY("2022-12-31"))
    make.intake(client, "2026-03-01", wish="Een kas")
    shown = page_of(browser, client, "intake_version", 1)
    assert "Een tuin" in shown
    assert "older version" in shown
    assert "valid until 31 Dec 2022" in shown  # that day it was
    assert "Sami (" not in shown.partition("<h2")[2]  # born the day after
    assert reverse("intake_change", args=[client.pk]) not in shown
    assert browser.get(reverse("intake_version", args=[client.pk, 3])).status_code == 404
    assert browser.get(reverse("intake_version", args=[make.client().pk, 1])).status_code == 404


def test_who_was_second_keeps_her_text_and_reads_what_changed(browser, client):
    make.intake(client, "2026-02-01", wish="Een tuin")
    make.intake(client, "2026-03-01", wish="Een kas")
    response = save(browser, client, typed({"Motivatie": (5, 5)}, wish="Van mij", revision=1))
    assert response.status_code == 409
    shown = text(response)
    assert "\nVan mij</textarea>" in shown
    assert "“Een tuin” → “Een kas”" in shown
    assert '<button class="utrecht-button utrecht-button--primary-action" name="revision" value="2">' in shown
    assert Intake.objects.count() == 2
    again = typed({"Motivatie": (5, 5)}, wish="Van mij", revision=2)
    assert save(browser, client, again).status_code == 302
    assert Intake.objects.of(client).first().wish == "Van mij"


@pytest.mark.parametrize(
    ("data", "sentence", "at"),
    [
        ({"capacity_on": "2-2-2026", "capacity_until": "1-2-2026"}, "must not end before", "capacity_until"),
        ({"capacity_until": "31-2-2026"}, "This is not a date", "capacity_until"),
        ({"supporters": (("", "oppas"),)}, "Say who helps", "supporters-0-who"),
        ({"advices": ({"giver": "", "words": "Rust"},)}, "Say who gave the advice", "advices-0-giver"),
        ({"advices": ({"giver": "ggd", "words": ""},)}, "Say what the advice is", "advices-0-words"),
        (
            {"advices": ({"giver": "ggd", "words": "x", "given_on": "2-2-2026", "valid_until": "1-2-2026"},)},
            "must not end before",
            "advices-0-valid_until",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_typed_text_stays(browser, client, data, sentence, at):
    response = save(browser, client, typed(wish="Dit blijft staan", **data))
    shown = text(response)
    assert response.status_code == 200
    assert sentence in shown
    assert f'<a href="#id_{at}">' in shown
    assert "\nDit blijft staan</textarea>" in shown
    assert not Intake.objects.exists()


def test_words_of_a_factor_that_are_too_long_are_named_with_it(browser, client):
    pk = make.factor("Motivatie").pk
    shown = text(save(browser, client, typed(**{f"factor-{pk}-words": "x" * 201})))
    assert f'<a href="#id_factor-{pk}-words">Motivatie' in shown


def test_emptying_a_row_takes_it_away_and_the_older_version_keeps_it(browser, client):
    make.intake(client, supporters=[{"who": "Zus"}], advices=[{"giver": "ggd", "words": "Rust"}])
    data = typed(supporters=(("", ""),), advices=({"giver": "ggd", "words": ""},), wish="x", revision=1)
    data |= {"supporters-INITIAL_FORMS": 1, "advices-INITIAL_FORMS": 1}
    assert save(browser, client, data).status_code == 302
    latest = Intake.objects.of(client).first()
    assert (latest.number, latest.supporters.count(), latest.advices.count()) == (2, 0, 0)
    assert (Supporter.objects.count(), ExpertAdvice.objects.count()) == (1, 1)


def test_a_parent_not_to_be_brought_up_shows_nothing_of_before(browser, client):
    make.intake(client, "2026-02-01", other_parent="contributes", other_parent_note="Woont om de hoek")
    save(browser, client, typed(other_parent="leave", other_parent_note="Nog iets", revision=1, wish="x"))
    for shown in (
        page_of(browser, client),
        page_of(browser, client, "intake_version", 1),
        page_of(browser, client, "intake_change"),
        page_of(browser, client, "client"),
    ):
        assert "Woont om de hoek" not in shown
        assert "Nog iets" not in shown
        assert "not safe" not in shown.lower() or "Is it not safe to talk" in shown
    assert "do not bring up" in page_of(browser, client)
    assert "contributes" not in page_of(browser, client, "intake_version", 1).lower()
    (thread,) = intake_threads(client, client.consultant, TODAY)
    assert (thread.state, thread.about, thread.kind) == ("do not bring up", "", "plain")


def test_who_has_no_children_is_not_asked_about_the_other_parent(browser, consultant):
    client = make.client(consultant)
    assert "other_parent" not in page_of(browser, client, "intake_change").replace("other_parent]", "")
    save(browser, client, typed(wish="x"))
    assert Intake.objects.get().other_parent == "not_discussed"
    assert intake_threads(client, consultant, TODAY) == []


def test_retired_factor_is_asked_only_where_it_was_used(browser, client, consultant):
    factor = Factor.objects.create(kind="barrier", name="Oud woord")
    make.intake(client, weights={"Oud woord": (3, 3)})
    retire_factor(factor, retired=True, by=make.administrator(), today=TODAY)
    assert "Oud woord" in page_of(browser, client, "intake_change")
    assert "no longer in the list" in page_of(browser, client, "intake_change")
    assert "Oud woord" in page_of(browser, client)
    assert "Oud woord" not in page_of(browser, make.client(consultant), "intake_change")
    save(browser, client, typed({"Oud woord": (4, 3)}, wish="x", revision=1))
    assert Weighing.objects.get(intake__number=2).client_weight == 4


def test_a_factor_that_was_not_offered_is_not_taken(browser, client):
    factor = Factor.objects.create(kind="barrier", name="Morgen", valid_from=DAY("2026-06-02"))
    save(browser, client, typed({"Morgen": (4, 3)}, wish="x"))
    assert not Weighing.objects.filter(factor=factor).exists()


@pytest.mark.parametrize("weight", ["0", "6", "x"])
def test_a_weight_beside_the_scale_is_refused(browser, client, weight):
    assert save(browser, client, typed({"Motivatie": (weight, 3)})).status_code == 200
    assert not Intake.objects.exists()


def test_overview_shows_the_intake_in_short(browser, client):
    assert "No intake yet." in page_of(browser, client, "client")
    names = ["Motivatie", "Talen", "Werkervaring", "Praktisch talent"]
    weights = {name: (5 - n, 5 - n) for n, name in enumerate(names)} | {"Schulden": (1, 4)}
    make.intake(
        client,
        wish="Een tuin",
        weights=weights,
        capacity_hours=16,
        capacity_until=DAY("2026-05-31"),
    )
    panel = intake_panel(client, client.consultant, TODAY)
    assert [line.factor.name for line in panel["strengths"]] == names[:3]
    assert panel["more"] == 1
    shown = page_of(browser, client, "client")
    for words in ("“Een tuin”", "client 1, consultant 4", "16 hours a week", "expired on 31 May 2026"):
        assert words in shown, words


@pytest.mark.parametrize(
    ("today", "kind", "state"),
    [
        ("2027-02-28", "ok", "until 28 Feb 2027"),
        ("2027-03-01", "late", "expired Feb 2027"),
    ],
)
def test_threads_of_advice_and_of_who_helps(client, today, kind, state):
    earlier = {"giver": "ggd", "words": "x", "valid_until": DAY("2026-01-31")}
    later = {**earlier, "valid_until": DAY("2027-02-28")}
    make.intake(
        client,
        advices=[later, earlier, {"giver": "other", "name": "Wijkteam", "words": "y"}],
        supporters=[{"who": "Zus", "helps_with": "oppas"}],
        other_parent="not_there",
    )
    found = [(t.party, t.kind, t.state) for t in intake_threads(client, client.consultant, DAY(today))]
    assert found == [
        ("GGD", kind, state),
        ("Wijkteam", "plain", "no end known"),
        ("Zus", "ok", "helps"),
    ]


def test_other_parent_is_a_thread_where_there_are_children(client):
    make.intake(client, other_parent="contributes", other_parent_note="Woensdag")
    (thread,) = intake_threads(client, client.consultant, TODAY)
    assert (thread.kind, thread.state, thread.about) == ("ok", "contributes", "Woensdag")
    assert thread.url == reverse("intake", args=[client.pk])


@pytest.mark.parametrize("name", ["intake", "intake_change", "client"])
def test_pages_ask_as_often_for_much_as_for_little(browser, client, name):
    # All on one day: another day may raise another flag, which the page then reads.
    for wish in ("Een", "Twee"):
        make.intake(client, "2026-03-12", wish=wish)

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as found:
            page_of(browser, client, name)
        return [query["sql"] for query in found]

    queries()
    before = queries()
    weights = {factor.name: (1, 4) for factor in Factor.objects.all()}
    helpers = [{"who": f"Nicht {n}"} for n in range(20)]
    advices = [{"giver": "other", "name": f"Bureau {n}", "words": "x"} for n in range(20)]
    for n in range(10):
        make.intake(client, "2026-03-12", wish=str(n), weights=weights, supporters=helpers, advices=advices)
    after = queries()
    assert len(after) == len(before), "\n".join(after)


def test_many_versions_page(browser, client):
    for n in range(14):
        make.intake(client, "2026-03-12", wish=str(n))
    shown = page_of(browser, client)
    assert shown.count("/intake/1") == 4  # 13, 12, 11 and 10: 14 is shown
    assert "?page=2" in shown


# The administrator's list


@pytest.fixture
def admin() -> Browser:
    browser = Browser()
    browser.force_login(make.administrator(language="en"))
    return browser


def test_factor_added_changed_retired_and_put_back(admin):
    url = reverse("factors")
    assert "Motivatie" in text(admin.get(url))
    assert admin.post(url, {"kind": "barrier", "name": "Ritme", "place": ""}).url == url
    factor = Factor.objects.get(name="Ritme")
    assert admin.post(reverse("factor_change", args=[factor.pk]), {"name": "Dagritme"}).url == url
    factor.refresh_from_db()
    assert (factor.name, factor.kind, factor.valid_from) == ("Dagritme", "barrier", TODAY)
    for _click in range(2):
        assert admin.post(url, {"factor": factor.pk, "retired": "on"}).url == url
    factor.refresh_from_db()
    assert factor.retired_on == TODAY
    assert "not since 1 Jun 2026" in text(admin.get(url))
    admin.post(url, {"factor": factor.pk})
    factor.refresh_from_db()
    assert factor.retired_on is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "strength", "name": "motivatie"}, "This is on the list already."),
        ({"kind": "strength", "name": "  "}, "Fill in a name."),
        ({"name": "Ritme"}, "Choose whether it helps or hinders."),
    ],
)
def test_factor_that_cannot_be_added_says_why(admin, data, sentence):
    make.factor("Motivatie")
    before = Factor.objects.count()
    assert sentence in text(admin.post(reverse("factors"), data))
    assert Factor.objects.count() == before


def test_renaming_to_a_name_that_is_taken_is_refused_and_the_page_keeps_its_title(admin):
    factor = make.factor("Talen")
    shown = text(admin.post(reverse("factor_change", args=[factor.pk]), {"name": "Motivatie"}))
    assert "This is on the list already." in shown
    assert "<h1>Talen</h1>" in shown


def test_a_button_behind_nothing_changes_nothing(admin):
    admin.post(reverse("factors"), {"factor": "0", "retired": "on"})
    assert not Factor.objects.exclude(retired_on=None).exists()
