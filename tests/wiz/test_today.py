"""Vandaag, the caseload, and the notice of the last sweep."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.template.loader import get_template
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from partners.reports.actions import remind
from partners.reports.models import Report
from tests import make
from trajecten.agreements.models import Agreement
from wiz.clients.actions import change_client
from wiz.clients.models import Client
from wiz.flags.actions import snooze_flag, sweep
from wiz.flags.models import Flag, Sweep
from wiz.flags.rules import RULES
from wiz.flags.today import Group
from wiz.people.models import User
from wiz.terms import add_months
from wiz.ui import navigation

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)  # a Monday
# Of a report that many days late: whose page it stands on.
WITH_BUREAU, WITH_CONSULTANT, WITH_LEAD = 3, 10, 30


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(make.at(TODAY, 10), tick=False):
        yield


@pytest.fixture
def consultant() -> User:
    return make.consultant(name="Sanne de Groot", language="en")


@pytest.fixture
def lead() -> User:
    return make.team_lead(language="en")


@pytest.fixture
def coach() -> User:
    bureau = make.bureau("Yonder")
    return make.worker(bureau, name="Ilse Prins", phone="043 311 22 33", working_days="ma en wo")


@pytest.fixture
def browser(consultant: User) -> Browser:
    return signed_in(consultant)


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def page(response: Any) -> str:
    return response.content.decode()


def late_report(days: int, of: Client, coach: User | None = None) -> Report:
    """A report that many days late (or early, when negative), whose flags stand as after a sweep."""
    start = add_months(TODAY - datetime.timedelta(days=days), -3)
    report = make.report(of=make.order(of, coach=coach, start=start, end=add_months(start, 12)))
    sweep(at=make.at(TODAY))
    return report


def flag_on(subject: Any, rule: str = "report-overdue") -> Flag:
    return Flag.objects.open().get(rule=rule, subject_id=subject.pk)


def put_off(flag: Flag, by: User) -> None:
    snooze_flag(flag, until=datetime.date(2026, 5, 4), reason="De coach is ziek.", by=by, at=make.at(TODAY))


def today_page(browser: Browser, tab: str = "mine", **more: str) -> Any:
    return browser.get(reverse("today"), {"lijst": tab, **more})


def shown(response: Any) -> list[tuple[Client, list[Any]]]:
    """What stands on the page: clients in order, with the subjects of their lines."""
    return [(group.client, [line.subject for line in group.lines]) for group in response.context["groups"]]


def tabs(response: Any) -> dict[str, int]:
    return {key: count for key, _label, count in response.context["tabs"]}


# Grouping and order


def test_today_groups_by_client_the_longest_waiting_first(browser, consultant, coach):
    one, other = make.client(consultant), make.client(consultant)
    second = late_report(WITH_CONSULTANT, one, coach)
    first = late_report(WITH_CONSULTANT + 5, other, coach)
    third = late_report(WITH_CONSULTANT - 2, one, coach)
    assert shown(today_page(browser)) == [(other, [first]), (one, [second, third])]


def test_today_line_says_what_since_when_and_whom_to_call(browser, consultant, coach):
    client = make.client(consultant, first_name="Naima", last_name="Verbeek")
    change_client(
        client,
        {},
        children=[(None, "Sami", datetime.date(2023, 5, 1), False)],
        by=consultant,
        at=make.at(TODAY),
    )
    report = late_report(WITH_CONSULTANT, client, coach)
    remind(report, by=consultant, at=make.at("2026-04-16"))
    text = page(today_page(browser))
    for words in (
        "Naima Verbeek",
        "child 2",
        "10 days late",
        "Report of Yonder is missing",
        "10 Jan – 10 Apr 2026",
        "Ilse Prins",
        "043 311 22 33",
        "ma en wo",
        "reminded once, on Thu 16 Apr",
    ):
        assert words in text
    for name in ("report_remind", "report_move_due", "report_not_needed"):
        assert reverse(name, args=[report.pk]) in text
    assert reverse("flag_snooze", args=[flag_on(report).pk]) in text


def test_today_without_a_coach_gives_the_bureaus_number(browser, consultant):
    late_report(WITH_CONSULTANT, make.client(consultant))
    assert ">0430000000</a> (no coach known)" in page(today_page(browser))


def test_today_line_explains_itself(browser, consultant, coach):
    late_report(WITH_CONSULTANT, make.client(consultant), coach)
    text = page(today_page(browser))
    rule = RULES["report-overdue"]
    with translation.override("en"):
        assert str(rule.sentence) in text
        assert str(rule.closes) in text
    for words in (
        "Why do I see this?",
        "So since Sat 11 Apr.",
        "The next move is with: Yonder.",
        "It goes away when:",
    ):
        assert words in text


def test_today_several_flags_on_one_report_are_one_line(browser, consultant, coach):
    report = late_report(WITH_LEAD, make.client(consultant), coach)
    make.deliver(report, "2026-04-01", client_view="")
    sweep(at=make.at(TODAY))
    assert set(Flag.objects.open().filter(subject_id=report.pk).values_list("rule", flat=True)) == {
        "report-incomplete",
        "report-unanswered",
    }
    response = today_page(browser)
    [(_client, [subject])] = shown(response)
    assert subject == report
    assert "Report unanswered" in page(response)
    assert tabs(response)["mine"] == 1  # what is counted is what is seen


def test_today_the_menu_and_the_tab_give_one_number(browser, consultant):
    client = make.client(consultant)
    late_report(WITH_CONSULTANT, client)
    make.exemption(client, "returned", TODAY, by=consultant)  # stands above the flags
    response = today_page(browser)
    assert tabs(response)["mine"] == 2
    assert [entry.count for entry in navigation.entries(response.wsgi_request)][0] == 2


def test_today_does_not_ask_for_an_answer_to_what_the_client_blocked(browser, consultant, coach):
    report = make.report(
        of=make.order(make.client(consultant), coach=coach, start=datetime.date(2025, 12, 1))
    )
    make.deliver(report, "2026-03-02", client_reaction="blocked", client_view="")
    sweep(at=make.at(TODAY))
    text = page(today_page(browser))
    assert "The client blocked the report of Yonder" in text
    assert "Read and answer" not in text
    assert "Look and decide" in text


def test_today_says_that_it_is_the_improved_report_that_is_missing(browser, consultant, coach):
    report = make.report(
        of=make.order(make.client(consultant), coach=coach, start=datetime.date(2025, 12, 1))
    )
    make.deliver(report, "2026-03-02")
    make.send_back(report, "2026-03-03")
    sweep(at=make.at(TODAY))
    assert "Improved report of Yonder is missing" in page(today_page(browser))


def test_today_since_when_where_no_date_was_promised(browser, consultant, coach):
    make.deliver(late_report(WITH_BUREAU, make.client(consultant), coach), "2026-04-18", client_view="")
    assert "2 days already" in page(today_page(browser))


# Tabs


def test_today_tabs_hold_what_waits_for_whom(browser, consultant, coach):
    due_soon = late_report(-5, make.client(consultant), coach)
    bureau = late_report(WITH_BUREAU, make.client(consultant), coach)
    mine = late_report(WITH_CONSULTANT, make.client(consultant), coach)
    lead = late_report(WITH_LEAD, make.client(consultant), coach)
    snoozed = late_report(WITH_CONSULTANT + 1, make.client(consultant), coach)
    put_off(flag_on(snoozed), consultant)
    responses = {name: today_page(browser, name) for name in ("mine", "bureau", "lead", "snoozed")}
    subjects = {
        name: [subject for _c, lines in shown(r) for subject in lines] for name, r in responses.items()
    }
    assert subjects == {
        "mine": [lead, mine],
        "bureau": [bureau, due_soon],
        "lead": [lead],
        "snoozed": [snoozed],
    }
    assert tabs(responses["mine"]) == {"mine": 2, "bureau": 2, "lead": 1, "snoozed": 1}
    assert '<span class="wiz-count">2</span>' in page(responses["mine"])


def test_today_snoozed_says_by_whom_and_why_and_comes_back(browser, consultant, coach):
    report = late_report(WITH_CONSULTANT, make.client(consultant), coach)
    put_off(flag_on(report), consultant)
    text = page(today_page(browser, "snoozed"))
    assert "Put off until Mon 4 May by Sanne de Groot: De coach is ziek." in text
    response = browser.post(
        reverse("flag_wake", args=[flag_on(report).pk]), {"next": "/vandaag/?lijst=snoozed"}, follow=True
    )
    assert "It stands on your page again." in page(response)
    assert tabs(response) == {"mine": 1, "bureau": 0, "lead": 0, "snoozed": 0}


def test_today_snoozed_is_back_on_its_day(browser, consultant, coach):
    report = late_report(WITH_CONSULTANT, make.client(consultant), coach)
    put_off(flag_on(report), consultant)
    with time_machine.travel(make.at("2026-05-03")):
        assert not shown(today_page(signed_in(consultant)))
    with time_machine.travel(make.at("2026-05-04")):
        assert shown(today_page(signed_in(consultant)))


def test_today_putting_off_on_its_own_page(browser, consultant, coach):
    flag = flag_on(late_report(WITH_CONSULTANT, make.client(consultant), coach))
    address = reverse("flag_snooze", args=[flag.pk])
    assert 'value="27-04-2026"' in page(browser.get(address, {"next": "/vandaag/"}))
    refused = browser.post(address, {"until": "20-4-2026", "reason": "Mijn tekst", "next": "/vandaag/"})
    assert refused.status_code == 422
    for words in ("Choose a day after today.", "Mijn tekst", 'name="next" value="/vandaag/"'):
        assert words in page(refused)
    empty = browser.post(address, {"until": "", "reason": ""})
    assert "Choose a day." in page(empty)
    assert "Say why it can wait." in page(empty)
    for _click in range(2):
        done = browser.post(address, {"until": "27-4-2026", "reason": "Coach ziek", "next": "/vandaag/"})
        assert done.url == "/vandaag/"
    flag.refresh_from_db()
    assert (flag.snoozed_until, flag.snoozed_by) == (datetime.date(2026, 4, 27), consultant)


def test_today_unknown_tab_is_the_first(browser, consultant, coach):
    late_report(WITH_CONSULTANT, make.client(consultant), coach)
    response = today_page(browser, "iets", page="veel")
    assert response.context["chosen"] == "mine"
    assert shown(response)


def test_today_holds_nothing_of_a_colleague(browser, coach):
    late_report(WITH_LEAD, make.client(), coach)
    for name in ("mine", "bureau", "lead", "snoozed"):
        assert not shown(today_page(browser, name))


def test_today_leaves_out_a_rule_that_is_no_more(browser, consultant, coach):
    report = late_report(WITH_CONSULTANT, make.client(consultant), coach)
    Flag.objects.filter(pk=flag_on(report).pk).update(rule="of-an-older-release")
    assert tabs(today_page(browser))["mine"] == 0


def test_today_leaves_out_a_subject_that_is_gone(browser, consultant, coach):
    report = late_report(WITH_CONSULTANT, make.client(consultant), coach)
    Flag.objects.filter(pk=flag_on(report).pk).update(subject_id=0)
    assert today_page(browser).status_code == 200


# The team lead


def test_lead_sees_what_escalated_and_nobodys_clients(lead, consultant, coach):
    escalated = late_report(WITH_LEAD, make.client(consultant), coach)
    late_report(WITH_CONSULTANT, make.client(consultant), coach)
    nobodys = late_report(WITH_CONSULTANT, make.client(consultant), coach)
    Client.objects.filter(pk=nobodys.client.pk).update(consultant=None)
    response = today_page(signed_in(lead))
    assert [subjects for _client, subjects in shown(response)] == [[escalated], [nobodys]]
    assert tabs(response) == {"mine": 2, "snoozed": 0}
    text = page(response)
    for words in (
        "Sanne de Groot",
        "no consultant",
        "Hand over",
        f"{reverse('client_reassign', args=[nobodys.client.pk])}#overdragen",
    ):
        assert words in text


def test_lead_still_sees_what_the_consultant_put_off(lead, consultant, coach):
    report = late_report(WITH_LEAD, make.client(consultant), coach)
    put_off(flag_on(report), consultant)
    response = today_page(signed_in(lead))
    assert [subjects for _client, subjects in shown(response)] == [[report]]
    assert "by Sanne de Groot: De coach is ziek." in page(response)
    assert tabs(response) == {"mine": 1, "snoozed": 1}


def test_lead_hands_over_from_today_on_an_open_form(lead, consultant):
    client = make.client(consultant)
    text = page(signed_in(lead).get(reverse("client_reassign", args=[client.pk])))
    assert 'id="overdragen"' in text


# Nothing there, and much


def test_today_of_somebody_new_says_what_to_do(browser):
    text = page(today_page(browser))
    assert "You have no clients yet" in text
    assert reverse("client_add") in text


def test_today_with_clients_and_nothing_to_do(browser, consultant):
    make.client(consultant)
    assert "Nothing waits for you" in page(today_page(browser))
    for name, words in (
        ("bureau", "You wait for no bureau"),
        ("lead", "Nothing is with the team lead"),
        ("snoozed", "Nothing has been put off"),
    ):
        assert words in page(today_page(browser, name))


def test_today_of_a_lead_with_nothing(lead):
    assert "Nothing waits for you" in page(today_page(signed_in(lead)))


def test_today_goes_on_on_the_next_page(browser, consultant, coach):
    report = late_report(WITH_CONSULTANT, make.client(consultant), coach)
    template = flag_on(report)
    for _n in range(26):
        client = Client.objects.get(pk=report.client.pk)
        client.pk, client.number, client._state.adding = None, f"X{_n}", True
        client.form_key = make.uuid.uuid4()
        client.save()
        order = make.order(client, coach=coach, start="2026-01-05", end="2026-12-01")
        flag = Flag.objects.get(pk=template.pk)
        flag.pk, flag.client, flag.subject_id = None, client, make.report(of=order).pk
        flag.save()
    first, second = today_page(browser), today_page(browser, page="2")
    assert [len(shown(first)), len(shown(second))] == [25, 2]
    assert "1 to 25 of 27" in page(first)
    assert not {client for client, _lines in shown(first)} & {client for client, _lines in shown(second)}


# The caseload


def caseload(browser: Browser, **query: str) -> list[Client]:
    return list(browser.get(reverse("caseload"), query).context["clients"])


@pytest.fixture
def people(consultant: User, coach: User) -> dict[str, Client]:
    """Two of hers with flags, one without; one of a colleague, one of nobody."""
    clients = {
        name: make.client(consultant, last_name=name.capitalize())
        for name in ("bos", "aarts", "claes", "nobody")
    }
    clients["theirs"] = make.client(last_name="Theirs")
    Client.objects.filter(pk=clients["nobody"].pk).update(consultant=None)
    late_report(WITH_CONSULTANT, clients["bos"], coach)
    late_report(WITH_CONSULTANT + 1, clients["claes"], coach)
    late_report(WITH_CONSULTANT + 2, clients["bos"], coach)
    return clients


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["bos", "claes", "aarts"]),
        ({"op": "naam"}, ["aarts", "bos", "claes"]),
        ({"op": "-naam"}, ["claes", "bos", "aarts"]),
        ({"op": "-signalen"}, ["bos", "claes", "aarts"]),
        ({"op": "signalen"}, ["aarts", "claes", "bos"]),
        ({"op": "iets"}, ["bos", "claes", "aarts"]),
        ({"signaal": "elk", "op": "naam"}, ["bos", "claes"]),
        ({"signaal": "geen"}, ["aarts"]),
        ({"van": "niemand"}, ["nobody"]),
        ({"van": "alle", "op": "naam"}, ["aarts", "bos", "claes", "nobody", "theirs"]),
        ({"van": "²"}, ["bos", "claes", "aarts"]),
        ({"van": "9" * 30}, ["bos", "claes", "aarts"]),
        ({"page": "veel"}, ["bos", "claes", "aarts"]),
    ],
)
def test_caseload_filters_and_sorting(browser, people, query, names):
    assert caseload(browser, **query) == [people[name] for name in names]


def test_caseload_of_a_colleague(browser, people):
    assert caseload(browser, van=str(people["theirs"].consultant.pk)) == [people["theirs"]]


def test_caseload_of_a_lead_is_everybodys(lead, people):
    assert len(caseload(signed_in(lead))) == 5


def test_caseload_shows_flags_children_and_what_is_put_off(browser, people, consultant):
    client = people["claes"]
    change_client(
        client,
        {},
        children=[(None, "Sami", datetime.date(2023, 5, 1), False)],
        by=consultant,
        at=make.at(TODAY),
    )
    # Her child has no care while she is at the bureau, which waits too.
    for flag in Flag.objects.open().filter(client=client):
        put_off(flag, consultant)
    text = page(browser.get(reverse("caseload"), {"van": "alle"}))
    for words in ("12 days late", "Report overdue", "put off until Mon 4 May", "no consultant", "5 clients"):
        assert words in text


def test_caseload_goes_on_on_the_next_page(browser, consultant):
    one = make.client(consultant)
    Client.objects.bulk_create(
        Client(
            first_name="Noor",
            last_name=f"Aa{n:03}",
            number=f"B{n}",
            municipality=one.municipality,
            consultant=consultant,
        )
        for n in range(100)
    )
    first, second = caseload(browser, op="naam"), caseload(browser, op="naam", page="2")
    assert [len(first), len(second)] == [100, 1]
    assert second == [one]


def test_caseload_empty_says_what_to_do(browser):
    assert "No clients here yet" in page(browser.get(reverse("caseload")))
    assert "No client fits these filters" in page(browser.get(reverse("caseload"), {"signaal": "elk"}))


# The sweep's notice


def swept(finished: datetime.datetime | None) -> None:
    Sweep.objects.create(started_at=make.at(TODAY, 6), finished_at=finished, day=TODAY)


WARNING = 'class="utrecht-alert utrecht-alert--warning"'
EVERY_PAGE = ("today", "caseload", "client_add")


def test_sweep_notice_in_the_foot_while_all_is_well(browser):
    swept(make.at(TODAY, 9))  # an hour ago, which is not yet more than an hour
    text = page(today_page(browser))
    assert "Last sweep at Mon 20 Apr, 09:00." in text
    assert WARNING not in text


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_sweep_notice_warns_on_every_page_after_an_hour(browser, name):
    swept(make.at(TODAY, 8, 59))
    text = page(browser.get(reverse(name)))
    assert WARNING in text
    assert "Last sweep at Mon 20 Apr, 08:59. Since then nothing has been looked through" in text


def test_sweep_notice_warns_before_the_first_one(browser):
    swept(None)  # begun, never finished
    text = page(today_page(browser))
    assert WARNING in text
    assert "Nothing has been looked through yet" in text


def test_sweep_notice_warns_the_bureau_too(coach):
    coach.language = "en"
    coach.save()
    assert WARNING in page(signed_in(coach).get(reverse("reports")))


def test_sweep_notice_says_nothing_to_who_is_not_signed_in():
    assert WARNING not in page(Browser().get(reverse("account_login")))


# The rules


@pytest.mark.parametrize("name", RULES)
def test_rule_has_its_two_templates_and_its_words(name):
    rule = RULES[name]
    assert get_template(rule.template)
    assert get_template(f"flags/{name}-buttons.html")
    for language in ("nl", "en"):
        with translation.override(language):
            for words in (rule.title, rule.sentence, rule.closes):
                assert str(words).strip()


@pytest.mark.parametrize(("lines", "folded"), [(0, 0), (3, 0), (4, 0), (5, 2), (9, 6)])
def test_the_lines_of_a_client_beyond_the_first_are_folded_away_but_never_just_one(lines, folded):
    group = Group(client=Client(), lines=[object()] * lines, ages=[])
    assert (len(group.first), len(group.rest)) == (lines - folded, folded)


def test_a_client_with_very_many_flags_leaves_room_for_the_others(browser, consultant):
    client = make.client(consultant)
    meeting = make.meeting(client, TODAY, by=consultant)
    made = Agreement.objects.bulk_create(
        Agreement(client=client, meeting=meeting, text="BELT", owner="client", due=TODAY) for _n in range(40)
    )
    days = {"since": TODAY, "due": TODAY, "consultant_from": TODAY, "raised_at": make.at(TODAY)}
    Flag.objects.bulk_create(
        Flag(rule="agreement-overdue", subject_id=one.pk, client=client, side="M", **days) for one in made
    )
    text = page(browser.get(reverse("today")))
    assert text.count('class="wiz-line" id="signaal-') == 25
    assert "37 more of this client" in text
    assert "and 15 more" in text
