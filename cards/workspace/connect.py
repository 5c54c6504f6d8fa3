"""Linking a Microsoft tenant to a CPaaS organisation, and taking the link away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microsoft_teams.cards import CardElement

from cards.assembler import Card, Listing, card, listing
from cards.elements import Click, State, button, execute, facts, group, muted, open_url, say, strong, text, tick_row
from cards.inputs import secret_input
from cards.words import quoted
from cards.workspace.clicks import ConfirmDisconnect, ConnectWithKey
from cards.workspace.link_offer import delete_message


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that must be so before calls can work."""

    title: str
    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """A link as it stands: names, ids, who made it, when (in words)."""

    workspace: str
    tenant_id: str
    organisation: str
    operator: str = ""
    by: str = ""
    when: str = ""


def checklist(
    items: Sequence[ChecklistItem],
    form: bool = True,
    error: str = "",
    *,
    grant: str = "",
    intro: str = "",
    typed: bool = False,
) -> Card:
    """What is in place, and the form for what is missing. `grant` is Microsoft's page where access is granted.

    `typed`: a key stands in a message of the chat.

    Parts: intro, error, one row a check, the whole address of that page, the key field (input `key`); buttons: Connect
    (connect.save), Grant access (opens the page), Check again.
    The key is never shown again, so a form that comes back starts empty.
    """
    key = secret_input("key", "Key of your CPaaS organisation", "Paste the key to connect")
    usual = "One key links your Microsoft tenant with your CPaaS organisation."
    return card(
        "Connect",
        intro or (usual if form else "This is what connecting takes, and how it stands."),
        delete_message() if typed else None,
        text(error, color="Attention", weight="Bolder") if error else None,
        listing([tick_row(item.state, item.title, item.detail) for item in items]),
        _granting(grant) if grant else None,
        group(key, muted("I show you whose it is before anything is linked.", spacing="Small")) if form else None,
        actions=[
            execute("Connect", ConnectWithKey(), "positive") if form else None,
            open_url("Grant access", grant) if grant else None,
            button(say("Check again", "connect")),
        ],
    )


def _granting(url: str) -> CardElement:
    """Where access is granted, in words that can be passed on to whoever may."""
    return group(
        strong("For a Global Administrator"),
        muted("The button opens Microsoft's page, which lists what I ask for. To pass it on, this is its address:"),
        text(url, size="Small", subtle=True, spacing="Small", most=2_000),
        style="emphasis",
    )


def linking(link: Connection, words: str, next: Click | None = None) -> Card:
    """The link is being made.

    Parts: whom it links, how far that is or why it stopped; buttons: what moves it on (when given), Check again, and
    Use another key.
    """
    return card(
        "Connecting",
        _link(replace(link, by="", when="")),  # nobody has connected it yet
        text(quoted(words)),
        actions=[button(next), button(say("Check again", "connect")), button(say("Use another key", "new key"))],
    )


def connected(
    link: Connection, checks: Sequence[ChecklistItem] = (), next: Click | None = None, *, may_change: bool = True
) -> Card:
    """The link is made.

    Parts: whom it links, checks that still need somebody, what's next; buttons: the next click, Home, and Disconnect
    for those who may.
    """
    return card(
        "Connected",
        _link(link),
        listing([tick_row(item.state, item.title, item.detail) for item in checks]) if checks else None,
        "Next: give people lines and add-ons.",
        actions=[
            button(next),
            button(say("Home", "home")),
            button(say("Disconnect", "disconnect")) if may_change else None,
        ],
    )


def disconnect_confirm(link: Connection, goes: Sequence[str] = (), stays: Sequence[str] = ()) -> Card:
    """The question before the link is taken away.

    Parts: which link, what goes, what stays; buttons: Disconnect (disconnect.confirm), Keep it.
    """
    return card(
        "Disconnect?",
        _link(link),
        strong("What goes"),
        _points(goes or ("The key and the link between both sides.",)),
        strong("What stays"),
        _points(stays or ("Lines, numbers and assignments, as they are now.",)),
        actions=[
            execute("Disconnect", ConfirmDisconnect(), "destructive"),
            button(say("Keep it", "home")),
        ],
    )


def not_connected() -> Card:
    """There is no link: it was taken away, or it never came about.

    Parts: that, and how to come back; buttons: Connect, Help.
    """
    return card(
        "Not connected",
        "Your tenant isn't linked to a CPaaS organisation, and I keep no key of one.",
        "You can connect at any time.",
        actions=[button(say("Connect", "connect")), button(say("Help", "help"))],
    )


def _link(link: Connection) -> CardElement:
    return facts(
        ("Workspace", link.workspace),
        ("Microsoft tenant", link.tenant_id),
        ("CPaaS organisation", link.organisation),
        ("Operator account", link.operator),
        ("Connected by", link.by),
        ("When", link.when),
    )


def _points(points: Sequence[str]) -> Listing:
    return listing([text(f"• {point}", spacing="Small", most=200) for point in points[:8]], len(points))
