"""Frames: reads a request by the state that it asks for, whichever words describe that state.

A request names a state, not always a verb: “Alice should be able to use the app”, “no recording for 103”, “recording
isn't needed any more”. Its things and nouns are kept, light words (have, be, make, can) are dropped, and one verb is
inserted: give for a state to reach, take for one to end. A sentence whose sense is reversed in another way, or twice,
has no frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.language import lexicon
from bot.language.both_ways import is_both_ways
from bot.language.fitting import readings
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.language.rows import hang_together, targets_in
from bot.language.things import PREPOSITIONS, Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import fold

_TURNS = frozenset({"IF", "SAID", "MAYBE", "OR", "WHAT_IF", "UNDO", "WHY", "I_MEANT", "RELEASED", "BEFORE", "HOW_TO"})
_NOT_TO_BE = frozenset({"TAKE", "DELETE", "CANCEL", "NOT", "DONT", "STOP", "END", "BLOCK", "STOP_RECORD", "NO_RECORD"})
_ENDING = frozenset({"TAKE", "DELETE", "CANCEL", "STOP", "END"})  # these ask for it by themselves
_LIGHT = frozenset(
    {"MAKE", "HAS", "BECOME", "ABLE", "DOES", "SET", "AS", "SHOW", "WORK", "RUNNING", "SEND", "CREATE", "AND", "WHAT",
     "WANTED", "MISSING", "SHE", "DONE", "ASSIGNED", "SHOWN"}
)  # fmt: skip
_NOUNS = frozenset(
    {"NUMBER", "LINE", "CALLS", "LICENCE", "PHONE_LICENCE", "RULE", "ADDON", "TEMPLATE", "NEXT", "ABROAD", "NEW"}
)
_OTHER_VERBS = frozenset(
    {"MOVE", "SWAP", "UPLOAD", "RELEASE", "FORWARD", "LEAVE", "JOIN", "MEND", "UNASSIGN", "TAKE_OVER", "COVER",
     "RENAME", "APPLY", "COPY", "APPROVE", "REJECT", "CHANGED", "DID"}
)  # fmt: skip
_NOBODY = frozenset({"nobody", "no one", "none", "none of", "no-one"})
_SEEKS = frozenset({"find", "pick", "choose", "book", "grab", "fetch"})
_CALLED_OFF = frozenset({"cancel", "abort"})
_FINISHED = frozenset({"done", "finished", "completed", "complete"})
_HAVING = frozenset({"have", "get", "want", "need"})
_DOING = lexicon.VERBS | {"TAKE", "DELETE", "CANCEL", "SET", "RENAME", "RECORD"}
_WISHING = frozenset({"BECOME", "WANTED"})
_MAY_TURN = frozenset(
    {"go", "back", "out", "instead", "off", "over", "past", "history", "done", "ended", "finished", "stopped"}
)  # small words that may say that it ends
_FORMS = frozenset(
    {"settings", "change_setting", "settings_many", "rule", "access", "substitute", "holidays", "rename",
     "copy_settings"}
)  # fmt: skip
_TO_BE = re.compile(
    r"(?:should|must|shall|ought|needs?|wants?|requires?)\b.*|(?:has|have|is|are|be|being) (?:to|able|allowed)\b.*"
    r"|able to|allowed to|permitted to|entitled to"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The request that a sentence comes down to; `whole` is off if it skips an unknown word or is only a denial."""

    reading: Interpretation
    whole: bool


