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

DEFAULT = "default"  # the choice of the tenant's own default location
MAX_PLACES = 40
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UploadForm:
    """What an upload is asked with.

    `what` says which numbers (empty when only the defaults are asked), `countries` what they and the consent are about,
    `uses` and `places` are the choices (value, title), `plan` comes back with the click. `reasons` tell why the last
    upload failed, `need_use` that numbers are on no line.
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
    """How to upload.

    Parts: what is wrong, which numbers, why they failed before, countries; inputs `usage` (where it matters), `place`,
    `open`; buttons: See the plan (upload.plan), or Save (upload.save) without numbers; Numbers.
    """
    go = execute("See the plan", form.plan, "positive")
    save = execute("Save", SaveUploadOptions(), "positive")
    return card(
        "Before the upload" if form.what else "How numbers are uploaded",
        wrong(form.error),
        text(form.what, weight="Bolder", most=200) if form.what else None,
        *(text(f"The last upload failed: {quoted(reason)}", color="Attention") for reason in form.reasons[:3]),
        facts(("Countries", form.countries)),
        choice_input("usage", _use_label(form), form.uses, form.usage) if form.need_use or not form.what else None,
        choice_input("place", "Emergency address", form.places[:MAX_PLACES], form.place),
        _more_places(len(form.places)),
        toggle_input("open", "Your tenant may change the address", form.open_address),
        muted("I remember this for the next uploads. Nothing is written yet.", spacing="Default"),
        actions=[go if form.what else save, button(say("Numbers", "numbers"))],
    )


def _use_label(form: UploadForm) -> str:
    if form.need_use:
        verb = "is" if form.need_use == 1 else "are"
        return f"{things(form.need_use, 'number')} {verb} on no line. For whom?"
    return "Numbers on no line are for"


def _more_places(total: int) -> CardElement | None:
    if total <= MAX_PLACES:
        return None
    return muted(f"The first {MAX_PLACES} of {total:,} addresses. Make the one you need a default to see it here.")


def saved(words: str) -> Card:
    """The defaults that were kept.

    Parts: the defaults in words; buttons: Numbers, Home.
    """
    clicks = button(say("Numbers", "numbers")), button(say("Home", "home"))
    return card("Kept for the next uploads", text(words), actions=clicks)


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
    """Which number to whom.

    Parts: what is wrong, how many numbers are free; inputs `number`, `person`; buttons: Assign (assign_number.plan),
    what mends the error, Numbers.
    """
    free = f"{things(form.total, 'number')} in Teams {'has' if form.total == 1 else 'have'} nobody yet."
    return card(
        "Assign a number",
        wrong(form.error),
        None if form.error else free,
        find_input("number", "Number", "numbers.unassigned", form.numbers, form.number, missing="Choose a number"),
        find_input("person", "Person or resource account", "people", form.people, form.person, missing="Choose who"),
        muted("A number that is on no line yet is put on the person's line.", spacing="Small"),
        actions=[
            execute("See the plan", GiveNumber(), "positive"),
            *form.mends[:3],
            button(say("Free numbers", "numbers unassigned")),
        ],
    )
