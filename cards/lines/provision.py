"""New extensions that nobody has yet."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, card
from cards.elements import button, execute, muted, say, text, wrong
from cards.inputs import choice_input, number_input, text_input
from cards.lines.clicks import ProvisionExtensions
from cards.lines.forms import MAX_CHOICES, Offer, offer_words
from services.domain.phrases import tr

MAX_LINES = 1000


def provision_form(bases: Sequence[Offer], count: str, start: str, base: str = "", error: str = "") -> Card:
    """The form for new extensions: how many, from which key on, with which licence.

    Parts: error, free seats, inputs `count`, `start` and, where there are several, `base`; buttons: See the plan
    (provision.submit), Licences, Lines.
    """
    only = bases[0] if len(bases) == 1 else None
    choices = [(offer.code, offer_words(offer)) for offer in bases[:MAX_CHOICES]]
    whole = int(count) if count.isascii() and count.isdigit() else None
    return card(
        tr("Provision extensions"),
        wrong(error),
        text(offer_words(only))
        if only
        else choice_input("base", tr("Licence"), choices, base, missing=tr("Choose a licence")),
        number_input(
            "count",
            tr("How many?"),
            whole,
            least=1,
            most=MAX_LINES,
            wrong=tr("A number from 1 to {max_lines:,}", max_lines=MAX_LINES),
        ),
        text_input("start", tr("Start from extension (3 to 5 digits)"), start, most=10),
        muted(
            tr("They are made without a person; assign them afterwards. The plan shows each of them."), spacing="Small"
        ),
        actions=[
            execute(tr("See the plan"), ProvisionExtensions(), "positive"),
            button(say(tr("Licences"), "licences")),
            button(say(tr("Lines"), "lines")),
        ],
    )
