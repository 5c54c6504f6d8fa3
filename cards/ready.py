"""Who can call in Teams, and what stands in the way of those who can't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.assembler import Card, card, listing
from cards.elements import Button, Click, State, badge, button, gauge, row, say, text, tick_row
from cards.words import count, things

MOST_CLICKS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people can't call yet, how many it concerns, and the click that helps."""

    words: str
    count: int
    action: Click | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain from a person to a ringing phone."""

    title: str
    state: State
    detail: str = ""
    action: Click | None = None


def ready_tenant(can: int, total: int, reasons: Sequence[Reason] = ()) -> Card:
    """How many people can call.

    Parts: a bar of those who can, one row a reason with how many it stops; buttons: up to five that help, Home.
    """
    all_can = bool(total) and can >= total
    shown = reasons[:10]
    return card(
        "Everybody can call" if all_can else "Who can call",
        gauge(
            f"{count(can)} of {things(total, 'person', 'people')} can call in Teams",
            can,
            total,
            "Good" if all_can else "Accent",
        )
        if total
        else "Nobody has a line yet.",
        text("What stands in the way", weight="Bolder") if shown else None,
        listing(
            [row(reason.words, tag=badge(things(reason.count, "person", "people"), "Warning")) for reason in shown],
            len(reasons),
        ),
        actions=_clicks([reason.action for reason in reasons]),
    )


def ready_person(name: str, links: Sequence[Link]) -> Card:
    """Whether this person can call, link by link.

    Parts: the answer, one row a link of the chain; buttons: the click that mends the first broken link, more, Home.
    """
    broken = [link for link in links if link.state != "done"]
    answer = f"{name} can call in Teams." if links and not broken else f"{name} can't call in Teams yet."
    return card(
        "Ready to call" if links and not broken else "Not ready yet",
        text(answer, most=200),
        listing([tick_row(link.state, link.title, link.detail) for link in links]),
        actions=_clicks([link.action for link in broken]),
    )


def _clicks(clicks: Sequence[Click | None]) -> list[Button | None]:
    kept = [click for click in clicks if click][:MOST_CLICKS]
    return [*(button(click) for click in kept), button(say("Home", "home"))]
