"""Cards that say what Switchboard is, what it understands and who you are to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import button, facts, group, muted, say, strong, text
from cards.home import GUIDE

WHAT = "I bring the phone numbers of your CPaaS into Microsoft Teams, and keep both sides in step."
SAFE = "You always see a plan first. Nothing is written before you or a second admin say so."
NEEDS = (
    "An admin sets me up once: a Teams admin of your organisation, with the key of your CPaaS organisation. "
    "People need a Teams Phone licence to call."
)
CONNECT = say("Connect", "connect", "positive")
HOME = say("Home", "home")
HELP = say("Help", "help")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to say and what it does."""

    words: str
    what: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one topic."""

    title: str
    entries: Sequence[Entry]


def welcome(name: str, is_first_admin: bool) -> Card:
    """The first card somebody sees.

    Parts: greeting, what it does, what it needs, the six steps, where to start; buttons: Connect (for the first
    admin), Home, Help.
    """
    start = (
        "You can start now: connecting takes about two minutes."
        if is_first_admin
        else "Say “home” to see how far your organisation is, or “help” for all I can do."
    )
    steps = [text(f"{no}  {title}", spacing="Small") for no, title in enumerate(GUIDE, 1)]
    return card(
        "Welcome to Switchboard",
        text(f"Hello {name}. {WHAT}" if name else WHAT),
        text(SAFE),
        muted(NEEDS, spacing="Default"),
        group(strong("Six steps to calling"), *steps),
        text(start),
        actions=[button(CONNECT) if is_first_admin else None, button(HOME), button(HELP)],
    )


def help_card(groups: Sequence[Group]) -> Card:
    """All that can be said.

    Parts: how to talk to it, then each topic with its entries; button: Home.
    """
    rows = [_topic(topic) for topic in groups]
    return card(
        "What you can say",
        "Type any of these, or send me a spreadsheet here. Capitals don't matter.",
        listing(rows),
        actions=[button(HOME)],
    )


def _topic(topic: Group) -> CardElement:
    entries: list[CardElement] = []
    for entry in topic.entries[:20]:
        entries += [text(entry.words, color="Accent", spacing="Small", most=80), muted(entry.what, most=160)]
    return group(strong(topic.title, most=80), *entries, separator=True)


def unknown(words: str, suggestions: Sequence[str]) -> Card:
    """The answer to words it doesn't know.

    Parts: what was written, what may be meant; buttons: up to four suggestions, Help.
    """
    guesses = list(suggestions[:4])
    return card(
        "I didn't understand that",
        text(f"You wrote “{words}”.", most=160) if words.strip() else None,
        "Did you mean one of these?" if guesses else "Say “help” to see all I can do, or “home” to see what's next.",
        actions=[*(button(say(guess, guess)) for guess in guesses), button(HELP), None if guesses else button(HOME)],
    )


def greeting(name: str) -> Card:
    """The answer to a hello.

    Parts: hello, what may come next; buttons: Home, Help.
    """
    return card(
        "Hello",
        text(f"Good to see you, {name}." if name else "Good to see you."),
        "Home shows what's next. You can also ask for lines or numbers, or send me a spreadsheet.",
        actions=[button(HOME), button(HELP)],
    )


def whoami(
    name: str, user_name: str, role: str, rights: Sequence[str], workspace: str, tenant_id: str, correlation: str = ""
) -> Card:
    """What Switchboard knows of the person who asks.

    Parts: name, user name, role, rights, workspace, tenant, reference; buttons: Home, Help.
    """
    return card(
        "Who you are here",
        facts(
            ("Name", name),
            ("User name", user_name),
            ("Role", role),
            ("You may", ", ".join(rights) or "say hello and ask for help"),
            ("Workspace", workspace or "not connected yet"),
            ("Microsoft tenant", tenant_id),
            ("Reference", correlation),
        ),
        muted(
            "Your role follows from your admin roles in Microsoft Entra, read fresh for each thing you do.",
            spacing="Default",
        ),
        actions=[button(HOME), button(HELP)],
    )
