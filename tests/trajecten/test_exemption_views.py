"""Asking for an exemption, and its page, as a consultant meets them."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from tests import make
from trajecten.exemptions.actions import let_end, take_back
from trajecten.exemptions.duty import duty_of
from trajecten.exemptions.models import Exemption, ExemptionDocument
from wiz.casefile.models import Event
from wiz.clients.models import Child, Client
from wiz.files.models import StoredFile
from wiz.flags.actions import sweep
from wiz.letters.models import Letter
from wiz.people.models import User
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)
PDF = b"%PDF-1.4 conclusie"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY, 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def consultant() -> User:
    return make.consultant(language="en")


@pytest.fixture
def browser(consultant: User) -> Browser:
    return browser_of(consultant)


@pytest.fixture
def client(consultant: User) -> Client:
    return make.client(consultant)


def browser_of(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def ask_of(client: Client) -> str:
    return reverse("exemption_ask", args=[client.pk])


def typed(*meanwhile: tuple[str, str], **changes: Any) -> dict[str, Any]:
    """What somebody types: agreements are (text, date)."""
    rows: dict[str, Any] = {"meanwhile-TOTAL_FORMS": len(meanwhile), "meanwhile-INITIAL_FORMS": 0}
    for number, (text, due) in enumerate(meanwhile):
        rows |= {f"meanwhile-{number}-text": text, f"meanwhile-{number}-due": due}
    usual = {
        "extent": "partial",
        "hours": "16",
        "start": "1-5-2026",
        "end": "31-10-2026",
        "look_again_on": "15-9-2026",
        "ground": "care",
        "reason": "Tot haar zoon naar school kan, is zij alleen 's ochtends vrij.",
        "revision": 0,
        "form_key": uuid.uuid4(),
        "action": "save",
    }
    return {**usual, **rows, **changes}


def page(response: Any) -> str:
    return response.content.decode()


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def upload(name: str = "advies.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# Examples the rules were taken from


def test_example_5_a_mother_with_a_child_of_four_is_not_exempt_by_itself(browser, client):
    """No exemption by a child's age; without a reason of hers, an extent and an end there is none (Raaff c.s., 3)."""
    Child.objects.create(client=client, first_name="Bram", birth_date=datetime.date(2022, 1, 12))
    assert duty_of(client, TODAY).kind == "full"
    empty = browser.get(ask_of(client))
    assert "Bram, 4 years" in page(empty)
    form = empty.context["form"]
    for name in ("extent", "hours", "start", "end", "ground", "look_again_on"):
        assert form[name].value() in (None, ""), name
    for name, field in (("reason", "reason"), ("extent", "extent"), ("hours", "hours"), ("end", "end")):
        for action in ("save", "submit"):
            refused = browser.post(ask_of(client), typed(**{name: " ", "action": action}))
            assert refused.status_code == 200
            assert list(errors(refused)) == [field]
    assert not Exemption.objects.exists()
    assert duty_of(client, TODAY).kind == "full"


def test_example_6_an_exempt_client_may_be_on_a_trajectory(browser, client):
    """An exemption and a running trajectory go together: nothing refuses it and nothing warns."""
    running = make.order(client, start="2026-04-01", end="2027-04-01")
    saved = browser.post(ask_of(client), typed(extent="full", hours="", action="submit"), follow=True)
    assert [message.level_tag for message in saved.context["messages"]] == ["success"]
    assert str(running.activity.title) in page(saved)  # it bears on the request
    exemption = Exemption.objects.get()
    make.decide(exemption, "granted", TODAY)
    order = make.order(client, start="2026-05-04", end="2027-04-01", placed_on="2026-04-20")
    assert order.pk
    sweep(at=make.at(TODAY))
    shown = page(browser.get(reverse("exemption", args=[exemption.pk])))
    assert str(order.activity.title) in shown
    assert "utrecht-alert--warning" not in shown
    assert duty_of(client, datetime.date(2026, 5, 4)).kind == "none"


# The form


