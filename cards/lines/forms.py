"""Forms on one line: name and extension, person, add-ons, numbers.

Each shows the line as it is, and what is wrong with the input; Back shows the line again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, Part, card
from cards.elements import Button, execute, facts, muted, text, wrong
from cards.inputs import choice_input, find_input, number_input, text_input, ticks_input, toggle_input
from cards.lines.clicks import GiveLine, RenameLine, SetAddons, SetNumbers, ShowLine, UnassignLine
from cards.words import clean, count, number, things
from services.domain.phrases import join_text, tr

MAX_COUNT = 99
MAX_OFFERED = 12  # check boxes of one kind; a line rarely has more to choose from
MAX_CHOICES = 16
MAX_OWN = 20
ADDED = "added"
NO_PRIVATE = "none"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Now:
    """The line as it is: its version `seen`, and its person, numbers and add-ons in words.

    `person_name` is the person's name alone.
    """

    key: str
    seen: int
    label: str = ""
    person: str = ""
    numbers: Sequence[str] = ()
    addons: Sequence[str] = ()
    person_name: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """An add-on on offer: its free seats, and how often the line is to have it; `many`: it may be several times."""

    code: str
    name: str
    free: int
    wanted: int = 0
    many: bool = False


def name_form(now: Now, key: str, label: str, error: str = "") -> Card:
    """The form for another extension or directory name.

    Parts: error, how it stands, inputs `key` and `label`; buttons: See the plan (line.rename), Back.
    """
    return card(
        tr("Name and extension"),
        *_head(now, error),
        text_input("key", tr("Extension (3 to 5 digits)"), key, most=10),
        text_input("label", tr("Directory name"), label),
        muted(tr("Everything on the line stays: person, numbers, add-ons and settings."), spacing="Small"),
        actions=[execute(tr("See the plan"), RenameLine(now.key, now.seen), "positive"), _back(now)],
    )


def give_form(
    now: Now, people: Sequence[Pair], person: str, label: str, error: str = "", *, keep: bool = False
) -> Card:
    """The form to give the line to another person, or to nobody.

    Parts: error, how it stands, inputs `person` (type-ahead of people), `label` and, where somebody has the line,
    `keep`; buttons: See the plan (line.give_to), Take it away (line.unassign) when somebody has it, Back.
    """
    away = execute(tr("Take it away"), UnassignLine(now.key, now.seen), "destructive", inputs=False)
    return card(
        tr("Give the line to another") if now.person else tr("Give the line to somebody"),
        *_head(now, error),
        find_input("person", tr("Who gets it?"), "people", people[:MAX_CHOICES], person, missing=tr("Choose a person")),
        text_input("label", tr("Directory name"), label),
        toggle_input("keep", tr("Keep personal settings"), keep) if now.person else None,
        muted(_moves(now), spacing="Small"),
        actions=[
            execute(tr("See the plan"), GiveLine(now.key, now.seen), "positive"),
            away if now.person else None,
            _back(now),
        ],
    )


def _moves(now: Now) -> str:
    if not now.person:
        return tr("If the line is meant for Teams, its number is uploaded and assigned there too.")
    alike = now.person_name == now.label
    renamed = tr(" A directory name you leave as it is becomes the new person's.") if alike else ""
    own = tr("What they set for themselves, such as status and forwarding, goes back to the default.")
    return tr("Its number moves along in Teams, too.{renamed} {own}", renamed=renamed, own=own)


def addons_form(
    now: Now,
    devices: Sequence[Offer] = (),
    features: Sequence[Offer] = (),
    others: Sequence[Offer] = (),
    had: Sequence[str] = (),
    error: str = "",
) -> Card:
    """The form with the add-ons of a line.

    Parts: error, ticks `devices`, `features` and `others`, a number `count_CODE` for each that can be had several
    times; buttons: See the plan (line.set_addons with `had`, the line's add-ons that are shown), Back.
    """
    there = {offer.code for offers in (devices, features, others) for offer in shown(offers)}
    change = SetAddons(now.key, now.seen, tuple(code for code in had if code in there))
    return card(
        tr("Add-ons"),
        *_head(now, error),
        *addon_fields(devices, features, others),
        actions=[execute(tr("See the plan"), change, "positive"), _back(now)],
    )


def addon_fields(devices: Sequence[Offer], features: Sequence[Offer], others: Sequence[Offer]) -> list[Part]:
    """Check boxes and counts for the add-ons that a line can get, each with its free seats."""
    groups = [shown(offers) for offers in (devices, features, others)]
    left_out = len(devices) + len(features) + len(others) - sum(len(offers) for offers in groups)
    return [
        _ticks("devices", tr("Devices"), groups[0]),
        *(_times(offer) for offers in groups for offer in offers if offer.many),
        _ticks("features", tr("Features"), groups[1]),
        _ticks("others", tr("Others"), groups[2]),
        muted(tr("…and {how_many} more: give them by file.", how_many=things(left_out, "licence")), spacing="Small")
        if left_out
        else None,
        muted(tr("Each number brings its own Number licence."), spacing="Small"),
    ]


def shown(offers: Sequence[Offer]) -> list[Offer]:
    """The offers that there is room for, first those that the line has."""
    return (
        sorted(offers, key=lambda offer: not offer.wanted)[:MAX_OFFERED] if len(offers) > MAX_OFFERED else list(offers)
    )


def offer_words(offer: Offer) -> str:
    """An add-on with its free seats."""
    name = clean(offer.name, 45)
    return (
        tr("{name} · {free} free", name=name, free=count(offer.free))
        if offer.free
        else tr("{name} · none free", name=name)
    )


def _ticks(name: str, label: str, offers: Sequence[Offer]) -> CardElement | None:
    once = [offer for offer in offers if not offer.many]
    if not once:
        return None
    choices = [(offer.code, offer_words(offer)) for offer in once]
    return ticks_input(name, label, choices, [offer.code for offer in once if offer.wanted])


def _times(offer: Offer) -> CardElement:
    name, words = f"count_{offer.code}", tr("{offer_words} · how many?", offer_words=offer_words(offer))
    return number_input(
        name,
        words,
        offer.wanted,
        least=0,
        most=MAX_COUNT,
        wrong=tr("A number from 0 to {max_count}", max_count=MAX_COUNT),
    )


@dataclass(frozen=True, slots=True)
class NumbersForm:
    """What the form for numbers holds: the line's `own` numbers in words, those kept, and what was typed.

    If there are very many, it holds the first ones; `hidden` counts the others.
    """

    own: Sequence[Pair]
    kept: Sequence[str]
    free: Sequence[Pair]
    add: str = ""
    more: str = ""
    primary: str = ""
    hidden: int = 0
    private: str | None = None


def numbers_form(now: Now, form: NumbersForm, error: str = "") -> Card:
    """The form with the numbers of a line.

    Parts: error, ticks `keep` of its own numbers, inputs `add` (type-ahead of free numbers) and `more` (several,
    typed), the `primary` one and, of a person in Teams, the `private` one; buttons: See the plan (line.set_numbers
    with `had`, the numbers that were shown), Back.
    """
    own = form.own[:MAX_OWN]
    privates = [(NO_PRIVATE, "None"), *((e164, number(e164)) for e164, _ in own), (ADDED, tr("The number I add here"))]
    firsts = [*((e164, number(e164)) for e164, _ in own), (ADDED, tr("The number I add here"))]
    change = SetNumbers(now.key, now.seen, tuple(e164 for e164, _ in own))
    return card(
        tr("Numbers"),
        *_head(now, error),
        ticks_input("keep", tr("Its numbers: untick to take one off"), own, form.kept) if own else None,
        muted(tr("…and {how_many} more, which stay.", how_many=things(form.hidden, "number")), spacing="Small")
        if form.hidden
        else None,
        find_input("add", tr("Add a free number"), "numbers.free", form.free[:MAX_CHOICES], form.add),
        text_input("more", tr("More numbers, with commas between"), form.more, most=400),
        choice_input("primary", tr("First number"), firsts, form.primary) if form.own else None,
        choice_input("private", tr("Private number in Teams"), privates, form.private or NO_PRIVATE)
        if form.private is not None
        else None,
        muted(tr("In Teams people call with the first number. The others ring beside it."), spacing="Small"),
        actions=[execute(tr("See the plan"), change, "positive"), _back(now)],
    )


def _head(now: Now, error: str) -> list[Part]:
    return [
        text(join_text(" · ", filter(None, (now.key, clean(now.label, 60)))), weight="Bolder"),
        wrong(error),
        facts(
            (tr("Person"), now.person or tr("nobody")),
            (tr("Numbers"), join_text(", ", (number(e164) for e164 in now.numbers[:4])) or tr("none")),
            (tr("Add-ons"), join_text(", ", now.addons) or tr("none")),
        ),
    ]


def _back(now: Now) -> Button:
    return execute(tr("Back"), ShowLine(now.key), inputs=False)
