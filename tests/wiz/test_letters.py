"""Letters: made from the text that holds, kept as made, sent once."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from tests import make
from tests.wiz.test_pdf import is_accessible, read
from wiz.actions import Conflict, Refused
from wiz.casefile.models import Event
from wiz.letters import kinds
from wiz.letters.actions import (
    correct_sending,
    drop_letter,
    make_letter,
    reset_text,
    save_house_style,
    save_text,
    send_letter,
)
from wiz.letters.models import HouseStyle, Letter, LetterText
from wiz.letters.rules import check_colour, objection_until
from wiz.people.models import Municipality, User

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


TYPED = [
    '#strong[x] #read("/etc/passwd") $a$ *vet* _schuin_ \\ @x <y>',
    "]] #panic() ``` \"quotes\" 'enkel'",
    "## Kop {{ name }} {{ objection }} - a",
    "= Kop // weg /* weg */ {% now %}",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_stands_in_the_letter_as_they_typed_it(typed):
    made = letter(reason=typed, until=typed)
    pdf = pdf_of(made)
    assert is_accessible(pdf)
    assert "".join(read(pdf).split()).count("".join(typed.split())) >= 2


def test_a_name_that_is_code_stays_a_name():
    made = letter(client(first_name="#panic()", last_name="{{ date }}"))
    assert "Beste #panic() {{ date }}" in read(pdf_of(made))


@pytest.mark.parametrize("name", ["نور", "Noor 👩‍👧", "א\u202eב", "Łucja Đặng", "中文"])
def test_every_name_gets_a_letter(name):
    made = letter(client(first_name=name))
    assert is_accessible(pdf_of(made))
    assert made.content["to"][0].startswith(name)


def test_a_very_long_reason_is_there_in_full():
    reason = "\n\n".join(f"Alinea {n}. " + "U zorgt elke dag voor uw kinderen. " * 12 for n in range(40))
    pdf = pdf_of(letter(reason=reason))
    assert is_accessible(pdf)
    words = " ".join(read(pdf).split())
    assert words.index("Alinea 0.") < words.index("Alinea 39.") < words.index("Bent u het niet eens")
    assert re.search(r"pagina 4 / \d", words)


def test_a_letter_stays_as_it_was_when_its_text_and_house_style_change():
    made = letter()
    before, content = pdf_of(made), made.content
    admin = make.administrator()
    municipality = made.client.municipality
    save_text(
        kinds.KINDS["test"],
        "Anders {{ until }}",
        TEXT.partition("\n")[2] + "\nNieuw",
        revision=0,
        by=admin,
        at=AT,
    )
    save_house_style(municipality, make.style_fields(sender="Anders", accent="#7a1f3d"), by=admin, at=AT)
    made.refresh_from_db()
    assert (pdf_of(made), made.content) == (before, content)
    later = letter(made.client, until="1 augustus 2026")
    assert later.subject == "Anders 1 augustus 2026"
    words = read(pdf_of(later))
    assert "Nieuw" in words
    assert "Gemeente Maasdal" not in words


def test_the_text_of_the_objection_is_the_municipalitys_own():
    admin = make.administrator()
    save_text(
        kinds.SNIPPETS["objection"], "", "## Niet eens?\nBel {{ consultant }}.", revision=0, by=admin, at=AT
    )
    made = letter()
    assert made.has_objection
    blocks = made.content["blocks"]
    assert {"kind": "heading", "text": "Niet eens?"} in blocks
    assert {"kind": "text", "text": "Bel Sanne de Groot."} in blocks


def test_a_text_that_no_longer_fits_gives_way_to_the_default():
    """Written for an older program that knew another place."""
    LetterText.objects.create(
        kind="test", number=1, subject="x", body="{{ gone }}", at=AT, by=make.administrator()
    )
    assert letter().subject == "Besluit over uw ontheffing tot 1 juli 2026"


def test_a_text_goes_back_to_the_default_and_each_stays_to_be_read():
    admin, kind, own = make.administrator(), kinds.KINDS["test"], "{{ reason }} {{ until }}\n{{ objection }}"
    save_text(kind, "Eigen", own, revision=0, by=admin, at=AT)
    save_text(kind, "Eigen", own, revision=0, by=admin, at=AT)  # the second of two clicks
    assert letter().subject == "Eigen"
    reset_text(kind, revision=1, by=admin, at=AT)
    reset_text(kind, revision=1, by=admin, at=AT)
    assert letter(client(number="8")).subject.startswith("Besluit")
    assert [(text.number, text.is_default) for text in LetterText.objects.filter(kind="test")] == [
        (2, True),
        (1, False),
    ]
    with pytest.raises(Conflict):
        save_text(kind, "Nog eens", own, revision=1, by=admin, at=AT)


def test_only_the_administrator_changes_texts_and_house_styles():
    for who in (make.consultant(), make.team_lead(), make.worker()):
        with pytest.raises(Refused):
            save_text(kinds.KINDS["test"], "x", "{{ reason }}", revision=0, by=who, at=AT)
        with pytest.raises(Refused):
            reset_text(kinds.KINDS["test"], revision=0, by=who, at=AT)
        with pytest.raises(Refused):
            save_house_style(client(number=str(who.pk)).municipality, make.style_fields(), by=who, at=AT)


@pytest.mark.parametrize(
    ("day", "until"),
    [
        ("2026-04-20", "2026-06-01"),  # a Monday, six weeks to the day
        ("2026-04-18", "2026-06-01"),  # ends on a Saturday
        ("2026-04-13", "2026-05-26"),  # ends on Whit Monday
        ("2026-03-16", "2026-04-28"),  # ends on King's Day
        ("2026-11-13", "2026-12-28"),  # ends on Christmas Day, a Friday
    ],
)
def test_objection_runs_six_weeks_and_ends_on_a_working_day(day, until):
    made = letter(at=make.at(day))
    assert objection_until(made) is None
    send_letter(made, how="post", on=datetime.date.fromisoformat(day), by=made.made_by, at=make.at(day))
    made.refresh_from_db()
    assert objection_until(made) == datetime.date.fromisoformat(until)


# The house style


def style(**fields) -> HouseStyle:
    fields = {"department": "Werk en Inkomen", "address": "Postbus 1\r\n1234 AB Maasdal", **fields}
    admin, of = (
        make.administrator(),
        Municipality.objects.filter(name="Maasdal").first() or client().municipality,
    )
    return save_house_style(of, make.style_fields(**fields), by=admin, at=AT)


def test_the_house_style_stands_on_the_letter():
    style(
        sender="Gemeente Maasdal en Omstreken",
        closing="Hartelijke groet",
        objection_address="Bezwaren\nPostbus 9",
    )
    words = " ".join(read(pdf_of(letter(client(number="3")))).split())
    assert "Werk en Inkomen Postbus 1 1234 AB Maasdal" in words
    assert "Gemeente Maasdal en Omstreken" in words
    assert "Stuur uw brief naar: Bezwaren Postbus 9" in words
    assert "Hartelijke groet Sanne de Groot" in words


@pytest.mark.parametrize("name", ["logo.png", "logo.PNG"])
def test_a_logo_stands_on_the_letter_and_is_told(name):
    style(new_logo=SimpleUploadedFile(name, make.PNG), logo_alt="Twee stippen")
    pdf = pdf_of(letter(client(number="3")))
    assert is_accessible(pdf)
    assert "Gemeente Maasdal" in read(pdf)
    again = style(revision=1, without_logo=True)
    assert again.logo is None


HUGE = make.PNG[:16] + (60_000).to_bytes(4, "big") + make.PNG[20:]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("logo.jpg", make.PNG),
        ("logo.pdf", b"%PDF-1.7"),
        ("logo.png", b""),
        ("logo.png", make.PNG[:30]),
        ("logo.png", make.PNG[:20]),
        ("logo.png", HUGE),
        ("logo.png", make.PNG + b"x" * 210_000),
        ("logo.jpg", b"\xff\xd8\xff\xe0\x00\x10" + b"x" * 40),
        ("logo.jpg", b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10" + b"x" * 40),
    ],
)
def test_what_is_no_logo_is_refused_at_its_field(name, content):
    with pytest.raises(Refused) as found:
        style(new_logo=SimpleUploadedFile(name, content))
    assert found.value.field == "new_logo"
    assert not HouseStyle.objects.exists()


def test_a_logo_needs_words():
    with pytest.raises(Refused) as found:
        style(new_logo=SimpleUploadedFile("logo.png", make.PNG), logo_alt=" ")
    assert found.value.field == "logo_alt"


@pytest.mark.parametrize("colour", ["red", "#fff", "#ffff00", "#777777", "#1f4e7g", "", "#1f4e79\n"])
def test_a_colour_that_cannot_be_read_is_refused(colour):
    with pytest.raises(Refused) as found:
        check_colour(colour)
    assert found.value.field == "accent"


def test_who_is_second_with_a_house_style_is_told():
    style()
    with pytest.raises(Conflict):
        style(sender="Anders")
    assert style(revision=1, sender="Anders").sender == "Anders"
