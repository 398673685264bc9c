"""Every write on letters: making, sending and dropping one, and the texts and house style they are made from."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.files.actions import store_file
from wiz.flags.actions import refresh_flags
from wiz.letters.kinds import KINDS, SNIPPETS, LetterKind
from wiz.letters.logo import check_logo
from wiz.letters.models import HouseStyle, Letter, LetterText
from wiz.letters.paper import Paper, Parties, paper_of, style_of, texts_now
from wiz.letters.rules import (
    check_colour,
    check_sent,
    check_sent_on,
    check_text,
    check_to_be_sent,
    check_work,
)
from wiz.people.actions import check_administer
from wiz.people.models import Municipality, User
from wiz.terms import day_of

# What a person fills in of a house style, besides the logo.
STYLE_FIELDS = (
    "sender",
    "department",
    "address",
    "visit",
    "phone",
    "email",
    "website",
    "logo_alt",
    "accent",
    "objection_address",
    "closing",
)


@transaction.atomic
def make_letter(
    client: Client,
    key: str,
    facts: dict[str, str],
    *,
    subject: models.Model,
    by: User,
    at: datetime.datetime,
) -> Letter:
    """Make a letter to a client and return it; it waits to be sent. Call it inside the action it tells about.

    `key`: a kind registered with `letter_kind`; `facts`: a text for each of its places, in Dutch, as she should read
    it (empty where there is nothing to say); `subject`: the row it is about; `by` signs it. The text that holds now
    and the house style of now are used, and both are kept in what was made.

    The same facts about the same row again give the letter there is. Other facts take the place of a letter that was
    not sent yet; one that was sent stays, and another is made. Raises ValueError when facts and places differ.
    """
    kind = KINDS[key]
    if set(facts) != set(kind.places):
        raise ValueError(f"letter {key}: {sorted(set(facts) ^ set(kind.places))}")
    check_work(by)
    client = _locked_client(client)
    earlier = Letter.objects.filter(client=client, kind=key).about(subject).standing().first()
    if earlier is not None and earlier.facts == facts:
        return earlier
    if earlier is not None and earlier.is_to_be_sent:
        _drop(earlier, _("Replaced by a newer letter."), by=by, at=at)
    number = (client.letters.aggregate(last=Max("number"))["last"] or 0) + 1
    paper = _paper(client, key, facts, number=number, by=by, at=at)
    file = store_file(
        SimpleUploadedFile(f"brief-{client.number}-{number}.pdf", paper.pdf(at), "application/pdf"),
        by=by,
        at=at,
    )
    letter = Letter.objects.create(
        client=client,
        number=number,
        kind=key,
        about_type=subject._meta.model_name or "",
        about_id=subject.pk,
        facts=facts,
        subject=paper.subject[:400],
        content=paper.content,
        file=file,
        made_at=at,
        made_by=by,
    )
    _record(letter, "letter-made", by=by, at=at)
    return letter


@transaction.atomic
def send_letter(letter: Letter, *, how: str, on: datetime.date, by: User, at: datetime.datetime) -> None:
    """Record how and when a letter went to the client. The same again changes nothing.

    Raises Conflict when that was recorded already, or the letter was dropped.
    """
    letter = _locked(letter)
    if (letter.how, letter.sent_on) == (how, on):
        return  # the second of two clicks
    check_to_be_sent(by, letter)
    _check_how(how)
    check_sent_on(letter, on, day_of(at))
    letter.how, letter.sent_on, letter.sent_at, letter.sent_by = how, on, at, by
    letter.save()
    _record(letter, "letter-sent", by=by, at=at, day=on, how=how)
    refresh_flags([letter.client_id], at=at)


@transaction.atomic
def correct_sending(
    letter: Letter, *, how: str, on: datetime.date, reason: str, by: User, at: datetime.datetime
) -> None:
    """Put right how or when a letter was sent, with the reason; what stood there before stays on the timeline."""
    letter = _locked(letter)
    check_sent(by, letter)
    if (letter.how, letter.sent_on) == (how, on):
        return
    _check_how(how)
    check_sent_on(letter, on, day_of(at))
    if not reason.strip():
        raise Refused(_("Say why this is put right."), field="reason")
    was = letter.sent_on
    letter.how, letter.sent_on, letter.sent_at, letter.sent_by = how, on, at, by
    letter.save()
    _record(letter, "letter-corrected", by=by, at=at, was=was, day=on, how=how, reason=reason.strip())
    refresh_flags([letter.client_id], at=at)


@transaction.atomic
def drop_letter(letter: Letter, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Record that a letter is not going to be sent, and why; it stays to be read."""
    letter = _locked(letter)
    if letter.dropped_at is not None:
        return  # the second of two clicks
    check_to_be_sent(by, letter)
    if not reason.strip():
        raise Refused(_("Say why this letter is not sent."), field="reason")
    _drop(letter, reason, by=by, at=at)
    refresh_flags([letter.client_id], at=at)


