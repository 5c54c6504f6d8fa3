"""Combines neighbouring words of an utterance: whole names, groups of people, *my* and *me*, roles of things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.language import everyday
from bot.language.names import Names
from bot.language.placed import with_places
from bot.language.things import PREPOSITIONS, Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import fold
from services.inventory.groups import EVERYBODY

_POSSESSIVES = frozenset({"his", "her", "their"})


_IN = frozenset(
    {
        "across",
        "throughout",
        "within",
        "inside",
        "over",
        "down",
        "up",
        "in",
        "from",
        "of",
        "at",
        "the",
        "who",
        "sit",
        "based",
        "whole",
        "entire",
        "complete",
        "full",
        "our",
        "are",
        "work",
    }
)
_SOME = frozenset({"some", "some of", "any", "any of", "one of", "most", "most of", "half", "half of", "a few", "few"})
_EVERYBODY = frozenset({"everybody", "everyone", "all", "all people", "all users", "every user", "every person"})
_PEOPLE = frozenset(
    {"team", "people", "staff", "department", "dept", "office", "folks", "users", "colleagues", "employees", "guys",
     "members", "crowd", "group", "site", "reps", "agents"}
)  # fmt: skip
_OWNED = frozenset({"NUMBER", "LINE", "CALLS", "CALL", "LICENCE", "SETTING", "STATUS", "ADDON", "VALUE", "MOBILE"})
_DONE_TO_ME = frozenset({"FORWARD", "SET", "MEND", "RECORD", "MOVE", "STOP_RECORD", "NO_RECORD"})
_SWAPPED = frozenset({"me", "mine", "myself"})  # the speaker, in a swap
_GOES_TO = frozenset({"FORWARD", "MOVE", "SWAP", "SEND", "CALLS", "RENAME", "CHANGE"})
_DEFINITE = frozenset({"the", "this", "that", "her", "his", "their", "its", "my", "whose", "which", "same"})
_GETS = frozenset({"get", "have", "own", "receive", "use", "keep"})
_PASSED_OVER = frozenset({"NUMBER", "LINE", "IT", "SHE", "LICENCE", "NEXT"})  # between a preposition and its thing
_SAME = frozenset({"same", "the same", "identical"})


def taken_together(items: Sequence[Span], names: Names) -> tuple[Span, ...]:
    """The items, combined and marked by what stands beside them."""
    whole = _whole_names(items, names.directory.name_words)
    grouped = list(_with_groups(list(_with_relations(_with_spreads(whole)))))
    placed = list(with_places(grouped))
    return tuple(_with_indefinites(_with_roles(_with_oneself(placed, names))))


def _with_spreads(items: Sequence[Span]) -> Sequence[Span]:
    """The items, with “recording on 101 to 105” as a range of extensions, unless something is moved or forwarded."""
    moved = any(item.concepts & _GOES_TO for item in items if not item.means)
    if moved or not any(item.is_a(ThingKind.CODE) for item in items):
        return items
    found: list[Span] = []
    for item in items:
        if _is_spread(found, item):
            first = found[-2]
            means = {ThingKind.GROUP: f"{first.means[ThingKind.LINE]}-{item.means[ThingKind.LINE]}"}
            text = f"{first.text} to {item.text}"
            found[-2:] = [Span(text, first.start, item.end, means=means, after_break=first.after_break)]
            continue
        found.append(item)
    return found


def _is_spread(before: Sequence[Span], last: Span) -> bool:
    """Whether an extension and a *to* stand before this extension."""
    to = len(before) > 1 and fold(before[-1].text) == "to"
    return to and before[-2].means.keys() == last.means.keys() == {ThingKind.LINE}


def _with_indefinites(items: Sequence[Span]) -> Iterator[Span]:
    """The items, with *number* as any free one where it is nobody's and none is named: “give number to Alice”."""
    for before, item, after in zip((None, *items), items, (*items[1:], None), strict=False):
        owned = before is not None and (
            fold(before.text) in _DEFINITE
            or before.role is TargetRole.OF
            or before.unknown
            or (before.means and not before.people)
        )
        named = after is not None and (after.is_a(ThingKind.NUMBER) or after.role is TargetRole.OF)
        counted = any(one.is_a(ThingKind.NUMBER) for one in items)
        if "NUMBER" in item.concepts and not (item.means or owned or named or counted):
            yield replace(item, concepts=item.concepts | {"A_NUMBER"})
        else:
            yield item


