"""Placing clients on a ladder: what happens, what is refused, and what a ladder may not lose."""

import datetime
import uuid

import pytest

from tests import make
from trajecten.ladder.actions import RungRow, follow_up, place, save_ladder, undo_placement
from trajecten.ladder.models import Ladder, Placement
from trajecten.ladder.rules import WrongDay
from wiz.actions import Conflict, Refused
from wiz.casefile.events import sentence
from wiz.casefile.models import Event

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


def rows(client):
    found = Placement.objects.filter(client=client).order_by("on", "pk")
    return [(row.kind, row.rung.position, str(row.on), str(row.until)) for row in found]


def events(client):
    return [
        (event.kind, sentence(event))
        for event in Event.objects.filter(client=client, kind__startswith="ladder").order_by("at", "pk")
    ]


def test_each_placement_takes_over_from_the_one_before():
    client = make.client(on="2024-01-02")
    for position, day in ((2, "2024-02-01"), (3, "2024-09-01"), (3, "2025-01-10"), (2, "2025-03-01")):
        make.placement(client, position, day)
    assert rows(client) == [
        ("placed", 2, "2024-02-01", "2024-09-01"),
        ("up", 3, "2024-09-01", "2025-01-10"),
        ("progress", 3, "2025-01-10", "2025-03-01"),
        ("down", 2, "2025-03-01", "None"),
    ]


def test_each_kind_is_told_in_the_timeline_with_its_reason():
    client = make.client()
    for position, day in ((2, "2026-02-01"), (3, "2026-03-01"), (3, "2026-04-01"), (1, "2026-05-01")):
        last = make.placement(client, position, day, reason="Omdat het past.")
    follow_up(last, "Samen opvang zoeken.", by=client.consultant, at=make.at("2026-05-02"))
    found = events(client)
    assert [kind for kind, _text in found] == [
        "ladder-placed", "ladder-up", "ladder-progress", "ladder-down", "ladder-followed",
    ]  # fmt: skip
    assert all("%(" not in text for _kind, text in found)
    assert all("Omdat het past." in text for kind, text in found if kind != "ladder-followed")
    assert "Samen opvang zoeken." in found[-1][1]


def test_two_ladders_do_not_touch_each_other():
    client = make.client()
    make.placement(client, 2, "2026-02-01")
    make.placement(client, 3, "2026-02-01", ladder="Participatieladder")
    make.placement(client, 4, "2026-03-01", ladder="Participatieladder")
    current = Placement.objects.current().filter(client=client).by_default_first()
    assert [str(row.rung.name) for row in current.select_related("rung")] == ["Sport 2", "Trede 4"]


def test_who_was_second_is_told_and_changes_nothing():
    client = make.client()
    first = make.placement(client, 2, "2026-02-01")
    make.placement(client, 3, "2026-02-02")
    with pytest.raises(Conflict):
        place(client, make.rung(4), reason="X", seen=first.pk, by=client.consultant, at=make.at("2026-02-03"))
    with pytest.raises(Conflict):
        place(client, make.rung(4), reason="X", seen=0, by=client.consultant, at=make.at("2026-02-03"))
    assert len(rows(client)) == 2


def test_a_double_click_places_once_and_is_no_conflict():
    client, key = make.client(), uuid.uuid4()
    one, two = (
        place(client, make.rung(2), reason="X", form_key=key, by=client.consultant, at=make.at("2026-02-03"))
        for _click in range(2)
    )
    assert one.pk == two.pk
    assert len(rows(client)) == 1
    assert len(events(client)) == 1


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2026-02-01", True), ("2026-01-31", False), ("2026-03-10", True), ("2026-03-11", False)],
)
def test_a_day_lies_between_the_last_placement_and_today(on, allowed):
    client = make.client()
    make.placement(client, 2, "2026-02-01")
    if allowed:
        make.placement(client, 3, on, recorded="2026-03-10")
    else:
        with pytest.raises(WrongDay):
            make.placement(client, 3, on, recorded="2026-03-10")
    assert len(rows(client)) == 1 + allowed


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2001-12-31", False), ("2002-01-01", True), ("2008-12-31", True), ("2009-01-01", False)],
)
def test_a_ladder_takes_nobody_before_its_first_day_nor_from_its_last(on, allowed):
    client, ladder = make.client(), "Fase 1 tot en met 4"
    if allowed:
        make.placement(client, 2, on, ladder=ladder)
    else:
        with pytest.raises(WrongDay, match="Fase 1"):
            make.placement(client, 2, on, ladder=ladder)
    in_use = Ladder.objects.in_use_on(DAY(on)).filter(name=ladder)
    assert in_use.exists() == Ladder.objects.get(name=ladder).holds_on(DAY(on)) == allowed


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nobody_moves(reason):
    with pytest.raises(Refused):
        make.placement(reason=reason)
    assert not Placement.objects.exists()


