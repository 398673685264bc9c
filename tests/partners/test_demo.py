"""The demo municipality: the same arguments the same rows, every state, and nothing that could be real."""

import datetime
import hashlib
import io
import os
import re
from functools import reduce
from operator import or_

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.models import Count, F, Q
from django.test import override_settings

from partners.demo import actions, signins, spread
from partners.demo.actions import make_demo
from partners.demo.cases import Cases
from partners.demo.clients import bsns_never_given_out
from partners.demo.texts.goals import BY_INSTRUMENT, GOALS
from partners.demo.texts.stories import STORIES
from partners.models import (
    Advice,
    Bureau,
    GoalResult,
    Order,
    Pause,
    Reminder,
    Report,
    ReportVersion,
)
from partners.reports.actions import make_schedule
from partners.reports.content import content_of
from partners.reports.models import State
from partners.reports.rules import missing_elements
from tests.make import administrator
from trajecten.models import (
    Activity,
    Addition,
    Agreement,
    AgreementReminder,
    AwayHours,
    CareHours,
    CareNotNeeded,
    ChildcareNeed,
    ChildcareRequest,
    Exemption,
    ExemptionReview,
    Experience,
    ExpertAdvice,
    FollowUp,
    Goal,
    Intake,
    Meanwhile,
    Meeting,
    PeerOpinion,
    Placement,
    Plan,
    PlanReview,
    PlanVersion,
    Referral,
    SchoolHours,
    Supporter,
    Suspension,
    TrainingRefusal,
    Weighing,
)
from trajecten.plans.content import content_of as plan_content
from trajecten.plans.rules import state_of
from wiz.casefile.events import KINDS
from wiz.flags.rules import RULES
from wiz.models import Child, Client, Event, Flag, Letter, Municipality, Organisation, Team, User
from wiz.people.roles import Role
from wiz.terms import add_months

# Also for who only reads: what the migrations filled in is gone after the tests that empty the database.
pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 21)
DAY = datetime.timedelta(days=1)
ALL = (
    Organisation, Municipality, Team, User, Bureau, Client, Child, Plan, Goal, Activity,
    Activity.goals.through, Order, Pause, Report, ReportVersion, ReportVersion.instruments.through,
    GoalResult, Advice, Reminder, Intake, Weighing, Supporter, ExpertAdvice, Placement, PlanVersion, PlanReview,
    TrainingRefusal, Meeting, Experience, Addition, Agreement, AgreementReminder, Referral, FollowUp, ChildcareRequest,
    ChildcareRequest, ChildcareNeed, AwayHours, SchoolHours, CareHours, Suspension, CareNotNeeded,
    Letter, Exemption, Meanwhile, PeerOpinion, ExemptionReview, Event,
)  # fmt: skip
# Encrypted with a fresh random part every time.
# Nor does the content of a plan's version: it names goals by their keys.
# A letter points at its meeting by key, and at a file whose name is drawn anew.
NOT_THE_SAME = {"bsn_cipher", "content", "about_id", "file"}