def _with_groups(items: Sequence[Span]) -> Iterator[Span]:
    """The items, with “everybody in Sales”, “the Sales team” and “people from Singapore” as one group each."""
    at = 0
    while at < len(items):
        end, group = _group_from(items, at)
        if group:
            first, last = items[at], items[end - 1]
            text = " ".join(item.text for item in items[at:end])
            people = any("LIST" in item.concepts for item in items[at:end])
            means = {ThingKind.GROUP: group, **({} if people else _country_in(items[at:end]))}
            of_numbers = end < len(items) and bool(items[end].concepts & {"NUMBER", "LINE"})
            means = {} if at and fold(items[at - 1].text) in _SOME and not of_numbers else means  # nobody knows which
            yield Span(text, first.start, last.end, means=means, after_break=first.after_break)
            at = end
        else:
            yield items[at]
            at += 1


def _group_from(items: Sequence[Span], at: int) -> tuple[int, str]:
    """Where the group that begins here ends, and its name; an empty name for none."""
    everybody = "LIST" in items[at].concepts and not items[at].means
    here = at
    while here + 1 < len(items) and (everybody or here > at or _is_small(items[at])) and _is_small(items[here]):
        here += 1
    if fold(items[at].text) in _EVERYBODY and at + 1 < len(items) and "EXCEPT" in items[at + 1].concepts:
        return at + 1, EVERYBODY
    group = items[here].means.get(ThingKind.GROUP, "")
    if not group and everybody:
        group = items[here].means.get(ThingKind.COUNTRY, "")
    if not group:
        return at, ""
    end = here + 1
    if end < len(items) and not items[end].means and fold(items[end].text) in _PEOPLE:
        end += 1
    return end, group


def _country_in(items: Iterable[Span]) -> dict[ThingKind, str]:
    """The country, where the group has the name of one."""
    found = next((item.means[ThingKind.COUNTRY] for item in items if ThingKind.COUNTRY in item.means), "")
    return {ThingKind.COUNTRY: found} if found else {}


def _is_small(item: Span) -> bool:
    """Whether it may stand within the words for a group."""
    return not item.means and ("LIST" in item.concepts or all(word in _IN for word in fold(item.text).split()))


def _with_oneself(items: Sequence[Span], names: Names) -> Iterable[Span]:
    """The items, with *my* and *me* as the speaker where they own something or something is done to them."""
    if names.me is None:
        return items
    mine = {ThingKind.PERSON: names.directory.handle(names.me)}
    said = {concept for item in items if not item.means for concept in item.concepts}
    forwards = "FORWARD" in said or said >= {"SEND", "CALLS"}
    of_group = any(item.is_a(ThingKind.GROUP) for item in items)
    found = []
    for before, item, after in zip((None, *items), items, (*items[1:], None), strict=False):
        word = fold(item.text)
        owns = word in ("my", "mine") and after is not None and _can_be_owned(after)
        left_out = word in ("me", "myself") and before is not None and "EXCEPT" in before.concepts and of_group
        done = left_out or (word == "me" and before is not None and bool(before.concepts & _DONE_TO_ME))
        done = done or (word == "me" and before is not None and fold(before.text) == "of")
        done = done or ("SWAP" in said and _is_swapped(before, word)) or (word == "me" and _is_taken_from(before, said))
        to = word in ("to me", "to myself") and forwards
        role = TargetRole.OF if owns else TargetRole.TO if to else TargetRole.NONE
        me = replace(item, means=mine, people=(names.me,), role=role, noise=False, concepts=frozenset())
        found.append(me if owns or done or to else item)
    return found


