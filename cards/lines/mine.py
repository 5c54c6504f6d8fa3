"""What somebody without a role sees: what this is, and their own line. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import button, group, muted, say, strong, text
from services.domain.number import display
from services.domain.phrases import as_sentence, join_text, tr

_WHAT = tr("I look after your organisation's phone lines in Microsoft Teams. Its admins tell me what to change.")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One of the person's own lines: `calls` says whether they can call and, if not, why."""

    key: str
    numbers: Sequence[str]
    calls: str


def welcome(name: str) -> Card:
    """The first card of somebody without a role. Buttons: My number, Help."""
    return card(
        tr("Welcome to Switchboard"),
        text(tr("Hello {name}. {what}", name=name, what=_WHAT) if name else _WHAT),
        actions=[button(say(tr("My number"), "my number")), button(say(tr("Help"), "help"))],
    )


def my_lines(name: str, lines: Sequence[OwnLine], admins: Sequence[str] = (), *, greets: bool = False) -> Card:
    """The lines of the person who asks.

    Parts: hello and what this is (`greets`), each line with number, extension and whether it calls, whom to ask;
    buttons: My number.
    """
    whom = tr("ask {names}", names=join_text(" or ", admins)) if admins else tr("ask your Teams admin")
    nothing = tr("You have no phone line here yet. If you need one, {whom}.", whom=whom)
    return card(
        tr("Hello") if greets else tr("Your number"),
        text(tr("Good to see you, {name}. {what}", name=name, what=_WHAT) if name else _WHAT) if greets else None,
        listing([_line(one) for one in lines]) if lines else nothing,
        muted(tr("Something wrong? {whom}", whom=as_sentence(whom)), spacing="Default") if lines else None,
        actions=[button(say(tr("My number"), "my number"))] if greets else [],
    )


def _line(one: OwnLine) -> CardElement:
    numbers = join_text(", ", map(display, one.numbers)) or tr("No number")
    return group(
        strong(numbers), text(tr("Extension {key}", key=one.key), spacing="None"), muted(one.calls), separator=True
    )
