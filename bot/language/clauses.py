"""Clauses: splits a message into parts that each ask, request, deny or tell something, with pronouns replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language import lexicon
from bot.language.names import Names
from bot.language.reasons import begins_reason, opening_ends
from bot.language.remarks import tells
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from services.domain.people import fold

_STRONG = re.compile(r"[.;!?\n…]|\s[-–—]\s|—")
_WEAK = re.compile(r"[,:]")
_JOINS = frozenset({"and", "then", "and then", "but", "so", "plus", "&", "also", "and also"})
_CONTRASTS = frozenset({"only", "just", "but", "instead", "rather", "but only", "but do"})
_ADDS = frozenset({"and", "or", "plus", "&", "and then", "then", "and also", "also"})
_LEADING = re.compile(r"^(?:[\s,;:.!?…–—-]|(?:and then|and also|and|then|but|so|plus|also)\b|&)+", re.IGNORECASE)
_VERB_WITHIN = 4  # after a comma or *and*, a clause begins only if one of this many items is a verb
_PREDICATES = lexicon.VERBS | lexicon.ASKING | frozenset(
    {"TAKE_OVER", "COVER", "SET", "CHANGE", "RECORD", "UNDO", "RENAME", "COPY", "APPLY", "DONT", "SHOW", "CHECK",
     "REJECT", "CANCEL", "STOP", "IF", "APPROVE", "EXPORT", "ABOUT"}
)  # fmt: skip
_BELONGS = frozenset({"NUMBER", "LINE", "CALLS", "LICENCE", "SETTING", "STATUS", "ADDON"})
_OWNED = frozenset({ThingKind.CODE, ThingKind.SECTION})
_MODALS = frozenset({"can", "could", "may", "might", "would", "will", "shall", "should"})
_HAVE = frozenset({"has", "have", "got", "hasn't", "haven't", "hasnt"})
_ONES = frozenset({"one", "ones", "which ones", "which one", "the ones"})
_NOUNS = {"NUMBER": "number", "LINE": "extension", "LICENCE": "licence"}  # what *one* can stand for
_OWN = frozenset({"his", "their", "its", "hers", "theirs"})
_ONE_PERSON = frozenset({"he", "him", "his", "she", "her", "hers"})
_ENDING = re.compile(r"['’]s?(?=\W|$)")  # of a possessive: “Ben's”

_STANDS_FOR_VERB = frozenset(
    {"does", "do", "did", "is", "was", "will", "would", "can", "could", "should", "has", "must", "doesn't", "does not",
     "didn't", "isn't", "won't", "can't", "shouldn't", "hasn't", "not"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message: `text` can be read by itself, with pronouns replaced; `items` are its words as written.

    `after_stop`: it comes first, or after a full stop, a dash or a new line, not just a comma or *and*. `is_reason`: it
    only says why, which changes nothing about the request. `written`: the text as it was written.
    """

    text: str
    items: tuple[Span, ...]
    after_stop: bool = True
    is_reason: bool = False
    written: str = ""

    @property
    def contrasts(self) -> bool:
        """Whether it says what to do instead of what the clause before it denied: *only*, *just*, *but*."""
        return any(fold(item.text) in _CONTRASTS for item in self.items[:2])


def clauses_of(text: str, items: Sequence[Span], names: Names) -> tuple[Clause, ...]:
    """The clauses of a message, in order; a single one if the message can't be split."""
    parts = _parts(text, items)
    found: list[Clause] = []
    for no, part in enumerate(parts):
        end = parts[no + 1][0].start if no + 1 < len(parts) else len(text)
        start = 0 if no == 0 else part[0].start
        spoken = _spelt_out(text, start, end, part, [item for before in parts[:no] for item in before], names)
        stop = no == 0 or bool(_STRONG.search(text[parts[no - 1][-1].end : start]))
        why = begins_reason(text, part[0])
        plain, written = (_LEADING.sub("", one).rstrip(" ,;:-–—\n") for one in (spoken, text[start:end]))
        found.append(Clause(plain, part, stop, why, written))
    return tuple(found)


def _parts(text: str, items: Sequence[Span]) -> list[tuple[Span, ...]]:
    found: list[list[Span]] = [[items[0]]]
    for at, (before, item) in enumerate(pairwise(items), start=1):
        between = text[before.end : item.start]
        if before.end < opening_ends(text, found[-1][0]) <= item.start:
            found.append([item])
            continue
        why = begins_reason(text, found[-1][0]) and not _STRONG.search(between)  # a reason runs to the next full stop
        denied = any("DONT" in one.concepts for one in found[-1]) and fold(item.text) in _ADDS  # don't do this and that
        if (
            not (why or denied)
            and _cuts(text, between, items, at)
            and (_has_predicate(found[-1]) or _tells_of_having(found[-1]) or _tells(text, found[-1], between))
        ):
            found.append([item])
        else:
            found[-1].append(item)
    return [tuple(part) for part in found]