def framed(items: Sequence[Span], *, wished: bool) -> Frame | None:
    """The request that these items come down to, or None; `wished`: a polite request (“could you”) preceded them.

    A reading that changes something is preferred to one that opens a form for the change.
    """
    if is_both_ways(items) or any(_turns(item) for item in items if not (item.means or item.noise)):
        return None
    if _looks_on(items) or _is_done(items):
        return None
    known = _plain_verbs([_as_thing(item) for item in items if not item.unknown or _is_first_of_two(item)], wished)
    whole = not any(item.unknown and not _is_first_of_two(item) for item in items)
    if not known or (not whole and _is_about_unknown(items)):
        return None
    forms: list[Interpretation] = []
    for kept in _reduced(known, wished=wished):
        found = [one for one in readings(kept, asks=False) if one.whole and _holds(one, items)]
        changes = [one for one in found if one.intent.weight is not Weight.READ]
        if best := max(changes, key=lambda one: one.score, default=None):
            return Frame(best, whole and not _is_denied(items))
        forms += [one for one in found if one.intent.name in _FORMS]
    return Frame(forms[0], whole) if forms else None


def _is_first_of_two(item: Span) -> bool:
    return any(first == fold(item.text) for first, _ in lexicon.APART)


def _plain_verbs(items: Sequence[Span], wished: bool) -> list[Span]:
    """The items with split verbs joined, and with *have something done* as a plain verb.

    “Roll recording out to Finance”, “please have recording switched off for Ben”.
    """
    had = wished or any(fold(item.text).rpartition(" ")[2] in _HAVING for item in items[:1])
    found: list[Span] = []
    for at, item in enumerate(items):
        second = next((one for one in items[at + 2 :] if (fold(item.text), fold(one.text)) in lexicon.APART), None)
        between = second is not None and any(one.is_a(ThingKind.CODE) for one in items[at + 1 : items.index(second)])
        done = lexicon.DONE.get(fold(item.text)) if had and not item.means else None
        if second is not None and between and not item.means:
            found.append(_verb(lexicon.APART[fold(item.text), fold(second.text)], item))
            items = [one for one in items if one is not second]
        elif done:
            found.append(_verb(done, item))
        elif any(item is one for one in items):
            found.append(item)
    return found


def _turns(item: Span) -> bool:
    if "CANCEL" in item.concepts and fold(item.text) not in _CALLED_OFF:
        return True  # “never mind giving Ben recording” takes nothing from him
    return bool(item.concepts & (_TURNS if "NOT" in item.concepts else _TURNS | {"NO"}))


def _looks_on(items: Sequence[Span]) -> bool:
    """Whether it says *where*, or asks to see something after its first word: “in the list”, “see where we are”."""
    said = [item for item in items if not (item.means or item.noise)]
    return any("WHERE" in item.concepts for item in said) or any("SHOW" in item.concepts for item in said[1:])


def _is_done(items: Sequence[Span]) -> bool:
    """Whether it reports that something is done (“upload of 6567891240 done”), not requests it (“have it done”)."""
    done = any(fold(item.text) in _FINISHED and not item.means for item in items)
    return done and not any(fold(item.text) in _HAVING for item in items)


def _holds(reading: Interpretation, items: Sequence[Span]) -> bool:
    """Whether the reading uses every thing named, and the things in one role stand together."""
    return _keeps_all(reading, items) and _is_one_row(reading, items)


def _is_denied(items: Sequence[Span]) -> bool:
    """Whether it only denies something, without *any more* or *no longer*: perhaps nothing is to be done."""
    said = [item for item in items if not item.means]
    ends = any("ANY_MORE" in item.concepts or "longer" in fold(item.text) for item in said)
    denied = any(item.concepts & {"NOT", "DONT"} and fold(item.text) not in ("no", "without") for item in said)
    return denied and not ends


def _is_about_unknown(items: Sequence[Span]) -> bool:
    """Whether an unknown word directly follows a verb, and so is its object."""
    said = [item for item in items if not item.noise]
    return any(second.unknown and first.concepts & _DOING for first, second in pairwise(said))


def _as_thing(item: Span) -> Span:
    """The item, but *record* as the add-on call recording: whoever is to be recorded gets it."""
    if item.means or item.noise or "RECORD" not in item.concepts:
        return item
    return replace(item, means={ThingKind.CODE: "call_recording"}, concepts=frozenset())


