"""New extensions that nobody has yet."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, card
from cards.elements import button, execute, muted, say, text, wrong
from cards.inputs import choice_input, number_input, text_input
from cards.lines.clicks import ProvisionExtensions
from cards.lines.forms import MAX_CHOICES, Offer, offer_words

MAX_LINES = 1000


def provision_form(bases: Sequence[Offer], count: str, start: str, base: str = "", error: str = "") -> Card:
    """How many extensions to make, from which one on, with which licence.

    Parts: error, free seats, inputs `count`, `start` and, where there are several, `base`; buttons: See the plan
    (provision.submit), Licences, Lines.
    """
    only = bases[0] if len(bases) == 1 else None
    choices = [(offer.code, offer_words(offer)) for offer in bases[:MAX_CHOICES]]
    whole = int(count) if count.isascii() and count.isdigit() else None
    return card(
        "Provision extensions",
        wrong(error),
        text(offer_words(only)) if only else choice_input("base", "Licence", choices, base, missing="Choose a licence"),
        number_input("count", "How many?", whole, least=1, most=MAX_LINES, wrong=f"A number from 1 to {MAX_LINES:,}"),
        text_input("start", "Start from extension (3 to 5 digits)", start, most=10),
        muted("They are made without a person; assign them afterwards. The plan shows each of them.", spacing="Small"),
        actions=[
            execute("See the plan", ProvisionExtensions(), "positive"),
            button(say("Licences", "licences")),
            button(say("Lines", "lines")),
        ],
    )