def _cuts(text: str, between: str, items: Sequence[Span], at: int) -> bool:
    """Whether a new clause begins at `items[at]`; `between` is the text that separates it from the item before."""
    if _STRONG.search(between):
        return True
    if begins_reason(text, items[at]):
        return True
    if ":" in between and not any(item.means for item in items[:at]):
        return False  # “new joiner: Nadia” is a heading
    if "ABOUT" in items[at].concepts:
        return True
    if not (_WEAK.search(between) or items[at].text.casefold() in _JOINS):
        return False
    return _has_predicate(items[at : at + _VERB_WITHIN]) or echoes(items[at:])


def echoes(items: Sequence[Span]) -> bool:
    """Whether it only repeats the verb before it for somebody else, affirmed or negated: “Ben does”, “Ben isn't”."""
    said = [item for item in items if fold(item.text) not in _JOINS]
    return len(said) == 2 and bool(said[0].people) and fold(said[1].text) in _STANDS_FOR_VERB


def _has_predicate(items: Sequence[Span]) -> bool:
    """Whether it has a word that makes a statement or question, such as a verb; “could Alice” has none yet."""
    return any(item.concepts & _PREDICATES and fold(item.text) not in _MODALS for item in items if not item.means)


def _tells(text: str, part: Sequence[Span], between: str) -> bool:
    """Whether this is a sentence of its own that tells something."""
    return bool(_STRONG.search(between)) and tells(text[part[0].start : part[-1].end], part)


def _tells_of_having(items: Sequence[Span]) -> bool:
    """Whether it says what somebody has or hasn't got."""
    return bool(targets_in(items)) and any(fold(item.text) in _HAVE for item in items)


def _spelt_out(text: str, start: int, end: int, part: Sequence[Span], earlier: Sequence[Span], names: Names) -> str:
    """The text of a clause, each pronoun replaced by the one thing of its kind that was named before the clause."""
    found, at = "", start
    for pronoun, after in _pronouns(part):
        words = _antecedent(pronoun, earlier, names) if pronoun.concepts & {"SHE", "IT"} else _noun(pronoun, earlier)
        if words:
            own = pronoun.text.casefold() in _OWN or (pronoun.text.casefold() == "her" and _is_owned(after))
            found += f"{text[at : pronoun.start]}{words}{chr(39) + 's' if own else ''}"
            at = pronoun.end
    return _with_noun(found + text[at:end], text[start:end], start, part, earlier)


def _with_noun(spoken: str, text: str, start: int, part: Sequence[Span], earlier: Sequence[Span]) -> str:
    """The clause, with the noun that it leaves out: “give Alice recording and take Ben's away” is about recording."""
    nouns = _owned_nouns(earlier)
    for item, after in zip(part, (*part[1:], None), strict=True):
        ending = _ENDING.match(text, item.end - start) if item.people else None
        if ending and spoken == text and len(nouns) == 1 and (after is None or "ANY_MORE" in after.concepts):
            return f"{text[: ending.end()]} {nouns.pop()}{text[ending.end() :]}"
    return spoken


def _owned_nouns(items: Sequence[Span]) -> set[str]:
    """The add-ons, numbers and lines that were spoken of, each by a noun that can follow its owner."""
    things = {item.text for item in items if item.is_a(ThingKind.CODE)}
    return things | {
        noun for item in items if not item.means for concept, noun in _NOUNS.items() if concept in item.concepts
    }


def _pronouns(part: Sequence[Span]) -> Iterator[tuple[Span, Span | None]]:
    """Each pronoun (and *one*, *ones*) with the item after it, if there is one."""
    for at, item in enumerate(part):
        counts = fold(item.text) in _ONES and not (at + 1 < len(part) and part[at + 1].concepts & _BELONGS)
        if (item.concepts & {"SHE", "IT"} or counts) and not item.means:
            yield item, part[at + 1] if at + 1 < len(part) else None


def _is_owned(item: Span | None) -> bool:
    return item is not None and bool(item.concepts & _BELONGS or item.means.keys() & _OWNED)


def _noun(one: Span, earlier: Sequence[Span]) -> str:
    """The noun that *one* stands for, the last mentioned before it: “a number”, “extensions”; empty if none was."""
    said = [noun for item in earlier if not item.means for concept, noun in _NOUNS.items() if concept in item.concepts]
    if not said:
        return ""
    many = fold(one.text).endswith("ones")
    which = "which " if fold(one.text).startswith("which") else "" if many else "a "
    return f"{which}{said[-1]}{'s' if many else ''}"


def _antecedent(pronoun: Span, earlier: Sequence[Span], names: Names) -> str:
    """What the pronoun stands for, in words that are clear without it; empty unless that is exactly one thing."""
    fits = [item for item in targets_in(earlier) if "IT" in pronoun.concepts or not item.is_a(ThingKind.NUMBER)]
    if "IT" in pronoun.concepts:
        owned = [item for item in earlier if item.means.keys() & _OWNED]
        fits = [item for item in fits if not item.people] or owned
    elif fold(pronoun.text) in _ONE_PERSON:
        fits = [item for item in fits if item.people] or fits  # “Ben moved to Sales. Give him 107.”
    if len({(item.people, *item.means.items()) for item in fits}) != 1:
        return ""
    if not fits[0].people:
        return fits[0].text
    return names.directory.handle(fits[0].people[0]) if len(fits[0].people) == 1 else ""