def test_saved_with_all_that_was_typed(browser, client, consultant):
    answer = browser.post(
        ask_of(client),
        typed(
            ("Twaalf uur buurtrestaurant", ""),
            ("", ""),
            ("Gesprek met school", "1-6-2026"),
            support="Conclusie van de arts, geldig tot december.",
            participation="Drie ochtenden",
            client_view="Dit is de max.",
            documents=[upload("een.pdf"), upload("twee.pdf")],
        ),
    )
    exemption = Exemption.objects.get()
    assert answer.url == reverse("exemption", args=[exemption.pk])
    assert (exemption.state, exemption.extent, exemption.hours, exemption.ground) == (
        "draft",
        "partial",
        Decimal(16),
        "care",
    )
    assert (exemption.start, exemption.end) == (datetime.date(2026, 5, 1), datetime.date(2026, 10, 31))
    assert [(row.text, row.due) for row in exemption.meanwhile.all()] == [
        ("Twaalf uur buurtrestaurant", None),
        ("Gesprek met school", datetime.date(2026, 6, 1)),
    ]
    shown = page(browser.get(answer.url))
    for words in (
        "een.pdf",
        "twee.pdf",
        "Drie ochtenden",
        "Dit is de max.",
        "Gesprek met school",
        "16 hours",
    ):
        assert words in shown
    assert "draft, not submitted yet" in shown


def test_submitted_in_one_press(browser, client, consultant):
    browser.post(ask_of(client), typed(action="submit"))
    exemption = Exemption.objects.get()
    assert (exemption.state, exemption.submitted_by, exemption.rounds) == ("submitted", consultant, 1)
    # King's Day is no working day.
    assert exemption.review_due == datetime.date(2026, 4, 28)


def test_what_cannot_be_submitted_is_not_saved_either(browser, client):
    past = typed(start="1-1-2026", end="1-3-2026", look_again_on="1-2-2026", action="submit")
    answer = browser.post(ask_of(client), past)
    assert list(errors(answer)) == ["end"]
    assert not Exemption.objects.exists()


def test_every_error_is_said_at_once_and_at_its_field(browser, client):
    answer = browser.post(
        ask_of(client),
        typed(("", "1-6-2026"), extent="", start="31-2-2026", ground="", reason="", look_again_on=""),
    )
    assert answer.status_code == 200
    assert set(errors(answer)) == {"extent", "start", "ground", "reason", "look_again_on"}
    assert list(answer.context["formset"].errors[0]) == ["text"]
    assert "Row 1, What the client does: Say what" in page(answer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hours": ""}, "hours"),
        ({"hours": "0"}, "hours"),
        ({"hours": "61"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"hours": "veel"}, "hours"),
        ({"end": "30-4-2026"}, "end"),
        ({"end": "1-5-2031"}, "end"),  # sixty months from 1 May 2026 end on 30 April
        ({"look_again_on": "30-4-2026"}, "look_again_on"),
        ({"look_again_on": "1-11-2026"}, "look_again_on"),
        ({"ground": "leeftijd"}, "ground"),
        ({"reason": "x" * 4001}, "reason"),
        ({"participation": "x" * 301}, "participation"),
        ({"support": "a\0b"}, "support"),
    ],
)
def test_what_is_wrong_stands_at_its_field(browser, client, changes, field):
    answer = browser.post(ask_of(client), typed(**changes))
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    assert not Exemption.objects.exists()


def test_hours_typed_before_full_was_chosen_are_dropped(browser, client):
    browser.post(ask_of(client), typed(extent="full", hours="16"))
    assert Exemption.objects.get().hours is None


def test_long_text_of_many_lines_fits_as_the_browser_counts_it(browser, client):
    reason = "\r\n".join(["x" * 9] * 400)  # 3999 signs in the browser, 4398 as sent
    browser.post(ask_of(client), typed(reason=reason))
    assert len(Exemption.objects.get().reason) == 3999


def test_hostile_text_is_shown_as_text(browser, client):
    evil = '<script>alert(1)</script>"><img src=x onerror=1>'
    answer = browser.post(ask_of(client), typed((evil, ""), reason=evil, client_view=evil), follow=True)
    assert "<script>alert" not in page(answer)
    assert "<img src=x" not in page(answer)
    assert "&lt;script&gt;alert(1)" in page(answer)


# Documents