def people():
    bureau = make.bureau()
    return {
        "consultant": make.consultant(),
        "team_lead": make.team_lead(),
        "bureau_worker": make.worker(bureau),
        "administrator": make.administrator(),
    }


MAY = {"consultant": True, "team_lead": True, "bureau_worker": False, "administrator": False}


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("what", ["place", "move", "progress", "undo", "follow_up", "save_ladder"])
def test_who_may_do_what(role, what):
    by, at = people()[role], make.at("2026-03-02")
    client = make.client()
    make.placement(client, 3, "2026-02-01")
    last = make.placement(client, 2, "2026-03-02")
    done = {
        "place": lambda: place(make.client(), make.rung(1), reason="X", by=by, at=at),
        "move": lambda: place(client, make.rung(1), reason="X", seen=last.pk, by=by, at=at),
        "progress": lambda: place(client, make.rung(2), reason="X", seen=last.pk, by=by, at=at),
        "undo": lambda: (
            Placement.objects.filter(pk=last.pk).update(by=by),
            undo_placement(last, by=by, at=at),
        ),
        "follow_up": lambda: follow_up(last, "Opvang zoeken", by=by, at=at),
        "save_ladder": lambda: save_ladder(None, {"name": "Nieuw"}, [RungRow(None, "1", "", "")], by=by),
    }[what]
    if role == "administrator" if what == "save_ladder" else MAY[role]:
        done()
    else:
        with pytest.raises(Refused):
            done()


def test_a_slip_is_undone_and_the_one_before_holds_again():
    client = make.client()
    make.placement(client, 2, "2026-02-01")
    slip = make.placement(client, 5, "2026-03-01")
    undo_placement(slip, by=client.consultant, at=make.at("2026-03-01", 23))
    assert rows(client) == [("placed", 2, "2026-02-01", "None")]
    assert events(client)[-1][0] == "ladder-undone"
    make.placement(client, 3, "2026-03-01")


def test_the_only_placement_can_be_undone_too():
    slip = make.placement(on="2026-03-01")
    undo_placement(slip, by=slip.by, at=make.at("2026-03-01"))
    assert not Placement.objects.exists()


def test_undone_by_another_window_meanwhile():
    client = make.client()
    make.placement(client, 2, "2026-02-01")
    slip = make.placement(client, 1, "2026-03-01")
    for _window in range(2):
        undo_placement(Placement(pk=slip.pk, client=client), by=slip.by, at=make.at("2026-03-01"))
    assert [kind for kind, _text in events(client)].count("ladder-undone") == 1
    with pytest.raises(Refused):
        follow_up(Placement(pk=slip.pk, client=client), "X", by=slip.by, at=make.at("2026-03-01"))


@pytest.mark.parametrize("day", ["2026-03-02", "2026-04-01"])
def test_the_next_day_it_is_history(day):
    slip = make.placement(on="2026-03-01")
    with pytest.raises(Refused):
        undo_placement(slip, by=slip.by, at=make.at(day))
    assert Placement.objects.exists()


def test_only_who_made_it_undoes_it_and_only_the_latest():
    client = make.client()
    first = make.placement(client, 2, "2026-03-01")
    second = make.placement(client, 3, "2026-03-01")
    with pytest.raises(Refused):
        undo_placement(first, by=first.by, at=make.at("2026-03-01"))
    with pytest.raises(Refused):
        undo_placement(second, by=make.consultant(), at=make.at("2026-03-01"))
    assert len(rows(client)) == 2


def test_what_happens_now_is_asked_after_a_step_back_only():
    client = make.client()
    for position, asked in ((2, False), (3, False), (3, False), (1, True)):
        row = make.placement(client, position, "2026-03-01")
        if asked:
            follow_up(row, " Opvang zoeken ", by=row.by, at=make.at("2026-03-05"))
            row.refresh_from_db()
            assert (row.follow_up, row.follow_up_on) == ("Opvang zoeken", DAY("2026-03-05"))
        else:
            with pytest.raises(Refused):
                follow_up(row, "Opvang zoeken", by=row.by, at=make.at("2026-03-05"))
    with pytest.raises(Refused):
        follow_up(row, " ", by=row.by, at=make.at("2026-03-05"))
    make.placement(client, 2, "2026-04-01")
    with pytest.raises(Refused):
        follow_up(row, "Te laat", by=row.by, at=make.at("2026-04-02"))


