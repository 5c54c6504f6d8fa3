"""A line for somebody: extension, person, name, add-ons and number in one form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.assembler import Card, card
from cards.elements import button, execute, muted, say, strong, wrong
from cards.inputs import find_input, text_input
from cards.lines.clicks import AssignLine
from cards.lines.forms import MAX_CHOICES, Offer, Pair, addon_fields
from services.domain.phrases import tr

NO_NUMBER = "none"


@dataclass(frozen=True, slots=True)
class AssignForm:
    """What the form offers and what was typed; `next_key` is the extension proposed for a new line.

    `says` is what it would do as it stands.
    """

    lines: Sequence[Pair] = ()
    people: Sequence[Pair] = ()
    numbers: Sequence[Pair] = ()
    devices: Sequence[Offer] = ()
    features: Sequence[Offer] = ()
    others: Sequence[Offer] = ()
    next_key: str = ""
    key: str = ""
    new_key: str = ""
    person: str = ""
    label: str = ""
    number: str = ""
    says: str = ""


def assign_form(form: AssignForm, error: str = "") -> Card:
    """The form for who gets which line.

    Parts: what it would do as it stands, or the error; inputs `person`, `key` (a free extension) or `new_key` (a new
    one), `label`, `number`, ticks and counts of add-ons; buttons: See the plan (assign.submit), Licences, Lines.
    """
    lines, people, numbers = (pairs[:MAX_CHOICES] for pairs in (form.lines, form.people, form.numbers))
    free = find_input("key", tr("A free extension"), "lines.free", lines, form.key) if lines else None
    proposed = tr("{next_key} is free", next_key=form.next_key) if form.next_key else ""
    return card(
        tr("Assign a line"),
        strong(form.says, most=400) if form.says and not error else None,
        wrong(error),
        find_input("person", tr("Who gets it?"), "people", people, form.person, missing=tr("Choose a person")),
        free,
        text_input(
            "new_key", tr("Or a new extension") if free else tr("A new extension"), form.new_key, hint=proposed, most=10
        ),
        text_input("label", tr("Directory name"), form.label, hint=tr("Left empty: the person's name on a new line")),
        find_input("number", tr("Number"), "numbers.free", [(NO_NUMBER, tr("No number")), *numbers], form.number),
        *addon_fields(form.devices, form.features, form.others),
        muted(
            tr("With a Teams add-on and a number, the number is uploaded and assigned in Teams too."), spacing="Small"
        ),
        actions=[
            execute(tr("See the plan"), AssignLine(), "positive"),
            button(say(tr("Licences"), "licences")),
            button(say(tr("Lines"), "lines")),
        ],
    )
