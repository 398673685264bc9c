"""The database has the last word: every named constraint of our models refuses what it is for."""

import uuid
from datetime import date, time

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction

from partners.orders.models import Pause
from partners.reports.models import Advice, Attachment, GoalResult, Reminder, ReportVersion
from tests import make
from trajecten.agreements.models import AgreementReminder
from trajecten.childcare.models import AwayHours, CareHours, CareNotNeeded, SchoolHours, Suspension
from trajecten.exemptions.models import ExemptionDocument
from trajecten.help.models import FollowUp
from trajecten.intake.models import ExpertAdvice, Factor, Intake, Weighing
from trajecten.ladder.models import Ladder
from trajecten.meetings.models import Addition
from trajecten.plans.models import Plan, PlanReview, PlanVersion, TrainingRefusal
from wiz.absence.models import Absence
from wiz.caseload.models import SavedView
from wiz.files.models import StoredFile
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.letters.models import HouseStyle, LetterText
from wiz.people.models import Organisation
from wiz.policy.models import PolicyValue
from wiz.terms.models import ExtraHoliday
from wiz.trust.actions import record_look
from wiz.trust.models import Look

AT = make.at("2026-04-20")


def again(row, **changes):
    """Write the row a second time, as another one."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def change(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


def new_order(**changes):
    order = make.order()
    activity = order.activity
    again(activity)
    again(order, activity=activity, **{"form_key": uuid.uuid4(), **changes})


def version():
    return make.delivery(make.deliver(make.report(), "2026-04-10"))


def attachment():
    file = StoredFile.objects.create(
        name="r.pdf", content_type="application/pdf", size=1, uploaded_by=make.worker(), uploaded_at=AT
    )
    return Attachment.objects.create(version=version(), file=file)


def flag():
    make.report()
    sweep(at=make.at("2026-04-20"))
    return Flag.objects.first()


def bsn_once():
    change(make.client(), bsn_cipher=b"a", bsn_fingerprint="f")
    change(make.client(), bsn_cipher=b"b", bsn_fingerprint="f")


def pause(order, start, until, reason="Ziek"):
    Pause.objects.create(
        order=order, start=date.fromisoformat(start), until=date.fromisoformat(until), reason=reason
    )


def pause_twice():
    order = make.order()
    pause(order, "2026-03-01", "2026-03-11")
    pause(order, "2026-03-11", "2026-03-12")  # side by side is no overlap
    pause(make.order(), "2026-03-05", "2026-03-06")  # nor is another order
    pause(order, "2026-03-10", "2026-03-20")


def second_draft():
    report = make.send_back(make.deliver(make.report(), "2026-04-10"), "2026-04-12")
    fields = {"report": report, "author": make.worker(), "saved_at": AT}
    ReportVersion.objects.create(number=2, **fields)
    ReportVersion.objects.create(number=3, **fields)


def policy_twice():
    for value in (1, 2):
        PolicyValue.objects.create(key="report_reply", valid_from=date(2026, 4, 1), value=value, source="x")


def extra_holiday(day="2029-05-11"):
    return ExtraHoliday.objects.create(day=date.fromisoformat(day), reason="Besluit", made_at=AT)


def reminder_twice():
    report, by = make.report(), make.consultant()
    for _click in range(2):
        Reminder.objects.create(report=report, by=by, at=AT, on=date(2026, 4, 20))


def exemption_twice():
    """Side by side is no overlap; a shared day is."""
    first = make.exemption(state="granted")
    following = {"start": date(2026, 11, 1), "end": date(2026, 12, 31), "look_again_on": date(2026, 12, 1)}
    second = make.exemption(first.client, "granted", **following)
    change(second, granted_from=date(2026, 10, 31))


def meanwhile():
    return make.exemption(state="granted").meanwhile.get()


def exemption_document():
    file = StoredFile.objects.create(
        name="advies.pdf",
        content_type="application/pdf",
        size=1,
        uploaded_by=make.consultant(),
        uploaded_at=AT,
    )
    of = make.exemption()
    return ExemptionDocument.objects.create(exemption=of, file=file, by=of.made_by, at=AT)


def withdrawn_never() -> None:
    asked = make.opinion(make.exemption())
    change(asked, withdrawn_by=asked.peer)


def opinion_of_herself():
    asked = make.opinion(make.exemption())
    change(asked, peer=asked.asked_by)


def exemption_review(outcome):
    return make.decide(make.exemption(state="submitted"), outcome)


def plan(**changes):
    row = Plan.objects.get(client=make.order().activity.client)
    change(row, **changes)
    return row


def goal(**changes):
    row = plan().goals.get()
    change(row, **changes)
    return row


def plan_version(number=1, of=None, **changes):
    of = of or plan()
    return PlanVersion.objects.create(
        plan=of, number=number, content={}, offered_at=AT, offered_by=of.made_by, **changes
    )


def signed_version(**changes):
    of = plan()
    signature = {
        "signed_on": date(2026, 4, 1),
        "signed_at": AT,
        "signed_by": of.made_by,
        "signed_name": "Noor",
    }
    return plan_version(of=of, **{"how": "screen", **signature, **changes})


def review(**changes):
    of = plan()
    fields = {
        "on": date(2026, 4, 1),
        "next_on": date(2026, 10, 1),
        "note": "Loopt",
        "by": of.made_by,
        "at": AT,
    }
    return PlanReview.objects.create(plan=of, **{**fields, **changes})


def refusal(**changes):
    fields = {"training": "Mbo 3 zorg", "reason": "Kan met minder", "on": date(2026, 4, 1), "at": AT}
    return TrainingRefusal.objects.create(client=make.client(), by=make.consultant(), **{**fields, **changes})


def intake(**fields):
    by = make.consultant()
    return Intake.objects.create(**{"client": make.client(by), "number": 1, "at": AT, "by": by, **fields})


def weighing(**fields):
    factor = Factor.objects.create(kind="strength", name="Muziek")
    return Weighing.objects.create(**{"intake": intake(), "factor": factor, "client_weight": 3, **fields})


def saved_views(*views):
    user = make.consultant()
    for fields in views:
        SavedView.objects.create(user=user, **fields)


def addition():
    return Addition.objects.create(meeting=make.meeting(), text="Nog iets", by=make.consultant(), at=AT)


def experience():
    order = make.order()
    return make.meeting(order.client, experiences=[(order.activity_id, "good", "")]).experiences.get()


def reminded_twice():
    agreement, by = make.agreement(), make.consultant()
    for _click in range(2):
        AgreementReminder.objects.create(agreement=agreement, by=by, at=AT, on=date(2026, 4, 20))


def absence(**changes):
    days = {"first_day": date(2026, 4, 20), "last_day": date(2026, 4, 24)}
    people = {"person": make.consultant(), "covered_by": make.consultant(), "made_by": make.team_lead()}
    return Absence.objects.create(**{**days, **people, "made_at": AT, **changes})


def letter_text(**fields):
    values = {"kind": "objection", "number": 1, "subject": "x", "body": "y", **fields}
    return LetterText.objects.create(at=AT, by=make.administrator(), **values)


def house_style(**fields):
    municipality = make.client().municipality
    return HouseStyle.objects.create(municipality=municipality, **fields)


def sent_and_dropped():
    made = make.letter()
    by = made.made_by
    sent = {"sent_on": date(2026, 4, 20), "sent_at": AT, "sent_by": by, "how": "post"}
    change(made, **sent, dropped_at=AT, dropped_by=by, drop_reason="x")


def childcare(**changes):
    row = make.childcare()
    change(row, **changes)
    return row


def need(**changes):
    row = childcare().needs.get()
    change(row, **changes)
    return row


DECIDED = {"outcome": "granted", "decided_at": AT, "decided_on": date(2026, 4, 20), "decide_by": None}
UNDECIDED = {"outcome": "", "decided_at": None, "decided_on": None, "decided_by": None}


def granted(**changes):
    row = make.childcare()
    change(row, **{"state": "granted", **DECIDED, "decided_by": row.made_by, **changes})


def hours(model, **changes):
    row = need()
    of = {AwayHours: {"request": row.request}, SchoolHours: {"child": row.child}, CareHours: {"need": row}}
    times = {"weekday": 0, "start": time(9), "end": time(12)}
    return model.objects.create(**of[model], **{**times, **changes})


def suspension(**changes):
    days = {"asked_on": date(2026, 4, 21), "respond_by": date(2026, 5, 5)}
    row = childcare()
    return Suspension.objects.create(
        **{"request": row, "what": "Het contract", "by": row.made_by, **days, **changes}
    )


def suspended_twice():
    first = suspension(completed_on=date(2026, 4, 25))
    # Side by side is no overlap, and what was answered late ended when its term did.
    second = suspension(
        request=first.request,
        asked_on=date(2026, 4, 25),
        respond_by=date(2026, 5, 1),
        completed_on=date(2026, 5, 9),
    )
    again(second, asked_on=date(2026, 5, 1), respond_by=date(2026, 5, 8), completed_on=None)
    again(second, asked_on=date(2026, 5, 7), respond_by=date(2026, 5, 14))


def care_not_needed(**changes):
    order, by = make.order(), make.consultant()
    return CareNotNeeded.objects.create(
        **{"activity": order.activity, "reason": "school_hours", "by": by, "at": AT, **changes}
    )


def follow_up(**fields):
    referral = make.referral()
    return FollowUp.objects.create(
        **{"referral": referral, "on": AT, "outcome": "running", "by": referral.made_by, "at": AT},
        due_before=referral.follow_up_on,
        **fields,
    )


BREAKS = {
    # people
    "one_service": lambda: (
        make.service(),
        Organisation.objects.create(kind="service", name="Nog een dienst"),
    ),
    "user_role_known": lambda: change(make.consultant(), role="director"),
    "user_email_once": lambda: again(make.consultant(email="ada@wiz.example"), email="Ada@WIZ.example"),
    # policy
    "policy_one_value_a_day": policy_twice,
    # terms
    "extra_holiday_once": lambda: again(extra_holiday()),
    "extra_holiday_on_weekday": lambda: extra_holiday("2029-05-12"),
    # trust
    "look_of_somebody": lambda: record_look(make.consultant(), Look.What.CLIENT, None, at=AT),
    # clients
    "client_bsn_once": bsn_once,
    "client_form_once": lambda: again(make.client(), number="other"),
    "client_bsn_both_or_none": lambda: change(make.client(), bsn_fingerprint="f"),
    "absence_forward": lambda: absence(last_day=date(2026, 4, 19)),
    "absence_not_by_herself": lambda: change(row := absence(), covered_by=row.person),
    "absence_not_twice": lambda: again(absence(), first_day=date(2026, 4, 24), last_day=date(2026, 4, 30)),
    "assignment_not_twice": lambda: again(make.client().assignments.get()),
    "assignment_forward": lambda: change(make.client().assignments.get(), until=date(2026, 1, 4)),
    "assignment_note_by_somebody": lambda: change(make.client().assignments.get(), note="Bel eerst"),
    # flags
    "flag_one_open": lambda: again(flag()),
    "flag_snooze_has_reason": lambda: change(flag(), snoozed_until=date(2026, 5, 1)),
    # intake
    "factor_name_once": lambda: [
        Factor.objects.create(kind="strength", name=name) for name in ("Muziek", "muziek")
    ],
    "factor_retired_after_start": lambda: Factor.objects.create(
        kind="strength", name="Muziek", valid_from=date(2026, 4, 2), retired_on=date(2026, 4, 1)
    ),
    "intake_number_once": lambda: again(intake()),
    "intake_capacity_forward": lambda: intake(capacity_on=date(2026, 4, 2), capacity_until=date(2026, 4, 1)),
    "intake_left_alone": lambda: intake(other_parent="leave", other_parent_note="Woont in de buurt"),
    "weighing_once": lambda: again(weighing()),
    "weighing_on_the_scale": lambda: weighing(client_weight=6),
    "weighing_says_something": lambda: weighing(client_weight=None),
    "expert_advice_forward": lambda: ExpertAdvice.objects.create(
        intake=intake(), giver="ggd", words="Rustig", given_on=date(2026, 4, 2), valid_until=date(2026, 4, 1)
    ),
    # caseload
    "saved_view_name_once": lambda: saved_views({"name": "Te laat"}, {"name": "te LAAT"}),
    "saved_view_one_default": lambda: saved_views(
        {"name": "Een", "is_default": True}, {"name": "Twee", "is_default": True}
    ),
    # ladders
    "ladder_name_once": lambda: Ladder.objects.create(name="Werkladder"),
    "ladder_one_default": lambda: Ladder.objects.create(name="Nog een", is_default=True),
    "ladder_default_stays": lambda: change(make.rung(1).ladder, retired_from=date(2026, 4, 1)),
    "ladder_retired_after_start": lambda: Ladder.objects.create(
        name="Nog een", valid_from=date(2026, 4, 1), retired_from=date(2026, 4, 1)
    ),
    "rung_position_once": lambda: again(make.rung(1)),
    "placement_form_once": lambda: again(make.placement(), client=make.client()),
    "placement_one_current": lambda: again(make.placement(), form_key=uuid.uuid4()),
    "placement_until_after_on": lambda: change(make.placement(on="2026-01-12"), until=date(2026, 1, 11)),
    "placement_has_reason": lambda: change(make.placement(), reason=""),
    "placement_follow_up_by_somebody": lambda: change(make.placement(), follow_up="Opvang zoeken"),
    # plans
    "activity_ends_after_start": lambda: change(make.order().activity, end=date(2026, 1, 14)),
    "activity_cost_sane": lambda: change(make.order().activity, cost=-1),
    "plan_one_at_a_time": lambda: again(plan()),
    "plan_end_has_result": lambda: plan(state="ended", ended_on=date(2026, 4, 1), result="reached"),
    "plan_rest_has_duration": lambda: plan(kind="rest", state="offered", rest_until=date(2026, 9, 1)),
    "goal_settled_has_day": lambda: goal(state="reached"),
    "goal_dropped_has_reason": lambda: goal(state="dropped", settled_on=date(2026, 4, 1)),
    "goal_of_somebody_has_name": lambda: goal(who="other"),
    "plan_version_number_once": lambda: again(signed_version()),
    "plan_version_one_offer": lambda: again(plan_version(), number=2),
    "plan_version_signed_by_somebody": lambda: plan_version(signed_on=date(2026, 4, 1)),
    "plan_version_paper_has_scan": lambda: signed_version(how="paper"),
    "plan_review_form_once": lambda: again(review()),
    "plan_review_next_later": lambda: review(next_on=date(2026, 4, 1)),
    "training_refusal_form_once": lambda: again(refusal()),
    "training_refusal_has_reason": lambda: refusal(reason=""),
    # meetings
    "meeting_form_once": lambda: again(make.meeting()),
    "meeting_planned_has_time": lambda: change(make.planned(), time=None),
    "meeting_moment_of_consultation": lambda: change(make.meeting(), moment="plan"),
    "meeting_written_by_somebody": lambda: change(make.meeting(), written_at=None),
    "meeting_missed_has_reason": lambda: change(make.meeting(), state="no_show"),
    "addition_form_once": lambda: again(addition()),
    "experience_once": lambda: again(experience()),
    # agreements
    "agreement_has_one_owner": lambda: change(make.agreement(), owner_name="Oma"),
    "agreement_settled_by_somebody": lambda: change(make.agreement(), state="done"),
    "agreement_dropped_has_reason": lambda: change(
        make.agreement(), state="dropped", settled_at=AT, settled_by=make.consultant()
    ),
    "agreement_reminder_once_a_day": reminded_twice,
    # exemptions
    "exemption_form_once": lambda: change(make.exemption(), form_key=make.exemption().form_key),
    "exemption_one_request": lambda: again(make.exemption(), form_key=uuid.uuid4()),
    "exemption_forward": lambda: change(make.exemption(), end=date(2026, 4, 30)),
    "exemption_partial_has_hours": lambda: change(make.exemption(), hours=None),
    "exemption_has_reason": lambda: change(make.exemption(), reason=""),
    "exemption_submitted_by_somebody": lambda: change(make.exemption(), state="submitted"),
    "exemption_granted_has_extent": lambda: change(make.exemption(state="granted"), granted_extent=""),
    "exemption_granted_has_end": lambda: change(make.exemption(state="granted"), granted_until=None),
    "exemption_revoked_by_somebody": lambda: change(make.exemption(state="granted"), state="revoked"),
    "exemption_looked_again_by_somebody": lambda: change(make.exemption(state="granted"), looked_again_at=AT),
    "exemption_granted_once": exemption_twice,
    "meanwhile_says_something": lambda: change(meanwhile(), text=""),
    "meanwhile_settled_by_somebody": lambda: change(meanwhile(), outcome="done"),
    "exemption_document_file_once": lambda: again(exemption_document()),
    "peer_opinion_asked_once": lambda: again(make.opinion(make.exemption())),
    "peer_opinion_answered": lambda: change(make.opinion(make.exemption()), words="Te ruim"),
    "peer_opinion_withdrawn_on_a_day": lambda: withdrawn_never(),
    "peer_opinion_of_another": lambda: opinion_of_herself(),
    "exemption_review_once": lambda: again(exemption_review("returned")),
    "exemption_decided_once": lambda: again(exemption_review("refused"), round=2),
    "exemption_review_has_reason": lambda: again(exemption_review("returned"), round=2, reason=""),
    "exemption_review_says_what": lambda: again(exemption_review("returned"), round=2, falls_short=True),
    "exemption_review_grants_a_period": lambda: again(
        exemption_review("returned"), round=2, outcome="granted"
    ),
    "exemption_review_grants_what_is_lawful": lambda: again(
        exemption_review("granted"), round=2, lawful="no"
    ),
    # childcare
    "childcare_form_once": lambda: again(make.childcare()),
    "childcare_forward": lambda: childcare(until=date(2026, 5, 31)),
    "childcare_travel_sane": lambda: childcare(travel_minutes=241),
    "childcare_offer_after_asking": lambda: childcare(
        offer_asked_on=date(2026, 4, 22), offer_received_on=date(2026, 4, 21)
    ),
    "childcare_cost_sane": lambda: childcare(cost=-1),
    "childcare_payers_pay_all": lambda: childcare(
        cost=400, pays_tax_office=300, pays_employer=0, pays_municipality=50, pays_parent=49
    ),
    "childcare_advance_whole": lambda: childcare(advance_amount=100),
    "childcare_has_term": lambda: childcare(term_weeks=0),
    "childcare_extension_has_reason": lambda: childcare(extended_on=date(2026, 5, 1)),
    "childcare_term_while_open": lambda: childcare(decide_by=None),
    "childcare_decided_by_somebody": lambda: granted(decided_by=None),
    "childcare_state_fits_decision": lambda: granted(outcome="partly", decision_reason="Geen plek"),
    "childcare_started_on_a_day": lambda: granted(state="started"),
    "childcare_end_has_reason": lambda: granted(
        state="ended", started_on=date(2026, 5, 4), ended_on=date(2026, 9, 1)
    ),
    "childcare_withdrawn_on_a_day": lambda: childcare(state="withdrawn", decide_by=None),
    "need_once_a_kind": lambda: again(need()),
    "need_lrk_digits": lambda: need(lrk_number="12345678A"),
    "need_unmet_not_granted": lambda: need(unmet=True, granted=True),
    "awayhours_forward": lambda: hours(AwayHours, end=time(9)),
    "awayhours_in_the_week": lambda: hours(AwayHours, weekday=7),
    "schoolhours_forward": lambda: hours(SchoolHours, end=time(9)),
    "schoolhours_in_the_week": lambda: hours(SchoolHours, weekday=7),
    "carehours_forward": lambda: hours(CareHours, end=time(9)),
    "carehours_in_the_week": lambda: hours(CareHours, weekday=7),
    "suspension_has_term": lambda: suspension(respond_by=date(2026, 4, 21)),
    "suspension_completed_after_asking": lambda: suspension(completed_on=date(2026, 4, 20)),
    "suspension_says_what": lambda: suspension(what=""),
    "suspension_one_at_a_time": suspended_twice,
    "care_not_needed_has_reason": lambda: care_not_needed(reason="other"),
    # help
    "referral_form_once": lambda: again(make.referral()),
    "referral_has_one_owner": lambda: change(make.referral(), owner_user=make.consultant()),
    "referral_kind_known": lambda: change(make.referral(), kind="therapie"),
    "referral_forward": lambda: change(make.referral(), until=date(2026, 4, 19)),
    "referral_followed_up_after_start": lambda: change(make.referral(), follow_up_on=date(2026, 4, 19)),
    "referral_end_has_day": lambda: change(make.referral(), outcome="finished"),
    "follow_up_goes_on_until": lambda: follow_up(),
    # orders
    "order_form_once": lambda: new_order(form_key=uuid.UUID(int=1)) or new_order(form_key=uuid.UUID(int=1)),
    "order_reports_at_all": lambda: new_order(report_interval=0),
    "order_end_has_reason": lambda: change(make.order(), ended_on=date(2026, 4, 1)),
    "pause_ends_after_start": lambda: pause(make.order(), "2026-03-01", "2026-03-01"),
    "pause_has_reason": lambda: pause(make.order(), "2026-03-01", "2026-03-02", reason=""),
    "pause_not_twice": pause_twice,
    # reports
    "report_number_once": lambda: again(make.report()),
    "report_period_forward": lambda: change(make.report(), period_end=date(2026, 1, 14)),
    "report_delivered_has_moment": lambda: change(make.report(), state="delivered"),
    "report_sent_back_has_reason": lambda: change(
        make.deliver(make.report(), "2026-04-10"), state="sent_back"
    ),
    "report_answered_by_somebody": lambda: change(
        make.deliver(make.report(), "2026-04-10"), state="answered"
    ),
    "report_accepted_has_reason": lambda: change(
        make.report(), accepted_at=AT, accepted_by=make.consultant()
    ),
    "letter_text_number_once": lambda: again(letter_text()),
    "letter_text_has_body": lambda: letter_text(body=""),
    "house_style_logo_in_words": lambda: house_style(logo=attachment().file),
    "house_style_colour": lambda: house_style(accent="red"),
    "letter_number_once": lambda: again(make.letter(), kind="x"),
    "letter_one_to_be_sent": lambda: again(make.letter(), number=2),
    "letter_sent_by_somebody": lambda: change(make.letter(), sent_on=date(2026, 4, 20)),
    "letter_dropped_has_reason": lambda: change(make.letter(), drop_reason="x"),
    "letter_not_sent_and_dropped": sent_and_dropped,
    "report_not_needed_has_reason": lambda: change(make.report(), state="not_needed"),
    "version_number_once": lambda: again(version()),
    "version_one_draft": second_draft,
    "goal_result_once": lambda: again(GoalResult.objects.get(version=version())),
    "advice_once_a_kind": lambda: again(Advice.objects.get(version=version())),
    "advice_reply_has_reason": lambda: change(Advice.objects.get(version=version()), reply="adopted"),
    "attachment_once": lambda: again(attachment()),
    "reminder_once_a_day": reminder_twice,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKS)
def test_constraint_refuses(name):
    with pytest.raises(IntegrityError, match=f'"{name}"'):
        BREAKS[name]()


def test_every_named_constraint_has_a_test():
    named = {
        constraint.name
        for app in ("wiz", "trajecten", "partners")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(BREAKS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"ended_on": None, "end_reason": "Verhuisd"},
        {"ended_on": date(2026, 4, 1), "end_reason": ""},
    ],
)
def test_constraint_order_end_has_reason_both_ways(values):
    with pytest.raises(IntegrityError, match="order_end_has_reason"):
        change(make.order(), **values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "values"),
    [("delivered", {"answered_at": AT}), ("answered", {"answered_at": AT}), ("answered", {})],
)
def test_constraint_report_answered_by_somebody_both_ways(state, values):
    report = make.deliver(make.report(), "2026-04-10")
    with pytest.raises(IntegrityError, match="report_answered_by_somebody"):
        change(report, state=state, **values)


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"accepted_reason": "Ziek"}, {"accepted_at": AT}])
def test_constraint_report_accepted_has_reason_needs_all_three(values):
    with pytest.raises(IntegrityError, match="report_accepted_has_reason"):
        change(make.report(), **values)


@pytest.mark.django_db
def test_a_look_is_never_changed_or_removed():
    user = make.consultant()
    record_look(user, Look.What.BSN, make.client(), at=AT)
    for touch in (lambda: Look.objects.update(at=AT), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            touch()
    assert Look.objects.count() == 1


@pytest.mark.django_db
def test_constraint_plan_version_is_frozen():
    """What was offered stays as it was read, and what was signed stays altogether, also for raw SQL."""
    offered = plan_version()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        change(offered, content={"end_goal": "Iets anders"})
    change(offered, withdrawn_at=AT)
    signed = signed_version()
    for values in ({"withdrawn_at": AT}, {"signed_name": "Iemand anders"}, {"number": 9}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            change(signed, **values)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        signed.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"owner": "consultant"},
        {"owner": "bureau"},
        {"owner": "other"},
        {"owner": "nobody"},
    ],
)
def test_constraint_agreement_has_one_owner_of_its_kind(values):
    with pytest.raises(IntegrityError, match="agreement_has_one_owner"):
        change(make.agreement(), **values)


@pytest.mark.django_db
def test_constraint_meeting_written_by_somebody_both_ways():
    with pytest.raises(IntegrityError, match="meeting_written_by_somebody"):
        change(make.planned(), written_at=AT, written_by=make.consultant())


@pytest.mark.django_db
def test_constraint_exemption_review_is_frozen():
    made = exemption_review("returned")
    for touch in (lambda: change(made, reason="Iets anders"), made.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            touch()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "values", "name"),
    [
        ("draft", {"extent": "full"}, "exemption_partial_has_hours"),
        ("draft", {"hours": 0}, "exemption_partial_has_hours"),
        ("draft", {"granted_from": date(2026, 5, 1)}, "exemption_granted_has"),
        ("granted", {"granted_until": date(2026, 4, 30)}, "exemption_granted_has_end"),
        ("granted", {"granted_hours": None}, "exemption_granted_has_extent"),
        ("refused", {"revoke_reason": "Anders"}, "exemption_revoked_by_somebody"),
    ],
)
def test_constraint_exemption_both_ways(state, values, name):
    with pytest.raises(IntegrityError, match=name):
        change(make.exemption(state=state), **values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"sent_at": AT}, {"how": "post"}, {"sent_on": date(2026, 4, 20), "sent_at": AT, "how": "post"}]
)
def test_constraint_letter_sent_by_somebody_needs_all_four(values):
    with pytest.raises(IntegrityError, match="letter_sent_by_somebody"):
        change(make.letter(), **values)


@pytest.mark.django_db
def test_constraint_letter_text_is_kept():
    row = letter_text()
    for touch in (lambda: change(row, body="z"), lambda: row.delete()):
        with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
            touch()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"pays_parent": 10},  # without a cost
        {"cost": 10, "pays_parent": 10},  # the others unknown
        {"cost": 10, "pays_tax_office": 11, "pays_employer": 0, "pays_municipality": 0, "pays_parent": -1},
    ],
)
def test_constraint_childcare_payers_pay_all_of_a_known_cost(values):
    with pytest.raises(IntegrityError, match="childcare_payers_pay_all"):
        childcare(**values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"advance_needed": True, "advance_paid_on": date(2026, 4, 21)},
        {"advance_needed": True, "advance_amount": 0},
        {"advance_paid_on": date(2026, 4, 21)},
    ],
)
def test_constraint_childcare_advance_whole(values):
    with pytest.raises(IntegrityError, match="childcare_advance_whole"):
        childcare(**values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("childcare_state_fits_decision", {"state": "refused"}),
        ("childcare_state_fits_decision", UNDECIDED),
        ("childcare_decided_by_somebody", {"state": "refused", "outcome": "refused"}),
        ("childcare_term_while_open", {"decide_by": date(2026, 5, 18)}),
        (
            "childcare_end_has_reason",
            {"state": "ended", "started_on": date(2026, 5, 1), "end_reason": "Klaar"},
        ),
        ("childcare_end_has_reason", {"ended_on": date(2026, 9, 1), "end_reason": "Verhuisd"}),
        ("childcare_withdrawn_on_a_day", {"withdrawal_reason": "Hoeft niet meer"}),
    ],
)
def test_constraint_childcare_decision_is_whole(name, values):
    with pytest.raises(IntegrityError, match=name):
        granted(**values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "not_started", "until": date(2026, 5, 1)},
        {"outcome": "unknown"},
        {"outcome": "running", "until": date(2026, 5, 1)},
    ],
)
def test_constraint_referral_end_has_day_for_each_outcome(values):
    with pytest.raises(IntegrityError, match="referral_end_has_day"):
        change(make.referral(), **values)


@pytest.mark.django_db
def test_constraint_referral_has_one_owner_refuses_nobody():
    with pytest.raises(IntegrityError, match="referral_has_one_owner"):
        change(make.referral(), owner_name="")
