"""Cards for what a sentence leaves open: who is meant, whether it was read correctly, which request comes first."""

from __future__ import annotations

from bot.language.interpretation import Interpretation, Several
from bot.language.lexicon import CONCEPTS
from bot.language.names import Names
from bot.turn import Card
from cards.elements import Click, say
from cards.workspace import sentences as cards
from services.domain.people import Person

_PRONOUNS = frozenset(phrase for concept in ("SHE", "IT") for phrase in CONCEPTS[concept].split("|"))
_MOST = cards.MAX_CHOICES


def open_question(text: str, meant: Interpretation | Several, names: Names) -> Card:
    """The one question that has to be answered before anything is done."""
    if isinstance(meant, Several):
        clicks = [say(_short(clause), clause) for clause in meant.clauses]
        return cards.which("One thing at a time, please", "Which of these comes first?", clicks)
    if meant.stranger:
        return _stranger(text, meant.stranger, names)
    if meant.tie is not None:
        people = meant.tie.people
        more = f"{len(people)} people are called {meant.tie.text}."
        if len(people) > _MOST:
            more += f" Here are {_MOST}; write more of the name for the others."
        return cards.which(
            "Who do you mean?", more, [_with(text, meant.tie.start, meant.tie.end, one, names) for one in people]
        )
    return _sure(text, meant, names)


def _sure(text: str, meant: Interpretation, names: Names) -> Card:
    """The question whether a misspelt word was read correctly; its answer is a text that needs no guess."""
    right = text
    for item in sorted(meant.slips, key=lambda one: -one.start):
        name = names.directory.handle(item.people[0]) if item.people else item.meant
        right = f"{right[: item.start]}{name}{right[item.end :]}"
    return cards.which(
        "Did you mean this?", "It changes something, and I had to guess a word.", [say(_short(right), right)]
    )


def _stranger(text: str, name: str, names: Names) -> Card:
    if name.casefold() in _PRONOUNS:
        why = "Say it with the name, the extension or the number."
        return cards.which(f"Whom or what do you mean by “{name}”?", why, [say("Lines", "lines")])
    near = names.directory.near(name)
    at = text.find(name)
    clicks = [_with(text, at, at + len(name), one, names) for one in near] if at >= 0 else []
    why = "Did you mean one of these?" if clicks else "Say “lines” to see who has a line, or write the user name."
    return cards.which(f"I know nobody called “{name}”", why, clicks or [say("Lines", "lines")])


def _with(text: str, start: int, end: int, person: Person, names: Names) -> Click:
    """The same sentence with this person in it."""
    return say(person.label, f"{text[:start]}{names.directory.handle(person)}{text[end:]}")


def _short(text: str) -> str:
    return text if len(text) <= 55 else f"{text[:54]}…"
