"""When something went wrong: what, why, and what to do."""

from __future__ import annotations

from cards.assembler import Card, card
from cards.elements import Click, button, group, muted, say, strong, text
from cards.words import quoted


def problem(what: str, why: str = "", fix: str = "", ref: str = "", again: Click | None = None) -> Card:
    """A failure in plain words.

    Parts: what happened, why, what to do, reference for the log; buttons: again (when given), Help.
    """
    return card(
        "That didn't work",
        text(quoted(what), weight="Bolder"),
        text(quoted(why)) if why else None,
        group(strong("What to do"), text(quoted(fix), spacing="None"), style="emphasis") if fix else None,
        muted(f"Reference {ref}", spacing="Default") if ref else None,
        actions=[button(again), button(say("Help", "help"))],
    )
