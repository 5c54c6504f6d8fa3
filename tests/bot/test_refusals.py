"""Whose request isn't done sees first the button that mends it, and who can act."""

from __future__ import annotations

import pytest

from bot.admission import not_allowed, not_here
from bot.refusals import card_of
from bot.registry import load_commands
from bot.turn import Clicked, ConversationReference, Event, Scope, SentFile, TextMessage, Turn, Who
from cards.numbers.clicks import ListNumbers
from services.domain.access import Decision, Denied, Right
from services.domain.errors import BadInput, NotConnected, NotFound, RemoteBusy, RoleUnknown, Stale, SwitchboardError
from tests.cards.look import clicks, sent, words

load_commands()
TYPED = TextMessage("numbers failed")
CLICKED = Clicked(ListNumbers.verb, "", {}, "m")


def turn(event: Event, scope: Scope = Scope.PERSONAL) -> Turn:
    """Somebody does this there."""
    place = ConversationReference("c", scope, "https://smba.example", bot_id="28:app", tenant_id="t")
    return Turn("1", Who("t", "o", "29:o", "Alex"), place, event)


@pytest.mark.parametrize(
    ("event", "error", "title", "says"),
    [
        (TYPED, NotConnected("No.", fix="Say *connect*."), "Connect", "connect"),
        (TYPED, NotFound("No.", fix="Say *line 101* or *lines*."), "Line 101", "line 101"),
        (CLICKED, NotFound("No.", fix="Say *jobs*."), "Jobs", "jobs"),
        (TYPED, BadInput("No.", fix="Say *someone joins* to give them one."), "Someone joins", "someone joins"),
        (CLICKED, Stale("Old.", fix="Say *jobs*."), "Show it fresh", "numbers"),
        (TYPED, RemoteBusy("Microsoft", 429, "", "Busy"), "Try again", "numbers failed"),
        (TYPED, RoleUnknown("No.", fix="Say *connect*: it shows where."), "Connect", "connect"),
        (TYPED, not_allowed(Right.CHANGE, Decision(Denied.NO_ROLE), ["Sam"]), "Who am I", "who am I"),
    ],
)
def test_the_first_button_mends_it(event: Event, error: SwitchboardError, title: str, says: str) -> None:
    made = card_of(turn(event), error, "r", "")
    assert list(clicks(made)) == [title, "Help"]
    assert sent(made, title) == ("say", {"text": says})


@pytest.mark.parametrize(
    ("event", "error"),
    [
        (TYPED, BadInput("No.", fix="Say it like *give 101 to bob*.")),  # an example writes
        (TYPED, BadInput("No.", fix="Say *mend alice*.")),
        (TYPED, BadInput("No.", fix="Say *help*.")),  # there is one
        (CLICKED, RemoteBusy("Microsoft", 429, "", "Busy")),  # the card that was clicked is still there
        (TextMessage("x" * 500), RemoteBusy("Microsoft", 429, "", "Busy")),
    ],
)
def test_a_button_never_does_what_was_only_an_example(event: Event, error: SwitchboardError) -> None:
    assert list(clicks(card_of(turn(event), error, "r", ""))) == ["Help"]


def test_who_can_act_is_named() -> None:
    for denied in (Denied.NO_ROLE, Denied.TOO_FAR):
        made = card_of(turn(TYPED), not_allowed(Right.CHANGE, Decision(denied), ["Sam", "Fiona"]), "r", "")
        assert "Ask Sam or Fiona" in words(made)


@pytest.mark.parametrize("event", [TYPED, CLICKED, SentFile("a.csv", "")])
def test_where_others_read_along_the_way_to_the_own_chat_is_one_click(event: Event) -> None:
    here = turn(event, Scope.CHANNEL)
    made = card_of(here, not_here(here), "r", "")
    assert clicks(made)["Open our chat ↗"]["url"] == "https://teams.microsoft.com/l/chat/0/0?users=28:app"
    assert "didn't work" not in words(made)
