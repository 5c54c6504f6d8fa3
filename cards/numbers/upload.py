"""Forms before numbers are uploaded, and before one is assigned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card
from cards.elements import Button, button, execute, facts, muted, say, text, wrong
from cards.inputs import choice_input, find_input, toggle_input
from cards.numbers.clicks import GiveNumber, PlanUpload, SaveUploadOptions
from cards.words import quoted, things
from services.domain.phrases import tr

DEFAULT = "default"  # the choice of the tenant's own default location
MAX_PLACES = 40
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UploadForm:
    """What the upload form holds.

    `what` says which numbers (empty when only the defaults are asked), `countries` are those of the numbers and the
    consent, `uses` and `places` the choices (value, title); `plan` comes back with the click. `reasons` say why the
    last upload failed; `need_use`: some numbers are on no line.
    """

    what: str
    countries: str
    uses: Sequence[Pair]
    places: Sequence[Pair]
    plan: PlanUpload
    usage: str = ""
    place: str = DEFAULT
    open_address: bool = False
    need_use: int = 0
    reasons: Sequence[str] = ()
    error: str = ""


def upload_form(form: UploadForm) -> Card:
    """The form for how to upload.

    Parts: what is wrong, which numbers, why they failed before, countries; inputs `usage` (where it matters), `place`,
    `open`; buttons: See the plan (upload.plan), or Save (upload.save) without numbers; Numbers.
    """
    go = execute(tr("See the plan"), form.plan, "positive")
    save = execute(tr("Save"), SaveUploadOptions(), "positive")
    return card(
        tr("Before the upload") if form.what else tr("How numbers are uploaded"),
        wrong(form.error),
        text(form.what, weight="Bolder", most=200) if form.what else None,
        *(
            text(tr("The last upload failed: {reason}", reason=quoted(reason)), color="Attention")
            for reason in form.reasons[:3]
        ),
        facts((tr("Countries"), form.countries)),
        choice_input("usage", _use_label(form), form.uses, form.usage) if form.need_use or not form.what else None,
        choice_input("place", tr("Emergency address"), form.places[:MAX_PLACES], form.place),
        _more_places(len(form.places)),
        toggle_input("open", tr("Your tenant may change the address"), form.open_address),
        muted(tr("I remember this for the next uploads. Nothing is written yet."), spacing="Default"),
        actions=[go if form.what else save, button(say(tr("Numbers"), "numbers"))],
    )


def _use_label(form: UploadForm) -> str:
    if form.need_use:
        verb = tr("is") if form.need_use == 1 else tr("are")
        return tr("{how_many} {verb} on no line. For whom?", how_many=things(form.need_use, "number"), verb=verb)
    return tr("Numbers on no line are for")


def _more_places(total: int) -> CardElement | None:
    if total <= MAX_PLACES:
        return None
    return muted(
        tr(
            "The first {max_places} of {total:,} addresses. Make the one you need a default to see it here.",
            max_places=MAX_PLACES,
            total=total,
        )
    )


def saved(words: str) -> Card:
    """The card with the saved defaults.

    Parts: the defaults in words; buttons: Numbers, Home.
    """
    clicks = button(say(tr("Numbers"), "numbers")), button(say(tr("Home"), "home"))
    return card(tr("Kept for the next uploads"), text(words), actions=clicks)


@dataclass(frozen=True, slots=True)
class AssignNumberForm:
    """A number and who is to have it; `numbers` and `people` are plain lists for clients without type-ahead."""

    numbers: Sequence[Pair]
    people: Sequence[Pair]
    number: str = ""
    person: str = ""
    error: str = ""
    mends: Sequence[Button | None] = ()
    total: int = 0


def assign_form(form: AssignNumberForm) -> Card:
    """The form for which number goes to whom.

    Parts: what is wrong, how many numbers are free; inputs `number`, `person`; buttons: Assign (assign_number.plan),
    what mends the error, Numbers.
    """
    free = tr(
        "{how_many} in Teams {word} nobody yet.",
        how_many=things(form.total, "number"),
        word=tr("has") if form.total == 1 else tr("have"),
    )
    return card(
        tr("Assign a number"),
        wrong(form.error),
        None if form.error else free,
        find_input(
            "number", tr("Number"), "numbers.unassigned", form.numbers, form.number, missing=tr("Choose a number")
        ),
        find_input(
            "person", tr("Person or resource account"), "people", form.people, form.person, missing=tr("Choose who")
        ),
        muted(tr("A number that is on no line yet is put on the person's line."), spacing="Small"),
        actions=[
            execute(tr("See the plan"), GiveNumber(), "positive"),
            *form.mends[:3],
            button(say(tr("Free numbers"), "numbers unassigned")),
        ],
    )
