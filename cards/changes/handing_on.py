"""Handing a plan on, and saying who stands in while somebody is away."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, card
from cards.changes.asking_clicks import EndSubstitute, HandOn, NameSubstitute
from cards.elements import execute, muted, strong, text
from cards.inputs import choice_input, date_input
from services.domain.phrases import tr

_MAX_CHOICES = 50  # people


def hand_on(plan: HandOn, title: str, people: Sequence[tuple[str, str]], error: str = "") -> Card:
    """To whom a plan that waits can be handed on.

    Parts: the plan, what it means. Inputs: `to`. Buttons: Hand on (approval.hand_on). Data: `plan`, `hash`.
    """
    return card(
        tr("Hand this on"),
        text(title, most=160),
        tr("They are asked to decide instead of you. You may still decide, too."),
        text(error, color="Attention", weight="Bolder") if error else None,
        choice_input("to", tr("To whom"), people[:_MAX_CHOICES])
        if people
        else strong(tr("Nobody else who may approve this has added me yet.")),
        actions=[execute(tr("Hand on"), plan, "positive") if people else None],
    )


def substitute(people: Sequence[tuple[str, str]], named: str = "", until: str = "", error: str = "") -> Card:
    """Who stands in for the reader, and the form that says so.

    Parts: who stands in now and until when (`named` and `until`, in words). Inputs: `to`, `until`. Buttons: Stand in
    for me (substitute.name), I'm back (substitute.end).
    """
    return card(
        tr("Who stands in for you"),
        strong(tr("{named} stands in for you until {until}.", named=named, until=until))
        if named
        else tr("Nobody does."),
        muted(
            tr(
                "While you are away they are expected to decide what you are asked, and they are reminded instead of "
                "you. "
                "It gives them no right that they don't have."
            ),
            spacing="Default",
        ),
        text(error, color="Attention", weight="Bolder") if error else None,
        choice_input("to", tr("Who"), people[:_MAX_CHOICES])
        if people
        else strong(
            tr("Nobody else who may approve has added me yet. Let them add Switchboard in Teams and say *hi*.")
        ),
        date_input("until", tr("Until the end of")) if people else None,
        actions=[
            execute(tr("Stand in for me"), NameSubstitute(), "positive") if people else None,
            execute(tr("I'm back"), EndSubstitute(), inputs=False) if named else None,
        ],
    )
