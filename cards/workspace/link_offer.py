"""Which organisation a key opens, before anything is linked, and what administrators are told about wrong keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import button, execute, facts, group, muted, row, say, strong, text, wrong
from cards.inputs import text_input
from cards.words import count, things
from cards.workspace.clicks import ConfirmLink
from services.domain.phrases import join_text, tr

_MAX_DOMAINS = 3
DELETE_MESSAGE = tr("Please delete your message with the key now, so that nobody reads it there.")


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation and how well it fits the tenant. `foreign` are members' domains that aren't the tenant's."""

    offer: str
    organisation: str
    numbers: int
    members: int
    matched: int
    foreign: tuple[tuple[str, int], ...] = ()
    doubtful: bool = False
    linked: bool = False  # it is already linked to this tenant


def confirm_link(offered: Offered, *, typed: bool = False, error: str = "") -> Card:
    """Which organisation it is, and whether to link it. `typed`: a message of the chat contains the key.

    Parts: what doesn't fit, first; the message to delete; error; name, numbers, members; the code that proves it (input
    `code`); buttons: Link (connect.confirm), Another key.
    """
    return card(
        tr("Is this your organisation?"),
        _doubt(offered) if offered.doubtful else None,
        delete_message() if typed else None,
        wrong(error),
        facts(
            (tr("CPaaS organisation"), offered.organisation),
            (tr("Numbers"), count(offered.numbers)),
            (tr("Members"), count(offered.members)),
            (tr("Known in your tenant"), tr("{matched} by their e-mail address", matched=count(offered.matched))),
            (tr("Domains"), "" if offered.doubtful else _domains(offered)),
        ),
        muted(tr("It is linked to your tenant already; I keep this key for it."), spacing="Small")
        if offered.linked
        else group(
            text_input("code", tr("Link code from the CPaaS portal"), hint="ABCD-EFGH", most=40),
            muted(tr("Its administrators see it there. Nothing is linked or kept until you say so."), spacing="Small"),
        ),
        actions=[
            execute(tr("Link"), ConfirmLink(offered.offer), "destructive" if offered.doubtful else "positive"),
            button(say(tr("Another key"), "connect")),
        ],
    )


def delete_message() -> CardElement:
    """The warning that a message of the chat contains a key, and what to do about it."""
    return group(strong(tr("Your key stands in this chat")), text(DELETE_MESSAGE, spacing="Small"), style="warning")


def key_not_taken(why: str, todo: str) -> Card:
    """The card for a key that was typed where it isn't accepted.

    Parts: why, what to do; buttons: none.
    """
    return card(tr("I didn't use that key"), why, group(text(todo, weight="Bolder"), style="attention"))


def wrong_keys(rows: Sequence[tuple[str, str]]) -> Card:
    """The alert about wrong keys: who entered them, how many and when.

    Parts: what it means, one row a person; buttons: Connect.
    """
    return card(
        tr("Wrong keys were entered"),
        tr(
            "Somebody in your tenant tried to link it with keys or codes that don't fit. Please ask them what they did."
        ),
        listing([row(who, what) for who, what in rows]),
        muted(tr("After too many I take no more for a while."), spacing="Small"),
        actions=[button(say(tr("Connect"), "connect"))],
    )


def key_seen_elsewhere() -> Card:
    """The alert that somebody in another tenant has the organisation's key.

    Parts: what happened, what to do; buttons: New key.
    """
    return card(
        tr("Somebody else has your key"),
        tr(
            "Your organisation's key was entered in another Microsoft tenant. I showed nothing of your organisation "
            "there."
        ),
        group(
            strong(tr("Make a new key")),
            text(tr("Revoke this one in the CPaaS portal, make another, and give it to me."), spacing="Small"),
            style="attention",
        ),
        actions=[button(say(tr("New key"), "new key"))],
    )


def _doubt(offered: Offered) -> CardElement:
    """What doesn't fit, the most important first."""
    few = tr(
        "{matched} of {how_many} match people of your tenant by e-mail.",
        matched=count(offered.matched),
        how_many=things(offered.members, "member"),
    )
    return group(
        strong(tr("This may be somebody else's organisation")),
        text(tr("It has no members, so I can't compare.") if not offered.members else few, spacing="Small"),
        text(_domains(offered), spacing="Small") if offered.foreign else None,
        style="attention",
    )


def _domains(offered: Offered) -> str:
    if not offered.foreign:
        return tr("All are domains of your tenant")
    named = join_text(
        ", ",
        (tr("{name} ({n})", name=name or tr("no e-mail"), n=count(n)) for name, n in offered.foreign[:_MAX_DOMAINS]),
    )
    return tr("Not among your tenant's domains: {named}", named=named)
