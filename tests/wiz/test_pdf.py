"""Letters as accessible PDF: checked by a checker that is itself checked, and read in order."""

import pytest
import typst

from tests import make
from tests.pdfs import is_accessible, read
from trajecten.plans.models import PlanVersion
from trajecten.plans.paper import paper_of
from wiz.letters.pdf import STRANGE, make_pdf

AT = make.at("2026-11-20")
CONTENT = {
    "kind": "rest",
    "end_goal": "Weer energie voor werk.\nEerst rust.",
    "preference": "Iets met planten.",
    "hours": "2.5",
    "rest_until": "2027-03-01",
    "expected": "Twee keer per week wandelen.",
    "review_on": "2027-02-01",
    "goals": [{"id": 1, "text": "Opvang geregeld", "due": "2026-12-01", "who": "consultant", "who_name": ""}],
    "activities": [
        {
            "id": 1,
            "kind": "order",
            "title": "Coaching",
            "organisation": "Wilgenbrug",
            "start": "2026-10-01",
            "end": "2027-04-01",
            "hours": "8.0",
            "contribution": "Een vast ritme",
            "cost": "1250.00",
            "goals": [1],
        }
    ],
}


def paper(**changes) -> bytes:
    version = PlanVersion(number=2, content={**CONTENT, **changes}, offered_at=AT)
    data = paper_of(version, municipality="Maasdal", consultant="Sanne de Groot", number="20418")
    return make_pdf("plan", data, at=AT)


def test_checker_says_no_to_a_pdf_without_tags_title_and_language():
    bad = typst.compile(b"= Heading\nText", format="pdf", pdf_tags=False)
    assert not is_accessible(bad)


@pytest.mark.parametrize("kind", ["work", "rest", "training"])
def test_plan_is_accessible(kind):
    assert is_accessible(paper(kind=kind))


def test_plan_without_anything_and_with_very_much_is_accessible():
    empty = {"hours": "", "preference": "", "review_on": "", "goals": [], "activities": [], "kind": "work"}
    assert is_accessible(paper(**empty))
    goals = [{**CONTENT["goals"][0], "id": n, "text": f"Doel {n} " + "woord " * 30} for n in range(60)]
    assert is_accessible(paper(goals=goals))


def test_plan_reads_in_order():
    words = read(paper())
    order = ["Maasdal", "20418", "Weer energie", "Iets met planten", "1 maart 2027", "wandelen"]
    order += ["Opvang geregeld", "Sanne de Groot", "1 december 2026", "Coaching", "€ 1.250,00", "2,5"]
    places = [words.index(word) for word in order]
    assert places == sorted(places)
    assert "–" not in words.split("Opvang geregeld")[1].split("Coaching")[0]


@pytest.mark.parametrize(
    "text",
    [
        '#strong[x] #read("/etc/passwd") $a$ *vet* _schuin_ \\ @x <y>',
        "]] #panic() ``` \"quotes\" 'enkel'",
        '{"json": [1]}',
    ],
)
def test_what_people_type_is_never_markup(text):
    assert "".join(text.split()) in "".join(read(paper(end_goal=text, goals=[])).split())


@pytest.mark.parametrize("text", ["Fijn 😀", "中文", "x\x00y\x01", "\ud800", "a\u202eb", "עברית عربي Ελλ Ёл"])
def test_signs_no_font_has_do_not_stop_a_letter(text):
    made = paper(end_goal=text)
    assert is_accessible(made)


def test_a_mistake_in_a_template_is_not_hidden(tmp_path, monkeypatch):
    (tmp_path / "broken.typ").write_text("#panic()")
    monkeypatch.setattr("wiz.letters.pdf.FOLDER", tmp_path)
    with pytest.raises(typst.TypstError):
        make_pdf("broken", {}, at=AT)


@pytest.mark.parametrize(
    "text", ["Kurdî: ئەو کوڕە", "اردو: یہ ہے ں", "پښتو", "ԀԂ Ⰰ 木 👩‍👧", "e\u0308\u0301 \u202eabc"]
)
def test_a_letter_no_font_has_costs_the_letter_and_not_the_paper(text):
    pdf = paper(end_goal=text)
    assert is_accessible(pdf)


def test_every_sign_that_is_let_through_can_be_printed(monkeypatch):
    """Each in turn, after a Latin letter and after a Hebrew one: a mark takes the font of the letter before it."""
    monkeypatch.setattr("wiz.letters.pdf.NOT_LATIN", None)  # the last resort is not needed
    known = "".join(chr(code) for code in (*range(0x20, 0x700), *range(0x1E00, 0x20D0)))
    kept = STRANGE.sub("", known)
    assert set("ЖشگאéΩ") <= set(kept)
    marks = {chr(code) for code in range(0x64B, 0x656)}
    anywhere = " ".join(f"a{sign} א{sign}" for sign in kept if sign not in marks)
    arabic = " ".join(f"ب{mark}" for mark in marks)
    for signs in (kept, anywhere, arabic):
        assert is_accessible(paper(end_goal=signs + "👩"))
