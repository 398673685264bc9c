"""A child near 4, 5, 12 or 13: every age the day before, on and after, 29 February and the end of months included."""

import datetime

import pytest

from tests import make
from wiz.clients.flags import AGES, child_threshold
from wiz.clients.models import Child
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.policy.models import Policy
from wiz.terms import age_on

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
TERM = 90 * DAY


def d(text):
    return datetime.date.fromisoformat(text)


def child(born):
    return Child.objects.create(client=make.client(), first_name="Sami", birth_date=d(born))


def found(day, **values):
    return {row.pk: row.waited_for for row in child_threshold(day, Policy(values=values))}


@pytest.mark.parametrize(
    ("born", "birthday"),
    [
        ("2022-06-15", "2026-06-15"),
        ("2021-06-15", "2026-06-15"),
        ("2014-06-15", "2026-06-15"),
        ("2013-06-15", "2026-06-15"),
        ("2022-01-31", "2026-01-31"),
        ("2022-05-31", "2026-05-31"),
        ("2014-12-31", "2026-12-31"),
        ("2024-02-29", "2028-02-29"),  # turns four in a leap year
        ("2024-02-29", "2029-03-01"),  # five in a year without that day
        ("2012-02-29", "2024-02-29"),
        ("2012-02-29", "2025-03-01"),
        ("2023-02-28", "2028-02-28"),
        ("2023-03-01", "2028-03-01"),
        ("1896-02-29", "1900-03-01"),  # 1900 was no leap year
    ],
)
def test_from_ninety_days_before_up_to_and_including_the_birthday(born, birthday):
    pk, birthday = child(born).pk, d(birthday)
    assert pk not in found(birthday - TERM - DAY)
    assert found(birthday - TERM) == {pk: birthday}
    assert found(birthday - DAY) == {pk: birthday}
    assert found(birthday) == {pk: birthday}
    assert pk not in found(birthday + DAY)


@pytest.mark.parametrize("years", [1, 3, 6, 11, 14, 18])
def test_no_other_birthday_counts(years):
    child("2000-06-15")
    assert found(datetime.date(2000 + years, 6, 15)) == {}


def test_every_day_of_a_childhood_is_as_the_age_says():
    """Against the definition of an age, for children born around the end of February."""
    children = {child(born).pk: d(born) for born in ("2020-02-28", "2020-02-29", "2020-03-01", "2021-02-28")}
    day = d("2023-11-20")
    while day < d("2025-06-10"):
        expected = {
            pk
            for pk, born in children.items()
            for age in AGES
            if age_on(born, day - DAY) < age <= age_on(born, day + TERM)
        }
        assert set(found(day)) == expected, day
        day += DAY


def test_with_a_long_term_a_child_is_one_line_with_the_first_birthday():
    pk = child("2022-06-15").pk
    assert found(d("2026-06-01"), child_threshold=500) == {pk: d("2026-06-15")}
    assert found(d("2026-06-16"), child_threshold=500) == {pk: d("2027-06-15")}


def test_the_flag_stands_with_the_municipality_and_closes_itself():
    pk = child("2022-06-15").pk
    sweep(at=make.at("2026-06-15"))
    flag = Flag.objects.get(rule="child-threshold")
    assert (flag.subject_id, flag.side, flag.since, flag.due) == (pk, "M", d("2026-03-17"), d("2026-06-15"))
    sweep(at=make.at("2026-06-16"))
    assert not Flag.objects.open().filter(rule="child-threshold").exists()
