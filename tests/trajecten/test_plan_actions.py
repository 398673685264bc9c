"""A plan on its way: offered, signed, changed, reviewed, ended."""

import datetime
import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from tests import make
from trajecten.plans import actions
from trajecten.plans.models import Plan, PlanReview, PlanVersion, TrainingRefusal
from wiz.actions import Conflict, Refused
from wiz.casefile.models import Event
from wiz.files.models import StoredFile

AT = make.at("2026-04-20")
DAY = datetime.date(2026, 4, 20)
PDF = b"%PDF-1.4 scan"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def planned(client=None, **changes):
    client = client or make.client()
    fields = {
        "kind": "work",
        "end_goal": "Werk in het groen",
        "preference": "Buiten zijn",
        "goals": [(None, "Opvang regelen", datetime.date(2026, 6, 1), "consultant")],
        "revision": 0,
    }
    return actions.save_plan(client, **{**fields, **changes}, by=client.consultant, at=AT)


def fresh(plan):
    return Plan.objects.get(pk=plan.pk)


def change(plan, **changes):
    plan = fresh(plan)
    goals = [(goal, goal.text, goal.due, goal.who, goal.who_name) for goal in plan.goals.standing()]
    fields = {
        name: getattr(plan, name) for name in ("kind", "end_goal", "preference", "revision", "review_on")
    }
    return actions.save_plan(plan.client, **{**fields, "goals": goals, **changes}, by=plan.made_by, at=AT)


def offer(plan):
    plan = fresh(plan)
    return actions.offer_plan(plan, revision=plan.revision, by=plan.made_by, at=AT)


def sign(version, **changes):
    fields = {"how": "screen", "signed_on": DAY, "name": "Noor", "review_on": datetime.date(2026, 10, 20)}
    return actions.sign_plan(version, **{"by": version.offered_by, "at": AT, **fields, **changes})


def signed(plan=None):
    plan = plan or planned()
    sign(offer(plan))
    return fresh(plan)


pytestmark = pytest.mark.django_db


def test_the_whole_way_with_a_change():
    plan = planned()
    assert plan.state == "draft"
    first = offer(plan)
    assert fresh(plan).state == "offered"
    sign(first)
    assert (fresh(plan).state, fresh(plan).review_on) == ("signed", datetime.date(2026, 10, 20))
    change(plan, end_goal="Werk in de zorg")
    assert fresh(plan).state == "changed"
    assert PlanVersion.objects.get(pk=first.pk).content["end_goal"] == "Werk in het groen"
    second = offer(plan)
    assert (second.number, fresh(plan).state) == (2, "reoffered")
    sign(second)
    assert fresh(plan).state == "signed"
    events = Event.objects.filter(client=plan.client, kind__startswith="plan").order_by("pk")
    assert [event.kind for event in events] == [
        "plan-made", "plan-offered", "plan-signed", "plan-changed", "plan-offered", "plan-signed",
    ]  # fmt: skip


def test_a_change_that_is_changed_back_is_none():
    plan = signed()
    change(plan, preference="Iets anders")
    assert fresh(plan).state == "changed"
    change(plan, preference="Buiten zijn")
    assert fresh(plan).state == "signed"


def test_what_lies_with_the_client_is_not_changed_until_it_is_taken_back():
    plan = planned()
    version = offer(plan)
    with pytest.raises(Refused, match="Take the offer back"):
        change(plan, end_goal="Anders")
    actions.withdraw_offer(version, by=plan.made_by, at=AT)
    actions.withdraw_offer(version, by=plan.made_by, at=AT)  # a double click
    assert fresh(plan).state == "draft"
    change(plan, end_goal="Anders")
    assert offer(plan).number == 2


def test_double_clicks_on_offer_and_sign_leave_one_row():
    plan = planned()
    revision = fresh(plan).revision
    first = actions.offer_plan(plan, revision=revision, by=plan.made_by, at=AT)
    assert plan.versions.count() == 1
    scan = SimpleUploadedFile("plan.pdf", PDF)
    sign(first, how="paper", scan=scan)
    sign(first, how="paper", scan=SimpleUploadedFile("plan.pdf", PDF))
    assert (StoredFile.objects.count(), Event.objects.filter(kind="plan-signed").count()) == (1, 1)


def test_an_old_page_offers_nothing():
    plan = planned()
    revision = fresh(plan).revision
    change(plan, end_goal="Anders")
    with pytest.raises(Conflict, match="changed meanwhile"):
        actions.offer_plan(plan, revision=revision, by=plan.made_by, at=AT)


def test_an_old_version_is_not_signed():
    plan = planned()
    old = offer(plan)
    actions.withdraw_offer(old, by=plan.made_by, at=AT)
    new = offer(plan)
    with pytest.raises(Conflict, match="was taken back"):
        sign(old)
    sign(new)
    with pytest.raises(Conflict, match="already"):
        sign(new, by=make.consultant())
    with pytest.raises(Conflict, match="signed meanwhile"):
        actions.withdraw_offer(new, by=plan.made_by, at=AT)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"how": "paper"}, "Add a scan"),
        ({"how": "paper", "scan": SimpleUploadedFile("p.docx", PDF)}, "A scan is a PDF"),
        ({"how": "paper", "scan": SimpleUploadedFile("p.pdf", b"MZ\x90\x00 program")}, "does not match its name"),
        ({"how": "paper", "scan": SimpleUploadedFile("p.png", PDF)}, "does not match its name"),
        ({"how": "paper", "scan": SimpleUploadedFile("p.pdf", b"%PDF-" + b"x" * (40 * 1024 * 1024))}, "larger than"),
        ({"how": "paper", "scan": SimpleUploadedFile("p.pdf", b"")}, "is empty"),
        ({"name": " "}, "name of the person who signs"),
        ({"signed_on": datetime.date(2026, 4, 21)}, "not lie in the future"),
        ({"signed_on": datetime.date(2026, 4, 19)}, "before the offer"),
        ({"review_on": DAY}, "after today"),
    ],
)  # fmt: skip
def test_signing_refuses(changes, sentence):
    version = offer(planned())
    with pytest.raises(Refused, match=sentence):
        sign(version, **changes)
    assert PlanVersion.objects.get(pk=version.pk).signed_on is None
    assert not StoredFile.objects.exists()


