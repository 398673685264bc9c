"""Hours typed in one line: what is read, what is refused and with which words."""

import pytest
from django import forms
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from trajecten.childcare.hours import DAY, Span, union
from trajecten.childcare.hours_forms import HoursField
from trajecten.childcare.hours_text import NotUnderstood, read_hours, say_hours, write_hours


@pytest.fixture(autouse=True)
def _dutch():
    with translation.override("nl"):
        yield


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ma, di, do 8.30–14.45; wo 8.30–12.15", "ma, di, do 8.30–14.45; wo 8.30–12.15"),
        ("ma di do 9-14.30", "ma, di, do 9.00–14.30"),
        ("MA,DI,DO 9-14.30", "ma, di, do 9.00–14.30"),
        ("ma/wo/vr 0830-1445", "ma, wo, vr 8.30–14.45"),
        ("ma+wo 830-900", "ma, wo 8.30–9.00"),
        ("ma t/m vr 8:30 tot 14:45", "ma–vr 8.30–14.45"),
        ("ma t/m do 9u30 - 12u", "ma–do 9.30–12.00"),
        ("ma. tm vr. 9.00u-12.00u.", "ma–vr 9.00–12.00"),
        ("maandag tot en met donderdag 9-12", "ma–do 9.00–12.00"),
        ("maandag en dinsdag van 9.00 tot 15.00 uur", "ma, di 9.00–15.00"),
        ("werkdagen 9-17", "ma–vr 9.00–17.00"),
        ("mon-fri 8:30-14:45, sat 10 to 12", "ma–vr 8.30–14.45; za 10.00–12.00"),
        ("monday and wednesday from 9:00 till 15:00", "ma, wo 9.00–15.00"),
        ("ma 9-12 en 13-15", "ma 9.00–12.00, 13.00–15.00"),
        ("ma 9-12, ma 13-15", "ma 9.00–12.00, 13.00–15.00"),
        ("ma 9-12 12-13", "ma 9.00–13.00"),
        ("wo 9-12, ma 9-12", "ma, wo 9.00–12.00"),
        ("ma 9—12", "ma 9.00–12.00"),
        ("ma: 9-12\ndi: 10-11", "ma 9.00–12.00; di 10.00–11.00"),
        # A rule and its exception
        ("ma-vr 8.30-14.45, wo 8.30-12.15", "ma, di, do, vr 8.30–14.45; wo 8.30–12.15"),
        ("ma-vr 8.30-12, wo 8.30-14.45", "ma, di, do, vr 8.30–12.00; wo 8.30–14.45"),
        ("ma-vr 8-9, wo 15-17", "ma, di, do, vr 8.00–9.00; wo 8.00–9.00, 15.00–17.00"),
        # The edges of the day
        ("ma 22-24, di 0-6", "ma 22.00–24.00; di 0.00–6.00"),
        ("ma 22.00-0.00", "ma 22.00–24.00"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_line_is_read(typed, meant):
    assert write_hours(read_hours(typed)) == meant


def test_a_letter_says_the_hours_in_whole_words():
    with translation.override("en"):
        assert say_hours(read_hours("ma, do 14.45-18.30; wo 9-12 13-15")) == (
            "Monday and Thursday from 14:45 till 18:30; Wednesday from 9:00 till 12:00 and from 13:00 till 15:00"
        )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9-12", "On which days is that?"),
        ("ma", "From when till when on Mon?"),
        ("ma 9-12, di", "From when till when on Tue?"),
        ("ma 9", "Till when? After 9:00"),
        ("ma 9 12", "Till when? After 9:00"),
        ("ma 9-", "Till when? After 9:00"),
        ("ma 9-12-15", "“–” is not understood"),
        ("ma-", "“–” is not understood"),
        ("wo vrij", "“vrij” is not understood"),
        ("ma ochtend", "“ochtend” is not understood"),
        ("ma 9-12 (soms)", "“(” is not understood"),
        ("ma 9,30-12", "30 is not a time"),
        ("ma 25-26", "25 is not a time"),
        ("ma 24.01-25", "24.01 is not a time"),
        ("ma 9.60-12", "9.60 is not a time"),
        ("ma 9.5-12", "9.5 is not a time"),
        ("ma 12345-13", "12345 is not a time"),
        ("ma 22-6", "6:00 does not come after 22:00. Does it run past midnight?"),
        ("ma 9-9", "9:00 does not come after 9:00"),
        ("ma 24-24", "24:00 does not come after 24:00"),
        ("vr-ma 9-12", "Mon does not come after Fri"),
        ("ma-ma 9-12", "Mon does not come after Mon"),
        ("ma 9-12, ma 11-13", "Mon is there twice, with hours that overlap"),
        ("ma, di 9-12, di, wo 11-13", "Tue is there twice, with hours that overlap"),
    ],
)
def test_a_line_that_is_not_understood_is_refused_with_what_is_wrong(typed, words):
    with translation.override("en"), pytest.raises(NotUnderstood) as refused:
        read_hours(typed)

    assert words in str(refused.value)


class Form(forms.Form):
    away = HoursField(label="away")
    school = HoursField(label="school", required=False)


def test_the_form_gives_weeks():
    form = Form({"away": "ma 9-12", "school": ""})

    assert form.is_valid()
    assert form.cleaned_data == {"away": {0: (Span(540, 720),)}, "school": {}}


def test_what_was_typed_stays_with_its_error():
    form = Form({"away": "ma overdag"})

    assert not form.is_valid()
    assert "‘overdag’" in form.errors["away"][0]
    assert 'value="ma overdag"' in str(form["away"])


def test_a_week_from_before_stands_there_as_its_line():
    assert 'value="wo 8.30–12.15"' in str(Form(initial={"school": {2: (Span(510, 735),)}})["school"])
    with translation.override("en"):
        assert 'value="Wed 8:30–12:15"' in str(Form(initial={"school": {2: (Span(510, 735),)}})["school"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "required"), (" ; ", "required"), ("ma 9-12 " * 50, "too_long"), ("ma 9", "invalid")],
)
def test_a_mandatory_field_says_what_is_missing(typed, code):
    assert [error.code for error in Form({"away": typed}).errors.as_data()["away"]] == [code]


@pytest.mark.parametrize(
    ("typed", "changed"), [("woensdag 830-1215", False), ("wo 8.30-12.30", True), ("", True), ("?", True)]
)
def test_the_same_hours_in_other_words_are_no_change(typed, changed):
    form = Form({"away": "ma 9-12", "school": typed}, initial={"school": {2: (Span(510, 735),)}})

    assert ("school" in form.changed_data) is changed


weeks = st.dictionaries(
    st.integers(0, 6),
    st.lists(
        st.tuples(st.integers(0, DAY), st.integers(0, DAY)).filter(lambda pair: pair[0] < pair[1]),
        min_size=1,
        max_size=3,
    ).map(union),
)


@given(weeks, st.sampled_from(["nl", "en"]))
@example({0: (Span(0, DAY),)}, "nl")
def test_what_is_written_out_reads_as_the_same_week(week, language):
    with translation.override(language):
        assert read_hours(write_hours(week)) == week


@given(st.text(alphabet=st.sampled_from("madiwo 0123456789.:-–,;uhtl/\n"), max_size=40))
def test_any_line_is_read_or_refused(line):
    try:
        week = read_hours(line)
    except NotUnderstood:
        return  # any other error fails
    assert read_hours(write_hours(week)) == week
