"""Whose organisation a key opens, before anything is linked; and what administrators hear about wrong keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import button, execute, facts, group, muted, row, say, strong, text, wrong
from cards.inputs import text_input
from cards.words import count, things
from cards.workspace.clicks import ConfirmLink

_MAX_DOMAINS = 3
DELETE_MESSAGE = "Please delete your message with the key now, so that nobody reads it there."


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation and how well it fits the tenant. `foreign` are domains that aren't the tenant's, with members."""

    offer: str
    organisation: str
    numbers: int
    members: int
    matched: int
    foreign: tuple[tuple[str, int], ...] = ()
    doubtful: bool = False
    linked: bool = False  # it names this tenant already


def confirm_link(offered: Offered, *, typed: bool = False, error: str = "") -> Card:
    """Whose organisation it is, and whether to link it. `typed`: the key stands in a message of the chat.

    Parts: what doesn't fit, first; the message to delete; error; name, numbers, members; the code that proves it (input
    `code`); buttons: Link (connect.confirm), Another key.
    """
    return card(
        "Is this your organisation?",
        _doubt(offered) if offered.doubtful else None,
        delete_message() if typed else None,
        wrong(error),
        facts(
            ("CPaaS organisation", offered.organisation),
            ("Numbers", count(offered.numbers)),
            ("Members", things(offered.members, "member")),
            ("Known in your tenant", f"{count(offered.matched)} by their e-mail address"),
            ("Domains", "" if offered.doubtful else _domains(offered)),
        ),
        muted("It is linked to your tenant already; I keep this key for it.", spacing="Small")
        if offered.linked
        else group(
            text_input("code", "Link code from the CPaaS portal", hint="ABCD-EFGH", most=40),
            muted("Its administrators see it there. Nothing is linked or kept until you say so.", spacing="Small"),
        ),
        actions=[
            execute("Link", ConfirmLink(offered.offer), "destructive" if offered.doubtful else "positive"),
            button(say("Another key", "connect")),
        ],
    )


def delete_message() -> CardElement:
    """That a key stands in the chat, and what to do about it."""
    return group(strong("Your key stands in this chat"), text(DELETE_MESSAGE, spacing="Small"), style="warning")


def key_not_taken(why: str, todo: str) -> Card:
    """A key was typed where it isn't taken.

    Parts: why, what to do; buttons: none.
    """
    return card("I didn't use that key", why, group(text(todo, weight="Bolder"), style="attention"))


def wrong_keys(rows: Sequence[tuple[str, str]]) -> Card:
    """Somebody entered wrong keys: who, with how many and when.

    Parts: what it means, one row a person; buttons: Connect.
    """
    return card(
        "Wrong keys were entered",
        "Somebody in your tenant tried to link it with keys or codes that don't fit. Please ask them what they did.",
        listing([row(who, what) for who, what in rows]),
        muted("After too many I take no more for a while.", spacing="Small"),
        actions=[button(say("Connect", "connect"))],
    )


def key_seen_elsewhere() -> Card:
    """Somebody of another tenant has the organisation's key.

    Parts: what happened, what to do; buttons: New key.
    """
    return card(
        "Somebody else has your key",
        "Your organisation's key was entered in another Microsoft tenant. I showed nothing of your organisation there.",
        group(
            strong("Make a new key"),
            text("Revoke this one in the CPaaS portal, make another, and give it to me.", spacing="Small"),
            style="attention",
        ),
        actions=[button(say("New key", "new key"))],
    )


def _doubt(offered: Offered) -> CardElement:
    """What doesn't fit, in the order in which it weighs."""
    few = f"{count(offered.matched)} of {things(offered.members, 'member')} match people of your tenant by e-mail."
    return group(
        strong("This may be somebody else's organisation"),
        text("It has no members, so I can't compare." if not offered.members else few, spacing="Small"),
        text(_domains(offered), spacing="Small") if offered.foreign else None,
        style="attention",
    )


def _domains(offered: Offered) -> str:
    if not offered.foreign:
        return "All are domains of your tenant"
    named = ", ".join(f"{name or 'no e-mail'} ({count(n)})" for name, n in offered.foreign[:_MAX_DOMAINS])
    return f"Not among your tenant's domains: {named}"