def _reduced(items: Sequence[Span], *, wished: bool) -> Iterator[list[Span]]:
    """Reduced versions of the items to read instead, the likeliest first."""
    words = [item for item in items if not item.means]
    rest = [item for item in items if item.means or not _is_light(item, items)]
    yield rest  # with the sentence's own verb
    if any(item.concepts & _OTHER_VERBS and not item.noise for item in words):
        yield [item for item in rest if item.means or "MAKE" not in item.concepts]  # “let Alice take over”
    others = frozenset(concept for item in words if not item.noise for concept in item.concepts & _OTHER_VERBS)
    contrast = any(item.concepts & {"NOT", "DONT"} and item.after_break for item in words)
    if others <= {"FORWARD", "MOVE"} and targets_in(items) and any(map(_is_section, items)) and not contrast:
        yield [item for item in items if item.means]
    if others:
        return
    ends = [item for item in words if item.concepts & _NOT_TO_BE and not item.noise and not _is_status(item, items)]
    is_wish = wished or _is_wished(items)
    if len(ends) == 1 and _is_ended(ends[0], items, wished=is_wish):
        nouns = [item for item in rest if item is not ends[0] and not _is_given_after(ends[0], item, items)]
        yield [*nouns, _verb("TAKE", ends[0])]
    elif not ends and is_wish and not any(fold(item.text) in _MAY_TURN for item in words):
        nouns = [item for item in rest if "GIVE" not in item.concepts or item.concepts & _NOUNS]
        yield [*nouns, _verb("GIVE", items[-1])]
        yield [*nouns, _verb("SET", items[-1])]
    elif not ends and _is_handed_over(items):
        yield [*rest, _verb("MOVE", items[-1])]


def _is_section(item: Span) -> bool:
    """Whether it is a section of the settings and no add-on."""
    return item.is_a(ThingKind.SECTION) and not item.is_a(ThingKind.CODE)


def _is_plain(items: Sequence[Span]) -> bool:
    """Whether its only noise words are prepositions and *the*: “no recording in Support”."""
    small = (fold(item.text) for item in items if item.noise and not item.means)
    return all(word in PREPOSITIONS or word in ("in", "at", "the") for word in small)


def _is_ended(end: Span, items: Sequence[Span], *, wished: bool) -> bool:
    """Whether `end` asks for all that is named to be taken away; *delete* can only mean that of an add-on."""
    held = any(item.is_a(ThingKind.CODE) for item in items)
    told = wished or bool(end.concepts & _ENDING)
    if fold(end.text) == "no" and not (held and _is_plain(items)):
        return False  # “no number for Ben” may just report it
    return told and ("DELETE" not in end.concepts or held) and _is_of_all(end, items)


def _is_status(item: Span, items: Sequence[Span]) -> bool:
    """Whether the word is somebody's status (*away*), because nothing is named that could be taken away."""
    held = any(one.is_a(ThingKind.CODE) or one.is_a(ThingKind.SECTION) or "NUMBER" in one.concepts for one in items)
    return "VALUE" in item.concepts and not held


def _is_given_after(end: Span, item: Span, items: Sequence[Span]) -> bool:
    """Whether this *give* word directly follows the denial, which is about it: “should not get”."""
    after = [one for one in items if one.start > end.start and not one.noise]
    return "GIVE" in item.concepts and not item.means and bool(after) and after[0] is item


def _is_handed_over(items: Sequence[Span]) -> bool:
    """Whether it hands somebody's number to somebody else without a verb: “Ben's number to Nadia”."""
    roles = [item.role for item in targets_in(items)]
    verbs = any(item.concepts & lexicon.VERBS and not item.noise for item in items if not item.means)
    to = any(fold(item.text) == "to" for item in items)
    return (
        roles == [TargetRole.OF, TargetRole.TO]
        and to
        and not verbs
        and any("NUMBER" in item.concepts for item in items)
    )


