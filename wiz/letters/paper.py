"""What stands on a letter: the words of its text filled with facts, and what is around them. Always in Dutch."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from wiz.letters.kinds import COMMON_SAMPLE, SNIPPETS, LetterKind, default_text, text_kind
from wiz.letters.models import HouseStyle, LetterText
from wiz.letters.pdf import make_pdf
from wiz.letters.texts import fill, fill_line, places_in, problems

Text = tuple[str, str]  # subject and body

# A letter is in Dutch, whatever language the screen has, so its own words are too; its labels stand in `letter.typ`.
SENDER = "Gemeente {town}"
COLLEGE = "het college van burgemeester en wethouders van {town}"
GREETING = "Met vriendelijke groet,"
ON_BEHALF = "namens {college}"
SOME_CONSULTANT = "uw consulent"
SOME_PHONE = "het algemene nummer van de gemeente"
SOME_SUBJECT = "Brief"


@dataclass(frozen=True)
class Parties:
    """Who writes to whom, as the letter says it."""

    name: str
    address: str
    number: str
    consultant: str
    consultant_phone: str
    signed_by: str
    signed_as: str = ""


@dataclass(frozen=True)
class Paper:
    """A letter in words: `content` is kept, `pdf` is what is printed."""

    subject: str
    content: dict[str, Any]
    logo: bytes = field(default=b"", repr=False)

    def pdf(self, at: datetime.datetime) -> bytes:
        return make_pdf("letter", {**self.content, "logo": list(self.logo)}, at=at)


def texts_now(keys: Any) -> dict[str, Text]:
    """Return the texts that hold now, by the key of their kind; one query.

    A text that no longer fits its kind, because a new version of the program knows other places, gives way to the
    default: no letter goes out with a gap.
    """
    stored = LetterText.objects.filter(kind__in=list(keys)).order_by("kind", "-number").distinct("kind")
    found = {text.kind: (text.subject, text.body) for text in stored if not text.is_default}
    return {
        key: found[key] if key in found and not problems(text_kind(key), *found[key]) else default_text(key)
        for key in keys
    }


def style_of(municipality: Any) -> HouseStyle:
    """Return the house style of a municipality; one nobody filled in has the defaults."""
    style = (
        HouseStyle.objects.select_related("logo", "municipality").filter(municipality=municipality).first()
    )
    return style or HouseStyle(municipality=municipality)


def paper_of(
    kind: LetterKind,
    facts: Mapping[str, str],
    *,
    texts: Mapping[str, Text],
    style: HouseStyle,
    parties: Parties,
    reference: str,
    day: datetime.date,
) -> Paper:
    """Return a letter made from the text of its kind and the facts of its case.

    `texts`: that of its kind and of every snippet (`texts_now`). Raises KeyError when the text names a place that
    is neither in `facts` nor a common one.
    """
    with translation.override("nl"):
        around = _around(style, parties, reference, day)
        values = {**around["values"], **facts}
        subject, body = texts[kind.key]
        line = fill_line(subject, values) or SOME_SUBJECT  # a PDF without a title is not accessible
        blocks = fill(body, values, {key: texts[key][1] for key in SNIPPETS})
        content = {
            "lang": "nl",
            "title": line,
            "subject": line,
            "page_word": "pagina",
            "footer": f"{around['sender']} · {reference}",
            "reference": reference,
            "to": [parties.name, *_lines(parties.address)],
            "blocks": blocks,
            "objection": "objection" in places_in(body),
            **{
                name: around[name]
                for name in ("sender", "sender_lines", "about", "closing", "accent", "logo_alt")
            },
        }
    return Paper(line, content, _logo(style))


def sample_paper(kind: LetterKind, text: Text, style: HouseStyle, day: datetime.date) -> Paper:
    """Return a letter to somebody invented, to show what a text or a house style gives. One query."""
    texts = {**texts_now(SNIPPETS), kind.key: text}
    if kind.is_snippet:  # a letter that says nothing else
        texts[""] = (SOME_SUBJECT, f"{{{{ {kind.key} }}}}")
        kind = LetterKind("", kind.title, {}, {}, frozenset())
    parties = Parties(
        name=COMMON_SAMPLE["name"],
        address=COMMON_SAMPLE["address"],
        number=COMMON_SAMPLE["client_number"],
        consultant=COMMON_SAMPLE["consultant"],
        consultant_phone=COMMON_SAMPLE["consultant_phone"],
        signed_by=COMMON_SAMPLE["consultant"],
        signed_as="WIZ-consulent",
    )
    return paper_of(
        kind,
        kind.sample,
        texts=texts,
        style=style,
        parties=parties,
        reference=COMMON_SAMPLE["reference"],
        day=day,
    )


def _around(style: HouseStyle, parties: Parties, reference: str, day: datetime.date) -> dict[str, Any]:
    """Return what does not depend on the text: sender, address, date, signature, and the common places."""
    town = style.municipality.name
    sender = style.sender or SENDER.format(town=town)
    college = COLLEGE.format(town=town)
    phone = parties.consultant_phone or style.phone or SOME_PHONE
    written = date_format(day, "j F Y")
    consultant = parties.consultant or SOME_CONSULTANT
    closing = _lines(style.closing) or [GREETING, ON_BEHALF.format(college=college)]
    return {
        "sender": sender,
        "sender_lines": [
            line
            for line in (style.department, *_lines(style.address), style.phone, style.email, style.website)
            if line
        ],
        "about": {
            "date": written,
            "reference": reference,
            "number": parties.number,
            "consultant": parties.consultant,
            "phone": parties.consultant_phone or style.phone,
        },
        "closing": {"greeting": closing, "name": parties.signed_by, "as": parties.signed_as},
        "accent": style.accent,
        "logo_alt": style.logo_alt if style.logo_id else "",
        "values": {
            "name": parties.name,
            "address": "\n".join(_lines(parties.address)),
            "client_number": parties.number,
            "date": written,
            "municipality": town,
            "consultant": consultant,
            "consultant_phone": phone,
            "reference": reference,
            "objection_address": style.objection_address
            or "\n".join([college[:1].upper() + college[1:], *_lines(style.address)]),
        },
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _logo(style: HouseStyle) -> bytes:
    if style.logo is None:
        return b""
    with style.logo.content.open("rb") as file:
        return bytes(file.read())