def test_the_same_follow_up_twice_is_one_event():
    client = make.client()
    make.placement(client, 2, "2026-03-01")
    row = make.placement(client, 1, "2026-03-01")
    for _click in range(2):
        follow_up(row, "Opvang zoeken", by=row.by, at=make.at("2026-03-05"))
    assert [kind for kind, _text in events(client)].count("ladder-followed") == 1


# Ladders


def as_typed(ladder, **changes):
    """Return the rungs of a ladder as an administrator would send them back; `changes` by position: a new name."""
    return [
        RungRow(rung, changes.get(f"at{rung.position}", rung.name), rung.label, rung.explanation)
        for rung in ladder.rungs.all()
    ]


def fields(ladder, **changes):
    names = ("name", "description", "source", "valid_from", "retired_from", "is_default")
    return {name: getattr(ladder, name) for name in names} | changes


@pytest.fixture
def admin():
    return make.administrator()


def test_known_ladders_come_filled_in():
    found = {
        ladder.name: [rung.mark for rung in ladder.rungs.all()]
        for ladder in Ladder.objects.prefetch_related("rungs")
    }
    assert found == {
        "Werkladder": ["1", "2", "3", "4", "5", "6"],
        "Fase 1 tot en met 4": ["4", "3", "2", "1"],
        "A1, A2, B1, B2": ["B2", "B1", "A2", "A1"],
        "Participatieladder": ["1", "2", "3", "4", "5", "6"],
    }
    assert Ladder.objects.get(is_default=True).name == "Werkladder"


def test_a_ladder_is_made_with_its_rungs_in_order(admin):
    rungs = [RungRow(None, name, "", "") for name in ("Laag", " ", "Hoog")]
    ladder = save_ladder(None, {"name": " Nieuw "}, rungs, by=admin)
    assert ladder.name == "Nieuw"
    assert [(r.position, r.name) for r in ladder.rungs.all()] == [(1, "Laag"), (2, "Hoog")]


def test_the_default_gives_way_to_another_and_cannot_just_go(admin):
    old, new = Ladder.objects.get(name="Werkladder"), Ladder.objects.get(name="Participatieladder")
    with pytest.raises(Refused):
        save_ladder(old, fields(old, is_default=False), as_typed(old), by=admin)
    with pytest.raises(Refused):
        save_ladder(old, fields(old, retired_from=DAY("2026-05-01")), as_typed(old), by=admin)
    save_ladder(new, fields(new, is_default=True), as_typed(new), by=admin)
    assert list(Ladder.objects.filter(is_default=True)) == [new]
    old.refresh_from_db()
    save_ladder(old, fields(old, retired_from=DAY("2026-05-01")), as_typed(old), by=admin)
    old.refresh_from_db()
    assert (old.holds_on(DAY("2026-04-30")), old.holds_on(DAY("2026-05-01"))) == (True, False)


def test_a_ladder_in_use_loses_no_rung_but_may_be_worded_anew_and_grow(admin):
    placed = make.placement(position=2)
    ladder = placed.ladder
    with pytest.raises(Refused):
        save_ladder(ladder, fields(ladder), as_typed(ladder, at5=""), by=admin)
    assert ladder.rungs.count() == 6
    more = [*as_typed(ladder, at2="Stap 2"), RungRow(None, "Stap 7", "", "")]
    save_ladder(ladder, fields(ladder), more, by=admin)
    placed.rung.refresh_from_db()
    assert (placed.rung.name, placed.rung.position, ladder.rungs.count()) == ("Stap 2", 2, 7)


def test_a_ladder_nobody_ever_stood_on_may_lose_a_rung(admin):
    ladder = Ladder.objects.get(name="A1, A2, B1, B2")
    save_ladder(ladder, fields(ladder), as_typed(ladder, at2=""), by=admin)
    assert [(r.position, r.name) for r in ladder.rungs.all()] == [(1, "B2"), (2, "A2"), (3, "A1")]


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"name": "Werkladder"}, ["1"]),
        ({}, []),
        ({}, ["Een", "een "]),
        ({"valid_from": DAY("2026-05-01"), "retired_from": DAY("2026-05-01")}, ["1"]),
        ({"is_default": True, "retired_from": DAY("2026-05-01")}, ["1"]),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_and_nothing_is_kept(admin, changes, names):
    rungs = [RungRow(None, name, "", "") for name in names]
    with pytest.raises(Refused):
        save_ladder(None, {"name": "Nieuw", **changes}, rungs, by=admin)
    assert Ladder.objects.count() == 4
    assert Ladder.objects.get(is_default=True).name == "Werkladder"