def make(clients: int, seed: int = 7, today: datetime.date = TODAY) -> str:
    out = io.StringIO()
    call_command("demo_data", clients=clients, seed=seed, today=today, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Three hundred clients, made once for this module and taken away after it."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with folder, django_db_blocker.unblock(), transaction.atomic():
        printed = make(300)
        # Whatever the database checks only at the end of a transaction holds too. Now, or each test does it again.
        connection.check_constraints()
        yield printed
        transaction.set_rollback(True)


@pytest.fixture
def town(demo, django_db_blocker):
    """Reading from the demo; what a test changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo
        transaction.set_rollback(True)


def digest() -> dict[str, str]:
    """Return a fingerprint of every table, with keys counted from the first row: sequences do not go back."""
    first = {model: model.objects.order_by("pk").values_list("pk", flat=True).first() or 0 for model in ALL}
    about = {
        "client": Client,
        "intake": Intake,
        "plan": Plan,
        "order": Order,
        "report": Report,
        "placement": Placement,
        "trainingrefusal": TrainingRefusal,
        "meeting": Meeting,
        "agreement": Agreement,
        "referral": Referral,
        "childcarerequest": ChildcareRequest,
        "letter": Letter,
        "exemption": Exemption,
    }
    found = {}
    for model in ALL:
        lines = []
        for row in model.objects.order_by("pk"):
            values = [row.pk - first[model]]
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if field.primary_key or field.name in NOT_THE_SAME:
                    continue
                if field.remote_field and value is not None:
                    value -= first.get(field.remote_field.model, 0)
                if field.name == "subject_id" and value is not None:
                    value -= first[about[row.subject_type]]
                values.append(value)
            lines.append(repr(values))
        found[model.__name__] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    flags = Flag.objects.values_list("rule", "client__number", "since", "due", "consultant_from", "lead_from")
    found["Flag"] = repr(sorted(map(repr, flags)))
    return found


def made_and_undone(**arguments: int) -> dict[str, str]:
    with transaction.atomic():
        make(60, **arguments)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_the_same_arguments_give_the_same_rows_and_others_give_others():
    one = made_and_undone()
    assert made_and_undone() == one
    other = made_and_undone(seed=8)
    assert [
        name for name in ("Client", "Order", "Report", "ReportVersion", "Event") if other[name] == one[name]
    ] == []


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_any_number_of_processes_gives_the_same_rows(monkeypatch):
    monkeypatch.setattr(actions, "FIRST", 50)  # room for all clients of the known consultant
    monkeypatch.setattr(spread, "FIRST", 50)
    monkeypatch.setattr(actions, "PART", 10)

    def made(workers: int) -> dict[str, str]:
        with transaction.atomic():
            make_demo(clients=85, seed=7, today=TODAY, workers=workers)
            found = digest()
            transaction.set_rollback(True)
        return found

    assert made(3) == made(0)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_that_dies_ends_the_demo(monkeypatch):
    monkeypatch.setattr(actions, "FIRST", 2)
    monkeypatch.setattr(spread, "FIRST", 2)
    monkeypatch.setattr(actions, "PART", 2)
    here, invent = os.getpid(), Cases.invent
    monkeypatch.setattr(Cases, "invent", lambda *args: invent(*args) if os.getpid() == here else os._exit(1))
    with pytest.raises(EOFError):
        make_demo(clients=8, seed=7, today=TODAY, workers=2)
    assert not any(model.objects.exists() for model in ALL)


@pytest.mark.parametrize("clients", [1, 2, 27])
@pytest.mark.parametrize("today", ["2024-02-29", "2026-01-01", "2026-08-31"])
def test_a_demo_can_be_small_and_made_on_any_day(clients, today):
    make(clients, today=datetime.date.fromisoformat(today))
    assert Client.objects.count() == clients


@pytest.mark.parametrize("seed", [1, 3])
@pytest.mark.parametrize("day", ["2026-11-21", "2027-02-09"])
def test_a_request_for_childcare_came_in_at_the_known_consultants(day, seed):
    make(60, seed=seed, today=datetime.date.fromisoformat(day))
    hers = ChildcareRequest.objects.filter(client__consultant__email=signins.CONSULTANT.email)
    assert hers.filter(state="received").exists()


def test_a_database_in_use_is_refused_and_left_alone():
    make(3)
    before = digest()
    with pytest.raises(CommandError, match="only made in an empty one"):
        make(3)
    assert digest() == before


def test_a_demo_that_is_broken_off_leaves_nothing():
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(clients=3, seed=7, today=TODAY, progress=stop)
    assert not any(model.objects.exists() for model in ALL)


def test_the_sign_ins_are_listed_only_where_they_are_and_nothing_is_written():
    def listed() -> str:
        out = io.StringIO()
        call_command("demo_data", "--sign-ins", stdout=out)
        return out.getvalue()

    assert "Nobody in it was invented" in listed()
    assert signins.PASSWORD not in listed()
    assert not User.objects.exists()
    administrator(email=signins.ADMINISTRATOR.email)
    assert all(signin.email in listed() for signin in signins.SIGN_INS)
    assert signins.PASSWORD in listed()


def test_every_known_sign_in_works(town, rf):
    roles = {}
    for signin in signins.SIGN_INS:
        user = authenticate(rf.post("/"), email=signin.email, password=signins.PASSWORD)
        assert user, signin.email
        roles[signin.email] = user.role
    assert sorted(roles.values()) == sorted([*Role.values, Role.BUREAU_WORKER])
    coaches = User.objects.filter(email__startswith="coach@")
    assert len({coach.organisation_id for coach in coaches}) == 2
    assert all(signin.email in town for signin in signins.SIGN_INS)


DELIVERED = Q(state=State.DELIVERED)
REPORTS = {
    "overdue": Q(state=State.OWED, due__lt=TODAY),
    "overdue for more than a week": Q(state=State.OWED, due__lt=TODAY - 7 * DAY),
    "overdue for more than three weeks": Q(state=State.OWED, due__lt=TODAY - 21 * DAY),
    "due soon": Q(state=State.OWED, due__range=(TODAY, TODAY + 14 * DAY)),
    "final and overdue": Q(state=State.OWED, is_final=True, due__lt=TODAY),
    "final, owed after the end": Q(
        state=State.OWED, is_final=True, order__ended_on__lte=TODAY, due__gte=TODAY
    ),
    "final and answered": Q(state=State.ANSWERED, is_final=True),
    "delivered late": Q(state=State.ANSWERED, delivered_on__gt=F("due")),
    "thin": DELIVERED & Q(missing__len__gt=0, accepted_at__isnull=True),
    "accepted although thin": Q(accepted_at__isnull=False, missing__len__gt=0),
    "sent back, new date ahead": Q(state=State.SENT_BACK, due__gte=TODAY),
    "sent back and late again": Q(state=State.SENT_BACK, due__lt=TODAY),
    "delivered again": DELIVERED & Q(sent_back_at__isnull=False),
    "waiting for less than two weeks": DELIVERED & Q(delivered_on__gte=TODAY - 14 * DAY),
    "waiting for more than two weeks": DELIVERED & Q(delivered_on__lt=TODAY - 14 * DAY),
    "waiting for more than four weeks": DELIVERED & Q(delivered_on__lt=TODAY - 28 * DAY),
    "opened, not answered": DELIVERED & Q(opened_at__isnull=False),
    "not even opened": DELIVERED & Q(opened_at__isnull=True),
    "answered with words": Q(state=State.ANSWERED) & ~Q(answer=""),
    "blocked by the client": DELIVERED & Q(is_blocked=True),
    "not needed, said by somebody": Q(state=State.NOT_NEEDED, not_needed_by__isnull=False),
    "not needed, the order ended before": Q(state=State.NOT_NEEDED, not_needed_by__isnull=True),
    "date moved by hand": Q(due_changed_by__isnull=False),
    "reminded": Q(reminders__isnull=False),
    "begun": Q(state=State.OWED, versions__delivered_at__isnull=True, versions__isnull=False),
}
ORDERS = {
    "planned": Q(activity__start__gt=TODAY, ended_on__isnull=True),
    "running": Q(activity__start__lte=TODAY, activity__end__gt=TODAY, ended_on__isnull=True),
    "paused now": Q(pauses__start__lte=TODAY, pauses__until__gt=TODAY),
    "paused earlier": Q(pauses__until__lte=TODAY),
    "past its end, undecided": Q(activity__end__lt=TODAY, ended_on__isnull=True),
    "ended early": Q(ended_on__lt=F("activity__end")),
    "without a coach": Q(coach__isnull=True),
}


@pytest.mark.parametrize("name", REPORTS)
def test_there_is_a_report_that_is(town, name):
    assert Report.objects.filter(REPORTS[name]).exists()


@pytest.mark.parametrize("name", ORDERS)
def test_there_is_an_order_that_is(town, name):
    assert Order.objects.filter(ORDERS[name]).exists()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_case_files_know_every_kind_of_event(town, kind):
    assert Event.objects.filter(kind=kind).exists() or kind in ("report-needed-again",)


def test_every_way_of_answering_an_advice_occurs(town):
    answered = Advice.objects.filter(version__report__state=State.ANSWERED)
    assert set(answered.values_list("reply", flat=True)) >= set(Advice.Reply.values)
    assert not Advice.objects.filter(version__report__state=State.DELIVERED).exclude(reply="").exists()


def test_a_rosy_report_shows_only_from_its_counts_and_the_clients_own_words(town):
    praised = ReportVersion.objects.filter(
        goal_results__result__in=("reached", "partly"), attended__lt=F("made") / 2.0, made__gte=7
    )
    assert praised.exclude(client_view="").exists()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_raises_a_flag(town, rule):
    assert Flag.objects.open().filter(rule=rule).exists()


def test_the_known_people_have_something_of_everything_to_do(town):
    consultant = User.objects.get(email=signins.CONSULTANT.email)
    hers = Flag.objects.open().filter(client__consultant=consultant)
    assert set(hers.values_list("rule", flat=True)) == set(RULES)
    for signin in (signins.COACH, signins.OTHER_COACH):
        reports = Report.objects.filter(order__coach__email=signin.email)
        assert {State.OWED, State.DELIVERED, State.SENT_BACK, State.ANSWERED} <= set(
            reports.values_list("state", flat=True)
        )
        assert reports.filter(REPORTS["overdue"]).exists()
        assert reports.filter(REPORTS["due soon"]).exists()


# Nobody sees to what two requests say of each other, nor to the plan of who came in these months.
STAYS = {"requests-at-odds-start", "requests-at-odds-hours", "requests-at-odds-length", "plan-missing"}


def test_only_what_a_story_tells_waits_for_longer_than_a_quarter(town):
    told = Client.objects.filter(intakes__wish__in=[story.wish for story in STORIES])
    assert told.distinct().count() == len(STORIES)
    old = Flag.objects.open().filter(due__lt=TODAY - 13 * 7 * DAY)
    rows = old.exclude(rule__in=STAYS).exclude(client__in=told)
    assert [(flag.rule, flag.client.number, flag.due) for flag in rows.select_related("client")] == []
    assert old.filter(client__in=told).exists()


INTAKES = {
    "of a client with a plan": Q(client__plans__isnull=False),
    "updated twice": Q(number=3),
    "with an expired capacity": Q(capacity_until__lt=TODAY),
    "with a capacity that holds": Q(capacity_until__gte=TODAY),
    "with an expired advice": Q(advices__valid_until__lt=TODAY),
    "weighed by one side only": Q(weighings__client_weight=None),
    "seen quite differently": Q(weighings__client_weight__gte=F("weighings__consultant_weight") + 2),
    "with somebody who helps": Q(supporters__isnull=False),
    "of who is not to be asked about the other parent": Q(other_parent="leave"),
}


@pytest.mark.parametrize("name", INTAKES)
def test_there_is_an_intake_that_is(town, name):
    assert Intake.objects.filter(INTAKES[name]).exists()


def test_intakes_are_consistent_with_the_case(town):
    assert not Intake.objects.filter(at__date__gte=TODAY).exists()
    childless = Intake.objects.filter(client__children=None)
    assert not childless.exclude(other_parent="not_discussed").exists()
    assert not childless.filter(weighings__factor__name__icontains="kind").exists()
    numbers = Intake.objects.values_list("client", "number", "at").order_by("client", "at")
    last: dict[int, int] = {}
    for client, number, _at in numbers:
        assert number == last.get(client, 0) + 1
        last[client] = number


def test_what_is_owed_is_what_the_orders_dates_make(town):
    before = {row["id"]: row for row in Report.objects.values()}
    for order in Order.objects.select_related("activity"):
        make_schedule(order)
    assert {row["id"]: row for row in Report.objects.values()} == before


def test_what_is_missing_is_what_the_rule_says(town):
    for report in Report.objects.filter(delivered_at__isnull=False).prefetch_related("versions"):
        version = max((v for v in report.versions.all() if v.delivered_at), key=lambda v: v.number)
        assert report.missing == ([] if report.is_blocked else missing_elements(content_of(version)))


def test_all_constraints_hold_also_those_checked_at_the_end(town):
    connection.check_constraints()


def test_nothing_happens_before_its_cause_or_in_the_future(town):
    assert not Event.objects.filter(at__date__gte=TODAY).exists()
    assert not ReportVersion.objects.filter(saved_at__date__gte=TODAY).exists()
    for model in ALL:
        moments = [field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)]
        later = [Q(**{f"{name}__date__gte": TODAY}) for name in moments]
        assert not later or not model.objects.filter(reduce(or_, later)).exists(), model
    assert not Report.objects.filter(answered_at__lte=F("delivered_at")).exists()
    assert not Report.objects.filter(opened_at__lte=F("delivered_at")).exists()
    assert not ReportVersion.objects.filter(saved_at__date__lt=F("report__period_start")).exists()
    assert not Order.objects.filter(ordered_at__date__gt=F("activity__start"), ended_on__isnull=True).exists()
    for client in Client.objects.prefetch_related("events")[:100]:
        assert min(client.events.all(), key=lambda event: event.at).kind in (
            "client-added",
            "client-imported",
        )


def test_nobody_notes_that_no_childcare_is_needed_where_it_is_asked_for(town):
    asked = ChildcareRequest.objects.open().filter(activity__isnull=False)
    assert asked.exists()
    assert not CareNotNeeded.objects.filter(activity__in=asked.values("activity")).exists()


def test_every_exemption_of_the_known_consultants_clients_that_holds_has_its_letter(town):
    held = Exemption.objects.filter(
        client__consultant__email=signins.CONSULTANT.email,
        state="granted",
        granted_from__lte=TODAY,
        granted_until__gte=TODAY,
    )
    letters = Letter.objects.filter(kind="exemption-granted", about_type="exemption", sent_on__lt=TODAY)
    assert set(letters.values_list("about_id", flat=True)) == set(held.values_list("pk", flat=True)) != set()


def test_every_bsn_is_of_the_range_that_is_never_given_out(town):
    numbers = [client.bsn for client in Client.objects.all() if client.bsn_cipher]
    assert numbers
    assert all(number.startswith("99999") for number in numbers)
    assert len(list(bsns_never_given_out())) == 909


def test_addresses_and_telephones_reach_nobody(town):
    for model in (User, Client):
        emails = model.objects.exclude(email="").values_list("email", flat=True)
        assert all(re.fullmatch(r"[a-z0-9.@-]+\.example", email) for email in emails)
        phones = model.objects.exclude(phone="").values_list("phone", flat=True)
        assert all(phone.startswith("06 00 00 ") for phone in phones)


def test_households_are_possible_and_mostly_single_parents(town):
    children = Child.objects.select_related("client")
    for child in children:
        assert child.birth_date < TODAY
        assert (child.birth_date - child.client.birth_date).days > 17 * 365
        assert (TODAY - child.birth_date).days < 18 * 366
    parents = children.values("client").distinct().count()
    assert parents > Client.objects.count() / 2
    assert not Client.objects.filter(birth_date__gt=add_months(TODAY, -12 * 18)).exists()


def test_the_work_is_spread_unevenly_and_some_clients_have_nobody(town):
    loads = User.objects.consultants().annotate(n=Count("clients")).values_list("n", flat=True)
    assert sum(loads) < Client.objects.count()
    assert len(set(loads)) > 1
    assert Bureau.objects.count() == 11
    workers = User.objects.filter(role=Role.BUREAU_WORKER).values("organisation").annotate(n=Count("pk"))
    assert all(2 <= row["n"] <= 8 for row in workers)


def test_texts_are_filled_varied_and_about_work(town):
    texts = [
        text
        for row in ReportVersion.objects.values_list("client_view", "next_step", "barriers_note")
        for text in row
    ]
    texts += [text for row in GoalResult.objects.values_list("done", "why") for text in row]
    texts += [text for row in Plan.objects.values_list("end_goal", "preference") for text in row]
    texts += Order.objects.values_list("question", flat=True)
    texts += Report.objects.values_list("answer", flat=True)
    texts += [text for row in Intake.objects.values_list("wish", "care", "load", "capacity") for text in row]
    texts += Weighing.objects.values_list("words", flat=True)
    texts += Supporter.objects.values_list("helps_with", flat=True)
    texts += ExpertAdvice.objects.values_list("words", flat=True)
    assert not [text for text in texts if "{" in text or "  " in text]
    forbidden = re.compile(
        r"marok|turks|islam|moskee|kerk|zwart werk|depressi|diagnose:|allocht", re.IGNORECASE
    )
    assert not [text for text in texts if forbidden.search(text)]
    views = [row for row in ReportVersion.objects.values_list("client_view", flat=True) if row]
    assert len(set(views)) > len(views) * 0.75


def test_every_instrument_of_a_bureau_has_goals_with_texts():
    assert {key for keys in BY_INSTRUMENT.values() for key in keys} == set(GOALS)


def test_every_plan_stands_as_its_versions_and_its_rows_say(town):
    """The state is what the program itself would write, and a signed version says what the plan says."""
    plans = Plan.objects.prefetch_related("goals", "versions")
    wrong = [
        (plan.pk, plan.state)
        for plan in plans
        if plan.state != state_of(plan, list(plan.versions.all()), plan_content(plan))
    ]
    assert wrong == []
    assert set(plans.values_list("state", flat=True)) == set(Plan.State)
    signed = plans.filter(state=Plan.State.SIGNED).count()
    assert signed > plans.count() / 3
    for version in PlanVersion.objects.signed():
        assert version.offered_at <= version.signed_at
