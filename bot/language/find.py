"""Finds what an utterance is about: things, longest first, then words of the lexicon, then misspellings of either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from bot.language import dates, everyday, lexicon, times
from bot.language.dates import find_date
from bot.language.figures import figure_at, ranges_in, spread_at
from bot.language.names import Names
from bot.language.shorthand import spelt_out
from bot.language.slips import nearest
from bot.language.text import Word, words_of
from bot.language.things import Span, ThingKind
from bot.language.times import find_time
from bot.language.wholes import taken_together
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import Person, bare_words

_SHORT_NAME = 4  # letters
_MAX_PHRASE_WORDS = 7  # words of a phrase
_VAGUE = {"app": "mobile app", "apps": "mobile app"}  # what each is most likely short for; the bot asks whether it is
_FILE_NAME = re.compile(r".+\.(?:xlsx?|csv|tsv|ods|txt)", re.IGNORECASE)


@cache
def _table() -> dict[str, tuple[frozenset[str], bool]]:
    """The concepts of each known phrase, and whether the phrase is noise: it carries no meaning."""
    found: dict[str, set[str]] = {}
    noise = {phrase.strip() for line in everyday.NOISE.strip().splitlines() for phrase in line.split("|")}
    for concept, phrases in lexicon.CONCEPTS.items():
        for phrase in phrases:
            found.setdefault(phrase, set()).add(concept)
    return {phrase: (frozenset(found.get(phrase, ())), phrase in noise) for phrase in noise | set(found)}


def concepts_of(phrase: str) -> frozenset[str]:
    """The concepts of a word or phrase of the lexicon; empty for any other."""
    return _table().get(phrase, (frozenset(), False))[0]


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for phrase in _table() for word in phrase.split()) | dates.WORDS | times.WORDS


def find_items(text: str, names: Names) -> tuple[Span, ...]:
    """The items of an utterance, in order: its things, the phrases of the lexicon, and unknown words."""
    ranges = ranges_in(text, names)
    words = words_of(text)
    finder = _Finder(text, words, names)
    items: list[Span] = []
    at = 0
    while at < len(words):
        inside = next((found for found in ranges if found.start <= words[at].start < found.end), None)
        if inside is not None:
            items += [inside] if inside not in items else []
            at += 1
            continue
        item, taken = finder.at(at)
        items.append(replace(item, after_break=words[at].after_break))
        at += taken
    return taken_together(items, names)


class _Finder:
    """Reads one utterance word by word."""

    def __init__(self, text: str, words: Sequence[Word], names: Names) -> None:
        self._text = text
        self._names = names
        self._raw = [spelt_out(word) for word in words]
        self._words = [self._mended(word) for word in self._raw]

    def at(self, at: int) -> tuple[Span, int]:
        """The item that begins at this word, and how many words it takes."""
        figure = figure_at(self._raw, at, self._text, self._names)
        spread = spread_at(self._raw, at, self._text)
        if figure and ThingKind.COUNT not in figure[0].means and not (spread and figure[0].is_a(ThingKind.LINE)):
            return figure
        if spread:
            return spread
        if _FILE_NAME.fullmatch(self._raw[at].raw):
            return replace(self._item(at, 1), concepts=frozenset({"FILE"})), 1
        most = min(_MAX_PHRASE_WORDS, len(self._words) - at)
        for count in range(most, 0, -1):
            if count > 1 and any(word.after_break for word in self._raw[at + 1 : at + count]):
                continue
            found = self._thing(at, count) or self._concept(at, count)
            if found is not None:
                return found, count
        if figure and self._is_small_word(at):
            return Span(self._raw[at].raw, self._raw[at].start, self._raw[at].end, noise=True), 1
        if figure:
            return figure
        word = self._raw[at]
        return Span(word.raw, word.start, word.end), 1

    def _is_small_word(self, at: int) -> bool:
        """Whether a figure stands for *for* or *to*, as typed on a phone: “recording 4 ben”, “107 2 nadia”."""
        after = self._words[at + 1] if at + 1 < len(self._words) else None
        return self._raw[at].raw in ("2", "4") and after is not None and bool(self._people(after.stem, at + 1, 1))

    def _item(self, at: int, count: int) -> Span:
        """A span over these words, with no meaning set yet."""
        first, last = self._raw[at], self._raw[at + count - 1]
        slip = any(mended.stem not in (raw.stem, raw.stem[:-1]) for mended, raw in self._pairs(at, count))
        text = self._text[first.start : last.stem_end]
        return Span(text, first.start, last.stem_end, slip=slip, meant=self._texts(at, count)[0])

    def _pairs(self, at: int, count: int) -> Iterable[tuple[Word, Word]]:
        return zip(self._words[at : at + count], self._raw[at : at + count], strict=True)

    def _texts(self, at: int, count: int) -> tuple[str, ...]:
        words = self._words[at : at + count]
        whole = " ".join(word.folded for word in words)
        stem = " ".join([*(word.folded for word in words[:-1]), words[-1].stem])
        return (whole,) if whole == stem else (whole, stem)

    def _thing(self, at: int, count: int) -> Span | None:
        for own, text in enumerate(self._texts(at, count)):
            people = self._people(text, at, count)
            if people:
                role = TargetRole.OF if own else TargetRole.NONE
                part = not self._names.directory.find(text)
                named = replace(self._item(at, count), means={ThingKind.PERSON: text}, people=people)
                return replace(named, role=role, part=part)
            if text in self._names.rules:
                return replace(self._item(at, count), means={ThingKind.RULE: self._names.rules[text]})
            if text in self._names.templates:
                return replace(self._item(at, count), means={ThingKind.TEMPLATE: self._names.templates[text]})
            if group := self._group(text, at):
                country = self._names.phrases.get(text, {}).get(ThingKind.COUNTRY)
                more = {ThingKind.COUNTRY: country} if country else {}
                return replace(self._item(at, count), means={ThingKind.GROUP: group, **more})
            if kind := find_time(text):
                return replace(self._item(at, count), means={kind: text})
            means = dict(self._names.phrases.get(text, {}))
            if ThingKind.COUNTRY in means and text == "us" and not self._raw[at].raw.isupper():
                del means[ThingKind.COUNTRY]  # only *US* in capitals is the country
            if means:
                vague = _VAGUE.get(text, "")
                found = self._item(at, count)
                return replace(found, means=means, vague=bool(vague), meant=vague or found.meant)
            day = find_date(text, self._names.today)
            if day is not None and text.removeprefix("the ") not in ("sun", "sat", "may"):
                now = day == self._names.today  # a request from today on is a request for now
                return replace(self._item(at, count), means={ThingKind.DATE: day.isoformat()}, noise=now)
        return None

    def _group(self, text: str, at: int) -> str:
        """The department or office of this name; one that is also a known word must match in case: *IT*, not *it*."""
        name = text.removesuffix(" team").removesuffix(" department").removesuffix(" dept")
        found = self._names.groups.get(name, "")
        is_word = name in _table() and bool(_table()[name][0] - {"SALES"})
        return found if not is_word or found.startswith(self._raw[at].raw) else ""

    def _people(self, text: str, at: int, count: int) -> tuple[Person, ...]:
        """Whom these words name. A name that is also a known word must be capitalised mid-sentence, or stand alone."""
        directory = self._names.directory
        found = directory.find(text) or directory.called(text)
        if not found or "@" in text:
            return found
        if count == 1 and (text in _table() or text in self._names.phrases) and len(self._raw) > 1:
            word = self._raw[at]
            named = word.raw[:1].isupper() and not self._text.isupper() and at > 0
            return found if named else ()
        return found

    def _concept(self, at: int, count: int) -> Span | None:
        for text in self._texts(at, count):
            if text in _table():
                concepts, noise = _table()[text]
                return replace(self._item(at, count), concepts=concepts, noise=noise)
        return None

    def _mended(self, word: Word) -> Word:
        """The word, or the known one that it misspells; a possessive without its apostrophe (“bens”) gets its stem."""
        if self._knows(word.folded) or self._knows(word.stem):
            return word
        if word.folded.endswith("s") and self._knows_person(word.folded[:-1]):
            return replace(word, stem=word.folded[:-1])
        if word.folded in everyday.ORDINARY or any(sign.isdigit() for sign in word.stem) or "@" in word.folded:
            return word
        near = self._names_near(word.stem) or nearest(word.stem, self._vocabulary)
        both = nearest(word.stem, (*self._vocabulary, *self._names.directory.name_words)) if near else ()
        meant = next((other for other in both if other in self._vocabulary), next(iter(both), ""))
        if not meant or _turned_about(word.stem, meant):
            return word
        return replace(word, folded=meant + word.folded[len(word.stem) :], stem=meant)

    def _names_near(self, word: str) -> tuple[str, ...]:
        """The parts of names that it may misspell; a short one must have as many letters: “lying” isn't Ling."""
        found = nearest(word, self._names.directory.name_words)
        return tuple(one for one in found if len(one) > _SHORT_NAME or len(one) == len(word))

    @property
    def _vocabulary(self) -> frozenset[str]:
        return _known_words() | _phrase_words(self._names)

    def _knows(self, text: str) -> bool:
        return text in _known_words() or text in _phrase_words(self._names) or self._knows_person(text)

    def _knows_person(self, text: str) -> bool:
        words = bare_words(text)
        return bool(words) and (words[0] in self._names.directory.name_words or bool(self._names.directory.find(text)))


@cache
def _words_of_phrases(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase.split() if len(word) > 2)


def _turned_about(word: str, meant: str) -> bool:
    """Whether the two differ by a prefix that changes the meaning, so neither misspells the other: uninstall."""
    return any(word == f"{prefix}{meant}" or meant == f"{prefix}{word}" for prefix in ("un", "de", "dis", "re", "in"))


def _phrase_words(names: Names) -> frozenset[str]:
    return _words_of_phrases((*names.phrases, *names.rules, *names.templates))
