"""The card on which somebody chooses the language in which they are addressed."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, card
from cards.elements import button, execute, say
from cards.inputs import choice_input
from cards.workspace.clicks import ChooseLanguage
from services.domain.phrases import tr


def language(languages: Sequence[tuple[str, str]], chosen: str, by_client: str) -> Card:
    """The languages to choose from, as (code, own name); `by_client` is the name of the language set in Teams."""
    automatic = ("", tr("Like my Teams ({language})", language=by_client))
    return card(
        tr("Language"),
        tr("I speak to you in it, here and in what I send you. Others keep theirs."),
        choice_input("language", tr("Language"), [automatic, *languages], chosen),
        actions=[execute(tr("Use it"), ChooseLanguage()), button(say(tr("Home"), "home"))],
    )
