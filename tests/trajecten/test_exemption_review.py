"""Deciding on an exemption: what is kept, what is refused, and who was first."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tests import make
from trajecten.exemptions.actions import save_request, submit, take_back, withdraw
from trajecten.exemptions.duty import Duty, duty_of
from trajecten.exemptions.models import Exemption
from trajecten.reviews.actions import Terms, review, revoke
from trajecten.reviews.alike import earlier_decisions, months_between
from wiz.actions import Conflict, Refused
from wiz.casefile.models import Event
from wiz.letters.models import Letter

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def fresh(exemption):
    return Exemption.objects.get(pk=exemption.pk)


def test_granted_as_asked_is_in_force_in_its_period_only():
    exemption = make.exemption(state="granted")
    assert (exemption.state, exemption.granted_hours) == ("granted", Decimal(16))
    for day, kind in (
        ("2026-04-30", "full"),
        ("2026-05-01", "partial"),
        ("2026-10-31", "partial"),
        ("2026-11-01", "full"),
    ):
        assert duty_of(exemption.client, DAY.fromisoformat(day)).kind == kind, day
    assert duty_of(exemption.client, DAY(2026, 5, 1)) == Duty("partial", Decimal(16), exemption)


def test_granted_shorter_and_for_other_hours_keeps_what_was_asked():
    exemption = make.exemption(state="submitted", extent="full", hours=None)
    terms = Terms("partial", Decimal(8), DAY(2026, 5, 1), DAY(2026, 7, 31))
    made = make.decide(exemption, terms=terms)
    exemption = fresh(exemption)
    assert (exemption.extent, exemption.hours, exemption.end) == ("full", None, DAY(2026, 10, 31))
    assert (exemption.granted_hours, exemption.granted_until) == (Decimal(8), DAY(2026, 7, 31))
    assert made.asked["extent"] == "full"
    assert made.asked["end"] == "2026-10-31"


@pytest.mark.parametrize("outcome", ["returned", "refused"])
def test_what_is_not_granted_leaves_the_full_duty(outcome):
    exemption = make.exemption(state=outcome)
    assert exemption.granted_from is None
    assert duty_of(exemption.client, DAY(2026, 6, 1)) == Duty("full")


def test_returned_submitted_again_and_granted_keeps_both_judgements():
    exemption = make.exemption(state="returned")
    submit(exemption, revision=exemption.revision, by=exemption.made_by, at=make.at("2026-04-22"))
    make.decide(exemption, "granted", "2026-04-23")
    rounds = fresh(exemption).reviews.values_list("round", "outcome")
    assert list(rounds) == [(1, "returned"), (2, "granted")]
    kinds = Event.objects.filter(client=exemption.client, kind__startswith="exemption")
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "exemption-drafted",
        "exemption-submitted",
        "exemption-returned",
        "exemption-submitted",
        "exemption-granted",
    ]


@pytest.mark.parametrize(
    ("outcome", "changes", "sentence"),
    [
        ("granted", {"reason": "  "}, "Say why"),
        ("returned", {"reason": ""}, "Say why"),
        ("refused", {"reason": ""}, "Say why"),
        ("granted", {"lawful": ""}, "whether it is lawful"),
        ("refused", {"lawful": "perhaps"}, "whether it is lawful"),
        ("granted", {"falls_short": True}, "falls short of"),
        ("granted", {"lawful": "no"}, "not lawful"),
        ("", {}, "Choose a decision"),
        ("revoked", {}, "Choose a decision"),
    ],
)
def test_a_judgement_without_an_answer_is_refused(outcome, changes, sentence):
    exemption = make.exemption(state="submitted")
    with pytest.raises(Refused, match=sentence):
        make.decide(exemption, outcome, **changes)
    assert fresh(exemption).state == "submitted"


def test_what_is_unclear_may_be_granted_and_what_is_unlawful_refused():
    assert make.decide(make.exemption(state="submitted"), "granted", lawful="unclear").lawful == "unclear"
    assert make.decide(make.exemption(state="submitted"), "refused", lawful="no").lawful == "no"


def test_second_lead_reads_that_a_colleague_was_first():
    exemption = make.exemption(state="submitted")
    stale = fresh(exemption)
    make.decide(exemption, "granted")
    with pytest.raises(Conflict, match="meanwhile"):
        review(
            stale,
            "refused",
            make.judgement(),
            revision=stale.revision,
            by=make.team_lead(),
            at=make.at("2026-04-21"),
        )
    assert fresh(exemption).reviews.get().outcome == "granted"


def test_second_of_two_clicks_is_the_first_decision():
    exemption, lead = make.exemption(state="submitted"), make.team_lead()
    first = make.decide(exemption, "granted", by=lead)
    assert make.decide(exemption, "granted", by=lead) == first
    assert Letter.objects.filter(client=exemption.client).count() == 1


def test_changed_while_the_lead_reads_is_a_conflict():
    exemption = make.exemption(state="submitted")
    read = fresh(exemption)
    take_back(exemption, by=exemption.made_by, at=make.at("2026-04-20", 11))
    changed = save_request(
        exemption.client,
        make.asked(reason="Heel iets anders"),
        exemption=exemption,
        revision=fresh(exemption).revision,
        by=exemption.made_by,
        at=make.at("2026-04-20", 12),
    )
    submit(changed, revision=changed.revision, by=exemption.made_by, at=make.at("2026-04-20", 13))
    with pytest.raises(Conflict, match="changed meanwhile"):
        review(
            read,
            "granted",
            make.judgement(),
            revision=read.revision,
            by=make.team_lead(),
            at=make.at("2026-04-21"),
        )


def test_withdrawn_request_is_not_decided():
    exemption = make.exemption(state="submitted")
    withdraw(exemption, reason="Niet meer nodig", by=exemption.made_by, at=make.at("2026-04-20", 11))
    with pytest.raises(Refused, match="does not wait"):
        make.decide(exemption)


def test_periods_of_one_client_do_not_overlap():
    first = make.exemption(state="granted")
    second = make.exemption(
        first.client,
        "submitted",
        start=DAY(2026, 10, 31),
        end=DAY(2027, 1, 31),
        look_again_on=DAY(2027, 1, 1),
    )
    with pytest.raises(Refused, match="31-10-2026") as refused:
        make.decide(second)
    assert refused.value.field == "start"
    later = Terms("partial", Decimal(16), DAY(2026, 11, 1), DAY(2027, 1, 31))
    assert make.decide(second, terms=later).start == DAY(2026, 11, 1)


@pytest.mark.parametrize(
    ("last_day", "until", "exempt_on_the_day"),
    [
        (DAY(2026, 6, 9), DAY(2026, 6, 9), False),
        (DAY(2026, 6, 10), DAY(2026, 6, 10), True),
        (DAY(2026, 7, 31), DAY(2026, 7, 31), True),
    ],
)
def test_revoked_ends_after_its_last_day(last_day, until, exempt_on_the_day):
    exemption, lead = make.exemption(state="granted"), make.team_lead()
    for _click in range(2):
        revoke(
            exemption,
            last_day=last_day,
            reason="Haar zoon gaat nu hele dagen",
            by=lead,
            at=make.at("2026-06-10"),
        )
    exemption = fresh(exemption)
    assert (exemption.state, exemption.granted_until) == ("revoked", until)
    assert (duty_of(exemption.client, DAY(2026, 6, 10)).kind == "partial") == exempt_on_the_day
    assert Letter.objects.filter(client=exemption.client, kind="exemption-revoked").count() == 1


def test_revoked_before_it_began_never_was_in_force():
    exemption = make.exemption(state="granted")
    revoke(
        exemption,
        last_day=DAY(2026, 4, 22),
        reason="Toch niet",
        by=make.team_lead(),
        at=make.at("2026-04-22"),
    )
    exemption = fresh(exemption)
    assert (exemption.granted_from, exemption.granted_until) == (None, None)
    text = text_of(Letter.objects.standing().get(client=exemption.client, kind="exemption-never-begun"))
    assert "Uw ontheffing gaat niet in op 1 mei 2026" in text
    assert "De sollicitatieplicht blijft voor u gelden." in text
    assert "laatste dag" not in text  # there never was one
    # The same days may be granted anew.
    assert make.exemption(exemption.client, "granted").granted_from == DAY(2026, 5, 1)


def text_of(letter):
    return str(letter.content)


def test_granted_for_less_is_looked_at_again_within_what_was_granted():
    """Asked until the end of October and to be looked at on 15 September: granted until the end of July."""
    exemption = make.exemption(state="submitted", meanwhile=(), extent="full", hours=None)
    terms = Terms("full", None, DAY(2026, 5, 1), DAY(2026, 7, 31))
    made = make.decide(exemption, terms=terms)
    assert fresh(exemption).look_again_on == DAY(2026, 7, 31)
    assert made.asked["look_again_on"] == "2026-09-15"
    text = text_of(Letter.objects.get(client=exemption.client))
    assert "Op 31 juli 2026 kijken wij samen" in text
    assert "15 september" not in text


def test_day_of_what_was_agreed_is_in_time_still():
    exemption = make.exemption(state="submitted")
    exemption.meanwhile.update(due=DAY(2026, 6, 30))
    make.decide(exemption)
    assert "(uiterlijk op 30 juni 2026)" in text_of(Letter.objects.get(client=exemption.client))


def test_refused_while_another_runs_says_that_it_runs_on():
    """The duty does not stay as it is by law: an exemption is in force until its own end."""
    client = make.exemption(state="granted").client
    later = {"start": DAY(2026, 11, 1), "end": DAY(2027, 1, 31), "look_again_on": DAY(2027, 1, 1)}
    make.exemption(client, "refused", "2026-10-31", **later)
    text = text_of(Letter.objects.get(client=client, kind="exemption-refused"))
    assert "De ontheffing die u nu heeft, loopt door tot en met 31 oktober 2026." in text
    assert "blijft voor u gelden" not in text


def test_letter_gives_the_reasons_in_full_and_what_the_duty_is():
    exemption = make.exemption(state="granted")
    letter = Letter.objects.get(client=exemption.client)
    text = text_of(letter)
    assert exemption.reason in text
    assert "Duidelijke afspraken en een einddatum." in text
    assert "hoogstens 16 uur per week" in text
    assert "31 oktober 2026" in text
    assert "Twaalf uur in het buurtrestaurant" in text
    assert "binnen zes weken" in text
    assert "artikel 9, tweede lid" in text


def test_letter_of_what_was_refused_says_why_and_how_to_object():
    exemption = make.exemption(state="refused")
    text = text_of(Letter.objects.get(client=exemption.client))
    assert exemption.reason in text
    assert "Duidelijke afspraken" in text
    assert "De sollicitatieplicht blijft voor u gelden." in text
    assert "binnen zes weken" in text


def test_returned_makes_no_letter():
    assert not Letter.objects.filter(client=make.exemption(state="returned").client).exists()


def test_earlier_decisions_name_nobody_and_tell_no_reason():
    lesson = "Vraag eerst naar opvang met begeleiding."
    for _case in range(3):
        make.decide(make.exemption(state="submitted"), lesson=lesson)
    make.decide(make.exemption(state="submitted", extent="full", hours=None), "refused")
    make.decide(make.exemption(state="submitted", ground="debts"), lesson="Een andere grond")
    exemption = make.exemption(state="submitted")
    found = earlier_decisions(exemption, make.team_lead())
    assert found.count == 4
    assert [(kind.outcome, kind.extent, kind.duration, kind.count) for kind in found.kinds] == [
        ("Granted", "8–16 hours", "6 months", 3),
        ("Refused", "full", "6 months", 1),
    ]
    assert found.lessons == [(lesson, "Granted")]
    assert "Duidelijke afspraken" not in repr(found)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-05-01", "2026-10-31", 6),
        ("2026-05-01", "2026-05-01", 1),
        ("2026-05-01", "2026-05-31", 1),
        ("2026-05-01", "2026-06-01", 2),
        ("2026-01-31", "2026-02-27", 1),
        ("2028-02-29", "2029-02-27", 12),
    ],
)
def test_months_a_period_lasts(start, end, months):
    assert months_between(DAY.fromisoformat(start), DAY.fromisoformat(end)) == months