def test_a_document_survives_an_error_elsewhere(browser, client):
    answer = browser.post(ask_of(client), typed(reason="", documents=[upload("advies.pdf"), upload("b.pdf")]))
    assert not Exemption.objects.exists()
    waiting = answer.context["form"].fields["waiting"]
    assert [name for _token, name in waiting.choices] == ["advies.pdf", "b.pdf"]
    tokens = answer.context["form"]["waiting"].value()
    shown = page(answer)
    assert all(token in shown for token in tokens)
    # A second error, with one more file; then one is unticked.
    answer = browser.post(ask_of(client), typed(end="", waiting=tokens, documents=[upload("c.pdf")]))
    tokens = answer.context["form"]["waiting"].value()
    assert len(tokens) == 3
    browser.post(ask_of(client), typed(waiting=tokens[1:]))
    documents = ExemptionDocument.objects.select_related("file")
    assert [document.file.name for document in documents] == ["b.pdf", "c.pdf"]
    with documents[0].file.content.open() as kept:
        assert kept.read() == PDF


def test_a_file_of_another_kind_is_refused_at_its_field_and_the_rest_stays(browser, client):
    answer = browser.post(ask_of(client), typed(documents=[upload("virus.exe", b"MZ")]))
    assert list(errors(answer)) == ["documents"]
    assert "virus.exe" in page(answer)
    assert not Exemption.objects.exists()
    assert not StoredFile.objects.exists()


def test_waiting_files_of_a_colleague_or_made_up_are_no_ones(browser, client):
    answer = browser.post(ask_of(client), typed(reason="", documents=[upload()]))
    tokens = answer.context["form"]["waiting"].value()
    colleague = make.consultant()
    hers = make.client(colleague)
    browser_of(colleague).post(ask_of(hers), typed(waiting=[*tokens, "1:abc", "", "x" * 9999]))
    assert Exemption.objects.get().client == hers
    assert not ExemptionDocument.objects.exists()


def test_a_waiting_file_that_became_a_document_is_not_one_twice(browser, client, consultant):
    tokens = (
        browser.post(ask_of(client), typed(reason="", documents=[upload()]))
        .context["form"]["waiting"]
        .value()
    )
    browser.post(ask_of(client), typed(waiting=tokens))
    other = make.client(consultant)
    browser.post(ask_of(other), typed(waiting=tokens))
    assert ExemptionDocument.objects.get().exemption.client == client
    assert Exemption.objects.filter(client=other).exists()


def test_a_document_is_taken_out_and_put_beyond_reach(browser, client):
    browser.post(ask_of(client), typed(documents=[upload()]))
    document = ExemptionDocument.objects.get()
    address = reverse("exemption_document", args=[document.file.key])
    answer = browser.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert Look.objects.filter(what="attachment", client=client, subject_id=document.pk).exists()
    browser.post(reverse("exemption_document_remove", args=[document.pk]))
    assert not ExemptionDocument.objects.exists()
    assert browser.get(address).status_code == 404


def test_what_a_reviewer_saw_stays(browser, client, consultant):
    browser.post(ask_of(client), typed(documents=[upload()], action="submit"))
    exemption = Exemption.objects.get()
    make.decide(exemption, "returned", TODAY)
    answer = browser.post(
        reverse("exemption_document_remove", args=[exemption.documents.get().pk]), follow=True
    )
    assert "it stays with the request" in page(answer)
    assert exemption.documents.exists()


# Two clicks, two tabs, two people


def test_double_click_makes_one(browser, client):
    sent = typed(("Kringloop", ""), action="submit")
    for _click in range(2):
        answer = browser.post(ask_of(client), {**sent, "documents": [upload()]})
        assert answer.status_code == 302
    assert Exemption.objects.get().rounds == 1
    assert ExemptionDocument.objects.count() == 1
    assert Event.objects.filter(kind="exemption-submitted").count() == 1


def test_double_click_on_a_change_is_no_conflict(browser, client):
    exemption = make.exemption(client, meanwhile=())
    sent = typed(reason="Nog een reden.", revision=1, action="submit")
    address = reverse("exemption_change", args=[exemption.pk])
    for _click in range(2):
        assert browser.post(address, sent).status_code == 302
    exemption.refresh_from_db()
    assert (exemption.revision, exemption.state) == (2, "submitted")


def test_form_key_of_another_clients_request_does_not_open_it(browser, client, consultant):
    other = make.exemption(make.client(consultant))
    answer = browser.post(ask_of(client), typed(form_key=other.form_key))
    assert answer.url == reverse("exemption", args=[Exemption.objects.get(client=client).pk])


