"""Saving a picture: versions, nothing overwritten, and who was first."""

import datetime

import pytest

from tests import make
from trajecten.intake.actions import Picture, retire_factor, save_factor, save_intake
from trajecten.intake.models import Factor, Intake
from trajecten.intake.rules import differs, expired
from wiz.actions import Conflict, Refused
from wiz.casefile.models import Event

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat
AT = make.at("2026-03-02")


def test_each_save_is_a_version_and_the_one_before_stays():
    client = make.client()
    first = make.intake(client, "2026-01-12", wish="Een tuin", weights={"Motivatie": (2, None)})
    second = make.intake(client, "2026-03-02", wish="Een kas", weights={"Motivatie": (4, None)})
    assert (first.number, second.number) == (1, 2)
    found = {intake.wish: intake.weighings.get().client_weight for intake in Intake.objects.of(client)}
    assert found == {"Een kas": 4, "Een tuin": 2}
    kinds = Event.objects.filter(client=client, kind__startswith="intake").values_list("kind", "facts")
    assert dict(kinds) == {"intake-made": {"version": "1"}, "intake-changed": {"version": "2"}}


def test_saving_the_same_again_is_no_new_version_whatever_the_order():
    client, by = make.client(), make.consultant()
    factors = [make.factor(name).pk for name in ("Motivatie", "Schulden")]
    rows = [{"factor_id": pk, "client_weight": 3} for pk in factors]
    advice = {"giver": "ggd", "words": "Rustig beginnen"}

    def save(weighings):
        picture = Picture({"wish": "Een tuin"}, weighings, [{"who": "Haar zus"}], [advice])
        return save_intake(client, picture, revision=0, by=by, at=AT)

    assert save(rows).pk == save(rows[::-1]).pk  # also the second of two clicks, which still says revision 0
    assert Intake.objects.count() == 1


def test_who_was_second_is_told_and_changes_nothing():
    client, by = make.client(), make.consultant()
    make.intake(client)
    with pytest.raises(Conflict):
        save_intake(client, Picture({"wish": "Van een ander"}), revision=0, by=by, at=AT)
    assert Intake.objects.get().wish == "Iets met planten."


@pytest.mark.parametrize("who", ["worker", "administrator"])
def test_only_the_municipality_writes_an_intake(who):
    with pytest.raises(Refused):
        save_intake(make.client(), Picture({"wish": "x"}), revision=0, by=getattr(make, who)(), at=AT)
    assert not Intake.objects.exists()


def test_of_a_parent_not_to_be_brought_up_nothing_is_kept():
    intake = make.intake(other_parent="leave", other_parent_note="Woont in de buurt")
    assert Intake.objects.get(pk=intake.pk).other_parent_note == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"capacity_on": DAY("2026-02-02"), "capacity_until": DAY("2026-02-01")},
        {
            "advices": [
                {
                    "giver": "ggd",
                    "words": "x",
                    "given_on": DAY("2026-02-02"),
                    "valid_until": DAY("2026-02-01"),
                }
            ]
        },
    ],
)
def test_nothing_ends_before_it_began(fields):
    with pytest.raises(Refused):
        make.intake(**fields)
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("hers", "ours", "much"),
    [(1, 2, False), (1, 3, True), (5, 3, True), (3, 3, False), (None, 5, False), (1, None, False)],
)
def test_two_steps_apart_is_a_difference_and_an_open_side_is_none(hers, ours, much):
    assert differs(hers, ours) is much


@pytest.mark.parametrize(
    ("today", "is_expired"), [("2028-02-28", False), ("2028-02-29", False), ("2028-03-01", True)]
)
def test_an_advice_holds_up_to_and_including_its_last_day(today, is_expired):
    assert expired(DAY("2028-02-29"), DAY(today)) is is_expired
    assert not expired(None, DAY(today))


def test_the_list_comes_filled_in_with_strengths_first():
    kinds = list(Factor.objects.values_list("kind", flat=True))
    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) == {"strength", "barrier"}


def test_factor_added_renamed_and_moved():
    admin, today = make.administrator(), DAY("2026-03-02")
    factor = save_factor(None, kind="barrier", name=" Ritme ", place=None, by=admin, today=today)
    assert (factor.name, factor.valid_from) == ("Ritme", today)
    assert factor == Factor.objects.filter(kind="barrier").last()
    save_factor(factor, kind="strength", name="Dagritme", place=1, by=admin, today=today)
    factor.refresh_from_db()
    assert (factor.name, factor.kind, factor.place) == ("Dagritme", "barrier", 1)
    with pytest.raises(Refused):
        save_factor(None, kind="barrier", name="dagritme", place=None, by=admin, today=today)
    with pytest.raises(Refused):
        save_factor(None, kind="barrier", name="Rust", place=None, by=make.consultant(), today=today)


def test_factor_retired_is_offered_no_more_from_that_day_and_stays_readable():
    admin, factor = make.administrator(), make.factor("Motivatie")
    intake = make.intake(weights={"Motivatie": (3, 3)})
    for _click in range(2):
        retire_factor(factor, retired=True, by=admin, today=DAY("2026-03-02"))
    assert factor in Factor.objects.offered_on(DAY("2026-03-01"))
    assert factor not in Factor.objects.offered_on(DAY("2026-03-02"))
    assert intake.weighings.get().factor.name == "Motivatie"
    retire_factor(factor, retired=False, by=admin, today=DAY("2026-03-03"))
    assert factor in Factor.objects.offered_on(DAY("2026-03-03"))


def test_factor_retired_on_the_day_it_was_added_was_never_offered():
    admin, today = make.administrator(), DAY("2026-03-02")
    factor = save_factor(None, kind="barrier", name="Ritme", place=None, by=admin, today=today)
    retire_factor(factor, retired=True, by=admin, today=today)
    assert factor not in Factor.objects.offered_on(today)
    retire_factor(make.factor("Schulden"), retired=True, by=admin, today=today)
