"""Remarks: sentences beside a request that only tell something, as in “Ben moved to Sales. Give him 107.”

Their subject is a person of the request, a pronoun or a thing that isn't named, and their verb tells and requests
nothing. One that may turn the request round, or set a condition, is no remark: the bot asks first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.language.things import Span, ThingKind
from services.domain.people import fold

_SUBJECT = (
    r"(?:he|she|they|we|it|i|nobody|no one|(?:the|our|her|his|their|my) (?:\w+ ){1,2}?|(?:new )?(?:client|customer)s?)"
)
_ADVERBS = r"(?:(?:just|now|still|really|recently|always|also|often|only|has|have|had|['’]s) )*"
_HAPPENED = (
    r"moved|changed|lost|got|switched|transferred|died|broke|bought|passed|came|went|called|mailed"
    r"|emailed|complained|travelled|traveled|worked|sat|grew|expired|forgot|finished|wrote|rang"
)
_GOES_ON = (
    r"works?|(?:is|are|was|were|['’]s) (?:now |always |often )?(?:working|travelling|traveling|using|selling|based|back"
    r"|new|a|an|in|at|with)|travels?|records?|sits?|sells?|handles?|runs?|lives?|deals?|speaks?|visits?|drives?|manages?"
    r"|leads?|heads?|serves?|trains?|pays?|spends?|is|uses?"
)
_TOLD = re.compile(rf"{_SUBJECT}\s*{_ADVERBS}(?:{_HAPPENED}|{_GOES_ON}|was|are|were|has|have)\b", re.IGNORECASE)
_EXPLAINS = re.compile(rf"{_SUBJECT}\s*{_ADVERBS}(?:{_HAPPENED}|{_GOES_ON.removesuffix('|is|uses?')})\b", re.IGNORECASE)
_HAPPENED_TO = re.compile(rf"{_SUBJECT}\s*{_ADVERBS}(?:{_HAPPENED})\b", re.IGNORECASE)
_UNUSED = re.compile(
    r"(?:nobody|no one) (?:here )?(?:uses|needs|wants|used|needed) (?:it|them|that)(?: here)?"
    r"|we (?:only )?pay for (?:it|them)(?: for nothing| every month)?",
    re.IGNORECASE,
)
_REVERSES = (
    r"cancel|withdr|declin|refus|reject|revers|mistake|wrong|on hold|wait|undo|revok|postpon|delay|against|opposed"
    r"|object|got (?:it|them|that) back|already|done|too late|no longer necessary|sorted|fixed|solved"
)
# What may reverse the request, put it off, say that it is done, or speak of what was requested.
_MAY_TURN = re.compile(
    rf"\b(?:{_REVERSES}|mind|otherwise|hold|error|stop|later|not\b|never|no\b|but\b|however|though|although|unless|if\b"
    r"|until|till\b|once|first|pending|forget|ignore|disregard|joke|kidding|test|instead|rather|sorry|agree|approv|ask"
    r"|said|says|think|hope|maybe|perhaps|might|may\b|could|would|should|must|will\b|want|wish|need|when|before|after"
    r"|while|as soon|supposed|else|other|same|again|too\b|by accident|confus|discuss|decid|check|confirm|plan|to be"
    r"|back to|to go|to get|leav|left|quit|resign|retir|fired|join|start|question|problem|it\b|one\b|them\b|possib"
    r"|probab|likely|seem)|n['’]t\b",
    re.IGNORECASE,
)
_COMES_OR_GOES = re.compile(
    r"\b(?:last day|leav|left|resign|quit|retir|start|join|notice|two weeks|moving on|hired|new (?:here|girl|guy))",
    re.IGNORECASE,
)
# About the request itself, so that it may not stand any more.
_OF_REQUEST = re.compile(
    r"\b(?:requests?|tickets?|orders?|approvals?|budgets?|deals?|contracts?|projects?|permissions?)\b", re.IGNORECASE
)
_SPOKE = re.compile(r"\b(?:called|e?mailed|complained|wrote|rang|got)\b", re.IGNORECASE)  # perhaps against a removal
_TURNS_ROUND = re.compile(rf"\b(?:{_REVERSES})", re.IGNORECASE)
_GREETS = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon)|so|well|ok|okay|and|btw|fyi|thanks|please note)"
    r"(?: (?:all|team|there|that))?[\s,.!:–-]+)+",
    re.IGNORECASE,
)
_BESIDE = frozenset({ThingKind.PERSON, ThingKind.DATE, ThingKind.GROUP, ThingKind.COUNTRY, ThingKind.COUNT})


def tells(text: str, items: Sequence[Span]) -> bool:
    """Whether the subject and verb of this clause only tell something, whatever that means for a request beside it."""
    return bool(_TOLD.match(_without_name(text, items))) and not _COMES_OR_GOES.search(text)


def is_remark(text: str, items: Sequence[Span], wished: Collection[str], *, loses: bool) -> bool:
    """Whether this clause changes nothing about a request beside it, for these people (by key).

    `loses`: the request takes something away, so that only what happened can explain it: “he is using it” can't.
    """
    text = _without_name(text, items)
    if _UNUSED.fullmatch(text):
        return loses
    if _OF_REQUEST.search(text) or (loses and _SPOKE.search(text)):
        return False
    told = bool((_HAPPENED_TO if loses else _EXPLAINS).match(text)) and not _MAY_TURN.search(text)
    people = {person.key for item in items for person in item.people}
    things = any(item.means.keys() - _BESIDE for item in items)
    return told and not things and people <= set(wished)


def reverses(text: str) -> bool:
    """Whether a word of it may take back a request or say that it is done: *cancelled*, *against it*, *already*."""
    return bool(_TURNS_ROUND.search(text))


def _without_name(text: str, items: Sequence[Span]) -> str:
    """The text, with a person who is its subject as *she*."""
    first = next((item for item in items if item.people), None)
    text = _GREETS.sub("", text.strip(" ,;:.!?-–—\n"))
    if first is None or not first.people or not fold(text).startswith(fold(first.text)):
        return text
    return f"she{text[len(first.text) :]}"
