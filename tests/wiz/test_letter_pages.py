"""The pages of letters: the client's, and the administrator's on texts and house style."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from tests.wiz.test_pdf import is_accessible, read
from trajecten.meetings.actions import Note, move_meeting, note_meeting
from wiz.letters.actions import save_house_style, save_text, send_letter
from wiz.letters.kinds import KINDS, SNIPPETS, default_text
from wiz.letters.models import HouseStyle, Letter, LetterText
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)
AT = make.at(TODAY, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False), translation.override("en"):
        yield


@pytest.fixture
def sanne():
    return make.consultant(name="Sanne de Groot", language="en", phone="043 1")


@pytest.fixture
def client(sanne):
    return make.client(sanne, street="Laan 1", postcode="1234 AB", city="Maasdal", phone="06 1")


@pytest.fixture
def meeting(client):
    return make.planned(client, "2026-05-06", today=TODAY, subject="Hoe het gaat", place="Balie 3")


def signed_in(user: Any) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def browser(sanne):
    return signed_in(sanne)


@pytest.fixture
def admin():
    return make.administrator(language="en")


@pytest.fixture
def office(admin, client):
    return signed_in(admin)


def page(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return response.content.decode()


def here(name: str, *args: Any) -> str:
    return reverse(name, args=args)


# The client's letters


def test_from_a_planned_meeting_to_a_letter_that_was_sent(browser, client, meeting):
    assert here("meeting_letter", meeting.pk) in page(browser.get(here("meeting", meeting.pk)))
    shown = page(browser.get(here("meeting_letter", meeting.pk)))
    assert "woensdag 6 mei 2026" in shown
    assert 'value="Hoe het gaat"' in shown
    answer = browser.post(here("meeting_letter", meeting.pk), {"about": "Uw plan", "bring": "Een pen"})
    letter = Letter.objects.get()
    assert answer.url == here("letter", letter.pk)
    shown = page(browser.get(answer.url))
    assert "to be sent" in shown
    assert "Uitnodiging voor een gesprek op woensdag 6 mei 2026" in shown
    pdf = browser.get(here("letter_pdf", letter.pk))
    assert pdf["Content-Disposition"] == f'inline; filename="brief-{letter.number}.pdf"'
    assert "no-store" in pdf["Cache-Control"]
    words = " ".join(read(pdf.content).split())
    for part in ("Laan 1", "woensdag 6 mei 2026", "10.00 uur", "Balie 3", "Uw plan", "Een pen", "043 1"):
        assert part in words
    assert "Hoe het gaat" not in words
    assert Look.objects.filter(what="letter", subject_id=letter.pk, client=client).count() == 1
    assert "Letters to be sent" in page(browser.get(here("client", client.pk)))
    browser.post(here("letter_send", letter.pk), {"how": "post", "on": "20-04-2026"})
    letter.refresh_from_db()
    assert (letter.how, letter.sent_on) == ("post", TODAY)
    assert "sent on Mon 20 Apr" in page(browser.get(here("letters", client.pk)))
    assert "Letters to be sent" not in page(browser.get(here("client", client.pk)))
    assert here("meeting_letter", meeting.pk) not in page(browser.get(here("meeting", meeting.pk)))


def test_a_meeting_that_moved_asks_for_another_letter(browser, meeting, sanne):
    first = make.letter(meeting, TODAY, bring="Een pen")
    move_meeting(meeting, on=datetime.date(2026, 5, 7), time=datetime.time(9), by=sanne, at=AT)
    shown = page(browser.get(here("meeting", meeting.pk)))
    assert "says something else" in shown
    assert "Make a new letter" in shown
    shown = page(browser.get(here("meeting_letter", meeting.pk)))
    assert "This one takes its place" in shown
    assert "Een pen" in shown
    browser.post(here("meeting_letter", meeting.pk), {"about": "", "bring": "Een pen"})
    first.refresh_from_db()
    assert first.dropped_at
    assert "says something else" not in page(browser.get(here("meeting", meeting.pk)))


def test_no_letter_about_what_has_been_or_without_the_client(browser, meeting, sanne):
    note_meeting(meeting, Note(kind="office", on=TODAY, note="Gesproken."), by=sanne, at=AT)
    assert browser.get(here("meeting_letter", meeting.pk)).url == here("meeting", meeting.pk)
    page(browser.post(here("meeting_letter", meeting.pk), {"about": "x"}))
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("phone", "telefonisch. Wij bellen u op 06 1"),
        ("home", "bij u thuis"),
        ("office", "Stadskantoor, Markt 1"),
    ],
)
def test_where_the_meeting_is_when_no_place_was_typed(browser, client, admin, kind, words):
    style = make.style_fields(visit="Stadskantoor,\nMarkt 1")
    save_house_style(client.municipality, style, by=admin, at=AT)
    meeting = make.planned(client, "2026-05-06", today=TODAY, kind=kind)
    assert words in page(browser.get(here("meeting_letter", meeting.pk)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"how": "", "on": "20-04-2026"}, "Choose how the letter went to the client."),
        ({"how": "pigeon", "on": "20-04-2026"}, "pigeon"),
        ({"how": "post", "on": ""}, "Type a day."),
        ({"how": "post", "on": "31-02-2026"}, "This is not a date."),
        ({"how": "post", "on": "21-04-2026"}, "This day is still to come."),
        ({"how": "post", "on": "19-04-2026"}, "The letter was only made on 20 April 2026."),
    ],
)
def test_sending_says_what_is_wrong_at_its_field(browser, meeting, data, words):
    letter = make.letter(meeting, TODAY)
    shown = page(browser.post(here("letter_send", letter.pk), data), 422)
    assert words in shown
    letter.refresh_from_db()
    assert letter.is_to_be_sent


def test_a_letter_a_colleague_sent_meanwhile(browser, meeting):
    letter = make.letter(meeting, TODAY)
    send_letter(letter, how="handed", on=TODAY, by=make.consultant(), at=AT)
    shown = page(browser.post(here("letter_send", letter.pk), {"how": "post", "on": "20-04-2026"}), 409)
    assert "already" in shown
    shown = page(browser.post(here("letter_drop", letter.pk), {"reason": "Toch niet"}), 409)
    letter.refresh_from_db()
    assert letter.how == "handed"


def test_a_letter_that_is_not_sent_and_a_day_that_is_put_right(browser, meeting, client):
    letter = make.letter(meeting, TODAY)
    page(browser.post(here("letter_drop", letter.pk), {"reason": ""}), 422)
    browser.post(here("letter_drop", letter.pk), {"reason": "Cliënt weet het al."})
    shown = page(browser.get(here("letter", letter.pk)))
    assert "Cliënt weet het al." in shown
    assert "It was sent" not in shown
    other = make.letter(make.planned(client, "2026-05-08", today=TODAY), TODAY)
    page(
        browser.post(here("letter_correct", other.pk), {"how": "post", "on": "20-04-2026", "reason": "x"}),
        422,
    )
    send_letter(other, how="post", on=TODAY, by=other.made_by, at=AT)
    page(browser.post(here("letter_correct", other.pk), {"how": "handed", "on": "20-04-2026"}), 422)
    browser.post(
        here("letter_correct", other.pk), {"how": "handed", "on": "20-04-2026", "reason": "Bij de balie."}
    )
    assert "handed over" in page(browser.get(here("letter", other.pk)))
    assert "Bij de balie." in page(browser.get(here("client_events", client.pk)))


def test_no_letter_yet_and_a_client_without_address(browser, sanne):
    client = make.client(sanne)
    assert "No letters yet" in page(browser.get(here("letters", client.pk)))
    letter = make.letter(make.planned(client, today=TODAY), TODAY)
    assert "No address is known" in page(browser.get(here("letter", letter.pk)))


def test_many_letters_are_paged_and_cost_no_more_queries(browser, client, meeting):
    first = make.letter(meeting, TODAY)

    def count() -> int:
        browser.get(here("letters", client.pk))
        with CaptureQueriesContext(connection) as found:
            page(browser.get(here("letters", client.pk)))
        return len(found)

    before = count()
    for number in range(2, 42):
        first.pk, first.number, first.about_id, first._state.adding = None, number, meeting.pk + number, True
        first.made_at = make.at("2026-04-19")
        first.save(force_insert=True)
    assert count() == before
    shown = page(browser.get(here("letters", client.pk)))
    assert shown.count("/pdf/") == 25
    assert shown.index("Mon 20 Apr") < shown.index("Sun 19 Apr")
    assert page(browser.get(here("letters", client.pk) + "?page=2")).count("/pdf/") == 16
    assert "and 37 more" in page(browser.get(here("client", client.pk)))


# The administrator's pages


SUBJECT, BODY = default_text("appointment")


def text(**changes: str) -> dict[str, str]:
    return {"revision": "0", "subject": SUBJECT, "body": BODY, **changes}


def test_change_a_text_look_at_it_and_go_back(office):
    shown = page(office.get(here("letter_texts")))
    assert all(str(kind.title) in shown for kind in [*KINDS.values(), *SNIPPETS.values()])
    body = BODY.replace("Ik nodig u uit", "Wij zien u graag")
    url = here("letter_text", "appointment")
    shown = page(office.post(url, text(body=body, show="1")))
    assert "Wij zien u graag" in shown.partition('id="preview"')[2]
    assert not LetterText.objects.exists()
    assert office.post(url, text(body=body)).url == url
    assert "own text" in page(office.get(url))
    again = LetterText.objects.get()
    shown = page(office.get(here("letter_text_version", "appointment", again.number)))
    assert "holds now" in shown
    office.post(here("letter_text_reset", "appointment"), {"revision": "1"})
    assert "own text" not in page(office.get(url))
    shown = page(office.get(here("letter_text_version", "appointment", 1)))
    assert "Start from this text" in shown
    assert "Wij zien u graag" in page(office.get(url + "?van=1"))
    assert "Ik nodig u uit" in page(office.get(url + "?van=99999999999999999999"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": ""}, "Write what the letter is about."),
        ({"body": " "}, "Write the text of the letter."),
        ({"body": "Kom langs."}, "This letter must say {{ time }}, {{ place }}."),
        ({"body": BODY + "{{ bsn }}"}, "This letter knows no place called “bsn”."),
        ({"body": BODY + "{{"}, "Double braces only stand around a place"),
        ({"subject": "{{ nope }} {{ day }}"}, "This letter knows no place called “nope”."),
        ({"body": BODY + "\nx {{ objection }}"}, "Put {{ objection }} alone on a line."),
        ({"body": "x" * 20_001}, "20000"),
    ],
)
@pytest.mark.parametrize("name", ["letter_text", "letter_text_pdf"])
def test_a_text_that_does_not_fit_is_refused_at_its_field_and_kept(office, changes, words, name):
    answer = office.post(here(name, "appointment"), text(**changes))
    shown = page(answer, 422 if name == "letter_text_pdf" else 200)
    assert words in shown.replace("&#x27;", "'")
    assert not LetterText.objects.exists()
    field = next(iter(changes))
    assert f'id="id_{field}"' in shown
    assert "utrecht-form-field--invalid" in shown


@pytest.mark.parametrize("key", [*KINDS, *SNIPPETS])
def test_every_text_has_its_page_and_its_preview(office, key):
    shown = page(office.get(here("letter_text", key)))
    assert 'id="preview"' in shown
    pdf = office.get(here("letter_text_pdf", key))
    assert is_accessible(pdf.content)


def test_the_preview_shows_what_is_typed_and_saves_nothing(office):
    pdf = office.post(here("letter_text_pdf", "appointment"), text(body=BODY + "\n\nTot dan #strong[x]!"))
    assert "Tot dan #strong[x]!" in read(pdf.content)
    assert not LetterText.objects.exists()


def test_who_is_second_sees_both_texts_and_may_save_hers(office, admin):
    save_text(KINDS["appointment"], SUBJECT, BODY + "\nVan een collega.", revision=0, by=admin, at=AT)
    url = here("letter_text", "appointment")
    shown = page(office.post(url, text(body=BODY + "\nVan mij.")), 409)
    assert "As your colleague saved it" in shown
    assert "Van een collega." in shown
    assert "Van mij." in shown
    assert 'name="revision" value="1"' in shown
    assert office.post(url, text(body=BODY + "\nVan mij.", revision="1")).status_code == 302
    assert LetterText.objects.count() == 2
    office.post(here("letter_text_reset", "appointment"), {"revision": "1"})
    assert not LetterText.objects.first().is_default


@pytest.mark.parametrize("key", ["nope", "letter", "texts"])
def test_a_kind_that_is_not_there(office, key):
    for name in ("letter_text", "letter_text_pdf"):
        assert office.get(here(name, key)).status_code == 404


def styled(**changes: Any) -> dict[str, Any]:
    names = ("sender", "department", "address", "visit", "phone", "email", "website", "logo_alt")
    empty = dict.fromkeys((*names, "objection_address", "closing"), "")
    return {**empty, "accent": "#1f4e79", "revision": "0", **changes}


def test_fill_in_a_house_style_with_a_logo_and_take_it_away(office, client):
    url = here("house_style", client.municipality_id)
    logo = SimpleUploadedFile("logo.png", make.PNG)
    data = styled(sender="Gemeente Maasdal", logo_alt="Twee stippen", new_logo=logo, accent="#7A1F3D")
    assert office.post(url, data).url == url
    assert HouseStyle.objects.get().accent == "#7a1f3d"
    shown = page(office.get(url))
    assert 'alt="Twee stippen"' in shown
    image = office.get(here("house_style_logo", client.municipality_id))
    assert (image.content, image["Content-Type"]) == (make.PNG, "image/png")
    pdf = office.get(here("house_style_pdf", client.municipality_id))
    assert is_accessible(pdf.content)
    office.post(url, styled(revision="1", without_logo="on"))
    assert office.get(here("house_style_logo", client.municipality_id)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"accent": "#ffff00"}, "too light to be read"),
        ({"accent": "blauw"}, "six signs after a hash"),
        ({"email": "geen-adres"}, "Enter a valid email address."),
        ({"new_logo": ("logo.svg", b"<svg/>")}, "A logo is a PNG or JPEG file."),
        ({"new_logo": ("logo.png", b"<svg/>")}, "does not match its name"),
    ],
)
@pytest.mark.parametrize("name", ["house_style", "house_style_pdf"])
def test_what_is_no_house_style_is_said_at_its_field(office, client, changes, words, name):
    if "new_logo" in changes:
        changes = {"new_logo": SimpleUploadedFile(*changes["new_logo"]), "logo_alt": "x"}
    answer = office.post(here(name, client.municipality_id), styled(**changes))
    shown = page(answer, 422 if name == "house_style_pdf" else 200)
    assert words in shown
    assert not HouseStyle.objects.exists()


def test_the_preview_of_a_house_style_shows_what_is_typed(office, client):
    logo = SimpleUploadedFile("logo.png", make.PNG)
    data = styled(sender="Gemeente Andersom", new_logo=logo, logo_alt="x")
    pdf = office.post(here("house_style_pdf", client.municipality_id), data)
    assert "Gemeente Andersom" in read(pdf.content)
    assert is_accessible(pdf.content)
    assert not HouseStyle.objects.exists()


def test_who_is_second_with_a_house_style_sees_both(office, client, admin):
    save_house_style(client.municipality, make.style_fields(sender="Van een collega"), by=admin, at=AT)
    shown = page(office.post(here("house_style", client.municipality_id), styled(sender="Van mij")), 409)
    assert "Van een collega" in shown
    assert 'value="Van mij"' in shown
    assert HouseStyle.objects.get().sender == "Van een collega"
    answer = office.post(here("house_style", client.municipality_id), styled(sender="Van mij", revision="1"))
    assert answer.status_code == 302


def test_letters_look_decent_before_anybody_filled_anything_in(office, client, meeting):
    assert "not filled in yet" in page(office.get(here("letter_texts")))
    with make.letter(meeting, TODAY).file.content.open("rb") as made:
        assert "Gemeente Maasdal" in read(made.read())
