"""The answer to a request that isn't done: why, who can act, and first the button that mends it."""

from __future__ import annotations

from dataclasses import replace

from bot.admission import NotHere, not_here
from bot.registry import ACTIONS, find_command
from bot.turn import Answer, Clicked, SentFile, TextMessage, Turn, own_chat
from cards import errors
from cards.assembler import Card
from cards.changes.clicks import ShowPlan
from cards.elements import Click, say
from cards.words import first_upper, quoted, sayings
from services.domain.access import WRITES
from services.domain.error_codes import code_of
from services.domain.errors import NotAlone, PlanOver, RemoteBusy, RoleUnknown, Stale, SwitchboardError
from services.domain.phrases import tr

# Commands for changes that only open a form or a checklist when nothing follows them.
_FORM_COMMANDS = frozenset({"connect", "assign", tr("someone joins"), tr("someone leaves"), "access", "disconnect"})
_MAX_REPEATED_CHARACTERS = 200  # of words that a button repeats


def card_of(turn: Turn, error: SwitchboardError, ref: str, docs_url: str) -> Card:
    """The card for the error; its first button mends it."""
    if isinstance(error, NotHere):
        return errors.elsewhere(error.what, error.why, own_chat(turn.conversation))
    code, ref = code_of(error), error.ref or ref
    return errors.problem(error.what, error.why, error.fix, ref, _mend(turn, error), code=code, docs_url=docs_url)


def refusal(turn: Turn, card: Card, what: str) -> Answer:
    """The answer that shows the card; only a note when a card merely came into view."""
    if is_automatic(turn):
        return Answer(note=quoted(what))
    # A refusal must not replace the clicked card: what was typed there would be lost.
    return Answer(card=card, new_message=isinstance(turn.event, Clicked), note=quoted(what))


def is_automatic(turn: Turn) -> bool:
    """Whether a card merely came into view, without a click."""
    return isinstance(turn.event, Clicked) and turn.event.automatic


def told_aside(turn: Turn, answer: Answer | None) -> Answer | None:
    """The answer; if it is for the asker alone, with the text for all in case Teams doesn't accept such a message."""
    if answer is None or not turn.conversation.only_for:
        return answer
    return replace(answer, instead=Answer(card=card_of(turn, not_here(turn), "", "")))


def _mend(turn: Turn, error: SwitchboardError) -> Click | None:
    """The click that mends it: a fresh card for an outdated one, what the fix says to type, or the same words again."""
    found = ACTIONS.get(turn.event.verb) if isinstance(turn.event, Clicked) else None
    if isinstance(error, (PlanOver, NotAlone)) and turn.alone:
        return Click(tr("Show it fresh"), ShowPlan(error.plan))
    if found and found.fresh and isinstance(error, Stale):
        return say(tr("Show it fresh"), found.fresh)
    told = next((click for click in map(_to_say, sayings(error.fix)) if click), None)
    passing = isinstance(error, (RemoteBusy, RoleUnknown))
    if told or not passing or not isinstance(turn.event, TextMessage):
        return told
    words = turn.event.text
    return say(tr("Try again"), words) if len(words) <= _MAX_REPEATED_CHARACTERS else None


def _to_say(words: str) -> Click | None:
    """The button for what the fix says to type, if it only shows something; an example that would write gets none."""
    found = find_command(words)
    if found is None or found[0].name == "help":
        return None
    shows = found[0].right not in WRITES or (found[0].name in _FORM_COMMANDS and not found[1])
    return say(tr(first_upper(words)), words) if shows else None


def after_a_fault(turn: Turn) -> tuple[str, str]:
    """What is known after an internal error, and what to do; a command that writes may have written."""
    if _may_write(turn):
        look = tr("Say *jobs* and *approvals* to see it before you try again; if it stays, pass on the reference.")
        return tr("I can't say whether this was done."), look
    return tr("Nothing was changed by this."), tr("Try again; if it stays, pass on the reference.")


def _may_write(turn: Turn) -> bool:
    match turn.event:
        case TextMessage(text=text):
            found = find_command(text)
            # A reply may be a decision, and a sentence may be a request.
            return bool(turn.quoted) or found is None or found[0].right in WRITES
        case Clicked(verb=verb):
            return verb not in ACTIONS or ACTIONS[verb].right in WRITES
        case SentFile():
            return True
        case _:
            return False
