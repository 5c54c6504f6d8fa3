"""Linking a Microsoft tenant to a CPaaS organisation, and unlinking it."""

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
from services.domain.phrases import tr


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One condition for calls to work."""

    title: str
    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """A link: names, ids, who made it, when (in words)."""

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
    """What is in place, and the form for what is missing. `grant` is Microsoft's page for granting access.

    `typed`: a message of the chat contains a key.

    Parts: intro, error, one row a check, the whole address of that page, the key field (input `key`); buttons: Connect
    (connect.save), Grant access (opens the page), Check again.
    The key is never shown again, so a form that comes back starts empty.
    """
    key = secret_input("key", tr("Key of your CPaaS organisation"), tr("Paste the key to connect"))
    usual = tr("One key links your Microsoft tenant with your CPaaS organisation.")
    return card(
        tr("Connect"),
        intro or (usual if form else tr("This is what connecting takes, and how it stands.")),
        delete_message() if typed else None,
        text(error, color="Attention", weight="Bolder") if error else None,
        listing([tick_row(item.state, item.title, item.detail) for item in items]),
        _granting(grant) if grant else None,
        group(key, muted(tr("I show you whose it is before anything is linked."), spacing="Small")) if form else None,
        actions=[
            execute(tr("Connect"), ConnectWithKey(), "positive") if form else None,
            open_url(tr("Grant access"), grant) if grant else None,
            button(say(tr("Check again"), "connect")),
        ],
    )


def _granting(url: str) -> CardElement:
    """Where access is granted, in words that can be forwarded to whoever may grant it."""
    return group(
        strong(tr("For a Global Administrator")),
        muted(tr("The button opens Microsoft's page, which lists what I ask for. To pass it on, this is its address:")),
        text(url, size="Small", subtle=True, spacing="Small", most=2_000),
        style="emphasis",
    )


def linking(link: Connection, words: str, next: Click | None = None) -> Card:
    """The card of a link in progress.

    Parts: what it links, its progress or why it stopped; buttons: the next click (when given), Check again, and
    Use another key.
    """
    return card(
        tr("Connecting"),
        _link(replace(link, by="", when="")),  # not connected yet
        text(quoted(words)),
        actions=[
            button(next),
            button(say(tr("Check again"), "connect")),
            button(say(tr("Use another key"), "new key")),
        ],
    )


def connected(
    link: Connection, checks: Sequence[ChecklistItem] = (), next: Click | None = None, *, may_change: bool = True
) -> Card:
    """The card of an established link.

    Parts: what it links, checks that still need somebody, what's next; buttons: the next click, Home, and Disconnect
    for those who may.
    """
    return card(
        tr("Connected"),
        _link(link),
        listing([tick_row(item.state, item.title, item.detail) for item in checks]) if checks else None,
        tr("Next: give people lines and add-ons."),
        actions=[
            button(next),
            button(say(tr("Home"), "home")),
            button(say(tr("Disconnect"), "disconnect")) if may_change else None,
        ],
    )


def disconnect_confirm(link: Connection, goes: Sequence[str] = (), stays: Sequence[str] = ()) -> Card:
    """The question before unlinking.

    Parts: which link, what goes, what stays; buttons: Disconnect (disconnect.confirm), Keep it.
    """
    return card(
        tr("Disconnect?"),
        _link(link),
        strong(tr("What goes")),
        _points(goes or (tr("The key and the link between both sides."),)),
        strong(tr("What stays")),
        _points(stays or (tr("Lines, numbers and assignments, as they are now."),)),
        actions=[
            execute(tr("Disconnect"), ConfirmDisconnect(), "destructive"),
            button(say(tr("Keep it"), "home")),
        ],
    )


def not_connected() -> Card:
    """The card without a link: it was removed, or never made.

    Parts: that, and how to link again; buttons: Connect, Help.
    """
    return card(
        tr("Not connected"),
        tr("Your tenant isn't linked to a CPaaS organisation, and I keep no key of one."),
        tr("You can connect at any time."),
        actions=[button(say(tr("Connect"), "connect")), button(say(tr("Help"), "help"))],
    )


def _link(link: Connection) -> CardElement:
    return facts(
        (tr("Workspace"), link.workspace),
        (tr("Microsoft tenant"), link.tenant_id),
        (tr("CPaaS organisation"), link.organisation),
        (tr("Operator account"), link.operator),
        (tr("Connected by"), link.by),
        (tr("When"), link.when),
    )


def _points(points: Sequence[str]) -> Listing:
    return listing([text(tr("• {point}", point=point), spacing="Small", most=200) for point in points[:8]], len(points))
