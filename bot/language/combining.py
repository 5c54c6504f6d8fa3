"""Combines the readings of a message's clauses: into one reading, several to choose from, or a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from bot.language import lexicon
from bot.language.clauses import Clause, echoes
from bot.language.intent import Weight
from bot.language.interpretation import Hindrance, Interpretation, Several, Understood, Unsure
from bot.language.reasons import explains
from bot.language.remarks import is_remark, reverses, tells
from bot.language.rows import targets_in
from bot.language.states import is_state
from bot.language.things import Span

_SMALL_TALK = frozenset({"thanks", "okay", "greet"})
_TELLS = frozenset({"show", "status", "holidays", "why", "calls"})  # how “Ben is on holiday” may be misread
_TAKES_BACK = frozenset({"decline", "cancel", "stop", "undo"})
_ASKS = lexicon.ASKING | {"ABOUT", "SHOW"}
_REMOVES = frozenset({"TAKE", "DELETE"})
_MAX_SEVERAL = 6  # a card has buttons for at most this many clauses


class _Part(Enum):
    TALK = auto()  # politeness, or a remark that changes nothing: “Alice is back”
    DENIAL = auto()  # not to do something, or to take it back
    WISH = auto()  # a request to change something
    QUESTION = auto()  # a question, or a request to be shown something
    OPEN = auto()  # not understood well enough, or only an echo: “Ben does”


@dataclass(frozen=True, slots=True)
class _ReadClause:
    clause: Clause
    meant: Understood
    part: _Part

    @property
    def reading(self) -> Interpretation:
        assert isinstance(self.meant, Interpretation)  # noqa: S101 - for the type checker
        return replace(self.meant, said=self.clause.text)


Reader = Callable[[str, Interpretation | None], Understood]  # reads a clause's text, given the reading before it


def combined(clauses: Sequence[Clause], read: Reader) -> Understood:
    """What the clauses mean together; None if the message is better read as a whole.

    A request is carried out only if every other clause is understood and no denial can be about it.
    """
    told: list[_ReadClause] = []
    for clause in clauses:
        before = next((one.reading for one in reversed(told) if one.part in (_Part.WISH, _Part.QUESTION)), None)
        told.append(_explained(_told(clause, read(clause.text, before)), told))
    told = [_only_told(one, told) for one in _without_remarks(told)]
    of = {part: [one for one in told if one.part is part] for part in _Part}
    wishes, questions, opened = of[_Part.WISH], of[_Part.QUESTION], of[_Part.OPEN]
    items = tuple(item for clause in clauses for item in clause.items)
    if any(_is_condition(clause) for clause in clauses):
        return Unsure(items, tuple(one.reading for one in questions)) if wishes else None
    if wishes and not (all(_spares(denial, wishes) for denial in of[_Part.DENIAL]) and _is_let_off(told)):
        return Unsure(items)
    asked = [one for one in told if one.part in (_Part.WISH, _Part.QUESTION)]
    if wishes and not opened and 1 < len(asked) <= _MAX_SEVERAL:
        return None if _same(asked) else Several(tuple(one.clause.text for one in asked))
    if wishes and any(_takes_out(one.clause) for one in opened):
        return Unsure(items)
    if len(wishes) == 1 and len(asked) == 1:
        return Unsure(items, (wishes[0].reading,)) if opened else wishes[0].reading
    if wishes and opened:
        return Unsure(items, tuple(one.reading for one in asked))
    if not wishes and len(questions) == 1:
        return questions[0].reading
    if not (wishes or opened) and 1 < len(questions) <= _MAX_SEVERAL and all(_asks(one.clause) for one in questions):
        return Several(tuple(one.clause.text for one in questions))
    if not asked and of[_Part.DENIAL]:
        return Unsure(items) if opened else of[_Part.DENIAL][0].reading
    return None


def _explained(one: _ReadClause, before: Sequence[_ReadClause]) -> _ReadClause:
    """The clause, marked as talk if it only explains the single request before it."""
    wishes = [earlier for earlier in before if earlier.part is _Part.WISH]
    if len(wishes) == 1 and wishes[0].reading.intent.name == "leave" and _takes_all(one, wishes[0].reading):
        return replace(one, part=_Part.TALK)  # “Ben has quit, take everything back”, “deactivate him”
    open_ = one.part in (_Part.OPEN, _Part.WISH)
    told = open_ and len(wishes) == 1 and not reverses(one.clause.written)
    explains_it = told and explains(one.clause.items, wishes[0].reading)
    return replace(one, part=_Part.TALK) if explains_it else one


def _without_remarks(told: Sequence[_ReadClause]) -> list[_ReadClause]:
    """The clauses, those marked as talk that only tell something beside a single request; such a one is no request."""
    asked = [one for one in told if one.part is _Part.WISH and not _tells(one)]
    if len(asked) != 1:
        return list(told)
    wish, about = asked[0].reading, _wished(asked)
    loses = wish.intent.weight is Weight.DESTRUCTIVE
    found = []
    for one in told:
        if one.part not in (_Part.WISH, _Part.OPEN, _Part.QUESTION) or one is asked[0] or not _tells(one):
            found.append(one)
        else:
            remark = is_remark(one.clause.written, one.clause.items, about, loses=loses)
            found.append(replace(one, part=_Part.TALK if remark else _Part.OPEN))
    return found


def _tells(one: _ReadClause) -> bool:
    return tells(one.clause.written, one.clause.items)


def _takes_all(one: _ReadClause, leaving: Interpretation) -> bool:
    """Whether it asks to take everything from somebody who is leaving anyway."""
    if isinstance(one.meant, Interpretation):
        return one.meant.intent.name == "too_much"
    if all(item.noise or (item.concepts & _REMOVES and not item.means) for item in one.clause.items):
        return True  # “…, please deprovision”
    removed = isinstance(one.meant, Unsure) and one.meant.hindrance is Hindrance.REMOVAL
    things = [item.people for item in getattr(one.meant, "items", ()) if item.means]
    return removed and all(people and people in [item.people for item in leaving.items] for people in things)


def _only_told(one: _ReadClause, told: Sequence[_ReadClause]) -> _ReadClause:
    """The clause, marked as talk if it only describes somebody whom another clause requests something for."""
    if one.part in (_Part.QUESTION, _Part.OPEN) and not _asks(one.clause) and is_state(one.clause.items, _wished(told)):
        return replace(one, part=_Part.TALK)
    if one.part is not _Part.QUESTION or one.reading.intent.name not in _TELLS or _asks(one.clause):
        return one
    said = [item for item in one.clause.items if not item.noise]
    does = any(item.concepts & (lexicon.VERBS | {"SHOW", "CHECK"}) for item in said if not item.means)
    about = said and len(said[0].people) == 1 and said[0].people[0].key in _wished(told)
    return replace(one, part=_Part.TALK) if about and not does else one


def _wished(told: Sequence[_ReadClause]) -> frozenset[str]:
    """The keys of the people whom the requests are about."""
    wishes = [one.reading for one in told if one.part is _Part.WISH]
    return frozenset(person.key for wish in wishes for item in wish.items for person in item.people)


def _told(clause: Clause, meant: Understood) -> _ReadClause:
    return _ReadClause(clause, meant, _part(clause, meant))


def _part(clause: Clause, meant: Understood) -> _Part:
    if clause.is_reason:
        return _Part.TALK
    if not isinstance(meant, Interpretation) or echoes(clause.items):
        return _Part.OPEN
    if meant.intent.name in _SMALL_TALK or (meant.intent.name == "show" and _only_names(clause)):
        return _Part.TALK
    if meant.intent.name in _TAKES_BACK:
        return _Part.DENIAL
    return _Part.QUESTION if meant.intent.weight is Weight.READ else _Part.WISH


def _asks(clause: Clause) -> bool:
    """Whether it begins like a question or *show me*, ignoring words that carry no meaning."""
    strange = (item for item in clause.items if item.concepts & _ASKS or (not item.noise and not item.concepts))
    lead = next(strange, None)
    return lead is not None and bool(lead.concepts & _ASKS)


def _only_names(clause: Clause) -> bool:
    """Whether it only names things: no word asks about them, and the other words carry no meaning."""
    lead = next((item for item in clause.items if not item.means), None)
    return all(item.means or item.noise for item in clause.items) and not (
        lead is clause.items[0] and lead.concepts & lexicon.ASKING
    )


def _takes_out(clause: Clause) -> bool:
    """Whether it makes an exception: *except*, *but not*, *apart from*."""
    return any("EXCEPT" in item.concepts for item in clause.items if not item.means)


def _is_condition(clause: Clause) -> bool:
    """Whether it is a condition (*if*) on which the rest of the message depends."""
    return not clause.is_reason and any("IF" in item.concepts and not item.means for item in clause.items)


def _spares(denial: _ReadClause, wishes: Sequence[_ReadClause]) -> bool:
    """Whether the denial leaves the requests untouched: it names other things, or the same in another order."""
    denied = _named(denial.clause.items)
    return bool(denied) and all(_differ(denied, _named(wish.clause.items)) for wish in wishes)


def _is_let_off(told: Sequence[_ReadClause]) -> bool:
    """Whether no denial can extend to the request after it: “don't take this, give that” may deny both."""
    return all(
        after.clause.after_stop or after.clause.contrasts or _verbs(before) & _verbs(after)
        for before, after in pairwise(told)
        if before.part is _Part.DENIAL and after.part is not _Part.DENIAL
    )


def _verbs(one: _ReadClause) -> frozenset[str]:
    said = (item.concepts for item in one.clause.items if not item.means)
    return frozenset(concept for concepts in said for concept in concepts & lexicon.VERBS)


def _differ(denied: Sequence[str], wished: Sequence[str]) -> bool:
    return not set(denied) <= set(wished) or (len(denied) > 1 and set(denied) == set(wished) and denied != wished)


def _named(items: Sequence[Span]) -> list[str]:
    """The things named, in order: a person by key, any other thing by its value."""
    return [item.people[0].key if item.people else "".join(item.means.values()) for item in items if item.means]


def _same(asked: Sequence[_ReadClause]) -> bool:
    """Whether all the clauses ask for the same, for the same people, lines or numbers."""
    return len({(one.reading.intent.name, *_named(targets_in(one.reading.items))) for one in asked}) == 1