def test_offering_needs_a_goal_and_a_rest_plan_its_own():
    plan = planned(goals=[])
    with pytest.raises(Refused, match="at least one goal"):
        offer(plan)
    with pytest.raises(Refused, match="until when"):
        planned(kind="rest")
    rest = planned(kind="rest", goals=[], rest_until=datetime.date(2026, 9, 1), expected="Wandelen")
    assert offer(rest).content["expected"] == "Wandelen"


def test_an_order_with_a_new_goal_changes_a_signed_plan_and_waits_behind_an_offer():
    plan = signed()
    make.order(plan.client, placed_on="2026-04-20", start="2026-05-01", goals=("Stage zoeken",))
    assert fresh(plan).state == "changed"
    goal = plan.goals.get(text="Stage zoeken")
    assert goal.who == "bureau"
    version = offer(plan)
    make.order(plan.client, placed_on="2026-04-21", start="2026-05-01", goals=("Nog een doel",))
    assert fresh(plan).state == "reoffered"
    sign(version, at=make.at("2026-04-22"))
    assert fresh(plan).state == "changed"


def test_reaching_a_goal_asks_no_signature_and_dropping_one_does():
    plan = signed()
    goal = plan.goals.get()
    for _click in range(2):
        actions.settle_goal(goal, reached=True, by=plan.made_by, at=AT)
    assert (fresh(plan).state, plan.goals.get().settled_on) == ("signed", DAY)
    assert Event.objects.filter(kind="plan-goal-reached").count() == 1
    actions.settle_goal(goal, reached=False, by=plan.made_by, at=AT)
    assert plan.goals.get().settled_on is None
    with pytest.raises(Refused, match="Say why"):
        actions.drop_goal(goal, reason=" ", by=plan.made_by, at=AT)
    actions.drop_goal(goal, reason="Past niet", by=plan.made_by, at=AT)
    assert (fresh(plan).state, plan.goals.get().state) == ("changed", "dropped")


def test_a_signed_goal_is_dropped_with_a_reason_not_wiped():
    plan = signed()
    goal = plan.goals.get()
    with pytest.raises(Refused, match="was signed"):
        change(plan, goals=[(goal, "", None)])
    assert plan.goals.get().text == "Opvang regelen"


def test_a_review_moves_the_day_and_not_the_signature():
    plan, key = signed(), uuid.uuid4()
    for _click in range(2):
        actions.review_plan(
            plan,
            on=DAY,
            note="Loopt",
            next_on=datetime.date(2027, 1, 1),
            form_key=key,
            by=plan.made_by,
            at=AT,
        )
    assert PlanReview.objects.count() == 1
    assert (fresh(plan).state, fresh(plan).review_on) == ("signed", datetime.date(2027, 1, 1))


def test_after_the_end_comes_another_plan():
    plan = signed()
    change(plan, end_goal="Anders")
    version = offer(plan)
    ending = {"ended_on": DAY, "result": "partly", "reason": "Verhuisd"}
    for _click in range(2):
        actions.end_plan(fresh(plan), **ending, by=plan.made_by, at=AT)
    plan = fresh(plan)
    assert (plan.state, plan.result) == ("ended", "partly")
    assert PlanVersion.objects.get(pk=version.pk).withdrawn_at == AT
    assert Event.objects.filter(kind="plan-ended").count() == 1
    other = planned(plan.client)
    assert (other.pk != plan.pk, other.state) == (True, "draft")
    with pytest.raises(Refused, match="has ended"):
        actions.settle_goal(plan.goals.get(), reached=True, by=plan.made_by, at=AT)


def test_training_refused_is_counted_once_a_page():
    client, key = make.client(), uuid.uuid4()
    fields = {"training": "Mbo 3", "reason": "Te lang", "on": DAY, "by": client.consultant, "at": AT}
    for _click in range(2):
        actions.refuse_training(client, **fields, form_key=key)
    assert TrainingRefusal.objects.count() == 1
    with pytest.raises(Refused, match="why it is refused"):
        actions.refuse_training(client, **{**fields, "reason": " "}, form_key=uuid.uuid4())


def test_others_may_not():
    plan = planned()
    version = offer(plan)
    for user in (make.worker(), make.administrator()):
        with pytest.raises(Refused, match="Only the municipality"):
            sign(version, by=user)
        with pytest.raises(Refused, match="Only the municipality"):
            actions.withdraw_offer(version, by=user, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_people_sign_at_once():
    """One of them signs; the other reads that a colleague did."""
    plan = planned()
    version, outcomes = offer(plan), []
    people = [plan.made_by, make.consultant()]
    start = threading.Barrier(2)

    def go(user):
        try:
            start.wait()
            sign(version, by=user)
            outcomes.append("signed")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "signed"]
    assert fresh(plan).state == "signed"


def test_a_second_plan_beside_the_first_is_refused_by_the_database():
    plan = planned()
    with pytest.raises(IntegrityError, match="plan_one_at_a_time"), transaction.atomic():
        Plan.objects.create(client=plan.client, kind="work", end_goal="x", made_by=plan.made_by, made_at=AT)
