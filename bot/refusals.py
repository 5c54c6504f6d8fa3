"""What somebody is told whose request isn't done: why, who can act, and first of all the button that mends it."""

from __future__ import annotations

from bot.admission import NotHere
from bot.registry import ACTIONS, find_command
from bot.turn import Clicked, SentFile, TextMessage, Turn, own_chat
from cards import errors
from cards.assembler import Card
from cards.elements import Click, say
from cards.words import first_upper, sayings
from services.domain.access import WRITES
from services.domain.error_codes import code_of
from services.domain.errors import RemoteBusy, RoleUnknown, Stale, SwitchboardError

# Commands of those who change things that only open a form or a checklist when nothing comes after them.
_OPENS = frozenset({"connect", "assign", "someone joins", "someone leaves", "access", "disconnect"})
_MAX_REPEATED_CHARACTERS = 200  # of words that a button says again


def card_of(turn: Turn, error: SwitchboardError, ref: str, docs_url: str) -> Card:
    """What the person sees of the error; its first button mends it."""
    if isinstance(error, NotHere):
        return errors.elsewhere(error.what, error.why, own_chat(turn.conversation))
    code, ref = code_of(error), error.ref or ref
    return errors.problem(error.what, error.why, error.fix, ref, _mend(turn, error), code=code, docs_url=docs_url)


def _mend(turn: Turn, error: SwitchboardError) -> Click | None:
    """A fresh card for one that is too old, what the fix says can be said, or the same words once more."""
    found = ACTIONS.get(turn.event.verb) if isinstance(turn.event, Clicked) else None
    if found and found.fresh and isinstance(error, Stale):
        return say("Show it fresh", found.fresh)
    told = next((click for click in map(_to_say, sayings(error.fix)) if click), None)
    passing = isinstance(error, (RemoteBusy, RoleUnknown))
    if told or not passing or not isinstance(turn.event, TextMessage):
        return told
    words = turn.event.text
    return say("Try again", words) if len(words) <= _MAX_REPEATED_CHARACTERS else None


def _to_say(words: str) -> Click | None:
    """The button for what can be said, where it only shows something; an example that would write is no button."""
    found = find_command(words)
    if found is None or found[0].name == "help":
        return None
    shows = found[0].right not in WRITES or (found[0].name in _OPENS and not found[1])
    return say(first_upper(words), words) if shows else None


def after_a_fault(turn: Turn) -> tuple[str, str]:
    """What is known after an error of our own, and what to do; a command that writes may have written."""
    if _may_write(turn):
        look = "Say *jobs* and *approvals* to see it before you try again; if it stays, pass on the reference."
        return "I can't say whether this was done.", look
    return "Nothing was changed by this.", "Try again; if it stays, pass on the reference."


def _may_write(turn: Turn) -> bool:
    match turn.event:
        case TextMessage(text=text):
            found = find_command(text)
            # A reply may decide, and a sentence may be a request.
            return bool(turn.quoted) or found is None or found[0].right in WRITES
        case Clicked(verb=verb):
            return verb not in ACTIONS or ACTIONS[verb].right in WRITES
        case SentFile():
            return True
        case _:
            return False
