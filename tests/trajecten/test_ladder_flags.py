"""The flags about the ladder: the day before, on and after each term. Dates counted by hand."""

import datetime

import pytest

from tests import make
from trajecten.ladder.actions import follow_up, undo_placement
from trajecten.ladder.models import Placement
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


def stands(rule: str, client, day: str) -> str:
    """Sweep on a day and return since when the flag stands, "" for not at all."""
    sweep(at=make.at(day))
    found = list(Flag.objects.open().filter(rule=rule, client=client))
    assert len(found) < 2
    if not found:
        return ""
    assert Flag.objects.on_page_of_consultant(DAY(day)).filter(pk=found[0].pk).exists()
    assert not Flag.objects.on_page_of_lead(DAY(day)).filter(pk=found[0].pk).exists()
    return str(found[0].since)


def long_known():
    return make.client(on="2019-01-02")


@pytest.mark.parametrize(
    ("placed", "before", "since", "after"),
    [
        ("2024-03-10", "2025-03-09", "2025-03-10", "2025-03-11"),
        # 29 February has no anniversary: the last day of the month.
        ("2024-02-29", "2025-02-27", "2025-02-28", "2025-03-01"),
        ("2023-02-28", "2024-02-27", "2024-02-28", "2024-02-29"),
        ("2023-12-31", "2024-12-30", "2024-12-31", "2025-01-01"),
    ],
)
def test_a_year_on_the_same_rung_is_a_signal(placed, before, since, after):
    client = long_known()
    make.placement(client, 2, placed)
    assert [stands("stagnation", client, day) for day in (before, since, after)] == ["", since, since]


@pytest.mark.parametrize(
    ("placed", "months", "before", "since"),
    [
        ("2025-08-31", 6, "2026-02-27", "2026-02-28"),
        ("2023-08-31", 6, "2024-02-28", "2024-02-29"),
        ("2025-10-31", 1, "2025-11-29", "2025-11-30"),
        ("2025-05-31", 9, "2026-02-27", "2026-02-28"),
    ],
)
def test_months_are_calendar_months_by_policy(placed, months, before, since):
    set_policy(
        key="stagnation",
        valid_from=DAY("2020-01-01"),
        value=months,
        source="Besluit",
        by=make.administrator(),
    )
    client = long_known()
    make.placement(client, 2, placed)
    assert [stands("stagnation", client, day) for day in (before, since)] == ["", since]


def test_progress_within_the_rung_counts_as_movement():
    client = long_known()
    make.placement(client, 2, "2024-03-10")
    make.placement(client, 2, "2025-03-09", reason="Komt nu alleen.")
    days = ("2025-03-10", "2026-03-08", "2026-03-09")
    assert [stands("stagnation", client, day) for day in days] == ["", "", "2026-03-09"]


def test_noting_progress_or_moving_closes_it_at_once():
    for position in (2, 3, 1):
        client = long_known()
        make.placement(client, 2, "2024-03-10")
        assert stands("stagnation", client, "2025-06-01")
        make.placement(client, position, "2025-06-01")
        assert not Flag.objects.open().filter(rule="stagnation", client=client).exists()


def test_undoing_that_brings_it_back():
    client = long_known()
    make.placement(client, 2, "2024-03-10")
    slip = make.placement(client, 3, "2025-06-01")
    undo_placement(slip, by=slip.by, at=make.at("2025-06-01"))
    assert Flag.objects.open().get(rule="stagnation", client=client).since == DAY("2025-03-10")


def test_movement_on_one_ladder_is_movement():
    client = long_known()
    make.placement(client, 2, "2024-03-10")
    make.placement(client, 3, "2024-06-10", ladder="Participatieladder")
    assert stands("stagnation", client, "2025-04-01") == ""
    assert stands("stagnation", client, "2025-06-09") == ""
    assert stands("stagnation", client, "2025-06-10") == "2025-06-10"
    flag = Flag.objects.open().get(rule="stagnation", client=client)
    assert Placement.objects.get(pk=flag.subject_id).ladder.name == "Werkladder"


def test_two_ladders_of_the_same_day_are_one_signal():
    client = long_known()
    make.placement(client, 2, "2024-03-10")
    make.placement(client, 3, "2024-03-10", ladder="Participatieladder")
    assert stands("stagnation", client, "2025-03-10") == "2025-03-10"


def test_who_was_never_placed_does_not_stand_still():
    assert stands("stagnation", long_known(), "2026-03-10") == ""


def test_what_stood_still_before_the_program_counts_from_its_first_day():
    make.service(live_since=DAY("2025-02-01"))
    client = make.client(on="2025-02-01")
    make.placement(client, 2, "2020-05-01", recorded="2025-02-01")
    days = ("2026-01-31", "2026-02-01")
    assert [stands("stagnation", client, day) for day in days] == ["", "2026-02-01"]


def fallen(on="2026-03-01"):
    client = long_known()
    make.placement(client, 4, "2025-06-01")
    return client, make.placement(client, 3, on)


@pytest.mark.parametrize(
    ("on", "last", "after"),
    [
        ("2026-03-01", "2026-05-30", "2026-05-31"),  # 30 left in March, 30, 30
        ("2024-02-29", "2024-05-29", "2024-05-30"),
        ("2025-11-30", "2026-02-28", "2026-03-01"),
    ],
)
def test_a_step_back_is_a_signal_for_ninety_days(on, last, after):
    client = long_known()
    make.placement(client, 4, "2023-06-01")
    make.placement(client, 3, on)
    day_before = str(DAY(last) - datetime.timedelta(days=1))
    assert [stands("fall", client, day) for day in (on, day_before, last, after)] == [on, on, on, ""]


def test_a_step_back_stands_there_at_once_and_not_the_day_before():
    client, step = fallen()
    assert Flag.objects.open().get(rule="fall").subject_id == step.pk
    assert stands("fall", client, "2026-02-28") == ""


@pytest.mark.parametrize("position", [1, 2, 3, 4, 6])
def test_whatever_is_noted_next_on_the_ladder_answers_a_step_back(position):
    client, step = fallen()
    make.placement(client, position, "2026-03-02")
    flag = Flag.objects.open().filter(rule="fall", client=client).first()
    # Further down is a new step back, with a question of its own.
    assert (flag is not None) == (position < 3)
    assert flag is None or flag.subject_id != step.pk


def test_saying_what_happens_now_closes_it():
    client, step = fallen()
    follow_up(step, "Gastouder zoeken, dinsdag bellen.", by=step.by, at=make.at("2026-03-04"))
    assert not Flag.objects.open().filter(rule="fall").exists()
    assert stands("fall", client, "2026-03-05") == ""


@pytest.mark.parametrize("position", [4, 5])
def test_standing_still_and_going_up_are_no_fall(position):
    client = long_known()
    make.placement(client, 4, "2026-01-01")
    make.placement(client, position, "2026-03-01")
    assert stands("fall", client, "2026-03-01") == ""


def test_a_step_back_is_counted_by_policy():
    set_policy(
        key="fall_shown", valid_from=DAY("2020-01-01"), value=10, source="Besluit", by=make.administrator()
    )
    client, _step = fallen()
    assert [stands("fall", client, day) for day in ("2026-03-11", "2026-03-12")] == ["2026-03-01", ""]