def _is_swapped(before: Span | None, word: str) -> bool:
    """Whether this is the speaker in a swap: “with mine”, “Ben and I want to swap”."""
    beside = before is not None and "AND" in before.concepts
    return word in _SWAPPED or (beside and word.partition(" ")[0] == "i")


def _is_taken_from(before: Span | None, said: set[str]) -> bool:
    """Whether the item before is the *from* of a removal: “remove recording from me”."""
    return "TAKE" in said and before is not None and PREPOSITIONS.get(fold(before.text)) is TargetRole.FROM


def _can_be_owned(item: Span) -> bool:
    return bool(item.concepts & _OWNED or item.means.keys() & {ThingKind.CODE, ThingKind.SECTION})


def _whole_names(items: Sequence[Span], name_words: frozenset[str]) -> list[Span]:
    """The items, with two neighbouring parts of different names as one name, which is nobody's.

    Wei Tan is neither Wei Ling nor Maria Tan, and Will Müller isn't Zoë Müller with a verb before it.
    """
    found: list[Span] = []
    for item in items:
        if found and _one_name(found[-1], item, name_words) and (len(found) > 1 or found[-1].people):
            last = found[-1]
            found[-1] = Span(f"{last.text} {item.text}", last.start, item.end, after_break=last.after_break)
        else:
            found.append(item)
    return found


def _one_name(first: Span, second: Span, name_words: frozenset[str]) -> bool:
    """Whether these two are written as one name, of which only a part is somebody's."""
    if second.after_break or not (first.part or second.part):
        return False
    if first.people and second.people:
        return not first.role and (second.part or not second.role)
    word = second if first.people else first
    return word.noise and fold(word.text) in name_words and not first.role


def _with_relations(items: Sequence[Span]) -> Iterator[Span]:
    """The items, with somebody's relations (Ben's colleague, her team) as unknown words: they are other people."""
    for before, item, after in zip((None, *items), items, (*items[1:], None), strict=False):
        owned = before is not None and (before.role is TargetRole.OF or fold(before.text) in _POSSESSIVES)
        if owned and item.noise and fold(item.text) in everyday.RELATIONS and not (after and after.people):
            yield replace(item, noise=False, concepts=frozenset())
        else:
            yield item


def _with_roles(items: Iterable[Span]) -> tuple[Span, ...]:
    """The items, each thing with the role that the words before it give to it."""
    found: list[Span] = []
    role = TargetRole.NONE
    for item in _with_likenesses(items):
        if item.means:
            found.append(replace(item, role=role) if role else item)  # “to Ben's” is to his line
            role = TargetRole.NONE
            continue
        word = fold(item.text).rpartition(" ")[2]
        if "LIKE" in item.concepts:
            role = TargetRole.LIKE
        elif "EXCEPT" in item.concepts:
            role = TargetRole.EXCEPT
        elif word in PREPOSITIONS and not (role and word == "of"):  # “for all of Finance” is for them
            role = PREPOSITIONS[word]
        elif word in _GETS or not (item.noise or item.concepts & _PASSED_OVER):
            role = TargetRole.NONE  # “to get Ben's number” isn't to Ben
        found.append(item)
    return tuple(found)


def _with_likenesses(items: Iterable[Span]) -> Iterator[Span]:
    """The items, with the *as* of “the same kit as Ben” as a comparison, whatever stands between."""
    same = False
    for item in items:
        word = "" if item.means else fold(item.text)
        if word == "as" and same:
            yield replace(item, concepts=item.concepts | {"LIKE"})
        else:
            yield item
        same = word in _SAME or (same and not item.means)