def test_second_request_for_a_client_keeps_the_text_and_shows_the_first(browser, client):
    first = make.exemption(client, reason="Van de collega.")
    answer = browser.post(ask_of(client), typed(reason="Van mij.", documents=[upload()]))
    assert answer.status_code == 409
    shown = page(answer)
    for words in ("There is a request for this client already.", "Van mij.", "Van de collega.", "advies.pdf"):
        assert words in shown
    assert reverse("exemption", args=[first.pk]) in shown
    assert browser.get(ask_of(client)).url == reverse("exemption", args=[first.pk])


def test_changed_by_a_colleague_meanwhile(browser, client):
    exemption = make.exemption(client)
    address = reverse("exemption_change", args=[exemption.pk])
    browser.post(address, typed(("Van de collega", ""), reason="Zoals de collega het ziet.", revision=1))
    answer = browser.post(address, typed(reason="Zoals ik het zie.", revision=1))
    assert answer.status_code == 409
    shown = page(answer)
    for words in ("A colleague changed this request meanwhile.", "Zoals ik het zie.", "Zoals de collega"):
        assert words in shown
    assert 'name="revision" value="2">Keep my text' in shown
    browser.post(address, typed(reason="Zoals ik het zie.", revision=[1, 2]))
    assert Exemption.objects.get().reason == "Zoals ik het zie."


def test_submitted_in_another_tab_keeps_the_text(browser, client):
    exemption = make.exemption(client, "submitted")
    address = reverse("exemption_change", args=[exemption.pk])
    answer = browser.post(address, typed(reason="Nog iets.", revision=1))
    assert "Take it back before you change it." in page(answer)
    assert "Nog iets." in page(answer)
    assert browser.get(address).status_code == 302


def test_rows_of_another_request_are_not_taken(browser, client, consultant):
    other = make.exemption(make.client(consultant), meanwhile=("Van een ander",))
    stolen = other.meanwhile.get()
    browser.post(ask_of(client), typed(("Gestolen", ""), **{"meanwhile-0-row": stolen.pk}))
    stolen.refresh_from_db()
    assert stolen.text == "Van een ander"


# The page


def test_page_of_a_returned_request_shows_the_advice_first(browser, client):
    exemption = make.exemption(client, "submitted")
    make.decide(
        exemption, "returned", TODAY, reason="Vraag eerst de school.", falls_short=True, short_of="opvang"
    )
    shown = page(browser.get(reverse("exemption", args=[exemption.pk])))
    advice, asked = shown.index("Vraag eerst de school."), shown.index('id="asked-title"')
    assert advice < asked
    assert "opvang" in shown
    changing = page(browser.get(reverse("exemption_change", args=[exemption.pk])))
    assert "Vraag eerst de school." in changing
    # Second round: as it was asked the first time can still be read.
    browser.post(
        reverse("exemption_change", args=[exemption.pk]),
        typed(reason="De school start in september.", revision=2, action="submit"),
    )
    shown = page(browser.get(reverse("exemption", args=[exemption.pk])))
    assert "round 2" in shown
    assert "naar een school met begeleiding" in shown


def buttons(browser: Browser, exemption: Exemption) -> set[str]:
    shown = page(browser.get(reverse("exemption", args=[exemption.pk])))
    names = ("submit", "take_back", "withdraw", "change", "renew", "let_end", "ask_peers")
    return {name for name in names if f'"{reverse(f"exemption_{name}", args=[exemption.pk])}"' in shown}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", {"submit", "change", "withdraw", "ask_peers"}),
        ("submitted", {"take_back", "withdraw", "ask_peers"}),
        ("returned", {"submit", "change", "withdraw", "ask_peers"}),
        ("granted", {"renew", "let_end"}),
        ("refused", set()),
    ],
)
def test_buttons_are_those_of_the_state(browser, client, state, expected):
    assert buttons(browser, make.exemption(client, state, TODAY)) == expected


def test_what_follows_is_asked_once(browser, client):
    exemption = make.exemption(client, "granted", TODAY)
    let_end(exemption, reason="Zij heeft werk.", by=client.consultant, at=make.at(TODAY))
    assert buttons(browser, exemption) == {"renew"}
    make.exemption(client, start=datetime.date(2026, 11, 1), end=datetime.date(2027, 2, 1),
                   look_again_on=datetime.date(2027, 1, 1))  # fmt: skip
    assert buttons(browser, exemption) == set()


