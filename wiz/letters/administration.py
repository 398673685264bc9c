"""The administrator's pages on letters: their texts, and the house style of each municipality."""

import dataclasses
import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wiz.actions import Conflict, Refused
from wiz.letters import actions
from wiz.letters.forms import HouseStyleForm, TextForm
from wiz.letters.kinds import COMMON, KINDS, SNIPPETS, LetterKind, default_text, text_kind
from wiz.letters.logo import check_logo
from wiz.letters.models import HouseStyle, LetterText
from wiz.letters.paper import Paper, sample_paper, style_of
from wiz.letters.texts import problems
from wiz.people.access import UserRequest, needs
from wiz.people.models import Municipality
from wiz.people.roles import Can
from wiz.terms import day_of, now, today
from wiz.ui.lists import at_most
from wiz.ui.refusals import refuse

VERSIONS = 20


@require_GET
@needs(Can.ADMINISTER)
def letter_texts(request: UserRequest) -> HttpResponse:
    """Every kind of letter with the text that holds, and the municipalities with their house style."""
    latest = {
        text.kind: text
        for text in LetterText.objects.order_by("kind", "-number").distinct("kind").select_related("by")
    }
    context = {
        "kinds": [_row(kind, latest.get(kind.key)) for kind in KINDS.values()],
        "snippets": [_row(kind, latest.get(kind.key)) for kind in SNIPPETS.values()],
        "municipalities": Municipality.objects.select_related("house_style__saved_by"),
        "today": today(),
    }
    return render(request, "letters/texts.html", context)


