"""Second thoughts: requests that are asked about first, although each of their words was understood.

That somebody else would like something, or doesn't want it, is a statement and no request. And what is to be lent for
some days would be given away for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
_NO_NEED = re.compile(
    r"(?:\b(?:not|no longer|never)|n['’]t) (?:going to )?(?:need|have|want|require)s? to\b", re.IGNORECASE
)  # “doesn't need to have it” may mean that it needn't be given, not that it is to be taken
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
_LEFT_BEFORE = re.compile(
    r"\bleft (?:(?:us|here|the (?:company|firm|business)) )?(?:on|last \w+day|(?:before|after|for|at) \w+|early)\b",
    re.IGNORECASE,
)
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
    r"\b(?:was|were) (?:(?:supposed|meant|going|about|due) )?to\b|\bshould(?:'ve| have) (?:had|lost|got|gotten|been)\b",
    re.IGNORECASE,
)
_LET_GO = re.compile(r"\blet\b.*\bgo\b", re.IGNORECASE)
_NO_OTHER = re.compile(r"\b(?:only|just)(?: for| on| to)?\s*$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:can|may|might as well|has to|have to|must|needs to|shall) go "
    r"(?!(?:please|pls|now|today|too|as well|thanks)\b)\w",
    re.IGNORECASE,
)
_TURNS_ROUND = re.compile(r"\boff and (?:then )?(?:back )?on\b|\bon and (?:then )?off\b", re.IGNORECASE)
_BARE_NO = re.compile(r"^\s*no (?!(?:more|longer)\b)", re.IGNORECASE)
_HAS_NOW = re.compile(r"\b(?:now|already) belongs? to\b|\bbelongs? to\b.*\b(?:now|already)\b", re.IGNORECASE)
_OF_BEFORE = r"(?=.*\b(?:already|yesterday|earlier|ago|last \w+|this (?:morning|week|month)|(?:on|in) \w+)\b)"
_IS_DONE = re.compile(
    # Verbs whose past is like their present: “we cut Ben's recording last week”
    rf"\b(?:i|we|they|he|she|hr|it)(?:['’]ve| have| had)? (?:put|cut|let|set|shut|reset)\b{_OF_BEFORE}"
    r"|\b(?:i|we|they|he|she|hr|it)(?:['’]ve|['’]s| have| has| had)? (?:already|just)\b"
    r"|\b(?:he|she) (?:just )?(?:put|cut|let|set|shut|reset)\b"
    r"|\b(?:have|has|had|['’]ve|was|were|got|been) (?:already |just |now |all )*(?:been )?(?:off|on)-?boarded\b",
    re.IGNORECASE,
)
_PUT = re.compile(r"\s+(?:just |also |then )?(?:put(?! in\b)|cut|let|set(?! up\b)|shut|reset)\b", re.IGNORECASE)
_HOME_TODAY = re.compile(
    r"\b(?:call(?:s|ed|ing)? it a day|pack(?:s|ed|ing)? it in|moving on|moves on|moved on)\b"
    r"|\b(?:of|on|annual|sick|maternity|paternity|parental|unpaid|paid) leave\b",
    re.IGNORECASE,
)
_AWAY = frozenset({"move_number", "give_line", "swap", "take_number", "take_line", "release", "unassign_number"})


_Applies = Callable[[Interpretation], bool]


def _one_of(*names: str) -> _Applies:
    return lambda reading: reading.intent.name in names


def _takes(reading: Interpretation) -> bool:
    return reading.intent.weight is Weight.DESTRUCTIVE


def _whatever(_: Interpretation) -> bool:
    return True


# What raises a doubt, and for which readings.
_DOUBTS: tuple[tuple[re.Pattern[str], _Applies], ...] = (
    (_PAST, _whatever),
    (_IS_DONE, _whatever),
    (_UNWANTED, _takes),
    (_NO_NEED, _takes),
    # “We're about to take it”: the speaker does it, not the bot.
    (_INTENDED, lambda reading: reading.intent.name not in ("join", "leave")),
    (_HINTED, _whatever),  # “Ben could use recording” is an opinion
    (_LEFT_A_PLACE, _one_of("leave")),  # perhaps only until tomorrow
    (_HOME_TODAY, _one_of("leave")),
    (_LEFT_BEFORE, _one_of("leave")),  # a report: its Friday is over, and the plan would wait for the next one
    (_GOES_ON, _takes),  # “Ben's recording can go on” may mean that it continues
    (_TURNS_ROUND, _takes),
    (_HAS_NOW, _one_of(*_AWAY)),  # a statement, perhaps of what is done already
    # Whoever is named after “instead of” would lose it.
    (INSTEAD, _one_of("give", "record_calls", "apply_template", "set_rule")),
    (_JOINED, _one_of("join")),  # the day is past, or it is only a statement
    (_LET_GO, _one_of("join")),  # “let Ben's number go” is about the number
    (_LIKED, _one_of("move_number", "give_line", "swap")),
    (_FOR_A_WHILE, _one_of(*_AWAY)),
)


def is_asked_first(text: str, reading: Interpretation, *, pleased: bool = False) -> bool:
    """Whether to ask first if a change is wanted at all, and wanted for good. `pleased`: a *please* was said."""
    if reading.intent.weight is Weight.READ or reading.what_if:
        return False
    if any(applies(reading) and doubt.search(text) for doubt, applies in _DOUBTS):
        return True
    if _takes(reading) and not pleased and _BARE_NO.search(text):
        return True  # “no recording in support” may describe how it is
    if reading.intent.name == "take_number" and _INDEFINITE.search(text) and not _ENDS.search(text):
        return True  # “Ben doesn't need a number” may be said when he has none
    return _leaves_out_one_of_them(reading) or _names_the_only_one(text, reading) or _did_it(text, reading)


def _did_it(text: str, reading: Interpretation) -> bool:
    """Whether it tells what somebody did: “Ben put recording on 103”."""
    return any(item.people and not item.role and _PUT.match(text, item.end) for item in targets_in(reading.items))


def _names_the_only_one(text: str, reading: Interpretation) -> bool:
    """Whether somebody is to be the only one: “only Ben gets it” also says that nobody else does."""
    return any(_NO_OTHER.search(text[: item.start]) for item in targets_in(reading.items) if not reading.said)


def _leaves_out_one_of_them(reading: Interpretation) -> bool:
    """Whether somebody is both named and left out: “Alice and Ben, but not Alice”."""
    left_out = [item for item in reading.items if item.role is TargetRole.EXCEPT]
    named = [item for item in reading.items if item.role is not TargetRole.EXCEPT]
    return any(
        one.means == other.means or (one.people and one.people == other.people) for one in left_out for other in named
    )
