"""Writing, delivering, judging and answering reports: who may, when, and that nobody's text is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from partners.orders.actions import end_order
from partners.reports import actions, rules
from partners.reports.models import Advice, Attachment, Element, Reminder, Report, ReportVersion
from partners.reports.rules import GoalLine, contradictions, missing_elements
from tests import make
from wiz.actions import Conflict, Refused
from wiz.casefile.models import Event
from wiz.files.actions import store_file
from wiz.people.models import User

D = date.fromisoformat
LATER = make.at("2026-04-20")

# How a report got into each of its states, on 20 April: due on the 15th, delivered on the 10th.


def owed():
    return make.report()


def complete():
    return make.deliver(make.report(), "2026-04-10")


def incomplete():
    return make.deliver(make.report(), "2026-04-10", client_view="")


def accepted():
    report = incomplete()
    actions.accept_incomplete(report, reason="Ziek", by=make.consultant(), at=make.at("2026-04-12"))
    return report


def blocked():
    return make.deliver(make.report(), "2026-04-10", client_reaction="blocked")


def sent_back():
    return make.send_back(complete(), "2026-04-12")


def answered():
    return make.answer(complete(), "2026-04-12")


def not_needed():
    report = make.report()
    actions.mark_not_needed(report, reason="Ziek", by=make.consultant(), at=make.at("2026-04-12"))
    return report


def cut_off():
    report = make.report(number=3)
    order = report.order
    end_order(order, ended_on=D("2026-04-01"), reason="Klaar", by=order.ordered_by, at=make.at("2026-04-12"))
    return report


STATES = (owed, complete, incomplete, accepted, blocked, sent_back, answered, not_needed, cut_off)

# What each move does, called as its page calls it.


def last_delivery(report):
    return report.versions.delivered().order_by("-number").first()


def last_pk(report):
    version = last_delivery(report)
    return version.pk if version else 0


def replies(report):
    version = last_delivery(report)
    return {a.pk: ("adopted", "Past.") for a in version.advices.all()} if version else {}


def write(report, by):
    actions.save_draft(report, make.content(report), revision=0, editor="new page", by=by, at=LATER)


def deliver(report, by):
    actions.deliver_report(report, make.content(report), revision=0, editor="new page", by=by, at=LATER)


MOVES = {
    "write": write,
    "deliver": deliver,
    "lift block": lambda r, by: actions.lift_block(r, read_on=D("2026-04-19"), by=by, at=LATER),
    "send back": lambda r, by: actions.send_back(
        r, reason="Mager", due=None, version=last_pk(r), by=by, at=LATER
    ),
    "accept incomplete": lambda r, by: actions.accept_incomplete(r, reason="Ziek", by=by, at=LATER),
    "answer": lambda r, by: actions.answer_report(
        r, version=last_pk(r), replies=replies(r), text="Dank", by=by, at=LATER
    ),
    "remind": lambda r, by: actions.remind(r, by=by, at=LATER),
    "move due": lambda r, by: actions.move_due(r, due=D("2026-05-08"), reason="Vakantie", by=by, at=LATER),
    "not needed": lambda r, by: actions.mark_not_needed(r, reason="Klaar", by=by, at=LATER),
    "needed again": lambda r, by: actions.need_again(r, by=by, at=LATER),
}
SERVICE = {"consultant", "team lead"}
BUREAU = {"own worker"}
# Who may, and from which state to which. Everything that does not stand here is refused.
TABLE = {
    "write": (BUREAU, {owed: "owed", sent_back: "sent_back"}),
    "deliver": (BUREAU, {owed: "delivered", sent_back: "delivered"}),
    "lift block": (BUREAU, {blocked: "delivered"}),
    "send back": (SERVICE, {complete: "sent_back", incomplete: "sent_back", accepted: "sent_back"}),
    "accept incomplete": (SERVICE, {incomplete: "delivered"}),
    "answer": (SERVICE, {complete: "answered", incomplete: "answered", accepted: "answered"}),
    "remind": (SERVICE, {owed: "owed", sent_back: "sent_back"}),
    "move due": (SERVICE, {owed: "owed", sent_back: "sent_back"}),
    "not needed": (SERVICE, {owed: "not_needed", sent_back: "not_needed", blocked: "not_needed"}),
    "needed again": (SERVICE, {not_needed: "owed"}),
}


def people(report):
    return {
        "consultant": make.consultant(),
        "team lead": make.team_lead(),
        "administrator": make.administrator(),
        "own worker": make.own_worker(report),
        "other worker": make.worker(),
        "own worker who left": make.worker(report.order.bureau, is_active=False),
        "consultant who left": make.consultant(is_active=False),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_every_move_by_everybody_does_what_the_table_says(state):
    report = state()
    before = Report.objects.get(pk=report.pk).state
    found, expected = {}, {}
    for who, user in people(report).items():
        for move, act in MOVES.items():
            with transaction.atomic():
                try:
                    act(Report.objects.get(pk=report.pk), user)
                    found[move, who] = Report.objects.get(pk=report.pk).state
                except Refused:
                    found[move, who] = "refused"
                transaction.set_rollback(True)
            allowed, moves = TABLE[move]
            expected[move, who] = moves.get(state, "refused") if who in allowed else "refused"
    assert found == expected
    assert Report.objects.get(pk=report.pk).state == before


def test_the_table_knows_every_move():
    assert set(TABLE) == set(MOVES) == set(rules.MOVES)


# What a complete report has.

ABSENT = {"absent_with_notice": 0, "absent_without_notice": 2}
GAPS = [
    (Element.AUTHOR_ROLE, {"author_role": " "}),
    (Element.APPOINTMENTS, {"made": None}),
    (Element.APPOINTMENTS, {"attended": None}),
    (Element.APPOINTMENTS, {"absent_without_notice": None}),
    (Element.ABSENCE_REASONS, {"absence_reasons": []}),
    (Element.ABSENCE_REASONS, {"absence_reasons": [], **ABSENT}),
    (Element.ABSENCE_REASONS, {"absence_reasons": ["other"], "absence_note": " "}),
    (Element.GOALS, {"goals": []}),
    (Element.GOALS, {"goals": [GoalLine(1, "", "running", "Opvang")]}),
    (Element.GOALS, {"goals": [GoalLine(1, "Bezocht", "", "Opvang")]}),
    (Element.GOALS, {"goals": [GoalLine(1, "Bezocht", "running", " ")]}),
    (Element.GOALS, {"goals": [GoalLine(1, "Bezocht", "running", "Opvang"), GoalLine(2)]}),
    (Element.INSTRUMENTS, {"instruments": []}),
    (Element.BARRIERS, {"childcare": ""}),
    (Element.BARRIERS, {"barriers": []}),
    (Element.CLIENT_VIEW, {"client_view": "\n"}),
    (Element.NEXT_STEP, {"next_step": ""}),
    (Element.ADVICE, {"advices": {}}),
    (Element.ADVICE, {"advices": {"other": " "}}),
    (Element.ADVICE, {"no_advice": True}),  # none, and yet one
    (Element.CLIENT_READ, {"client_reaction": ""}),
    (Element.CLIENT_READ, {"client_reaction_on": None}),
    (Element.CLIENT_READ, {"client_reaction": "objected", "client_objection": ""}),
    (Element.NON_COMPLIANCE, {"non_compliance": None}),
    (Element.NON_COMPLIANCE, {"non_compliance": True, "non_compliance_note": " "}),
]
COMPLETE = [
    {},
    {"made": 0, "attended": 0, "absent_with_notice": 0, "absence_reasons": []},  # nought is an answer
    {"absence_reasons": ["other"], "absence_note": "Begrafenis"},
    {"instruments": [], "instruments_other": "Wandelcoach"},
    {"barriers": [], "barriers_note": "Schuldeisers aan de deur"},
    {"barriers": ["none"], "childcare": "not_needed"},
    {"advices": {}, "no_advice": True},
    {"advices": {"other": "Rijbewijs"}},
    {"client_reaction": "objected", "client_objection": "Ik was er wel"},
    {"non_compliance": True, "non_compliance_note": "Drie keer niet gekomen, niet gebeld"},
    {"question": ""},  # no question is an answer too
]


@pytest.mark.django_db
def test_missing_elements_names_each_that_is_missing_and_no_other():
    report = make.report()
    assert [(gap, missing_elements(make.content(report, **gap))) for _element, gap in GAPS] == [
        (gap, [element]) for element, gap in GAPS
    ]
    assert {element for element, _gap in GAPS} == set(Element)


@pytest.mark.django_db
@pytest.mark.parametrize("content", COMPLETE)
def test_missing_elements_of_a_complete_report_is_nothing(content):
    assert missing_elements(make.content(make.report(), **content)) == []


@pytest.mark.django_db
def test_missing_elements_of_an_empty_report_is_everything():
    report = make.report()
    content = make.content(report, goals=[], instruments=[], advices={})
    content.fields = {}
    assert missing_elements(content) == list(Element)


@pytest.mark.django_db
def test_a_delivery_remembers_what_was_missing_and_the_next_one_starts_anew():
    report = make.deliver(make.report(), "2026-04-10", client_view="", advices={})
    assert Report.objects.get(pk=report.pk).missing == ["client_view", "advice"]
    report = make.deliver(make.send_back(report, "2026-04-12"), "2026-04-14")
    assert Report.objects.get(pk=report.pk).missing == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"made": 10}, 1),
        ({"barriers": ["none", "money"]}, 1),
        ({"made": 10, "barriers": ["none", "money"]}, 2),
        ({"made": None}, 0),
        # Every goal goes well, and the client was hardly there: of nine, four is fewer than half and five is not.
        ({"made": 9, "attended": 4, "absent_without_notice": 5, "absent_with_notice": 0}, 1),
        ({"made": 9, "attended": 5, "absent_without_notice": 4, "absent_with_notice": 0}, 0),
        ({"made": 8, "attended": 4, "absent_without_notice": 4, "absent_with_notice": 0}, 0),
        ({"made": 9, "attended": 0, "absent_without_notice": 9, "absent_with_notice": 0, "goals": []}, 0),
        ({"made": 0, "attended": 0, "absent_without_notice": 0, "absent_with_notice": 0}, 0),
    ],
)
def test_contradictions_are_said_and_refuse_nothing(changes, count):
    report = make.report()
    assert len(contradictions(make.content(report, **changes))) == count
    assert make.deliver(report, "2026-04-10", **changes).state == "delivered"


@pytest.mark.django_db
def test_a_report_that_says_it_does_not_go_well_praises_nothing():
    report = make.report()
    lines = make.content(report).goals
    lines[0].result = "not"
    counts = {"made": 9, "attended": 2, "absent_with_notice": 0, "absent_without_notice": 7}
    assert contradictions(make.content(report, goals=lines, **counts)) == []


# Two pages, two clicks, two people.


def save(report, text, *, revision, editor, by=None):
    return actions.save_draft(
        report,
        make.content(report, client_view=text),
        revision=revision,
        editor=editor,
        by=by or make.own_worker(report),
        at=LATER,
    )


def send(report, text, *, revision, editor, by=None):
    return actions.deliver_report(
        report,
        make.content(report, client_view=text),
        revision=revision,
        editor=editor,
        by=by or make.own_worker(report),
        at=LATER,
    )


@pytest.mark.django_db
def test_two_tabs_the_second_to_save_is_told_and_nothing_is_overwritten():
    report = make.report()
    save(report, "van het eerste", revision=0, editor="a")
    with pytest.raises(Conflict):
        save(report, "van het tweede", revision=0, editor="b")
    assert ReportVersion.objects.get().client_view == "van het eerste"


@pytest.mark.django_db
def test_two_tabs_the_second_to_deliver_is_told():
    report = make.report()
    save(report, "van het eerste", revision=0, editor="a")
    with pytest.raises(Conflict):
        send(report, "van het tweede", revision=0, editor="b")
    assert Report.objects.get(pk=report.pk).state == "owed"
    send(report, "van het eerste", revision=1, editor="a")
    with pytest.raises(Conflict):
        send(report, "van het tweede", revision=1, editor="b")
    assert ReportVersion.objects.get().client_view == "van het eerste"


@pytest.mark.django_db
def test_a_page_that_read_the_other_ones_text_may_go_on_and_the_first_is_told():
    report = make.report()
    save(report, "eerste", revision=0, editor="a")
    assert save(report, "eerste, en meer", revision=1, editor="b").revision == 2
    with pytest.raises(Conflict):
        save(report, "eerste, anders", revision=1, editor="a")
    assert ReportVersion.objects.get().client_view == "eerste, en meer"


@pytest.mark.django_db
def test_a_pages_own_saves_in_any_order_are_no_conflict():
    report = make.report()
    for text in ("een", "een twee", "een twee drie"):
        save(report, text, revision=0, editor="a")
    version = ReportVersion.objects.get()
    assert (version.client_view, version.revision) == ("een twee drie", 3)


@pytest.mark.django_db
def test_a_double_click_delivers_once():
    report = make.report()
    for _click in range(2):
        send(report, "klaar", revision=0, editor="a")
    assert ReportVersion.objects.count() == 1
    assert Event.objects.filter(kind="report-delivered").count() == 1


@pytest.mark.django_db
def test_an_old_page_delivers_nothing_after_the_report_was_sent_back():
    report = make.report()
    send(report, "klaar", revision=0, editor="a")
    make.send_back(report, "2026-04-20")
    with pytest.raises(Conflict):
        send(report, "klaar", revision=0, editor="a")
    assert Report.objects.get(pk=report.pk).state == "sent_back"


@pytest.mark.django_db
def test_a_late_autosave_changes_nothing_that_was_delivered():
    report = make.report()
    send(report, "klaar", revision=0, editor="a")
    with pytest.raises(Refused):
        save(report, "kla", revision=0, editor="a")
    assert ReportVersion.objects.get().client_view == "klaar"


@pytest.mark.django_db
def test_the_second_of_two_clicks_does_nothing_anywhere():
    by = make.consultant()
    report = complete()
    for _click in range(2):
        MOVES["answer"](report, by)
    assert Event.objects.filter(kind="report-answered").count() == 1
    report = complete()
    version = make.delivery(report).pk
    for _click in range(2):
        actions.send_back(report, reason="Mager", due=None, version=version, by=by, at=LATER)
    assert Event.objects.filter(kind="report-sent-back").count() == 1
    report = make.report()
    assert [actions.remind(report, by=by, at=LATER) for _click in range(2)] == [True, False]
    assert Reminder.objects.count() == 1
    for _click in range(2):
        actions.mark_not_needed(report, reason="Klaar", by=by, at=LATER)
    assert Event.objects.filter(kind="report-not-needed").count() == 1


@pytest.mark.django_db
def test_another_answer_after_the_first_is_a_conflict():
    report = answered()
    with pytest.raises(Conflict):
        actions.answer_report(
            report,
            version=last_pk(report),
            replies=replies(report),
            text="Anders",
            by=make.consultant(),
            at=LATER,
        )
    assert Report.objects.get(pk=report.pk).answer == "Dank, ik neem het over."


@pytest.mark.django_db
@pytest.mark.parametrize("move", ["answer", "send back"])
def test_judging_a_version_that_was_replaced_meanwhile_is_a_conflict(move):
    report = make.deliver(make.report(), "2026-04-10")
    seen = make.delivery(report).pk
    make.deliver(make.send_back(report, "2026-04-12"), "2026-04-14")
    by = make.consultant()
    judge = {
        "answer": lambda: actions.answer_report(
            report, version=seen, replies={}, text="Dank", by=by, at=LATER
        ),
        "send back": lambda: actions.send_back(report, reason="x", due=None, version=seen, by=by, at=LATER),
    }
    with pytest.raises(Conflict):
        judge[move]()
    assert Report.objects.get(pk=report.pk).state == "delivered"


@pytest.mark.django_db
def test_answering_what_a_colleague_sent_back_is_a_conflict():
    report = sent_back()
    with pytest.raises(Conflict):
        MOVES["answer"](report, make.consultant())


def at_once(*functions):
    """Run functions in threads of their own that start together; return results, or what was raised."""
    start = threading.Barrier(len(functions))

    def run(function):
        try:
            start.wait(timeout=10)
            return function()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


@pytest.mark.django_db(transaction=True)
def test_two_consultants_answering_at_once_one_answers_and_one_is_told():
    report = complete()
    ada, bea = make.consultant(name="Ada"), make.consultant(name="Bea")

    def answer(by):
        return lambda: actions.answer_report(
            report, version=last_pk(report), replies=replies(report), text=f"Van {by.name}", by=by, at=LATER
        )

    results = at_once(answer(ada), answer(bea))
    report.refresh_from_db()
    conflicts = [result for result in results if result is not None]
    assert len(conflicts) == 1
    assert isinstance(conflicts[0], Conflict)
    winner = ada if isinstance(results[1], Conflict) else bea
    assert (report.answered_by, report.answer) == (winner, f"Van {winner.name}")
    assert winner.name in str(conflicts[0])
    assert Event.objects.filter(kind="report-answered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_answering_and_sending_back_at_once_is_one_of_both():
    report = complete()
    by = make.consultant()
    results = at_once(lambda: MOVES["answer"](report, by), lambda: MOVES["send back"](report, by))
    assert sorted(isinstance(result, Conflict) for result in results) == [False, True]
    assert Report.objects.get(pk=report.pk).state == ("sent_back" if results[0] else "answered")


@pytest.mark.django_db(transaction=True)
def test_two_workers_saving_at_once_one_is_told_and_her_text_is_not_mixed_in():
    report = make.report()
    make.worker(report.order.bureau)
    results = at_once(
        lambda: save(report, "van a", revision=0, editor="a"),
        lambda: save(report, "van b", revision=0, editor="b"),
    )
    assert sorted(isinstance(result, Conflict) for result in results) == [False, True]
    assert ReportVersion.objects.get().client_view == (
        "van b" if isinstance(results[0], Conflict) else "van a"
    )


@pytest.mark.django_db(transaction=True)
def test_a_double_click_that_arrives_at_once_delivers_once():
    report = make.report()
    make.worker(report.order.bureau)
    results = at_once(*[lambda: send(report, "klaar", revision=0, editor="a")] * 3)
    assert not [result for result in results if isinstance(result, Refused)]
    assert ReportVersion.objects.count() == 1
    assert Event.objects.filter(kind="report-delivered").count() == 1


# Versions, blocks and attachments.


@pytest.mark.django_db
def test_a_delivery_stays_as_it_was_while_a_new_draft_is_written():
    report = make.deliver(make.report(), "2026-04-10", client_view="oud", goals=[])
    first = make.delivery(report)
    before = ReportVersion.objects.filter(pk=first.pk).values().get()
    advice = first.advices.get()
    make.send_back(report, "2026-04-12")
    save(report, "nieuw", revision=0, editor="a")
    assert ReportVersion.objects.filter(pk=first.pk).values().get() == before
    assert first.advices.get() == advice
    assert not first.goal_results.exists()
    make.deliver(report, "2026-04-14")
    assert ReportVersion.objects.filter(pk=first.pk).values().get() == before
    assert [v.number for v in report.versions.order_by("number")] == [1, 2]


@pytest.mark.django_db
def test_who_sees_which_version():
    report = sent_back()
    save(report, "nieuw", revision=0, editor="a")
    first, draft = report.versions.order_by("number")

    def seen(user):
        return set(ReportVersion.objects.visible_to(user))

    assert seen(make.own_worker(report)) == {first, draft}
    assert seen(make.consultant()) == seen(make.team_lead()) == {first}
    assert seen(make.worker()) == seen(make.administrator()) == set()
    left = make.own_worker(report)
    User.objects.filter(pk=left.pk).update(is_active=False)
    assert seen(User.objects.get(pk=left.pk)) == set()


@pytest.fixture
def file(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")

    def make_file(by, content=b"%PDF-1.7 een"):
        return store_file(SimpleUploadedFile("verslag.pdf", content), by=by, at=LATER)

    return make_file


@pytest.mark.django_db
def test_what_the_client_blocked_is_hidden_from_the_service_until_she_agrees(file):
    report = make.report()
    worker = make.own_worker(report)
    draft = save(report, "privé", revision=0, editor="a")
    actions.attach(draft, file(worker))
    make.deliver(report, "2026-04-20", client_reaction="blocked", client_view="privé")
    report.refresh_from_db()
    assert (report.state, report.is_blocked, report.missing) == ("delivered", True, [])
    for user in (make.consultant(), make.team_lead()):
        assert not ReportVersion.objects.visible_to(user).exists()
        assert not Attachment.objects.visible_to(user).exists()
        assert Report.objects.visible_to(user).filter(pk=report.pk).exists()  # that it came is no secret
    assert Attachment.objects.visible_to(worker).count() == 1
    actions.lift_block(report, read_on=D("2026-04-24"), by=worker, at=make.at("2026-04-25"))
    report.refresh_from_db()
    assert ReportVersion.objects.visible_to(make.consultant()).get().client_view == "privé"
    assert (report.is_blocked, str(report.delivered_on)) == (False, "2026-04-25")


@pytest.mark.django_db
def test_a_block_is_lifted_on_a_day_that_has_come():
    report = blocked()
    with pytest.raises(Refused):
        actions.lift_block(report, read_on=D("2026-04-21"), by=make.own_worker(report), at=LATER)


@pytest.mark.django_db
def test_attachments_carry_over_to_a_new_draft_and_each_keeps_its_own(file):
    report = make.report()
    worker = make.own_worker(report)
    first = save(report, "oud", revision=0, editor="a")
    actions.attach(first, file(worker))
    actions.attach(first, file(worker, b"%PDF-1.7 twee"))
    make.deliver(report, "2026-04-20")
    make.send_back(report, "2026-04-21")
    second = save(report, "nieuw", revision=0, editor="b")
    assert [a.file for a in second.attachments.all()] == [a.file for a in first.attachments.all()]
    actions.detach(second.attachments.first(), by=worker)
    save(report, "nieuwer", revision=1, editor="b")
    assert (first.attachments.count(), second.attachments.count()) == (2, 1)


@pytest.mark.django_db
def test_attachments_of_a_delivery_stay(file):
    report = make.report()
    worker = make.own_worker(report)
    draft = save(report, "oud", revision=0, editor="a")
    actions.attach(draft, file(worker))
    make.deliver(report, "2026-04-20")
    delivery = make.delivery(report)
    with pytest.raises(Refused):
        actions.attach(delivery, file(worker))
    make.send_back(report, "2026-04-21")
    with pytest.raises(Refused):
        actions.detach(delivery.attachments.get(), by=worker)
    with pytest.raises(Refused):
        actions.detach(delivery.attachments.get(), by=make.worker())
    assert delivery.attachments.count() == 1


# Answers and their reasons.


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reply", [("", ""), ("adopted", ""), ("adopted", "  "), ("maybe", "Waarom"), ("", "Waarom")]
)
def test_an_answer_says_for_every_advice_what_and_why(reply):
    report = make.deliver(make.report(), "2026-04-10", advices={"training": "", "rest_plan": ""})
    training, rest = make.delivery(report).advices.all()
    with pytest.raises(Refused):
        actions.answer_report(
            report,
            version=last_pk(report),
            replies={training.pk: ("not", "Geen opvang"), rest.pk: reply},
            text="Dank",
            by=make.consultant(),
            at=LATER,
        )
    assert Report.objects.get(pk=report.pk).state == "delivered"
    assert not Advice.objects.exclude(reply="").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "text", "enough"),
    [
        ({}, "", True),
        ({"question": "Mag de opvang ruimer?"}, " ", False),
        ({"question": "Mag de opvang ruimer?"}, "Ja", True),
        ({"advices": {}, "no_advice": True}, "", False),
        ({"advices": {}, "no_advice": True}, "Gelezen, ga zo door", True),
        # A notice has an outcome, and who gave it reads which.
        ({"non_compliance": True, "non_compliance_note": "Kwam niet"}, " ", False),
        ({"non_compliance": True, "non_compliance_note": "Kwam niet"}, "Er was een goede reden", True),
    ],
)
def test_an_answer_needs_a_text_where_a_question_a_notice_or_no_advice_stands(changes, text, enough):
    report = make.deliver(make.report(), "2026-04-10", **changes)
    try:
        actions.answer_report(
            report,
            version=last_pk(report),
            replies=replies(report),
            text=text,
            by=make.consultant(),
            at=LATER,
        )
    except Refused:
        assert not enough
    assert (Report.objects.get(pk=report.pk).state == "answered") == enough


@pytest.mark.django_db
def test_an_answer_reaches_the_bureau_with_name_day_and_reason_per_advice():
    report = complete()
    by = make.consultant()
    MOVES["answer"](report, by)
    report.refresh_from_db()
    assert (report.answered_by, report.answered_at, report.answer) == (by, LATER, "Dank")
    worker = make.own_worker(report)
    version = ReportVersion.objects.visible_to(worker).get(report=report)
    assert [(a.reply, a.reply_reason) for a in version.advices.all()] == [("adopted", "Past.")]


@pytest.mark.django_db
def test_opened_is_noted_once_and_is_no_answer():
    report = complete()
    actions.mark_opened(report, at=make.at("2026-04-11"))
    actions.mark_opened(report, at=make.at("2026-04-12"))
    report.refresh_from_db()
    assert (report.opened_at, report.state) == (make.at("2026-04-11"), "delivered")


@pytest.mark.django_db
@pytest.mark.parametrize("move", ["send back", "move due"])
@pytest.mark.parametrize(
    ("due", "allowed"),
    [
        ("2026-04-19", False),
        ("2026-04-20", False),  # today
        ("2026-04-21", True),
        ("2027-04-21", True),  # 366 days
        ("2027-04-22", False),
    ],
)
def test_a_new_due_date_lies_ahead_within_a_year(move, due, allowed):
    report = complete() if move == "send back" else owed()
    arguments = {"reason": "Vakantie", "due": D(due), "by": make.consultant(), "at": LATER}
    try:
        if move == "send back":
            actions.send_back(report, version=last_pk(report), **arguments)
        else:
            actions.move_due(report, **arguments)
    except Refused:
        assert not allowed
    assert (str(Report.objects.get(pk=report.pk).due) == due) == allowed


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", " \n"])
def test_every_decision_on_a_report_wants_a_reason(reason):
    by, report = make.consultant(), incomplete()
    other = make.report()
    for act in (
        lambda: actions.send_back(report, reason=reason, due=None, version=last_pk(report), by=by, at=LATER),
        lambda: actions.accept_incomplete(report, reason=reason, by=by, at=LATER),
        lambda: actions.move_due(other, reason=reason, due=D("2026-05-01"), by=by, at=LATER),
        lambda: actions.mark_not_needed(other, reason=reason, by=by, at=LATER),
    ):
        with pytest.raises(Refused):
            act()
    assert {r.state for r in Report.objects.filter(pk__in=[report.pk, other.pk])} == {"owed", "delivered"}
