"""What somebody without a role sees: what this is, and the line that is theirs. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import button, group, muted, say, strong, text
from services.domain.number import display

_WHAT = "I look after your organisation's phone lines in Microsoft Teams. Its admins tell me what to change."


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line of the person's own: `calls` says whether they can call and, if not, why."""

    key: str
    numbers: Sequence[str]
    calls: str


def my_lines(name: str, lines: Sequence[OwnLine], admins: Sequence[str] = (), *, greets: bool = False) -> Card:
    """The lines of whoever asks.

    Parts: hello and what this is (`greets`), each line with number, extension and whether it calls, whom to ask;
    buttons: My number.
    """
    whom = f"ask {' or '.join(admins)}" if admins else "ask your Teams admin"
    nothing = f"You have no phone line here yet. If you need one, {whom}."
    return card(
        "Hello" if greets else "Your number",
        text(f"Good to see you, {name}. {_WHAT}" if name else _WHAT) if greets else None,
        listing([_line(one) for one in lines]) if lines else nothing,
        muted(f"Something wrong? {whom[:1].upper()}{whom[1:]}.", spacing="Default") if lines else None,
        actions=[button(say("My number", "my number"))] if greets else [],
    )


def _line(one: OwnLine) -> CardElement:
    numbers = ", ".join(map(display, one.numbers)) or "No number"
    return group(strong(numbers), text(f"Extension {one.key}", spacing="None"), muted(one.calls), separator=True)
