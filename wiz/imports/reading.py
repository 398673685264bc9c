"""A CSV file, however a spreadsheet or another system wrote it, as rows; or one sentence on why it is none.

Nothing is believed: the size and the number of lines are known before anything is parsed, and each line is parsed by
itself, so that a quote that is never closed costs one row and not the rest of the file.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiz.actions import Refused

# Longer than any row of a client; a field of megabytes stops here, before it is read as text.
LINE_AT_MOST = 20_000
CHUNK = 1024 * 1024
# What spreadsheets and their like begin with: ZIP (XLSX, ODS), the older XLS, PDF.
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LINE_END = re.compile(rb"\r\n|\r|\n")
UTF_8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, at which column, in a sentence; without what stood there."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = _("line %(line)d") % {"line": self.line}
        return f"{where}, {self.column}: {self.reason}" if self.column else f"{where}: {self.reason}"


@dataclass(frozen=True)
class Line:
    """One line of the file: its cells by column, or its problem."""

    number: int
    cells: dict[str, str]
    problem: Problem | None = None


def read(
    file: BinaryIO, *, known: Sequence[str], required: Sequence[str], rows: int, size: int
) -> Iterator[Line]:
    """Yield the lines below the header. Raises Refused, before the first, for a file that cannot be meant.

    `known`: the columns a file may have; `required`: those it must have. At most `rows` rows and `size` bytes.
    """
    _weigh(file, rows, size)
    text = _decoded(file.read()).replace("\r\n", "\n").replace("\r", "\n")
    header, newline, body = text.partition("\n")
    separator = _separator(header)
    columns = _columns(header, separator, known, required)
    return _lines(body, columns, separator)


def _weigh(file: BinaryIO, rows: int, size: int) -> None:
    """Refuse what is too much, empty, or no text, from its bytes alone."""
    file.seek(0)
    first = file.read(CHUNK)
    if not first.removeprefix(b"\xef\xbb\xbf").strip():
        raise Refused(_("This file is empty."))
    if first.startswith(NOT_TEXT):
        raise Refused(_("This is not a CSV file. Open it in a spreadsheet and save it as CSV (UTF-8)."))
    if first.startswith(UTF_16):
        raise Refused(_("This file is in UTF-16. Save it as CSV (UTF-8)."))
    seen, line, length = 0, 1, 0
    chunk = first
    while chunk:
        if chunk.endswith(b"\r"):  # its other half may follow
            chunk += file.read(1)
        seen += len(chunk)
        if seen > size:
            raise Refused(
                _("This file is larger than %(limit)d MB. Split it.") % {"limit": size // (1024 * 1024)}
            )
        if b"\x00" in chunk:
            raise Refused(_("This file holds characters that no text has. Save it as CSV (UTF-8)."))
        for n, part in enumerate(LINE_END.split(chunk)):
            line, length = (line + 1, len(part)) if n else (line, length + len(part))
            if length > LINE_AT_MOST:
                raise Refused(
                    _(
                        "Line %(line)d is longer than a client's data can be. Is a quote missing, or a line break?"
                    )
                    % {"line": line}
                )
        chunk = file.read(CHUNK)
    rows_here = line - 1 - (0 if length else 1)
    if rows_here > rows:
        raise Refused(_("This file has more than %(limit)d rows. Split it.") % {"limit": rows})
    file.seek(0)


def _decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or, as older programs write it, Windows-1252; a mixture is refused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if any(_is_utf_8(match.group()) for match in UTF_8_LETTER.finditer(content)):
        raise Refused(
            _("Line %(line)d is in another encoding than other lines. Save the whole file as CSV (UTF-8).")
            % {"line": line}
        )
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            _("Line %(line)d cannot be read as UTF-8 or Windows-1252. Save the file as CSV (UTF-8).")
            % {"line": line}
        ) from error


def _is_utf_8(letters: bytes) -> bool:
    try:
        letters.decode()
    except UnicodeDecodeError:
        return False
    return True


def _separator(header: str) -> str:
    commas, semicolons = header.count(","), header.count(";")
    if commas and semicolons:
        raise Refused(
            _("The first line has commas and semicolons. Use one of them between the columns, everywhere.")
        )
    return ";" if semicolons else ","


def _columns(header: str, separator: str, known: Sequence[str], required: Sequence[str]) -> list[str]:
    try:
        names = [name.strip().lower() for name in _cells(header, separator)]
    except csv.Error as error:
        raise Refused(_("The first line cannot be read: a quote is not closed.")) from error
    missing = [name for name in required if name not in names]
    if missing:
        raise Refused(
            _("The first line must name the columns. Missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    unknown = [name[:40] or "–" for name in names if name not in known]
    if unknown:
        raise Refused(_("The first line names unknown columns: %(names)s.") % {"names": ", ".join(unknown)})
    if len(set(names)) < len(names):
        raise Refused(_("The first line names a column twice."))
    return names


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(line), delimiter=separator, strict=True), [])


def _lines(body: str, columns: list[str], separator: str) -> Iterator[Line]:
    last = body.count("\n") + (0 if body.endswith("\n") or not body else 1)
    for number, line in enumerate(body.split("\n"), start=2):
        if not line.strip(f"{separator} \t"):
            continue

        def bad(reason: str, number: int = number) -> Line:
            return Line(number, {}, Problem(number, "", reason))

        try:
            cells = _cells(line, separator)
        except csv.Error:
            yield bad(_("A quote is opened and not closed, or stands in the middle of a field."))
            continue
        if len(cells) == len(columns):
            yield Line(number, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
        elif number == last + 1 and len(cells) < len(columns) and not body.endswith("\n"):
            yield bad(_("The last line is cut off."))
        else:
            reason = ngettext("This row has %(n)d field", "This row has %(n)d fields", len(cells))
            reason += ngettext("; the first line has %(of)d.", "; the first line has %(of)d.", len(columns))
            yield bad(reason % {"n": len(cells), "of": len(columns)})
