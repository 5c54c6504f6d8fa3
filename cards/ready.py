"""Who can call in Teams, what stands in the way of those who can't, and what mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import Card, card, listing
from cards.elements import (
    Button,
    Click,
    State,
    badge,
    button,
    execute,
    gauge,
    muted,
    row,
    say,
    text,
    tick_row,
)
from cards.inputs import choice_input
from cards.words import count, things

MOST_CLICKS = 5
# How the links of a chain are called besides by their sign and colour.
WORDS: Mapping[State, str] = {"now": "Waiting", "attention": "Missing", "todo": "After that"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people can't call yet, how many and who it concerns, and the click that helps; `waits` for a mere wait."""

    words: str
    count: int
    action: Click | None = None
    who: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain from a person to a ringing phone."""

    title: str
    state: State
    detail: str = ""
    action: Click | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who isn't mended, why, and what to do."""

    name: str
    why: str
    fix: str = ""


def ready_tenant(can: int, total: int, reasons: Sequence[Reason] = (), *, waiting: int = 0, file: bool = False) -> Card:
    """How many people can call.

    Parts: a bar of those who can, how many wait, one row a reason with how many it stops and who; buttons: up to five
    that help, As a file (ready.file), Home.
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
        muted(_others(total - can - waiting, waiting), spacing="Small") if total and not all_can else None,
        text("What stands in the way", weight="Bolder") if shown else None,
        listing([_reason(reason) for reason in shown], len(reasons)),
        muted("Somebody may need more than one of these.") if len([r for r in shown if not r.waits]) > 1 else None,
        actions=_clicks([reason.action for reason in reasons], [_AS_FILE] if file and total else []),
    )


def ready_person(name: str, links: Sequence[Link], *, note: str = "", also: Sequence[Click] = ()) -> Card:
    """Whether this person can call, link by link.

    Parts: a note, the answer, one row a link of the chain; buttons: the clicks that mend broken links, first things
    first, more, Home.
    """
    broken = [link for link in links if link.state != "done"]
    waits = bool(broken) and not any(link.state == "attention" for link in broken)
    answer = f"{name} can call in Teams." if links and not broken else f"{name} can't call in Teams yet."
    title = "Ready to call" if links and not broken else "On its way" if waits and links else "Not ready yet"
    return card(
        title,
        text(note, weight="Bolder") if note else None,
        text(answer, most=200),
        muted("There is nothing to do but wait: the other side needs some time.") if waits else None,
        listing([tick_row(link.state, link.title, link.detail, WORDS.get(link.state, "")) for link in links]),
        actions=_clicks([link.action for link in broken], also),
    )


def choose_rule(rules: Sequence[tuple[str, str]], data: Mapping[str, object], many: int) -> Card:
    """Which outbound call rule people get, where the system has several and none of them is its default.

    Parts: the question, a choice (input `rule`); buttons: Give it (ready.mend), Home.
    """
    return card(
        "Which outbound call rule?",
        f"{things(many, 'line has', 'lines have')} none, and your system has several. It has no default one yet.",
        choice_input("rule", "Outbound call rule", rules, missing="Please choose a rule"),
        actions=[execute("Give it", "ready.mend", data, "positive"), button(say("Home", "home"))],
    )


def not_mended(title: str, left: Sequence[Left], total: int = 0, action: Click | None = None) -> Card:
    """That nothing can be mended from here: who, why, and what to do.

    Parts: that nothing was written, one row a line; buttons: what helps, Who can call, Home.
    """
    return card(
        title,
        "Nothing was written." if left else "There is nothing to mend: everybody has it.",
        listing([_left(one) for one in left], total),
        actions=[button(action), button(say("Who can call", "ready")), button(say("Home", "home"))],
    )


_AS_FILE = Click("As a file", "ready.file")


def _reason(reason: Reason) -> CardElement:
    style: BadgeStyle = "Accent" if reason.waits else "Warning"
    return row(reason.words, reason.who, tag=badge(things(reason.count, "person", "people"), style))


def _left(one: Left) -> CardElement:
    return row(one.name, one.why, f"→ {one.fix}" if one.fix else "")


def _others(cannot: int, waiting: int) -> str:
    parts = [
        f"{count(cannot)} can't call yet" if cannot else "",
        f"{count(waiting)} {'waits' if waiting == 1 else 'wait'} for the other side" if waiting else "",
    ]
    return f"{', '.join(part for part in parts if part)}."


def _clicks(clicks: Sequence[Click | None], also: Sequence[Click] = ()) -> list[Button | None]:
    kept = [click for click in clicks if click][: MOST_CLICKS - len(also[:MOST_CLICKS])]
    return [*(button(click) for click in (*kept, *also[:MOST_CLICKS])), button(say("Home", "home"))]