def test_looked_again_in_one_click_and_undone(browser, client):
    exemption = make.exemption(client, "granted", TODAY)
    url, undo = (reverse(f"exemption_look_again{end}", args=[exemption.pk]) for end in ("", "_undo"))
    own = reverse("exemption", args=[exemption.pk])
    assert f'action="{url}"' in page(browser.get(own))
    answer = browser.post(url, {"note": "De opvang is rond."}, follow=True)
    assert "Looked at again by" in page(answer)
    assert "De opvang is rond." in page(answer)
    assert f'action="{url}"' not in page(answer)
    assert f'action="{url}"' in page(browser.post(undo, follow=True))
    assert Exemption.objects.get().looked_again_note == ""


def test_submit_take_back_and_withdraw_by_their_buttons(browser, client):
    exemption = make.exemption(client)
    submit = reverse("exemption_submit", args=[exemption.pk])
    answer = browser.post(submit, {"revision": 7}, follow=True)
    assert "A colleague changed this request meanwhile." in page(answer)
    for _click in range(2):
        browser.post(submit, {"revision": 1})
    assert Exemption.objects.get().rounds == 1
    browser.post(reverse("exemption_take_back", args=[exemption.pk]))
    assert Exemption.objects.get().state == "draft"
    browser.post(reverse("exemption_withdraw", args=[exemption.pk]), {"reason": "Zij vond werk."})
    assert (Exemption.objects.get().state, Exemption.objects.get().withdrawn_reason) == (
        "withdrawn",
        "Zij vond werk.",
    )
    assert "Zij vond werk." in page(browser.get(reverse("exemption", args=[exemption.pk])))


