"""Lists as files for a spreadsheet: XLSX, and CSV as a Dutch Excel opens it."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# A text that begins like this is run as a formula, also after blanks; an apostrophe before it makes it text.
FORMULA = re.compile(r"\s*[=+\-@]|[\t\r\n]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Rows = Iterable[Sequence[Any]]


def safe(value: Any) -> Any:
    """Return a value for a cell: numbers and dates as they are, all else as a text no spreadsheet will run."""
    if value is None or isinstance(value, bool | int | float | datetime.date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if FORMULA.match(text) else text


def write_xlsx(title: str, headings: Sequence[str], widths: Sequence[int], rows: Rows) -> bytes:
    """Return a file with one sheet, its first row bold and always in sight. Its rows are written one by one."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    heads = [WriteOnlyCell(sheet, safe(heading)) for heading in headings]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_dated(sheet, safe(value)) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_csv(headings: Sequence[str], rows: Rows) -> bytes:
    """Return a file in UTF-8 with its mark, fields apart by semicolons, days as 24-11-2026."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in headings])
    for row in rows:
        writer.writerow([_spelled(safe(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _dated(sheet: Any, value: Any) -> Any:
    if not isinstance(value, datetime.date):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "dd-mm-yyyy"
    return cell


def _spelled(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return f"{value:%d-%m-%Y}"
    # Dutch Excel reads a comma as the sign before decimals.
    return str(value).replace(".", ",") if isinstance(value, float) else value
