"""The text of a letter: its places and its little markup, and every text the program comes with."""

import re

import page
import pytest

from tests import make
from wiz.letters import kinds
from wiz.letters.kinds import COMMON, KINDS, SNIPPETS, LetterKind, default_text, letter_kind, text_kind
from wiz.letters.models import HouseStyle
from wiz.letters.paper import Paper, sample_paper
from wiz.letters.rules import contrast_on_white
from wiz.letters.texts import fill, fill_line, places_in, problems
from wiz.people.models import Municipality

ALL = [*KINDS, *SNIPPETS]
DAY = make.at("2026-11-21").date()


def filled(body: str, **values: str) -> list[tuple[str, object]]:
    return [
        (b["kind"], b.get("text", b.get("items")))
        for b in fill(body, values, {"objection": "## Bezwaar\nBel."})
    ]


def test_lines_become_paragraphs_headings_and_lists():
    body = "Een\ntwee\n\n\ndrie\n## Kop\nvier\n- a\n- b\n\nvijf\r\nzes"
    assert filled(body) == [
        ("text", "Een\ntwee"),
        ("text", "drie"),
        ("heading", "Kop"),
        ("text", "vier"),
        ("list", ["a", "b"]),
        ("text", "vijf\nzes"),
    ]


@pytest.mark.parametrize(
    "typed", ["## Kop", "- punt", "{{ name }}", "{{ objection }}", "{{", "#panic()", "\\{{x}}"]
)
def test_what_is_filled_in_is_never_markup_nor_a_place(typed):
    assert filled("{{ reason }}", reason=typed, name="Noor") == [("text", typed)]
    assert filled("- {{ reason }}", reason=typed, name="Noor") == [("list", [typed])]
    assert fill_line("Over {{ reason }}", {"reason": typed, "name": "Noor"}) == f"Over {typed}"


def test_the_paragraphs_of_a_reason_stay_paragraphs():
    assert filled("{{ reason }}", reason="Een.\r\n\r\n \nTwee\ndrie.") == [
        ("text", "Een."),
        ("text", "Twee\ndrie."),
    ]
    assert filled("## {{ reason }}\nx", reason="a\n\nb") == [("heading", "a b"), ("text", "x")]
    assert filled("- {{ reason }}", reason="a\n\nb") == [("list", ["a\nb"])]


def test_a_line_that_says_nothing_falls_away_with_its_heading():
    body = "Begin\n\n## Kosten\n{{ cost }}\n\n## Uren\n- {{ hours }}{{ cost }}\n- {{ cost }}\n\n## Eind\n{{ cost }}"
    assert filled(body, cost=" ", hours="12") == [("text", "Begin"), ("heading", "Uren"), ("list", ["12"])]


def test_a_snippet_stands_where_it_is_named_and_only_there():
    assert filled("a\n {{objection}} \nb") == [
        ("text", "a"),
        ("heading", "Bezwaar"),
        ("text", "Bel."),
        ("text", "b"),
    ]
    assert filled("{{ reason }}", reason="{{ objection }}") == [("text", "{{ objection }}")]


def kind(optional: tuple[str, ...] = ()) -> LetterKind:
    places = {"reason": "why", "until": "until when"}
    return LetterKind("appointment", "Test", places, dict(places), frozenset(optional))


GOOD = "{{ reason }}\n{{ until }}"


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [
        ("x", GOOD, None),
        ("tot {{ until }}", "{{reason}}", None),
        ("x", GOOD + "\n{{ objection }}\n{{ name }}", None),
        ("x", "{{ reason }}", "body"),  # says not until when
        ("x", GOOD + "{{ bsn }}", "body"),
        ("x {{ bsn }}", GOOD, "subject"),
        ("x {{ objection }}", GOOD, "subject"),
        ("x", GOOD + "\nLees {{ objection }}", "body"),
        ("x", GOOD + "\n{{ objection }}{{ objection }}", "body"),
        ("x", GOOD + "{{ }}", "body"),
        ("x", GOOD + "{{ Reason }}", "body"),
        ("x", GOOD + "{{ reason|upper }}", "body"),
        ("x", GOOD + "{{ reason.secret }}", "body"),
        ("x", GOOD + " }}", "body"),
        ("x {{", GOOD, "subject"),
        ("x", GOOD + "{% include 'x' %} { los } #x", None),  # no place, so just words
    ],
)
def test_a_text_says_what_it_must_and_names_what_there_is(subject, body, field):
    assert {where for where, _sentence in problems(kind(), subject, body)} == ({field} if field else set())


def test_optional_places_may_be_left_out():
    assert problems(kind(optional=("until",)), "x", "{{ reason }}") == []


def test_a_snippet_names_no_snippet():
    assert problems(SNIPPETS["objection"], "", "{{ objection }}")
    assert not problems(SNIPPETS["objection"], "", "Bel {{ consultant }}")


@pytest.mark.parametrize(
    ("places", "sample", "optional"),
    [
        ({"name": "x"}, {"name": "x"}, ()),
        ({"objection": "x"}, {"objection": "x"}, ()),
        ({"reason": "x"}, {}, ()),
        ({"reason": "x"}, {"reason": "x"}, ("until",)),
    ],
)
def test_a_kind_that_contradicts_itself_is_not_registered(places, sample, optional):
    with pytest.raises(ValueError, match="letter kind strange"):
        letter_kind("strange", "Strange", places, sample, optional=optional)
    assert "strange" not in KINDS


# Every text the program comes with


def sample(key: str) -> Paper:
    style = HouseStyle(municipality=Municipality(name="Maasdal"))
    return sample_paper(text_kind(key), default_text(key), style, DAY)


@pytest.mark.parametrize("key", ALL)
def test_default_text_names_what_there_is_and_says_what_it_must(key):
    kind = text_kind(key)
    subject, body = default_text(key)
    assert problems(kind, subject, body) == []
    assert bool(subject) != kind.is_snippet
    assert places_in(body) <= {*kind.places, *COMMON, *SNIPPETS}


def test_every_text_lies_there_for_a_kind():
    assert {path.stem for path in kinds.FOLDER.glob("*.txt")} == set(ALL)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ALL)
def test_default_letter_is_accessible_and_plain(key):
    made = sample(key)
    assert page.validate_pdf_bytes(made.pdf(make.at(DAY)), profile="ua-1").is_compliant
    words = [
        made.subject,
        *(line for block in made.content["blocks"] for line in block.get("items", [block.get("text")])),
    ]
    text = "\n".join(words)
    assert "{{" not in text
    assert not re.search(
        r"\b(hij/zij|zijn/haar|jij|jouw|jullie|teneinde|middels|dienen te|derhalve|conform)\b", text
    )
    for sentence in re.split(r"(?<=[.?!])\s|\n", text):
        assert len(sentence.split()) <= 30, sentence


# Colours


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [
        ("#000000", 21),
        ("#ffffff", 1),
        ("#777777", 4.48),
        ("#767676", 4.54),
        ("#ff0000", 4.0),
        ("#1f4e79", 8.6),
    ],
)
def test_contrast_is_counted_as_wcag_counts_it(colour, contrast):
    """The values are those of well-known contrast checkers."""
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.1 if contrast > 5 else 0.01)
