"""Lists for spreadsheets: no text is ever run, numbers and days stay what they are."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from wiz.ui.sheets import safe, write_csv, write_xlsx

DAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31 6 12345678",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_that_begins_like_a_formula_becomes_text(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Noor", "3, 10", "a=b", "", 5, -5, 2.5, True, None, DAY])
def test_anything_else_stays_what_it_is(value):
    assert safe(value) is value or safe(value) == value


def test_signs_a_sheet_cannot_hold_are_dropped():
    assert safe("No\x00or\x0b") == "Noor"
    assert safe("\x00=1") == "'=1"


def test_csv_opens_in_a_dutch_excel():
    content = write_csv(["Naam", "=Kop"], [["Zoë; de\nBoer", 2.5], ["=1", DAY], [None, -3]])
    assert content.decode("utf-8") == "\ufeffNaam;'=Kop\r\n\"Zoë; de\nBoer\";2,5\r\n'=1;24-11-2026\r\n;-3\r\n"


def test_workbook_holds_types_and_a_fixed_head():
    content = write_xlsx("Lijst [x]: " + "y" * 40, ["Naam", "Dag"], [30, 12], [["=1", DAY], ["Noor", -3]])
    sheet = load_workbook(io.BytesIO(content)).active
    assert len(sheet.title) == 31
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 30
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("'=1", "s"),
        (datetime.datetime(2026, 11, 24), "d"),
    ]
    assert [cell.value for cell in sheet[3]] == ["Noor", -3]
    assert sheet["B2"].number_format == "dd-mm-yyyy"
