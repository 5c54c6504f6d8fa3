"""The lexicon: words and phrases by concept; those of one concept mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from bot.language.inflection import forms_of, going_forms_of, participle_of, past_of
from bot.language.lexicon import asking, doing, people, talk, things


def _phrases() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for words in (asking.WORDS, things.WORDS, doing.WORDS, people.WORDS, talk.WORDS):
        for concept, phrases in words.items():
            found.setdefault(concept, set()).update(phrases.split("|"))
    for concept, verbs in doing.ACTS.items():
        found.setdefault(concept, set()).update(chain.from_iterable(map(forms_of, verbs.split("|"))))
    for concept, verbs in doing.GOES.items():
        found.setdefault(concept, set()).update(chain.from_iterable(map(going_forms_of, verbs.split("|"))))
    return {concept: frozenset(phrases) for concept, phrases in found.items()}


CONCEPTS: Mapping[str, frozenset[str]] = _phrases()
# Past forms of the verbs, as a what-if uses them, with the plain form: “if I removed it”.
PAST: Mapping[str, str] = {
    past_of(verb): verb for verbs in doing.ACTS.values() for verb in verbs.split("|") if past_of(verb) != verb
} | {"left": "leaves", "got": "gets", "gives": "give"}
# Participles, for “have recording switched off”.
DONE: Mapping[str, str] = {
    participle_of(verb): concept for concept in ("GIVE", "TAKE") for verb in doing.ACTS[concept].split("|")
} | {"gone": "TAKE"}
# Verbs in two words that may have a thing between them: “switch recording off”.
APART: Mapping[tuple[str, str], str] = {
    (verb.split()[0], verb.split()[1]): concept
    for concept in ("GIVE", "TAKE")
    for verb in f"{doing.ACTS[concept]}|{doing.IN_TWO[concept]}".split("|")
    if len(verb.split()) == 2 and verb.split()[1] in ("on", "off", "out", "up", "down")
}
SOFT = frozenset(
    {"WHAT", "HOW", "WHERE", "DOES", "SHOW", "AND", "IT", "HAS", "NEXT", "AS", "HOW_MANY", "ABOUT", "LIST"}
)
# An utterance that begins with one of these is a question, which never leads to a plan.
ASKING = frozenset({"WHO", "WHAT", "WHY", "HOW", "WHEN", "WHERE", "HOW_TO", "DOES", "HOW_MANY"})
# Verbs that change something: two of these, with *and* between, are two requests.
VERBS = frozenset(
    {
        "GIVE",
        "TAKE",
        "UNASSIGN",
        "MOVE",
        "SWAP",
        "UPLOAD",
        "RELEASE",
        "DELETE",
        "MEND",
        "LEAVE",
        "FORWARD",
        "ASSIGN",
        "JOIN",
    }
)
