"""The drawing of a client's web: nothing lies on anything else, and what is left out is said."""

import datetime
import itertools

import pytest
from django.utils import translation

from wiz.casefile.threads import Thread
from wiz.casefile.web import AT_MOST, RADIUS, Area, cut, draw, fitting, layout

TODAY = datetime.date(2026, 11, 21)
SIZES = range(AT_MOST + 1)


def thread(n: int = 0, kind: str = "ok", **fields: object) -> Thread:
    usual = {"party": f"Partij {n}", "about": "coach Ilse Prins · ma–do", "kind": kind, "state": "loopt"}
    return Thread(**{**usual, **fields})  # type: ignore[arg-type]


def areas(parties: int) -> dict[str, Area]:
    """Everything on the drawing, by name: boxes, what is said on threads, and the client."""
    drawn = layout(parties)
    x, y = drawn.centre
    found = {"client": Area(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS)}
    for n, spot in enumerate(drawn.spots):
        found |= {f"box {n}": spot.box, f"label {n}": spot.label}
    return found


@pytest.mark.parametrize("parties", SIZES)
def test_nothing_lies_on_anything_else(parties):
    for (one, area), (other, another) in itertools.combinations(areas(parties).items(), 2):
        assert not area.meets(another), f"{one} on {other}: {area} {another}"


@pytest.mark.parametrize("parties", SIZES)
def test_everything_is_on_the_paper_and_everybody_has_a_place(parties):
    drawn = layout(parties)
    assert len(drawn.spots) == parties
    for name, area in areas(parties).items():
        assert 0 <= area.x <= drawn.width - area.width, name
        assert 0 <= area.y <= drawn.height - area.height, name


@pytest.mark.parametrize("parties", SIZES)
def test_what_is_said_lies_on_its_own_thread(parties):
    drawn = layout(parties)
    for spot in drawn.spots:
        (x, y), (x1, y1), (x2, y2) = spot.label.middle, spot.start, drawn.centre
        assert abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) < 1e-6
        assert spot.box.x <= x1 <= spot.box.x + spot.box.width


def test_overlap_is_seen():
    box = Area(0, 0, 10, 10)
    assert all(box.meets(other) for other in (box, Area(9, 9, 5, 5), Area(2, 2, 1, 1)))
    assert not any(box.meets(other) for other in (Area(10, 0, 5, 5), Area(0, 10, 5, 5)))


def test_as_many_as_fit_are_all_drawn():
    threads = [thread(n) for n in range(AT_MOST)]
    assert fitting(threads) == (threads, 0)


def test_of_more_the_calmest_are_summed_up_and_the_order_stays():
    kinds = [
        "ok",
        "plain",
        "late",
        "info",
        "ok",
        "plain",
        "soon",
        "ok",
        "plain",
        "ok",
        "ok",
        "late",
        "ok",
        "ok",
    ]
    threads = [thread(n, kind) for n, kind in enumerate(kinds)]
    shown, left_out = fitting(threads)
    assert (len(shown), left_out) == (AT_MOST - 1, 3)
    assert shown == [each for each in threads if each.kind != "plain"]
    with translation.override("en"):
        layout_, drawn = draw(threads, TODAY)
    assert len(drawn) == len(layout_.spots) == AT_MOST
    assert (drawn[-1].thread, drawn[-1].name) == (None, "and 3 more")


def test_long_words_are_cut_and_stay_whole_in_the_thread():
    long = thread(
        party="Stichting Samenwerkende Leerwerkplaatsen Rivierkwartier", state="wacht al heel erg lang op u"
    )
    _layout, [drawn] = draw([long], TODAY)
    assert drawn.name.startswith("Stichting Samen")
    assert drawn.name.endswith("…")
    assert drawn.state.endswith("…")
    assert drawn.thread == long


def test_a_day_that_does_not_fit_is_left_out_whole():
    with translation.override("en"):
        for who, said in (("you", "next: you, by 23 Nov"), ("the team lead", "next: the team lead")):
            _layout, [drawn] = draw([thread(move=who, by=datetime.date(2026, 11, 23))], TODAY)
            assert drawn.move == said


def test_words_that_fit_are_not_cut():
    assert cut("abcde", 50, 10) == "abcde"
    assert cut("abcdef", 50, 10) == "abcd…"


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (None, "next: you"),
        (TODAY, "next: you, by 21 Nov"),
        (TODAY + datetime.timedelta(days=45), "next: you, by 5 Jan 2027"),
        (TODAY - datetime.timedelta(days=1), "next: you"),
    ],
)
def test_whose_move_and_by_when(by, said):
    with translation.override("en"):
        assert thread(move="you", by=by).whose_move(TODAY) == said
        assert thread(by=by).whose_move(TODAY) == ""