def _is_of_all(end: Span, items: Sequence[Span]) -> bool:
    """Whether a denial can be about all that is named, unlike the one in “recording, but not the app”."""
    before = {kind for item in items if item.start < end.start for kind in item.means}
    after = {kind for item in items if item.start > end.start for kind in item.means}
    contrast = any("EXCEPT" in item.concepts for item in items if not item.means)
    near = next((item for item in items if item.start > end.start and not item.noise), None)
    if fold(end.text) == "no" and (near is None or near.after_break):
        return False  # “no, recording for 103”
    nobody = fold(end.text) in _NOBODY and near is not None and near.is_a(ThingKind.GROUP)
    denies_one = bool(end.concepts & {"NOT", "DONT"}) and near is not None and bool(targets_in([near])) and not nobody
    return not (before & after or contrast or denies_one or (end.after_break and before))


def _verb(concept: str, said: Span) -> Span:
    """A span with this verb's concept in place of `said`; a misspelling if `said` is a misspelt word."""
    return Span(said.text, said.start, said.end, concepts=frozenset({concept}), slip=said.slip and not said.means)


def _is_light(item: Span, items: Sequence[Span]) -> bool:
    """Whether a word adds nothing, as *calls* does when recording is named."""
    if "CALLS" in item.concepts and any(one.means.get(ThingKind.CODE) == "call_recording" for one in items):
        return True
    return not item.concepts & _NOUNS and (item.noise or item.concepts <= _LIGHT)


def _is_wished(items: Sequence[Span]) -> bool:
    """Whether a word asks for a state (*should have*, *needs*) and doesn't only report one."""
    said = [item for item in items if not item.means]
    return (
        any(item.concepts & _WISHING or _TO_BE.fullmatch(fold(item.text)) for item in said)
        or (bool(said) and items[0] is said[0] and fold(items[0].text) in ("no", *_NOBODY))
        or is_sought(items)
    )


def is_sought(items: Sequence[Span]) -> bool:
    """Whether it asks to find somebody any free number: “find Nadia a free number”."""
    said = frozenset(concept for item in items if not item.means for concept in item.concepts)
    return {"NEXT", "NUMBER"} <= said and any(fold(item.text) in _SEEKS for item in items)


def _keeps_all(reading: Interpretation, items: Sequence[Span]) -> bool:
    """Whether the reading uses every thing named; *today* may be left out."""
    return all(item in reading.items or item.noise for item in items if item.means)


def wish_for(items: Sequence[Span], *, gives: bool) -> Interpretation | None:
    """The request to give the things named, or to take them away; None if no intent does that."""
    kept = [item for item in items if item.means]
    verb = _verb("GIVE" if gives else "TAKE", items[-1])
    found = [one for one in readings([*kept, verb], asks=False) if one.intent.weight is not Weight.READ]
    found = [one for one in found if one.whole and _holds(one, items)]
    return max(found, key=lambda one: one.score, default=None)


def asked_of(items: Sequence[Span]) -> Interpretation | None:
    """The question without its negation, which doesn't change what it asks: “has Maria no rule”, “has Maria a rule”."""
    kept = [item for item in items if item.means or not item.concepts & {"NOT", "ANY_MORE", "WHEN"}]
    if len(kept) == len(items) or not targets_in(kept):
        return None
    found = [one for one in readings(kept, asks=True) if one.whole and _keeps_all(one, items)]
    return max(found, key=lambda one: one.score, default=None)


def _is_one_row(reading: Interpretation, items: Sequence[Span]) -> bool:
    """Whether the things in one role stand together, with no dropped word between them."""
    if reading.intent.apart or reading.intent.name == "swap":
        return True
    targets = targets_in(reading.items)
    kinds = {kind for item in targets for kind in item.means}
    return all(hang_together([item for item in targets if item.is_a(kind)], items) for kind in kinds)
