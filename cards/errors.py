"""Cards for errors: what happened, why, and what to do."""

from __future__ import annotations

from cards.assembler import Card, card
from cards.elements import Click, button, group, muted, open_url, say, strong, text
from cards.words import quoted
from services.domain.phrases import join_text, tr


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
    foot = join_text(" · ", (part for part in (tr("Reference {ref}", ref=ref) if ref else "", code) if part))
    meaning = Click(tr("What {code} means", code=code), url=section_of(code, docs_url)) if code and docs_url else None
    return card(
        tr("That didn't work"),
        text(quoted(what), weight="Bolder"),
        text(quoted(why)) if why else None,
        group(strong(tr("What to do")), text(quoted(fix), spacing="None"), style="emphasis") if fix else None,
        muted(foot, spacing="Default") if foot else None,
        actions=[button(again), button(also), button(meaning), button(say(tr("Help"), "help"))],
    )


def section_of(code: str, docs_url: str) -> str:
    """The address of the page that explains the code; empty without one."""
    return f"{docs_url}#{code.casefold()}" if code and docs_url else ""


def elsewhere(what: str, why: str, chat_url: str) -> Card:
    """The card that something belongs in the personal chat, since others read along.

    Parts: why; buttons: Open our chat (a page of Teams), Help.
    """
    return card(
        what,
        text(why),
        actions=[open_url(tr("Open our chat"), chat_url), button(say(tr("Help"), "help"))],
    )
