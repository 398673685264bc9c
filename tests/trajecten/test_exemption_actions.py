"""Writes on a request for an exemption: what its page sends twice, and the term of review."""

import datetime
import uuid

import pytest

from tests import make
from trajecten.exemptions.actions import MeanwhileRow, save_request, submit, take_back
from trajecten.exemptions.models import Exemption
from trajecten.exemptions.rules import check_peer
from wiz.actions import Refused
from wiz.casefile.models import Event
from wiz.files.models import StoredFile
from wiz.policy.actions import set_policy
from wiz.terms.actions import add_extra_holiday, remove_extra_holiday
from wiz.terms.models import ExtraHoliday

pytestmark = pytest.mark.django_db

AT = make.at("2026-04-20")
KEY = uuid.UUID(int=7)


def day(text):
    return datetime.date.fromisoformat(text)


def test_a_page_sent_again_with_another_text_changes_what_it_saved():
    client = make.client()

    def send(reason, *texts):
        rows = [MeanwhileRow(None, text) for text in texts]
        return save_request(
            client, make.asked(reason=reason), meanwhile=rows, form_key=KEY, by=client.consultant, at=AT
        )

    made = send("Een", "Wandelen", "Taalles")
    assert send("Een ", "Wandelen", "Taalles").revision == 1
    assert Event.objects.filter(subject_type="exemption").count() == 1
    assert send("Twee", "Wandelen", "", "Zwemmen").pk == made.pk
    kept = Exemption.objects.get()
    assert (kept.reason, kept.revision) == ("Twee", 2)
    assert [line.text for line in kept.meanwhile.all()] == ["Wandelen", "Zwemmen"]


def test_a_page_sent_again_after_it_was_submitted_says_so_and_changes_nothing():
    client, by = make.client(), make.consultant()
    made = save_request(client, make.asked(), form_key=KEY, by=by, at=AT)
    submit(made, revision=made.revision, by=by, at=AT)
    assert save_request(client, make.asked(), form_key=KEY, by=by, at=AT) == made
    with pytest.raises(Refused):
        save_request(client, make.asked(reason="Anders"), form_key=KEY, by=by, at=AT)
    assert Exemption.objects.get().reason == make.asked().reason


def test_a_file_sent_again_is_kept_once_and_a_new_one_is_added():
    client = make.client()
    first, again, other = (
        StoredFile.objects.create(
            name="a.pdf", size=1, sha256=text, uploaded_by=client.consultant, uploaded_at=AT
        )
        for text in ("a" * 64, "a" * 64, "b" * 64)
    )
    for files in ([first], [again], [again, other]):
        made = save_request(client, make.asked(), files=files, form_key=KEY, by=client.consultant, at=AT)
    assert [one.file for one in made.documents.all()] == [first, other]


# Until when a review is in time


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime.datetime(2026, 4, 1, 21, 59, tzinfo=datetime.UTC), "2026-04-10"),  # over Easter
        (datetime.datetime(2026, 4, 1, 22, 0, tzinfo=datetime.UTC), "2026-04-13"),  # Thursday has begun
        (datetime.datetime(2026, 4, 3, 21, 59, tzinfo=datetime.UTC), "2026-04-13"),
        (datetime.datetime(2026, 10, 23, 21, 59, tzinfo=datetime.UTC), "2026-10-30"),  # the clock goes back
    ],
)
def test_a_review_is_due_five_working_days_later_on_the_clock_of_amsterdam(moment, due):
    exemption = make.exemption(on="2026-04-01", end=day("2026-12-31"))
    submit(exemption, revision=1, by=exemption.made_by, at=moment)
    assert Exemption.objects.get().review_due == day(due)


def test_a_day_by_decree_moves_what_waits_for_a_review_and_not_what_is_late():
    waiting, late = (make.exemption(state="submitted", on=on) for on in ("2026-04-20", "2026-04-01"))
    decided = make.exemption(state="granted", on="2026-04-20")
    back = make.exemption(state="submitted", on="2026-04-20")
    take_back(back, by=back.made_by, at=AT)
    dues = {one.pk: one.review_due for one in (waiting, late, decided, back)}
    assert dues[waiting.pk] == day("2026-04-28")  # the 27th is King's Day
    admin = make.administrator()
    assert add_extra_holiday(day=day("2026-04-24"), reason="Besluit", by=admin, at=AT) == 1
    after = dict(Exemption.objects.values_list("pk", "review_due"))
    assert after == {**dues, waiting.pk: day("2026-04-29")}
    assert remove_extra_holiday(ExtraHoliday.objects.get(day=day("2026-04-24")), by=admin, at=AT) == 1
    assert dict(Exemption.objects.values_list("pk", "review_due")) == dues


def test_a_decree_keeps_the_term_of_the_day_it_was_submitted():
    waiting = make.exemption(state="submitted", on="2026-04-20")
    admin = make.administrator()
    set_policy(key="exemption_review", valid_from=day("2026-04-22"), value=9, source="Raad", by=admin)
    add_extra_holiday(day=day("2026-04-30"), reason="Besluit", by=admin, at=make.at("2026-04-22"))
    assert Exemption.objects.get().review_due == waiting.review_due


def test_who_left_is_not_asked_for_an_opinion():
    asker, gone = make.consultant(), make.consultant(is_active=False)
    with pytest.raises(Refused):
        check_peer(asker, gone)
    check_peer(asker, make.consultant())
