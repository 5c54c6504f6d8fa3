"""When something went wrong: what, why, and what to do."""

from __future__ import annotations

from cards.assembler import Card, card
from cards.elements import Click, button, group, muted, open_url, say, strong, text
from cards.words import quoted


def problem(
    what: str,
    why: str = "",
    fix: str = "",
    ref: str = "",
    again: Click | None = None,
    *,
    code: str = "",
    docs_url: str = "",
    also: Click | None = None,
) -> Card:
    """A failure in plain words.

    Parts: what happened, why, what to do, reference for the log and the error's code; buttons: again and also (when
    given), what the code means (where there is a page for it), Help.
    """
    foot = " · ".join(part for part in (f"Reference {ref}" if ref else "", code) if part)
    meaning = Click(f"What {code} means", url=section_of(code, docs_url)) if code and docs_url else None
    return card(
        "That didn't work",
        text(quoted(what), weight="Bolder"),
        text(quoted(why)) if why else None,
        group(strong("What to do"), text(quoted(fix), spacing="None"), style="emphasis") if fix else None,
        muted(foot, spacing="Default") if foot else None,
        actions=[button(again), button(also), button(meaning), button(say("Help", "help"))],
    )


def section_of(code: str, docs_url: str) -> str:
    """Where it can be read what the code means; empty where there is no such page."""
    return f"{docs_url}#{code.casefold()}" if code and docs_url else ""


def elsewhere(what: str, why: str, chat_url: str) -> Card:
    """That something belongs into the own chat, where others read along.

    Parts: why; buttons: Open our chat (a page of Teams), Help.
    """
    return card(
        what,
        text(why),
        actions=[open_url("Open our chat", chat_url), button(say("Help", "help"))],
    )
