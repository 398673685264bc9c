"""The report's pages: the bureau's list and writing, what the municipality does with it, and the files."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from partners.orders.actions import end_order
from partners.reports import actions
from partners.reports.models import Attachment, Report, ReportVersion, State
from tests import make
from wiz.casefile.models import Event
from wiz.flags.models import Flag
from wiz.people.models import User
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

FILES = sorted((Path(__file__).resolve().parent.parent / "files").iterdir())
TODAY = "2026-04-20"  # a Monday; of an order from 15 January, the first report was due on 15 April
MACRO = ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
PNG = b"\x89PNG\r\n\x1a\n and a picture"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(make.at(TODAY, 10), tick=False):
        yield


@pytest.fixture
def consultant() -> User:
    return make.consultant(
        name="Sanne de Groot", phone="043 350 40 12", working_days="ma t/m do", language="en"
    )


@pytest.fixture
def worker() -> User:
    return make.worker(make.bureau("Yonder"), name="Ilse Prins", job_title="jobhunter", language="en")


@pytest.fixture
def order(consultant, worker):
    client = make.client(consultant, first_name="Naima")
    return make.order(client, coach=worker, goals=("Drie werkplekken", "Opvang regelen"))


@pytest.fixture
def report(order) -> Report:
    return make.report(of=order)


@pytest.fixture
def coach_at(worker) -> Browser:
    return signed_in(worker)


@pytest.fixture
def consultant_at(consultant) -> Browser:
    return signed_in(consultant)


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def page(response: Any) -> str:
    return response.content.decode()


def url(name: str, report: Report) -> str:
    return reverse(name, args=[report.pk])


def fresh(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def draft_of(report: Report) -> ReportVersion:
    return report.versions.drafts().get()


def typed(report: Report, action: str = "save", **changes: Any) -> dict[str, Any]:
    """What a coach types in a complete report, as her page sends it; None leaves a field out."""
    usual: dict[str, Any] = {
        "action": action,
        "revision": "0",
        "editor": "a-page",
        "author_role": "jobhunter",
        "made": "9",
        "attended": "7",
        "absent_with_notice": "2",
        "absent_without_notice": "0",
        "absence_reasons": ["child_ill"],
        "instruments": [report.order.instrument_id],
        "childcare": "not_arranged",
        "barriers": ["children", "network"],
        "client_view": "Ik wil graag meer buiten werken.",
        "client_reaction": "read",
        "client_reaction_on": "16-4-2026",
        "next_step": "Kennismaken met een kwekerij.",
        "advices": ["work_learning", "help"],
        "non_compliance": "no",
        "question": "Kan de opvang op woensdag rond zijn?",
    }
    for goal in report.order.activity.goals.all():
        usual |= {
            f"goal-{goal.pk}-done": "Twee plekken bezocht",
            f"goal-{goal.pk}-result": "running",
            f"goal-{goal.pk}-why": "Op woensdag geen opvang",
        }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def deliver_thin(report: Report, on: str = "2026-04-17", **changes: Any) -> Report:
    return make.deliver(report, on, **{"client_view": "", "next_step": "", **changes})


def listed(response: Any) -> list[Report]:
    return list(response.context["page"])


# The bureau's list


def test_list_most_urgent_first_with_days(coach_at, worker, consultant):
    late = make.report(of=make.order(make.client(consultant), coach=worker, start="2026-01-10"))
    soon = make.report(of=make.order(make.client(consultant), coach=worker, start="2026-01-23"))
    now = make.report(of=make.order(make.client(consultant), coach=worker, start="2026-01-20"))
    response = coach_at.get(reverse("reports"))
    assert listed(response)[:3] == [late, now, soon]
    for words in ("10 days late", "today", "3 days left"):
        assert words in page(response)


def test_list_names_consultant_phone_and_days(coach_at, report):
    response = coach_at.get(reverse("reports"))
    for words in ("Sanne de Groot", "043 350 40 12", "ma t/m do", "Naima"):
        assert words in page(response)


def test_page_without_a_coach_gives_the_consultant_the_bureaus_number(consultant, consultant_at):
    report = make.report(of=make.order(make.client(consultant)))
    text = page(consultant_at.get(url("report", report)))
    assert "no coach known" in text
    assert f'href="tel:{report.order.bureau.organisation.phone}"' in text
    assert "No consultant at the moment" not in text


def test_list_says_so_when_client_has_no_consultant(coach_at, report):
    report.client.consultant = None
    report.client.save()
    assert "No consultant at the moment" in page(coach_at.get(reverse("reports")))


def test_list_sent_back_with_who_when_and_why(coach_at, report, consultant):
    make.deliver(report, "2026-04-17")
    make.send_back(report, TODAY, due="2026-09-01", by=consultant)
    response = coach_at.get(reverse("reports"))
    assert report in listed(response)  # although its date is far away
    for words in ("sent back", "Sanne de Groot, Mon 20 Apr", "Wat vindt zij er zelf van?", "Improve"):
        assert words in page(response)


def test_list_tabs_hold_each_report_once(coach_at, order, consultant):
    first, second, third, fourth = order.reports.all()
    make.deliver(first, "2026-04-17")
    make.answer(first, TODAY, by=consultant)
    make.deliver(second, "2026-04-18")
    tabs = {
        name: listed(coach_at.get(reverse("reports"), {"lijst": name}))
        for name in ("", "later", "wacht", "klaar")
    }
    assert tabs == {"": [], "later": [third, fourth], "wacht": [second], "klaar": [first]}


def test_list_three_months_ahead_is_not_later(coach_at, order):
    # 15 July is 86 days away, 15 October 178.
    assert [report.number for report in listed(coach_at.get(reverse("reports")))] == [1, 2]


def test_list_unknown_tab_is_the_first(coach_at, report):
    assert report in listed(coach_at.get(reverse("reports"), {"lijst": "iets", "page": "veel"}))


def test_list_of_answered_begins_with_the_newest(coach_at, order, consultant):
    first, second, third, _fourth = order.reports.all()
    for report, day in ((first, "2026-04-17"), (second, "2026-04-18")):
        make.deliver(report, day)
        make.answer(report, "2026-04-19", by=consultant)
    actions.mark_not_needed(third, reason="Zij verhuist.", by=consultant, at=make.at("2026-04-18"))
    make.deliver(order.reports.get(number=4), "2026-04-19")
    make.answer(order.reports.get(number=4), TODAY, by=consultant)
    found = [report.number for report in listed(coach_at.get(reverse("reports"), {"lijst": "klaar"}))]
    assert found[0] == 4
    assert found[-1] == 3  # decided on before the others; what never came does not push down what was read


def test_list_of_answered_says_what_became_of_each_advice(coach_at, order, consultant):
    report = order.reports.first()
    make.deliver(report, "2026-04-17", advices={"work_learning": "", "diagnosis": ""})
    make.answer(report, TODAY, by=consultant)
    found = page(coach_at.get(reverse("reports"), {"lijst": "klaar"}))
    assert "Work and learning: <strong>adopted</strong>" in found
    assert "Diagnosis: <strong>adopted</strong>" in found


def test_list_states_of_what_waits(coach_at, order, consultant):
    opened, blocked, accepted, _last = order.reports.all()
    make.deliver(opened, "2026-04-17")
    actions.mark_opened(opened, at=make.at("2026-04-19"))
    make.deliver(blocked, "2026-04-17", client_reaction="blocked")
    deliver_thin(accepted)
    actions.accept_incomplete(accepted, reason="Het is vakantie.", by=consultant, at=make.at(TODAY))
    text = page(coach_at.get(reverse("reports"), {"lijst": "wacht"}))
    for words in ("opened Sun 19 Apr", "not opened yet", "blocked by the client", "Het is vakantie."):
        assert words in text


def test_list_only_my_clients(coach_at, worker, report):
    colleague = make.worker(worker.organisation.bureau)
    other = make.report(of=make.order(coach=colleague))
    everything = listed(coach_at.get(reverse("reports")))
    assert report in everything
    assert other in everything
    mine = listed(coach_at.get(reverse("reports"), {"van": "mij"}))
    assert report in mine
    assert other not in mine


def test_list_not_of_another_bureau(coach_at, report):
    other = make.report()
    assert other not in listed(coach_at.get(reverse("reports")))


def test_list_goes_on_on_the_next_page(coach_at, order):
    rows = [
        Report(order=order, number=n, period_start=day, period_end=day, due=day)
        for n, day in enumerate([datetime.date(2026, 4, 1)] * 60, start=10)
    ]
    Report.objects.bulk_create(rows)
    first = coach_at.get(reverse("reports"), {"van": "mij"})
    assert len(listed(first)) == 50
    assert "van=mij&amp;page=2" in page(first)
    second = coach_at.get(reverse("reports"), {"page": "2"})
    assert not set(listed(first)) & set(listed(second))
    assert len(listed(first) + listed(second)) == 62


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("", "You owe no reports now"),
        ("later", "This list is empty"),
        ("wacht", "Nothing waits for an answer"),
        ("klaar", "This list is empty"),
    ],
)
def test_list_empty_says_why(coach_at, tab, words):
    assert words in page(coach_at.get(reverse("reports"), {"lijst": tab}))


# Writing


def test_write_begins_with_what_the_order_knows(coach_at, report):
    response = coach_at.get(url("report_write", report))
    form = response.context["form"]
    assert form["author_role"].value() == "jobhunter"
    assert form["instruments"].value() == [report.order.instrument_id]
    for words in (
        "Drie werkplekken",
        "Opvang regelen",
        "15 Jan – 15 Apr 2026",
        "Wat kan zij aan?",
        "5 days late",
    ):
        assert words in page(response)
    done = [item["target"] for item in response.context["missing"] if item["done"]]
    assert done == ["id_author_role", "id_instruments_0"]


def test_write_shows_previous_report_with_its_answer(coach_at, order, consultant):
    first, second = order.reports.all()[:2]
    make.deliver(first, "2026-04-17", client_view="Het was zwaar.")
    make.answer(first, TODAY, by=consultant)
    text = page(coach_at.get(url("report_write", second)))
    for words in (
        "Previous report",
        "Het was zwaar.",
        "Past in het plan.",
        "Dank, ik neem het over.",
        "Sanne de Groot",
    ):
        assert words in text


def test_write_shows_the_one_before_when_the_previous_was_not_needed(coach_at, order, consultant):
    first, second, third = order.reports.all()[:3]
    make.deliver(first, "2026-04-17", client_view="Het was zwaar.")
    actions.mark_not_needed(second, reason="Vakantie.", by=consultant, at=make.at(TODAY))
    assert "Het was zwaar." in page(coach_at.get(url("report_write", third)))


def test_write_saves_everything_that_was_typed(coach_at, report):
    data = typed(report, advice_other="Een fiets", absence_note="Waterpokken", instruments_other="Fietsles")
    response = coach_at.post(url("report_write", report), data, follow=True)
    assert "Your draft has been saved." in page(response)
    shown = response.context["form"].initial
    for name in ("client_view", "next_step", "question", "absence_note", "instruments_other", "advice_other"):
        assert shown[name] == data[name]
    assert shown["made"] == 9
    assert shown["absence_reasons"] == ["child_ill"]
    assert set(shown["advices"]) == {"work_learning", "help"}
    assert shown["client_reaction_on"] == datetime.date(2026, 4, 16)
    assert shown["non_compliance"] == "no"
    assert shown["revision"] == 1
    goal = report.order.activity.goals.first()
    assert shown[f"goal-{goal.pk}-why"] == "Op woensdag geen opvang"
    assert fresh(report).state == State.OWED


def test_write_deliver_complete(coach_at, report, worker):
    response = coach_at.post(url("report_write", report), typed(report, "deliver"))
    assert response.url == url("report", report)
    delivered = fresh(report)
    assert (delivered.state, delivered.missing) == (State.DELIVERED, [])
    assert make.delivery(report).delivered_by == worker
    assert "The report has been delivered." in page(coach_at.get(response.url))


def test_write_deliver_same_page_twice_is_one_delivery(coach_at, report):
    for _click in range(2):
        response = coach_at.post(url("report_write", report), typed(report, "deliver"))
        assert response.url == url("report", report)
    assert report.versions.count() == 1
    assert Event.objects.filter(kind="report-delivered").count() == 1


def test_write_deliver_with_file_same_page_twice_is_one_delivery(coach_at, report):
    for _click in range(2):
        data = typed(report, "deliver", attachments=SimpleUploadedFile("foto.png", PNG))
        assert coach_at.post(url("report_write", report), data).url == url("report", report)
    assert Attachment.objects.count() == 1
    assert Event.objects.filter(kind="report-delivered").count() == 1


def test_write_deliver_incomplete_only_after_saying_so(coach_at, report):
    data = typed(report, "deliver", client_view="", made="")
    response = coach_at.post(url("report_write", report), data)
    assert response.url == url("report_write", report) + "?onvolledig=1"  # an address "back" can return to
    response = coach_at.get(response.url)
    assert "2 things are still missing." in page(response)
    assert "Your text has been saved." in page(response)
    assert fresh(report).state == State.OWED
    assert draft_of(report).next_step == "Kennismaken met een kwekerij."
    confirmed = {
        **data,
        "action": "deliver incomplete",
        "revision": response.context["form"]["revision"].value(),
    }
    coach_at.post(url("report_write", report), confirmed)
    assert fresh(report).state == State.DELIVERED
    assert fresh(report).missing == ["appointments", "client_view"]


@pytest.mark.parametrize(
    ("action", "where"),
    [
        ("save", "/rapporten/{}/schrijven/"),
        ("later", "/rapporten/"),
        ("attach", "/rapporten/{}/schrijven/#bijlagen"),
    ],
)
def test_write_goes_where_the_button_says(coach_at, report, action, where):
    response = coach_at.post(url("report_write", report), typed(report, action))
    assert response.url == where.format(report.pk)
    assert draft_of(report).next_step


def test_write_missing_items_lead_to_a_control(coach_at, report):
    text = page(
        coach_at.post(
            url("report_write", report), {"action": "deliver", "revision": "0", "editor": "a"}, follow=True
        )
    )
    goal = report.order.activity.goals.first()
    for target in ("id_made", "id_childcare_0", "id_client_reaction_0", f"id_goal-{goal.pk}-done"):
        assert f'href="#{target}"' in text
        assert f'id="{target}"' in text


def test_write_invalid_number_keeps_everything_else(coach_at, report):
    data = typed(report, "deliver", made="negen", attended="-1")
    response = coach_at.post(url("report_write", report), data)
    form = response.context["form"]
    assert set(form.errors) == {"made", "attended"}
    assert form["client_view"].value() == data["client_view"]
    assert form["made"].value() == "negen"
    assert fresh(report).state == State.OWED
    assert draft_of(report).client_view == data["client_view"]
    # Put right on the page that came back, it is delivered.
    data |= {"made": "9", "attended": "7", "revision": form["revision"].value()}
    coach_at.post(url("report_write", report), data)
    assert fresh(report).state == State.DELIVERED


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("21-4-2026", "This day has not come yet."),
        ("31-2-2026", "This is not a date."),
        ("16-4-0026", "This is not a date."),
        ("gisteren", "This is not a date."),
    ],
)
def test_write_odd_date_is_refused_at_its_field(coach_at, report, day, words):
    response = coach_at.post(url("report_write", report), typed(report, "deliver", client_reaction_on=day))
    assert "client_reaction_on" in response.context["form"].errors
    assert words in page(response)
    assert fresh(report).state == State.OWED
    assert draft_of(report).client_reaction_on is None
    assert draft_of(report).question


def test_write_today_is_a_day_to_have_read_it(coach_at, report):
    coach_at.post(url("report_write", report), typed(report, "deliver", client_reaction_on="20-04-26"))
    assert make.delivery(report).client_reaction_on == datetime.date(2026, 4, 20)


def test_write_lines_count_once(coach_at, report):
    """A browser counts the end of a line as one sign and sends two."""
    text = "regel\n" * 600  # 3600 signs, 4200 as sent
    response = coach_at.post(url("report_write", report), typed(report, next_step=text.replace("\n", "\r\n")))
    assert response.status_code == 302
    assert draft_of(report).next_step == text.strip()


def test_write_contradictions_are_said_not_refused(coach_at, report):
    response = coach_at.post(url("report_write", report), typed(report, attended="9"), follow=True)
    assert "are not the number of appointments made" in page(response)


def test_write_text_of_a_choice_not_made_is_not_sent(coach_at, report):
    """The boxes stand on the page only with their choice."""
    data = typed(report, "deliver", client_objection="Klopt niet", non_compliance_note="Kwam niet")
    coach_at.post(url("report_write", report), data)
    version = make.delivery(report)
    assert (version.client_objection, version.non_compliance_note) == ("", "")


def test_write_objection_and_notice_are_kept_with_their_choice(coach_at, report):
    data = typed(
        report,
        "deliver",
        client_reaction="objected",
        client_objection="Klopt niet",
        non_compliance="yes",
        non_compliance_note="Kwam niet",
    )
    coach_at.post(url("report_write", report), data)
    version = make.delivery(report)
    assert (version.client_objection, version.non_compliance_note) == ("Klopt niet", "Kwam niet")


def test_write_retired_instrument_of_the_order_can_still_be_ticked(coach_at, report):
    report.order.instrument.active = False
    report.order.instrument.save()
    coach_at.post(url("report_write", report), typed(report, "deliver"))
    assert fresh(report).missing == []


def test_write_what_is_not_owed_leads_to_reading(coach_at, report):
    make.deliver(report, "2026-04-17")
    assert coach_at.get(url("report_write", report)).url == url("report", report)


def test_write_sent_back_begins_with_the_delivery_and_the_reason(coach_at, report, consultant):
    make.deliver(report, "2026-04-17")
    make.send_back(report, TODAY, by=consultant)
    response = coach_at.get(url("report_write", report))
    assert response.context["form"]["next_step"].value() == "Kennismaken met een kwekerij."
    assert "Wat vindt zij er zelf van?" in page(response)
    coach_at.post(url("report_write", report), typed(report, "deliver", client_view="Zwaar.", editor="new"))
    assert list(report.versions.values_list("number", "client_view")) == [
        (1, "Fijne groep. Wil graag meer buiten werken."),
        (2, "Zwaar."),
    ]


# Autosave


def autosave(browser: Browser, report: Report, **changes: Any) -> Any:
    return browser.post(url("report_draft", report), typed(report, **changes))


def test_autosave_answers_with_revision_and_what_is_missing(coach_at, report):
    answer = autosave(coach_at, report, client_view="").json()
    assert answer["revision"] == 1
    assert answer["saved_at"] == "10:00"
    assert [item["target"] for item in answer["missing"] if not item["done"]] == ["id_client_view"]
    assert autosave(coach_at, report, revision="1").json()["revision"] == 2


def test_autosave_of_half_typed_keeps_the_rest(coach_at, report):
    answer = autosave(coach_at, report, made="", client_reaction_on="16-")
    assert answer.status_code == 200
    assert draft_of(report).made is None
    assert draft_of(report).client_view


def test_autosave_of_the_same_page_may_cross(coach_at, report):
    """Two of one page under way at once: the second left with the revision of before the first."""
    assert autosave(coach_at, report).status_code == 200
    assert autosave(coach_at, report, next_step="Later getypt").status_code == 200
    assert draft_of(report).next_step == "Later getypt"


def test_autosave_conflict_with_another_page(coach_at, report):
    autosave(coach_at, report, next_step="Eerst")
    answer = autosave(coach_at, report, next_step="Anders", editor="another-page")
    assert answer.status_code == 409
    assert "in another window or by a colleague" in answer.json()["message"]
    assert draft_of(report).next_step == "Eerst"


def test_autosave_after_delivery_is_refused(coach_at, report):
    make.deliver(report, "2026-04-17")
    answer = autosave(coach_at, report)
    assert (answer.status_code, answer.json()["message"]) == (409, "This report has been delivered already.")


def test_autosave_leaves_files_alone(coach_at, report):
    coach_at.post(url("report_write", report), typed(report, attachments=SimpleUploadedFile("foto.png", PNG)))
    autosave(coach_at, report, revision="1")
    assert draft_of(report).attachments.count() == 1


# Two pages on one report


def test_conflict_shows_both_texts(coach_at, report):
    coach_at.post(url("report_write", report), typed(report, next_step="De eerste tekst"))
    response = coach_at.post(
        url("report_write", report), typed(report, next_step="De tweede tekst", editor="another-page")
    )
    assert response.status_code == 409
    assert "De eerste tekst" in page(response)
    assert response.context["form"]["next_step"].value() == "De tweede tekst"
    assert "The other text" in page(response)
    # Nothing is written over while she chooses.
    assert "data-autosave-url" not in page(response)
    assert draft_of(report).next_step == "De eerste tekst"


def test_conflict_own_text_can_win(coach_at, report):
    coach_at.post(url("report_write", report), typed(report, next_step="De eerste tekst"))
    second = typed(report, next_step="De tweede tekst", editor="another-page")
    assert 'name="revision" value="1"' in page(coach_at.post(url("report_write", report), second))
    coach_at.post(url("report_write", report), {**second, "revision": "1"})
    assert draft_of(report).next_step == "De tweede tekst"


def test_conflict_other_text_can_win(coach_at, report):
    coach_at.post(url("report_write", report), typed(report, next_step="De eerste tekst"))
    coach_at.post(url("report_write", report), typed(report, next_step="De tweede", editor="another-page"))
    response = coach_at.get(url("report_write", report))
    assert response.context["form"]["next_step"].value() == "De eerste tekst"


@pytest.mark.parametrize("action", ["save", "deliver", "deliver incomplete", "print"])
def test_conflict_with_a_delivery_keeps_the_text_on_the_page(coach_at, report, action):
    make.deliver(report, "2026-04-17", next_step="Ingeleverd door een collega")
    response = coach_at.post(url("report_write", report), typed(report, action, next_step="Mijn tekst"))
    assert response.status_code == 409
    assert response.context["form"]["next_step"].value() == "Mijn tekst"
    for words in ("This report has been delivered already.", "Ingeleverd door een collega", "Mijn tekst"):
        assert words in page(response)
    assert "data-autosave-url" not in page(response)
    assert 'value="deliver"' not in page(response)


def test_conflict_with_not_needed_keeps_the_text_on_the_page(coach_at, report, consultant):
    actions.mark_not_needed(report, reason="Zij verhuist.", by=consultant, at=make.at(TODAY))
    response = coach_at.post(url("report_write", report), typed(report, next_step="Mijn tekst"))
    assert response.status_code == 409
    assert "This report is not needed any more." in page(response)
    assert "Mijn tekst" in page(response)


def test_conflict_old_page_after_it_was_sent_back(coach_at, report, consultant):
    coach_at.post(url("report_write", report), typed(report, "deliver"))
    make.send_back(fresh(report), TODAY, by=consultant)
    response = coach_at.post(url("report_write", report), typed(report, "deliver"))
    assert response.status_code == 409
    assert "Wat vindt zij er zelf van?" in page(response)
    assert fresh(report).state == State.SENT_BACK


def test_conflict_with_a_delivery_and_a_wrong_number_keeps_the_text_on_the_page(coach_at, report):
    make.deliver(report, "2026-04-17")
    response = coach_at.post(url("report_write", report), typed(report, made="negen", next_step="Mijn tekst"))
    assert response.status_code == 409
    assert "This report has been delivered already." in page(response)
    assert "Mijn tekst" in page(response)


# Files


def uploaded(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def download(browser: Browser, row: Attachment) -> tuple[str, bytes]:
    response = browser.get(reverse("attachment", args=[row.file.key]))
    return response["Content-Disposition"], b"".join(response.streaming_content)


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffix)
def test_file_of_an_office_program_comes_back_byte_for_byte(coach_at, consultant_at, report, path):
    coach_at.post(url("report_write", report), typed(report, "deliver", attachments=uploaded(path)))
    row = Attachment.objects.get()
    response = consultant_at.get(reverse("attachment", args=[row.file.key]))
    assert b"".join(response.streaming_content) == path.read_bytes()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == f'attachment; filename="{path.name}"'
    assert response["Content-Type"] == row.file.content_type
    assert response["Cache-Control"] == "private, no-store"
    assert Look.objects.filter(what=Look.What.ATTACHMENT, subject_id=row.pk).exists()


def test_file_many_at_once(coach_at, report):
    data = typed(report, attachments=[uploaded(path) for path in FILES])
    text = page(coach_at.post(url("report_write", report), data, follow=True))
    assert draft_of(report).attachments.count() == len(FILES)
    assert all(path.name in text for path in FILES)
    assert "Not scanned for viruses." in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("lijst.pdf", PNG, "does not match its name"),
        ("lijst.pdf", b"<html><script>alert(1)</script>", "does not match its name"),
        ("foto.jpg", PNG, "does not match its name"),
        ("leeg.pdf", b"", "This file is empty."),
        ("groot.pdf", b"%PDF-1.7" + b"0" * 1100000, "This file is larger than 1 MB."),
        ("pagina.html", b"<html>", "This kind of file is not allowed."),
        ("programma.exe", b"MZ", "This kind of file is not allowed."),
        ("macro.docx", archive(*MACRO), "does not match its name"),
        ("macro.docm", archive(*MACRO[:2]), "This kind of file is not allowed."),
        ("pakket.xlsx", archive("iets.txt"), "does not match its name"),
    ],
)  # fmt: skip
def test_file_refused_at_its_field_while_the_text_stays(coach_at, report, settings, name, content, words):
    settings.WIZ_UPLOAD_MAX_BYTES = 1024 * 1024
    data = typed(report, "deliver", attachments=[uploaded(FILES[0]), SimpleUploadedFile(name, content)])
    response = coach_at.post(url("report_write", report), data)
    error = str(response.context["form"].errors["attachments"])
    assert name in error
    assert words in error
    assert response.context["form"]["client_view"].value() == data["client_view"]
    assert draft_of(report).client_view == data["client_view"]
    assert not Attachment.objects.exists()
    assert fresh(report).state == State.OWED


def test_file_with_an_incomplete_delivery_is_kept_for_the_second_click(coach_at, report):
    data = typed(report, "deliver", client_view="", attachments=uploaded(FILES[0]))
    response = coach_at.post(url("report_write", report), data, follow=True)
    assert FILES[0].name in page(response)
    del data["attachments"]
    coach_at.post(url("report_write", report), {**data, "action": "deliver incomplete", "revision": "1"})
    assert make.delivery(report).attachments.count() == 1


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ('de "lijst".png', 'de "lijst".png'),
        ("re\ngel.png", "regel.png"),
        ("foto\u202egnp.exe.png", "fotognp.exe.png"),
        ("C:\\Mijn documenten\\foto.png", "foto.png"),
        ("../../etc/foto.png", "foto.png"),
        ("é" * 200 + ".png", "é" * 140 + ".png"),
        ("<b>vet<b>.png", "<b>vet<b>.png"),
    ],
)
def test_file_names_come_back_safe(coach_at, report, given, name):
    upload = SimpleUploadedFile("x.png", PNG)
    upload._name = given  # as it may come in; setting the name would tidy it up
    coach_at.post(url("report_write", report), typed(report, attachments=upload))
    row = Attachment.objects.get()
    assert row.file.name == name
    assert "<b>" not in page(coach_at.get(url("report_write", report)))
    header, content = download(coach_at, row)
    assert content == PNG
    assert header.startswith("attachment; filename")
    assert "\n" not in header


def test_file_is_taken_off_a_draft(coach_at, report):
    coach_at.post(url("report_write", report), typed(report, attachments=uploaded(FILES[0])))
    row = Attachment.objects.get()
    response = coach_at.post(reverse("attachment_remove", args=[row.pk]), follow=True)
    assert FILES[0].name not in page(response)
    assert not Attachment.objects.exists()
    assert coach_at.post(reverse("attachment_remove", args=[row.pk])).status_code == 404


def test_file_of_a_delivery_stays(coach_at, report):
    coach_at.post(url("report_write", report), typed(report, "deliver", attachments=uploaded(FILES[0])))
    response = coach_at.post(reverse("attachment_remove", args=[Attachment.objects.get().pk]), follow=True)
    assert "This report has been delivered already." in page(response)
    assert Attachment.objects.exists()


def test_file_goes_along_to_the_next_version(coach_at, report, consultant):
    coach_at.post(url("report_write", report), typed(report, "deliver", attachments=uploaded(FILES[0])))
    make.send_back(fresh(report), TODAY, by=consultant)
    text = page(coach_at.get(url("report_write", report)))
    assert FILES[0].name in text
    assert "Remove" not in text  # it still is the delivery's
    coach_at.post(url("report_write", report), typed(report, editor="new"))
    assert "Remove" in page(coach_at.get(url("report_write", report)))
    old, new = report.versions.order_by("number")
    assert old.attachments.get().file == new.attachments.get().file
    # Taken off the new version it still hangs on the old one.
    coach_at.post(reverse("attachment_remove", args=[new.attachments.get().pk]))
    assert (old.attachments.count(), new.attachments.count()) == (1, 0)
    assert download(coach_at, old.attachments.get())[1] == FILES[0].read_bytes()


def test_file_of_a_draft_is_the_bureaus_alone(coach_at, consultant_at, report):
    coach_at.post(url("report_write", report), typed(report, attachments=uploaded(FILES[0])))
    address = reverse("attachment", args=[Attachment.objects.get().file.key])
    assert download(coach_at, Attachment.objects.get())[1]
    assert consultant_at.get(address).status_code == 404
    assert signed_in(make.worker()).get(address).status_code == 404


def test_file_of_a_blocked_report_is_hidden(coach_at, consultant_at, report):
    data = typed(report, "deliver", client_reaction="blocked", attachments=uploaded(FILES[0]))
    coach_at.post(url("report_write", report), data)
    address = reverse("attachment", args=[Attachment.objects.get().file.key])
    assert consultant_at.get(address).status_code == 404
    coach_at.post(url("report_lift_block", report), {"block-read_on": "20-4-2026"})
    assert download(consultant_at, Attachment.objects.get())[1] == FILES[0].read_bytes()


# On paper


def test_print_saves_and_shows_the_draft(coach_at, report):
    response = coach_at.post(url("report_write", report), typed(report, "print"), follow=True)
    assert response.redirect_chain[-1][0] == url("report_print", report)
    for words in ("Ik wil graag meer buiten werken.", "Signature", "that you do not want it to be sent."):
        assert words in page(response)


def test_print_asks_what_the_client_says_until_that_is_known(coach_at, report):
    asked = "I have read it and object, because:"
    data = typed(report, "save")
    coach_at.post(url("report_write", report), {**data, "client_reaction": "", "client_reaction_on": ""})
    before = page(coach_at.get(url("report_print", report)))
    assert asked in before
    assert "Seen by the client" not in before
    coach_at.post(url("report_write", report), {**data, "revision": "1"})
    after = page(coach_at.get(url("report_print", report)))
    assert asked not in after
    assert "Seen by the client" in after


def test_print_with_nothing_written_leads_to_writing(coach_at, report):
    response = coach_at.get(url("report_print", report), follow=True)
    assert "There is nothing to print yet." in page(response)
    assert response.redirect_chain[-1][0] == url("report_write", report)


# Reading


def test_open_sets_opened_once_for_a_case_worker(coach_at, consultant_at, report):
    make.deliver(report, "2026-04-17")
    coach_at.get(url("report", report))
    assert fresh(report).opened_at is None
    consultant_at.get(url("report", report))
    assert fresh(report).opened_at == make.at(TODAY, 10)
    with time_machine.travel(make.at("2026-04-22")):
        signed_in(make.team_lead()).get(url("report", report))
    assert fresh(report).opened_at == make.at(TODAY, 10)
    text = page(coach_at.get(url("report", report)))
    assert "opened Mon 20 Apr" in text
    assert "waits for an answer" in text


def test_open_is_not_answered(consultant_at, report):
    make.deliver(report, "2026-04-17")
    consultant_at.get(url("report", report))
    with time_machine.travel(make.at("2026-05-02")):  # 15 days after delivery
        actions.refresh_flags([report.client.pk], at=make.at("2026-05-02"))
    assert Flag.objects.open().filter(rule="report-unanswered").exists()


def test_open_a_blocked_report_is_not_opening_it(coach_at, consultant_at, report):
    make.deliver(report, "2026-04-17", client_reaction="blocked")
    text = page(consultant_at.get(url("report", report)))
    assert "its content stays hidden" in text
    assert fresh(report).opened_at is None


def test_open_a_new_version_counts_anew(consultant_at, report, consultant):
    make.deliver(report, "2026-04-16")
    consultant_at.get(url("report", report))
    make.send_back(report, "2026-04-17", by=consultant)
    make.deliver(fresh(report), "2026-04-18")
    assert fresh(report).opened_at is None


def test_read_shows_it_beside_the_previous_one_and_what_the_client_said(consultant_at, order, consultant):
    first, second = order.reports.all()[:2]
    make.deliver(first, "2026-04-17", client_view="Het was zwaar.")
    make.answer(first, "2026-04-18", by=consultant)
    make.deliver(second, TODAY, client_view="Nu gaat het.")
    text = page(consultant_at.get(url("report", second)))
    for words in ("Het was zwaar.", "Nu gaat het.", "Previous report", "Ilse Prins"):
        assert words in text


def test_read_nothing_delivered_yet(consultant_at, report):
    assert "Nothing has been delivered yet" in page(consultant_at.get(url("report", report)))


def test_read_incomplete_says_what_is_missing(consultant_at, coach_at, report):
    deliver_thin(report)
    for browser in (consultant_at, coach_at):
        assert "the client&#x27;s own view, next step" in page(browser.get(url("report", report)))


# Answering


def answers(report: Report, **changes: Any) -> dict[str, Any]:
    version = make.delivery(report)
    data: dict[str, Any] = {"answer-version": version.pk, "answer-text": "Opvang is rond."}
    for advice in version.advices.all():
        data |= {f"answer-reply-{advice.pk}": "partly", f"answer-reason-{advice.pk}": "Eerst opvang."}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def test_answer_per_advice_reaches_the_author(consultant_at, coach_at, report, consultant):
    make.deliver(report, "2026-04-17", advices={"help": "", "other": "Een fiets"}, question="Wanneer opvang?")
    response = consultant_at.post(url("report_answer", report), answers(report), follow=True)
    assert "Your answer has been sent." in page(response)
    answered = fresh(report)
    assert (answered.state, answered.answered_by) == (State.ANSWERED, consultant)
    text = page(coach_at.get(url("report", report)))
    for words in ("Een fiets", "Partly", "Eerst opvang.", "Opvang is rond.", "Sanne de Groot"):
        assert words in text


def test_answer_without_a_word_per_advice_is_refused_with_all_text(consultant_at, report):
    make.deliver(report, "2026-04-17", advices={"help": "", "training": ""})
    first, second = make.delivery(report).advices.all()
    changes = {
        f"answer-reply-{first.pk}": None,
        f"answer-reason-{second.pk}": " ",
        "answer-text": "Mijn tekst",
    }
    response = consultant_at.post(url("report_answer", report), answers(report, **changes))
    assert response.status_code == 422
    form = response.context["answer_form"]
    assert set(form.errors) == {f"reply-{first.pk}", f"reason-{second.pk}"}
    for words in ("Choose what you do with this advice.", "Give a reason.", "Mijn tekst", "Eerst opvang."):
        assert words in page(response)
    assert fresh(report).state == State.DELIVERED


@pytest.mark.parametrize("changes", [{"question": "Wanneer?"}, {"advices": {}, "no_advice": True}])
def test_answer_needs_words_where_asked_or_without_advice(consultant_at, report, changes):
    make.deliver(report, "2026-04-17", **changes)
    response = consultant_at.post(url("report_answer", report), answers(report, **{"answer-text": " "}))
    assert response.status_code == 422
    assert "Answer the bureau in a few words." in page(response)
    assert consultant_at.post(url("report_answer", report), answers(report)).status_code == 302
    assert fresh(report).answer == "Opvang is rond."


def test_answer_needs_no_words_beside_reasons(consultant_at, report):
    make.deliver(report, "2026-04-17")
    consultant_at.post(url("report_answer", report), answers(report, **{"answer-text": ""}))
    assert fresh(report).state == State.ANSWERED


def test_answer_twice_from_one_page_is_one_answer(consultant_at, report):
    make.deliver(report, "2026-04-17")
    data = answers(report)
    for _click in range(2):
        assert consultant_at.post(url("report_answer", report), data).status_code == 302
    assert Event.objects.filter(kind="report-answered").count() == 1


def test_answer_when_a_colleague_was_first_keeps_the_text(consultant_at, report):
    make.deliver(report, "2026-04-17")
    data = answers(report, **{"answer-text": "Mijn tekst"})
    make.answer(report, TODAY, by=make.consultant(name="Piet Hein"))
    response = consultant_at.post(url("report_answer", report), data)
    assert response.status_code == 409
    for words in ("answered already by Piet Hein", "Your text was not sent", "Mijn tekst", "Eerst opvang."):
        assert words in page(response)
    assert fresh(report).answer == "Dank, ik neem het over."


def test_answer_when_a_colleague_sent_it_back_keeps_the_text(consultant_at, report):
    make.deliver(report, "2026-04-17")
    data = answers(report, **{"answer-text": "Mijn tekst"})
    make.send_back(report, TODAY)
    response = consultant_at.post(url("report_answer", report), data)
    assert response.status_code == 409
    for words in ("was sent back already", "Mijn tekst", "Eerst opvang."):
        assert words in page(response)


def new_version_meanwhile(report: Report) -> None:
    make.send_back(report, "2026-04-18")
    make.deliver(fresh(report), "2026-04-19", advices={"training": "", "help": ""})


def test_answer_to_an_older_version_keeps_the_text_and_asks_anew(consultant_at, report):
    make.deliver(report, "2026-04-17")
    old = answers(report, **{"answer-text": "Mijn tekst"})
    new_version_meanwhile(report)
    response = consultant_at.post(url("report_answer", report), old)
    assert response.status_code == 409
    for words in ("delivered a new version meanwhile", "Mijn tekst", "Eerst opvang."):
        assert words in page(response)
    # The form that stands there now is about what is to be read now.
    assert f'name="answer-version" value="{make.delivery(report).pk}"' in page(response)
    assert consultant_at.post(url("report_answer", report), answers(report)).status_code == 302


def test_answer_goes_back_to_where_she_came_from(consultant_at, report):
    make.deliver(report, "2026-04-17")
    address = url("report_answer", report)
    response = consultant_at.post(f"{address}?next=/vandaag/%3Flijst%3Dmine", answers(report))
    assert response.url == "/vandaag/?lijst=mine"
    response = consultant_at.post(f"{address}?next=//elders.example", answers(report))
    assert response.url == url("report", report)


def test_answer_to_what_was_never_delivered_does_nothing(consultant_at, report):
    assert consultant_at.post(url("report_answer", report), {}).url == url("report", report)
    assert fresh(report).state == State.OWED


# Sending back


def back(report: Report, **changes: Any) -> dict[str, Any]:
    data = {
        "back-version": make.delivery(report).pk,
        "back-reason": "Hoe vaak kwam zij?",
        "back-due": "4-5-2026",
    }
    return {**data, **changes}


def test_send_back_with_reason_and_date(consultant_at, coach_at, report):
    make.deliver(report, "2026-04-17")
    shown = consultant_at.get(url("report", report)).context["send_back_form"]
    assert shown["due"].value() == datetime.date(2026, 5, 4)  # the policy's fourteen days
    consultant_at.post(url("report_send_back", report), back(report, **{"back-due": "6-5-2026"}))
    assert (fresh(report).state, fresh(report).due) == (State.SENT_BACK, datetime.date(2026, 5, 6))
    text = page(coach_at.get(url("report", report)))
    for words in ("Hoe vaak kwam zij?", "due again on Wed 6 May", "Improve the report"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"back-reason": " "}, "Give a reason."),
        ({"back-due": ""}, "Choose a day."),
        ({"back-due": "32-5-2026"}, "This is not a date."),
        ({"back-due": "20-4-2026"}, "Choose a day after today."),
        ({"back-due": "22-4-2027"}, "Choose a day within a year."),
    ],
)
def test_send_back_refused_with_the_text_kept(consultant_at, report, changes, words):
    make.deliver(report, "2026-04-17")
    response = consultant_at.post(url("report_send_back", report), back(report, **changes))
    assert response.status_code == 422
    assert words in page(response)
    assert response.context["send_back_form"]["reason"].value() == back(report, **changes)["back-reason"]
    assert fresh(report).state == State.DELIVERED


def test_send_back_twice_from_one_page_is_once(consultant_at, report):
    make.deliver(report, "2026-04-17")
    for _click in range(2):
        assert consultant_at.post(url("report_send_back", report), back(report)).status_code == 302
    assert Event.objects.filter(kind="report-sent-back").count() == 1


@pytest.mark.parametrize(
    ("first", "words"), [(make.answer, "answered already"), (make.send_back, "sent back already")]
)
def test_send_back_when_a_colleague_was_first_keeps_the_text(consultant_at, report, first, words):
    make.deliver(report, "2026-04-17")
    data = back(report, **{"back-reason": "Mijn tekst"})
    first(report, TODAY)
    response = consultant_at.post(url("report_send_back", report), data)
    assert response.status_code == 409
    assert words in page(response)
    assert "Mijn tekst" in page(response)


def test_send_back_an_older_version_keeps_the_text_and_can_be_done_anew(consultant_at, report):
    make.deliver(report, "2026-04-17")
    old = back(report, **{"back-reason": "Mijn tekst"})
    new_version_meanwhile(report)
    response = consultant_at.post(url("report_send_back", report), old)
    assert response.status_code == 409
    assert "delivered a new version meanwhile" in page(response)
    assert "Mijn tekst" in page(response)
    assert f'name="back-version" value="{make.delivery(report).pk}"' in page(response)
    assert fresh(report).state == State.DELIVERED


# Accepting what is incomplete


def test_accept_incomplete_still_wants_an_answer(consultant_at, coach_at, report):
    deliver_thin(report)
    response = consultant_at.post(
        url("report_accept", report), {"accept-reason": "Het is vakantie."}, follow=True
    )
    assert "Accepted as it is. It still waits for your answer." in page(response)
    assert fresh(report).state == State.DELIVERED
    assert "Het is vakantie." in page(coach_at.get(url("report", report)))
    assert not Flag.objects.open().filter(rule="report-incomplete").exists()


def test_accept_needs_a_reason(consultant_at, report):
    deliver_thin(report)
    response = consultant_at.post(url("report_accept", report), {"accept-reason": " "})
    assert response.status_code == 422
    assert "Give a reason." in page(response)
    assert fresh(report).accepted_at is None


def test_accept_twice_is_once(consultant_at, report):
    deliver_thin(report)
    for _click in range(2):
        consultant_at.post(url("report_accept", report), {"accept-reason": "Het is vakantie."})
    assert Event.objects.filter(kind="report-accepted").count() == 1


@pytest.mark.parametrize("first", [make.send_back, make.answer])
def test_accept_when_a_colleague_was_first_keeps_the_text(consultant_at, report, first):
    deliver_thin(report)
    first(report, TODAY)
    response = consultant_at.post(url("report_accept", report), {"accept-reason": "Mijn tekst"})
    assert response.status_code in (409, 422)
    assert "Mijn tekst" in page(response)
    assert fresh(report).accepted_at is None


# Blocked by the client


def test_blocked_counts_as_delivered_and_is_hidden(consultant_at, coach_at, report):
    coach_at.post(url("report_write", report), typed(report, "deliver", client_reaction="blocked"))
    assert (fresh(report).state, fresh(report).is_blocked) == (State.DELIVERED, True)
    text = page(consultant_at.get(url("report", report)))
    assert "Ik wil graag meer buiten werken." not in text
    assert "answer_form" not in consultant_at.get(url("report", report)).context
    assert "Ik wil graag meer buiten werken." in page(coach_at.get(url("report", report)))


def test_blocked_can_not_be_answered(consultant_at, report):
    make.deliver(report, "2026-04-17", client_reaction="blocked")
    response = consultant_at.post(url("report_answer", report), answers(report))
    assert response.status_code == 422
    assert "The client blocked this report." in page(response)
    assert "Fijne groep" not in page(response)
    assert fresh(report).state == State.DELIVERED


def test_blocked_and_released(consultant_at, coach_at, report):
    make.deliver(report, "2026-04-17", client_reaction="blocked")
    for _click in range(2):
        coach_at.post(url("report_lift_block", report), {"block-read_on": "19-4-2026"})
    assert not fresh(report).is_blocked
    assert fresh(report).delivered_on == datetime.date(2026, 4, 20)  # her term begins now
    assert Event.objects.filter(kind="report-unblocked").count() == 1
    assert "Fijne groep" in page(consultant_at.get(url("report", report)))


@pytest.mark.parametrize(
    ("day", "words"),
    [("", "Choose a day."), ("21-4-2026", "This day has not come yet."), ("x", "This is not a date.")],
)
def test_blocked_release_needs_a_day_that_has_come(coach_at, report, day, words):
    make.deliver(report, "2026-04-17", client_reaction="blocked")
    response = coach_at.post(url("report_lift_block", report), {"block-read_on": day})
    assert response.status_code == 422
    assert words in page(response)
    assert fresh(report).is_blocked


# Another date, not needed, reminding


def test_move_due_with_a_reason_the_bureau_reads(consultant_at, coach_at, report):
    response = consultant_at.get(url("report_move_due", report), {"next": "/vandaag/"})
    assert 'name="next" value="/vandaag/"' in page(response)
    data = {"due": "1-5-2026", "reason": "De coach is ziek.", "next": "/vandaag/"}
    for _click in range(2):
        assert consultant_at.post(url("report_move_due", report), data).url == "/vandaag/"
    assert fresh(report).due == datetime.date(2026, 5, 1)
    assert "De coach is ziek." in page(coach_at.get(reverse("reports")))
    assert not Flag.objects.open().filter(rule="report-overdue").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due": ""}, "Choose a day."),
        ({"due": "1-13-2026"}, "This is not a date."),
        ({"due": "20-4-2026"}, "Choose a day after today."),
        ({"due": "22-4-2027"}, "Choose a day within a year."),
        ({"reason": " "}, "Give a reason."),
        ({"reason": "x" * 301}, "at most 300"),
    ],
)
def test_move_due_refused_with_everything_kept(consultant_at, report, changes, words):
    data = {"due": "1-5-2026", "reason": "De coach is ziek.", "next": "/vandaag/", **changes}
    response = consultant_at.post(url("report_move_due", report), data)
    assert response.status_code == 422
    assert words in page(response)
    form = response.context["form"]
    assert (form["due"].value(), form["reason"].value()) == (data["due"], data["reason"])
    assert 'name="next" value="/vandaag/"' in page(response)
    assert fresh(report).due == datetime.date(2026, 4, 15)


def test_move_due_of_what_was_delivered_meanwhile_keeps_the_text(consultant_at, report):
    make.deliver(report, "2026-04-17")
    response = consultant_at.post(url("report_move_due", report), {"due": "1-5-2026", "reason": "Mijn tekst"})
    assert response.status_code == 422
    assert "This report has been delivered already." in page(response)
    assert "Mijn tekst" in page(response)


def test_not_needed_and_needed_again(consultant_at, coach_at, report):
    for _click in range(2):
        response = consultant_at.post(url("report_not_needed", report), {"reason": "Zij verhuist."})
        assert response.url == url("report", report)
    assert fresh(report).state == State.NOT_NEEDED
    assert Event.objects.filter(kind="report-not-needed").count() == 1
    text = page(coach_at.get(reverse("reports"), {"lijst": "klaar"}))
    assert "Zij verhuist." in text
    assert "Sanne de Groot" in text
    for _click in range(2):
        assert consultant_at.post(url("report_need_again", report)).url == url("report", report)
    assert (fresh(report).state, fresh(report).due) == (State.OWED, datetime.date(2026, 4, 15))
    assert Event.objects.filter(kind="report-needed-again").count() == 1


def test_not_needed_needs_a_reason(consultant_at, report):
    response = consultant_at.post(url("report_not_needed", report), {"reason": ""})
    assert response.status_code == 422
    assert "Give a reason." in page(response)
    assert fresh(report).state == State.OWED


def test_not_needed_when_a_colleague_was_first_keeps_the_text(consultant_at, report):
    actions.mark_not_needed(report, reason="Verhuisd.", by=make.consultant(), at=make.at(TODAY))
    response = consultant_at.post(url("report_not_needed", report), {"reason": "Mijn tekst"})
    assert response.status_code == 422
    assert "not needed any more" in page(response)
    assert "Mijn tekst" in page(response)
    assert fresh(report).not_needed_reason == "Verhuisd."


def test_needed_again_not_after_the_order_ended(consultant_at, order, consultant):
    end_order(
        order, ended_on=datetime.date(2026, 4, 18), reason="Werk gevonden.", by=consultant, at=make.at(TODAY)
    )
    last = order.reports.get(number=4)
    assert last.state == State.NOT_NEEDED
    response = consultant_at.post(url("report_need_again", last), follow=True)
    assert "The order ended before this period." in page(response)
    assert fresh(last).state == State.NOT_NEEDED


def test_remind_once_a_day_with_date_and_times(consultant_at, coach_at, report):
    first = consultant_at.post(url("report_remind", report), follow=True)
    assert "Yonder has been reminded." in page(first)
    again = consultant_at.post(url("report_remind", report), {"next": "/vandaag/#signaal-3"})
    assert again.url == "/vandaag/#signaal-3"
    assert "Yonder was reminded today already." in page(consultant_at.get("/vandaag/"))
    assert report.reminders.count() == 1
    assert "reminded once, on Mon 20 Apr" in page(coach_at.get(reverse("reports")))
    with time_machine.travel(make.at("2026-04-21")):
        signed_in(make.consultant()).post(url("report_remind", report))
    assert "reminded 2 times, last on Tue 21 Apr" in page(coach_at.get(url("report", report)))


def test_remind_of_what_was_delivered_meanwhile_says_so(consultant_at, report):
    make.deliver(report, "2026-04-17")
    response = consultant_at.post(url("report_remind", report), follow=True)
    assert "This report has been delivered already." in page(response)
    assert report.reminders.count() == 0