@require_http_methods(["GET", "POST"])
@needs(Can.ADMINISTER)
def letter_text(request: UserRequest, key: str) -> HttpResponse:
    """Change the text of a kind. `show` asks for the preview only; a colleague who was first gives 409."""
    kind = _kind(key)
    latest = _latest(key)
    status, newer, at = 200, None, now()
    form = TextForm(request.POST or None, kind=kind, initial=_initial(request, kind, latest))
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        try:
            actions.save_text(
                kind, *form.text(), revision=form.cleaned_data["revision"], by=request.user, at=at
            )
        except Conflict as error:
            newer, status = _latest(key), 409
            _see(form, newer)
            refuse(form, error)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The text is saved. Letters made from now on say this."))
            return redirect("letter_text", key)
    context = _text_context(kind, latest, form, day_of(at))
    context["newer"] = newer
    context["preview"] = (
        _preview(kind, form, at)
        if form.is_bound
        else sample_paper(kind, _now_text(kind, latest), _some_style(), day_of(at))
    )
    return render(request, "letters/text.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Can.ADMINISTER)
def letter_text_pdf(request: UserRequest, key: str) -> HttpResponse:
    """The preview as PDF: of what is typed when it is posted, else of the text that holds. Nothing is saved."""
    kind = _kind(key)
    latest, at = _latest(key), now()
    text = _now_text(kind, latest)
    if request.method == "POST":
        form = TextForm(request.POST, kind=kind)
        if not form.is_valid():
            context = {**_text_context(kind, latest, form, day_of(at)), "preview": None}
            return render(request, "letters/text.html", context, status=422)
        text = form.text()
    return _pdf(sample_paper(kind, text, _some_style(), day_of(at)), at)


@require_POST
@needs(Can.ADMINISTER)
def letter_text_reset(request: UserRequest, key: str) -> HttpResponse:
    """Go back to the text the program comes with; the own texts stay in the list of earlier ones."""
    kind = _kind(key)
    revision = request.POST.get("revision", "")
    try:
        if not revision.isdecimal() or len(revision) > 9:
            raise Conflict(_("A colleague changed this text meanwhile. Read it first."))
        actions.reset_text(kind, revision=int(revision), by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The standard text holds again."))
    return redirect("letter_text", key)


@require_GET
@needs(Can.ADMINISTER)
def letter_text_version(request: UserRequest, key: str, number: int) -> HttpResponse:
    """An earlier text, as it would look now."""
    kind = _kind(key)
    text = get_object_or_404(LetterText.objects.select_related("by"), kind=key, number=number)
    words = default_text(key) if text.is_default else (text.subject, text.body)
    fits = not problems(kind, *words)
    context = {
        "section": "letter_texts",
        "kind": kind,
        "text": text,
        "words": words,
        "today": today(),
        "preview": sample_paper(kind, words, _some_style(), today()) if fits else None,
        "is_latest": text == _latest(key),
    }
    return render(request, "letters/text_version.html", context)


@require_http_methods(["GET", "POST"])
@needs(Can.ADMINISTER)
def house_style(request: UserRequest, pk: int) -> HttpResponse:
    municipality = get_object_or_404(Municipality, pk=pk)
    style = style_of(municipality)
    status, newer = 200, None
    form = HouseStyleForm(request.POST or None, request.FILES or None, instance=style)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_house_style(municipality, form.cleaned_data, by=request.user, at=now())
        except Conflict as error:
            newer, status = style_of(municipality), 409
            _see(form, newer)
            refuse(form, error)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The house style of %(name)s is saved.") % {"name": municipality})
            return redirect("house_style", municipality.pk)
    kept = style_of(municipality)  # the form has written what was typed on the other
    context = {
        "section": "letter_texts",
        "municipality": municipality,
        "style": kept,
        "form": form,
        "newer": newer,
        "today": today(),
    }
    return render(request, "letters/house_style.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Can.ADMINISTER)
def house_style_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """A letter in this house style: as typed when it is posted, else as it holds. Nothing is saved."""
    municipality = get_object_or_404(Municipality, pk=pk)
    style, at = style_of(municipality), now()
    kind = next(iter(KINDS.values()))
    logo: bytes | None = None
    if request.method == "POST":
        form = HouseStyleForm(request.POST, request.FILES, instance=style)
        if form.is_valid():
            try:
                logo = _typed_logo(form.cleaned_data)
            except Refused as error:
                refuse(form, error)
        if not form.is_valid():
            context = {
                "section": "letter_texts",
                "municipality": municipality,
                "style": style_of(municipality),
                "form": form,
            }
            return render(request, "letters/house_style.html", context, status=422)
    paper = sample_paper(kind, _now_text(kind, _latest(kind.key)), style, day_of(at))
    if logo is not None:
        content = {**paper.content, "logo_alt": style.logo_alt or "Logo"}
        paper = dataclasses.replace(paper, logo=logo, content=content)
    return _pdf(paper, at)


@require_GET
@needs(Can.ADMINISTER)
def house_style_logo(request: UserRequest, pk: int) -> HttpResponse:
    style = get_object_or_404(HouseStyle.objects.select_related("logo"), municipality=pk)
    if style.logo is None:
        raise Http404
    with style.logo.content.open("rb") as file:
        response = HttpResponse(file.read(), content_type=style.logo.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


# Helpers


def _row(kind: LetterKind, latest: LetterText | None) -> dict[str, Any]:
    return {"kind": kind, "latest": latest, "fits": _fits(kind, latest)}


def _fits(kind: LetterKind, latest: LetterText | None) -> bool:
    return latest is None or latest.is_default or not problems(kind, latest.subject, latest.body)


def _kind(key: str) -> LetterKind:
    try:
        return text_kind(key)
    except KeyError as error:
        raise Http404 from error


def _latest(key: str) -> LetterText | None:
    return LetterText.objects.filter(kind=key).select_related("by").order_by("-number").first()


def _now_text(kind: LetterKind, latest: LetterText | None) -> tuple[str, str]:
    """Return the text that holds; one that no longer fits gives way to the default, as in `texts_now`."""
    if latest is None or latest.is_default or not _fits(kind, latest):
        return default_text(kind.key)
    return latest.subject, latest.body


def _initial(request: UserRequest, kind: LetterKind, latest: LetterText | None) -> dict[str, Any]:
    """Return what the form starts with: the latest text, or an earlier one that is asked for (`van`)."""
    number = request.GET.get("van", "")
    source = latest
    if number.isdecimal() and len(number) < 10:
        source = LetterText.objects.filter(kind=kind.key, number=int(number)).first() or latest
    own = source is not None and not source.is_default
    subject, body = (source.subject, source.body) if source and own else default_text(kind.key)
    return {"revision": latest.number if latest else 0, "subject": subject, "body": body}


def _text_context(
    kind: LetterKind, latest: LetterText | None, form: TextForm, day: datetime.date
) -> dict[str, Any]:
    versions, more = at_most(LetterText.objects.filter(kind=kind.key).select_related("by"), VERSIONS)
    needed = set(kind.needed)
    places = [(name, words, name in needed) for name, words in kind.places.items()]
    if not kind.is_snippet:
        places += [(name, snippet.title, name in needed) for name, snippet in SNIPPETS.items()]
    return {
        "section": "letter_texts",
        "kind": kind,
        "latest": latest,
        "fits": _fits(kind, latest),
        "form": form,
        "own_places": places,
        "common_places": [(name, words, False) for name, words in COMMON.items()],
        "versions": versions,
        "more_versions": more,
        "today": day,
    }


def _preview(kind: LetterKind, form: TextForm, at: Any) -> Paper | None:
    """Return what is typed as a letter; nothing while it does not fit."""
    return sample_paper(kind, form.text(), _some_style(), day_of(at)) if form.is_valid() else None


def _see(form: Any, newer: Any) -> None:
    """Let the form know that its user has now seen what a colleague saved: saving again is a choice."""
    data = form.data.copy()
    data["revision"] = str(getattr(newer, "number", None) or getattr(newer, "revision", 0))
    form.data = data


def _some_style() -> HouseStyle:
    """Return a house style to show a text in: that of the first municipality."""
    municipality = Municipality.objects.order_by("pk").first()
    return style_of(municipality) if municipality else HouseStyle(municipality=Municipality(name="Maasdal"))


def _typed_logo(typed: dict[str, Any]) -> bytes | None:
    """Return the logo a preview shows: the new one, none, or (None) the one there is."""
    if typed["new_logo"]:
        check_logo(typed["new_logo"])
        content: bytes = typed["new_logo"].read()
        return content
    return b"" if typed.get("without_logo") else None


def _pdf(paper: Paper, at: Any) -> HttpResponse:
    response = HttpResponse(paper.pdf(at), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="voorbeeld.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