@pytest.mark.parametrize("name", ["exemption_withdraw", "exemption_let_end", "exemption_change"])
def test_a_page_that_does_not_fit_leads_back_with_the_reason(browser, client, name):
    exemption = make.exemption(client, "refused", TODAY)
    answer = browser.get(reverse(name, args=[exemption.pk]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("exemption", args=[exemption.pk])
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_list_and_its_empty_state(browser, client):
    address = reverse("exemptions", args=[client.pk])
    empty = page(browser.get(address))
    assert "An exemption lifts the duty to apply for work for a while" in empty
    assert ask_of(client) in empty
    old = make.exemption(client, "granted", "2026-01-05", start=datetime.date(2026, 1, 10),
                         end=datetime.date(2026, 4, 30), look_again_on=datetime.date(2026, 3, 1))  # fmt: skip
    new = make.exemption(client, "submitted", TODAY)
    shown = page(browser.get(address))
    assert shown.index(f"/ontheffingen/{new.pk}/") < shown.index(f"/ontheffingen/{old.pk}/")
    assert "today: partly exempt, 16 hours a week left" in shown


def test_each_look_is_recorded_with_what_was_seen(browser, client, consultant):
    exemption = make.exemption(client)
    browser.get(reverse("exemption", args=[exemption.pk]))
    assert (
        Look.objects.filter(user=consultant, what="client", client=client, subject_id=exemption.pk).count()
        == 1
    )


def test_events_lead_to_the_exemption(browser, client):
    exemption = make.exemption(client, "granted", TODAY)
    shown = page(browser.get(reverse("client_events", args=[client.pk])))
    assert shown.count(f'href="{reverse("exemption", args=[exemption.pk])}"') == 3


def test_taken_back_and_submitted_again_counts_a_round(browser, client, consultant):
    exemption = make.exemption(client, "submitted", TODAY)
    take_back(exemption, by=consultant, at=make.at(TODAY, 11))
    browser.post(reverse("exemption_submit", args=[exemption.pk]), {"revision": 1})
    assert Exemption.objects.get().rounds == 2


# What follows


def test_renewal_starts_from_the_one_before_and_asks_anew(browser, client):
    before = make.exemption(client, "granted", TODAY, meanwhile=("Buurtrestaurant", "Gesprek met school"),
                            participation="Drie ochtenden", client_view="Fijn.")  # fmt: skip
    address = reverse("exemption_renew", args=[before.pk])
    form = browser.get(address).context["form"]
    value = {name: form[name].value() for name in form.fields}
    assert (value["extent"], value["hours"], value["ground"]) == ("partial", Decimal(16), "care")
    assert value["start"] == datetime.date(2026, 11, 1)
    assert value["participation"] == "Drie ochtenden"
    for name in ("end", "look_again_on", "reason", "client_view"):
        assert not value[name], name
    first, second = before.meanwhile.all()
    period = {"start": "1-11-2026", "end": "1-3-2027", "look_again_on": "1-2-2027"}
    came = {f"outcome-{first.pk}-outcome": "partly", f"outcome-{first.pk}-note": "Ziek.",
            f"outcome-{second.pk}-outcome": "", f"outcome-{second.pk}-note": ""}  # fmt: skip
    answer = browser.post(address, typed(**period, **came, action="submit"))
    made = Exemption.objects.get(renews=before)
    assert answer.url == reverse("exemption", args=[made.pk])
    assert made.state == "submitted"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.outcome_note, second.outcome) == ("partly", "Ziek.", "")
    # Asked again while it is open, she is led to it.
    assert browser.get(address).url == answer.url


def test_renewal_says_what_is_wrong_with_an_outcome(browser, client):
    before = make.exemption(client, "granted", TODAY)
    line = before.meanwhile.get()
    came = {f"outcome-{line.pk}-outcome": "", f"outcome-{line.pk}-note": "Ziek."}
    answer = browser.post(reverse("exemption_renew", args=[before.pk]), typed(**came))
    assert "What came of it: Choose what came of it." in page(answer)
    assert not Exemption.objects.filter(renews=before).exists()


def test_nothing_follows_and_a_renewal_undoes_it(browser, client, consultant):
    exemption = make.exemption(client, "granted", TODAY)
    address = reverse("exemption_let_end", args=[exemption.pk])
    assert list(errors(browser.post(address, {"reason": "  "}))) == ["reason"]
    for _click in range(2):
        browser.post(address, {"reason": "Zij heeft werk."})
    assert Event.objects.filter(kind="exemption-let-end").count() == 1
    assert "Zij heeft werk." in page(browser.get(reverse("exemption", args=[exemption.pk])))
    period = {"start": "1-11-2026", "end": "1-3-2027", "look_again_on": "1-2-2027"}
    browser.post(reverse("exemption_renew", args=[exemption.pk]), typed(**period))
    exemption.refresh_from_db()
    assert exemption.nothing_follows == ""
    assert "A renewal has been asked for." in page(browser.post(address, {"reason": "Toch niet."}))


def test_what_came_of_an_agreement_is_settled_and_opened_again(browser, client, consultant):
    exemption = make.exemption(client, "granted", TODAY)
    line = exemption.meanwhile.get()
    address = reverse("meanwhile_settle", args=[line.pk])
    browser.post(address, {"outcome": "done", "note": ""})
    line.refresh_from_db()
    assert (line.outcome, line.settled_by) == ("done", consultant)
    browser.post(address, {"outcome": "", "note": ""})
    line.refresh_from_db()
    assert (line.outcome, line.settled_by) == ("", None)
    assert list(errors(browser.post(address, {"outcome": "mislukt"}))) == ["outcome"]


def test_agreements_are_settled_only_once_it_was_granted(browser, client):
    line = make.exemption(client).meanwhile.get()
    answer = browser.post(reverse("meanwhile_settle", args=[line.pk]), {"outcome": "done"})
    assert "kept once the exemption was granted" in page(answer)


def test_letter_of_the_decision_stands_with_it(browser, client):
    exemption = make.exemption(client, "granted", TODAY)
    letter = Letter.objects.about(exemption).get()
    shown = page(browser.get(reverse("exemption", args=[exemption.pk])))
    assert f'href="{reverse("letter", args=[letter.pk])}"' in shown


def test_agreed_after_it_was_granted(browser, client):
    exemption = make.exemption(client, "granted", TODAY, meanwhile=())
    address = reverse("exemption_agree", args=[exemption.pk])
    assert list(errors(browser.post(address, {"text": " "}))) == ["text"]
    answer = browser.post(
        address, {"text": "Drie ochtenden kringloop", "due": "1-6-2026", "next": "/vandaag/"}
    )
    assert answer.url == "/vandaag/"
    assert [(row.text, row.due) for row in exemption.meanwhile.all()] == [
        ("Drie ochtenden kringloop", datetime.date(2026, 6, 1))
    ]
