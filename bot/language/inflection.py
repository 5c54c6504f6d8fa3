"""Inflection: the forms in which requests use a verb, made from its plain form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

# Plain form: past tense and past participle; one word if the two are the same.
_IRREGULAR: Mapping[str, str] = {
    "give": "gave given", "take": "took taken", "get": "got", "put": "put", "let": "let", "set": "set", "cut": "cut",
    "shut": "shut", "have": "had", "make": "made", "send": "sent", "bring": "brought", "hand": "handed",
    "swap": "swapped", "drop": "dropped", "strip": "stripped", "pull": "pulled", "leave": "left", "stick": "stuck",
    "kit": "kitted", "chuck": "chucked", "kick": "kicked", "go": "went gone", "build": "built", "throw": "threw thrown",
    "pop": "popped", "nuke": "nuked", "axe": "axed", "ship": "shipped", "transfer": "transferred", "swop": "swopped",
    "rid": "rid", "quit": "quit", "flip": "flipped", "stop": "stopped", "plug": "plugged", "equip": "equipped",
    "unplug": "unplugged", "map": "mapped", "unmap": "unmapped", "bin": "binned", "scrap": "scrapped",
    "knock": "knocked", "award": "awarded", "sign": "signed", "pay": "paid", "tag": "tagged", "wipe": "wiped",
    "undo": "undid undone", "redo": "redid redone", "keep": "kept", "lose": "lost", "bar": "barred", "port": "ported",
    "permit": "permitted", "trim": "trimmed", "grab": "grabbed", "unhook": "unhooked", "free": "freed",
    "release": "released", "change": "changed", "reset": "reset", "fit": "fitted", "wind": "wound",
    "begin": "began begun",
    "withdraw": "withdrew withdrawn", "hang": "hung",
}  # fmt: skip
_VOWELS = "aeiou"
_MODALS = ("should", "shall", "must", "has to", "have to", "needs to", "need to", "is to", "are to", "ought to", "to")
_PASSIVE = (
    "be", "being", "get", "gets", "getting", "should be", "shall be", "must be", "has to be", "have to be",
    "needs to be", "need to be", "is to be", "are to be", "to be", "should get", "must get", "ought to be",
)  # fmt: skip


def past_of(verb: str) -> str:
    """The past tense of a verb, with its first word inflected: took away."""
    return _with_first(verb, _past)


def participle_of(verb: str) -> str:
    """The past participle of a verb, with its first word inflected: taken away."""
    return _with_first(verb, _participle)


def forms_of(verb: str) -> Iterator[str]:
    """The forms of a verb in a request: plain, with -ing, and passive (be taken away, gets taken away)."""
    yield verb
    yield _with_first(verb, _gerund)
    done = _with_first(verb, _participle)
    for auxiliary in _PASSIVE:
        yield f"{auxiliary} {done}"


def going_forms_of(verb: str) -> Iterator[str]:
    """The forms in which a request says what a thing does: “comes off”, “is to come off”, “coming off”."""
    first, _, rest = verb.partition(" ")
    yield f"{first}es {rest}" if first.endswith(("o", "s")) else f"{first}s {rest}"
    yield from (verb, _with_first(verb, _gerund))
    yield from (f"{modal} {verb}" for modal in _MODALS)


def _with_first(verb: str, inflect: Callable[[str], str]) -> str:
    first, _, rest = verb.partition(" ")
    return f"{inflect(first)} {rest}".strip()


def _past(word: str) -> str:
    return _IRREGULAR[word].split()[0] if word in _IRREGULAR else _regular(word)


def _participle(word: str) -> str:
    return _IRREGULAR[word].split()[-1] if word in _IRREGULAR else _regular(word)


def _regular(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ied"
    return f"{word}ed"


def _gerund(word: str) -> str:
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return f"{word[:-1]}ing"
    doubled = f"{word}{word[-1]}ed"
    return f"{word}{word[-1]}ing" if doubled == _participle(word) or word in _DOUBLING else f"{word}ing"


_DOUBLING = frozenset({"get", "put", "let", "set", "cut", "shut", "rid", "quit", "reset", "begin"})
