"""Second thoughts: wishes that are asked about first, although each of their words was understood.

What somebody else would like, or doesn't want, is told and not asked for; and what is given away for some days only
would be given away for good.
"""

from __future__ import annotations

import re

from bot.language.exchanges import INSTEAD
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.language.rows import targets_in
from cards.lines.sentence_clicks import TargetRole

_UNWANTED = re.compile(
    r"\b(?:does ?n[o']t|doesnt|no longer|never) wants?\b|\bwants? (?:no|none)\b"
    r"|\b(?:they|clients?|customers?|people|users) (?:do not|don't|dont|no longer) want\b",
    re.IGNORECASE,
)
_LIKED = re.compile(
    r"(?<!\bi )(?<!\bwe )\b(?:wants|wanted|wishes|fancies|(?:would|'d) (?:love|like|prefer)|asks for|is after)\b",
    re.IGNORECASE,
)
_HINTED = re.compile(
    r"(?<!\bi )(?<!\bwe )\b(?:could|can|might) (?:(?:really|well|surely|easily|just) )?(?:use|do with|do without)\b"
    r"|\bdeserves?\b|\b(?:is|are) entitled to\b|\bhas no (?:use|need) (?:for|of)\b|\bmight as well\b"
    r"|\bstops? using\b",
    re.IGNORECASE,
)
_LEFT_A_PLACE = re.compile(
    r"\b(?:left|leaves|leaving|leave|out of|gone from) (?:the|our|my|his|her) (?:office|shop|team)\b",
    re.IGNORECASE,
)
_INTENDED = re.compile(
    r"\b(?:i|we)(?:['’](?:re|m|ll)| are| am| will)? (?:just )?(?:about|going|planning|intending|meaning|hoping"
    r"|trying|due|set|plan|intend|mean|hope) to\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\b(?:joined|started) (?:us )?(?:on|last|yesterday)\b", re.IGNORECASE)
_FOR_A_WHILE = re.compile(
    r"\b(?:(?:for |just |only )*(?:this|the) (?:week|month|day|afternoon|morning|weekend)|for (?:now|today|a while"
    r"|the moment)"
    r"|for the time being|temporar(?:y|ily)|for (?:a|one|two|three|a few|some|[0-9]+) (?:days?|weeks?|months?|hours?)"
    r"|today only|only today|just today|in the meantime|meanwhile|lend|borrow|borrows|on loan)\b",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"\b(?:need|require|want|have|get|use)s? (?:a|an|any|one|another)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:no longer|any ?more|any longer)\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were) (?:supposed|meant|going|about|due) to\b|\bshould(?:'ve| have) (?:had|lost|got|gotten|been)\b",
    re.IGNORECASE,
)
_LET_GO = re.compile(r"\blet\b.*\bgo\b", re.IGNORECASE)
_NO_OTHER = re.compile(r"\b(?:only|just)(?: for| on| to)?\s*$", re.IGNORECASE)
_AWAY = frozenset({"move_number", "give_line", "swap", "take_number", "take_line", "release", "unassign_number"})


def is_asked_first(text: str, reading: Interpretation) -> bool:
    """Whether it has to be asked if this is wished at all, and wished for good."""
    if reading.intent.weight is Weight.READ or reading.what_if:
        return False
    takes = reading.intent.weight is Weight.DESTRUCTIVE
    if _PAST.search(text) or (takes and _UNWANTED.search(text)):
        return True
    if _INTENDED.search(text) and reading.intent.name not in ("join", "leave"):
        return True  # “we're about to take it” is done by somebody else
    if _HINTED.search(text):
        return True  # “Ben could use recording” is an opinion
    if reading.intent.name == "leave" and _LEFT_A_PLACE.search(text):
        return True  # perhaps only until tomorrow
    if reading.intent.name in ("give", "record_calls", "apply_template", "set_rule") and INSTEAD.search(text):
        return True  # whoever is named after it would lose it
    if reading.intent.name == "join" and _JOINED.search(text):
        return True  # the day is over, or it is only told
    if reading.intent.name == "join" and _LET_GO.search(text):
        return True  # “let Ben's number go” is about the number
    if reading.intent.name == "take_number" and _INDEFINITE.search(text) and not _ENDS.search(text):
        return True  # who doesn't need a number may have none
    if _leaves_out_one_of_them(reading):
        return True
    if any(_NO_OTHER.search(text[: item.start]) for item in targets_in(reading.items) if not reading.said):
        return True  # “only Ben gets it” says of the others that they don't
    if reading.intent.name in ("move_number", "give_line", "swap") and _LIKED.search(text):
        return True
    return reading.intent.name in _AWAY and bool(_FOR_A_WHILE.search(text))


def _leaves_out_one_of_them(reading: Interpretation) -> bool:
    """Whether somebody is left out of a row in which they are named: “Alice and Ben, but not Alice”."""
    left_out = [item for item in reading.items if item.role is TargetRole.EXCEPT]
    named = [item for item in reading.items if item.role is not TargetRole.EXCEPT]
    return any(
        one.means == other.means or (one.people and one.people == other.people) for one in left_out for other in named
    )
