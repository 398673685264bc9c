"""Letters: made from the text that holds, kept as made, sent once."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from tests import make
from tests.wiz.test_pdf import is_accessible, read
from wiz.actions import Conflict, Refused
from wiz.casefile.models import Event
from wiz.letters import kinds
from wiz.letters.actions import correct_sending, drop_letter, make_letter, send_letter
from wiz.letters.models import Letter
from wiz.people.models import User

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)
AT = make.at(TODAY)
DAY = datetime.timedelta(days=1)
FACTS = {"reason": "Uw zoon is ziek.\n\nU zorgt voor hem.", "until": "1 juli 2026", "hours": "12 uur"}
TEXT = """Onderwerp: Besluit over uw ontheffing tot {{ until }}

Beste {{ name }},

U hoeft tot {{ until }} niet te solliciteren.
U kunt {{ hours }} per week werken.

## Waarom
{{ reason }}

- een
- twee {{ client_number }}

{{ objection }}
"""


@pytest.fixture(autouse=True)
def _test_kind(monkeypatch, tmp_path):
    """A kind of letter of this test, with its own text."""
    (tmp_path / "test.txt").write_text(TEXT)
    (tmp_path / "objection.txt").write_text((kinds.FOLDER / "objection.txt").read_text())
    monkeypatch.setattr(kinds, "FOLDER", tmp_path)
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS)
    kinds.default_text.cache_clear()
    places = {"reason": "why", "until": "until when", "hours": "hours that remain"}
    kinds.letter_kind("test", "Test", places, dict(FACTS), optional=["hours"])
    yield
    del kinds.KINDS["test"]
    kinds.default_text.cache_clear()


def client(**fields):
    address = {"street": "Lindelaan 12", "postcode": "1234 AB", "city": "Maasdal"}
    sanne = make.consultant(name="Sanne de Groot", phone="043 123 45 67", job_title="WIZ-consulent")
    return make.client(sanne, **{"number": "20418", **address, **fields})


def letter(of=None, about=None, by=None, at=AT, **facts) -> Letter:
    of = of or client()
    return make_letter(of, "test", {**FACTS, **facts}, subject=about or of, by=by or of.consultant, at=at)


def pdf_of(made: Letter) -> bytes:
    with made.file.content.open("rb") as file:
        return file.read()


def test_a_letter_says_all_that_a_letter_says_in_reading_order():
    made = letter()
    pdf = pdf_of(made)
    assert is_accessible(pdf)
    words = " ".join(read(pdf).split())
    order = [
        "Gemeente Maasdal",
        "Lindelaan 12",
        "1234 AB Maasdal",
        "20 april 2026",
        "20418-1",
        "Sanne de Groot",
        "043 123 45 67",
        "Onderwerp: Besluit over uw ontheffing tot 1 juli 2026",
        "Beste Noor",
        "12 uur per week",
        "Waarom",
        "Uw zoon is ziek.",
        "U zorgt voor hem.",
        "twee 20418",
        "Bent u het niet eens",
        "zes weken",
        "namens het college van burgemeester en wethouders van Maasdal",
        "WIZ-consulent",
    ]
    place = 0
    for part in order:
        place = words.index(part, place) + 1


def test_the_same_facts_give_the_same_letter_and_other_facts_take_its_place():
    of = client()
    first = letter(of)
    assert letter(of, at=make.at(TODAY + DAY)) == first
    second = letter(of, until="1 augustus 2026")
    first.refresh_from_db()
    assert second != first
    assert second.number == 2
    assert first.dropped_at
    assert first.drop_reason
    assert list(Letter.objects.to_be_sent()) == [second]


def test_a_letter_that_was_sent_stays_and_another_is_made():
    of = client()
    first = letter(of)
    send_letter(first, how="post", on=TODAY, by=of.consultant, at=AT)
    assert letter(of) == first
    second = letter(of, until="1 augustus 2026")
    first.refresh_from_db()
    assert first.sent_on == TODAY
    assert not first.dropped_at
    assert second.is_to_be_sent


def test_facts_and_places_must_agree():
    of = client()
    for facts in ({"reason": "x"}, {**FACTS, "bsn": "999990019"}):
        with pytest.raises(ValueError, match="letter test"):
            make_letter(of, "test", facts, subject=of, by=of.consultant, at=AT)


def test_only_the_municipality_makes_and_sends_letters():
    of = client()
    made = letter(of)
    for who in (make.worker(), User(role="administrator")):
        with pytest.raises(Refused, match="municipality|gemeente"):
            letter(of, by=who, until="x")
        with pytest.raises(Refused, match="municipality|gemeente"):
            send_letter(made, how="post", on=TODAY, by=who, at=AT)
    assert list(Letter.objects.visible_to(make.worker())) == []
    assert list(Letter.objects.visible_to(make.consultant())) == [made]


def test_sending_is_recorded_once():
    made = letter()
    by = made.made_by
    send_letter(made, how="post", on=TODAY, by=by, at=AT)
    send_letter(made, how="post", on=TODAY, by=by, at=AT)  # the second of two clicks
    assert Event.objects.filter(kind="letter-sent").count() == 1
    with pytest.raises(Conflict):
        send_letter(made, how="handed", on=TODAY, by=by, at=AT)


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_letter_is_sent_from_the_day_it_was_made_up_to_today(days, fits):
    made = letter()
    tomorrow = make.at(TODAY + DAY)
    on = TODAY + days * DAY
    if fits:
        send_letter(made, how="post", on=on, by=made.made_by, at=tomorrow)
    else:
        with pytest.raises(Refused):
            send_letter(made, how="post", on=on, by=made.made_by, at=tomorrow)
    made.refresh_from_db()
    assert made.sent_on == (on if fits else None)


def test_a_wrong_day_is_put_right_with_a_reason():
    made = letter()
    by, later = made.made_by, make.at(TODAY + 3 * DAY)
    with pytest.raises(Refused):
        correct_sending(made, how="post", on=TODAY, reason="x", by=by, at=later)
    send_letter(made, how="post", on=TODAY, by=by, at=AT)
    with pytest.raises(Refused):
        correct_sending(made, how="post", on=TODAY + DAY, reason=" ", by=by, at=later)
    correct_sending(made, how="post", on=TODAY + DAY, reason="Ging een dag later mee.", by=by, at=later)
    made.refresh_from_db()
    assert made.sent_on == TODAY + DAY
    facts = Event.objects.get(kind="letter-corrected").facts
    assert facts["was"] == str(TODAY)
    assert facts["reason"] == "Ging een dag later mee."


def test_a_dropped_letter_is_kept_and_cannot_be_sent():
    made = letter()
    with pytest.raises(Refused):
        drop_letter(made, reason="", by=made.made_by, at=AT)
    drop_letter(made, reason="Verkeerde datum.", by=made.made_by, at=AT)
    with pytest.raises(Conflict):
        send_letter(made, how="post", on=TODAY, by=made.made_by, at=AT)
    assert read(pdf_of(made))
    sent = letter(client(number="7"))
    send_letter(sent, how="post", on=TODAY, by=sent.made_by, at=AT)
    with pytest.raises(Conflict):
        drop_letter(sent, reason="Toch niet", by=sent.made_by, at=AT)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Anders"},
        {"content": {}},
        {"facts": {}},
        {"kind": "x"},
        {"made_at": make.at("2026-04-21")},
    ],
)
def test_what_was_made_is_never_changed(change):
    made = letter()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=made.pk).update(**change)


def test_a_letter_is_never_deleted():
    made = letter()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=made.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        made.client.delete()


def test_what_was_not_done_is_not_kept():
    """The letter belongs to the action it tells about: undone together."""
    of = client()

    @transaction.atomic
    def refused() -> None:
        letter(of)
        raise Refused("x")

    with pytest.raises(Refused):
        refused()
    assert not Letter.objects.exists()
    assert not Event.objects.filter(kind="letter-made").exists()


def test_a_client_without_address_gets_a_letter_without_address():
    made = letter(client(street="", postcode="", city=""))
    assert not made.has_address
    assert made.content["to"] == [made.client.name]
    assert letter(client(number="7")).has_address