@transaction.atomic
def save_text(
    kind: LetterKind, subject: str, body: str, *, revision: int, by: User, at: datetime.datetime
) -> None:
    """Let a kind of letter say this from now on; what was made stays as it is. The same again changes nothing.

    `revision`: the number of the text that was seen (0: none yet). Raises Conflict when a colleague saved another,
    and Refused as `check_text` does.
    """
    check_administer(by)
    subject, body = " ".join(subject.split()), "\n".join(line.rstrip() for line in body.strip().splitlines())
    check_text(kind, subject, body)
    _store_text(kind, subject, body, revision=revision, by=by, at=at)


@transaction.atomic
def reset_text(kind: LetterKind, *, revision: int, by: User, at: datetime.datetime) -> None:
    """Let a kind of letter say again what the program comes with."""
    check_administer(by)
    _store_text(kind, "", "", revision=revision, by=by, at=at)


@transaction.atomic
def save_house_style(
    municipality: Municipality, typed: Mapping[str, Any], *, by: User, at: datetime.datetime
) -> HouseStyle:
    """Keep how the letters of a municipality look, and return it; letters that were made stay as they are.

    `typed`: the fields of `HouseStyle` that a person fills in, `revision` as it was seen, `new_logo` (an upload) and
    `without_logo`. Raises Conflict when a colleague saved meanwhile, Refused for a colour that cannot be read, a logo
    that cannot be printed or has no words.
    """
    check_administer(by)
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    style = style_of(municipality)
    if style.revision != typed["revision"]:
        raise Conflict(_("A colleague changed this house style meanwhile. Look at it before you save yours."))
    for name in STYLE_FIELDS:
        setattr(style, name, typed[name].replace("\r\n", "\n").strip())
    check_colour(style.accent)
    if typed.get("without_logo"):
        style.logo = None
    if typed.get("new_logo"):
        check_logo(typed["new_logo"])
        style.logo = store_file(typed["new_logo"], by=by, at=at)
    if style.logo and not style.logo_alt:
        raise Refused(_("Say in words what the logo shows, for people who cannot see it."), field="logo_alt")
    style.revision, style.saved_at, style.saved_by = style.revision + 1, at, by
    style.save()
    return style


def _store_text(
    kind: LetterKind, subject: str, body: str, *, revision: int, by: User, at: datetime.datetime
) -> None:
    latest = LetterText.objects.filter(kind=kind.key).order_by("-number").first()
    number = latest.number if latest else 0
    if (latest.subject, latest.body) == (subject, body) if latest else not body:
        return  # the second of two clicks, or nothing to go back from
    conflict = Conflict(_("A colleague changed this text meanwhile. Read it before you save yours."))
    if number != revision:
        raise conflict
    text = LetterText(kind=kind.key, number=number + 1, subject=subject, body=body, at=at, by=by)
    try:
        with transaction.atomic():
            text.save()
    except IntegrityError as error:  # both looked before either saved
        raise conflict from error


def _drop(letter: Letter, reason: str, *, by: User, at: datetime.datetime) -> None:
    letter.dropped_at, letter.dropped_by, letter.drop_reason = at, by, reason.strip()
    letter.save()
    _record(letter, "letter-dropped", by=by, at=at, reason=letter.drop_reason)


def _paper(
    client: Client, key: str, facts: dict[str, str], *, number: int, by: User, at: datetime.datetime
) -> Paper:
    consultant = client.consultant
    return paper_of(
        KINDS[key],
        facts,
        texts=texts_now([key, *SNIPPETS]),
        style=style_of(client.municipality),
        parties=Parties(
            name=client.name,
            address=f"{client.street}\n{client.postcode}  {client.city}",
            number=client.number,
            consultant=consultant.name if consultant else "",
            consultant_phone=consultant.phone if consultant else "",
            signed_by=by.name,
            signed_as=by.job_title,
        ),
        reference=f"{client.number}-{number}",
        day=day_of(at),
    )


def _check_how(how: str) -> None:
    if how not in Letter.How.values:
        raise Refused(_("Choose how the letter went to the client."), field="how")


def _record(letter: Letter, kind: str, *, by: User, at: datetime.datetime, **facts: Any) -> None:
    record(letter.client, kind, at=at, by=by, subject=letter, letter=letter.subject, **facts)


def _locked(letter: Letter) -> Letter:
    return (
        Letter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("client__consultant")
        .get(pk=letter.pk)
    )


def _locked_client(client: Client) -> Client:
    return (
        Client.objects.select_for_update(no_key=True, of=("self",))
        .select_related("consultant", "municipality")
        .get(pk=client.pk)
    )
