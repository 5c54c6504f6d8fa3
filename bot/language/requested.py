"""Requested: what introduces a request without being it, as in “Requesting that …” and “HR asked that …”.

Who asks for something is blanked. If that is somebody else than the speaker, the request is confirmed first.
"""

from __future__ import annotations

import re

_UNSAID = (
    r"(?:status|info|information|details|about|if|whether|why|who|what|when|how|help|an update|a|the)"  # asks to know
)
_NOBODY = (
    r"(?:to|be|been|being|yet|not|never|no|nobody|none|if|until|unless|once|when|hardly|almost|nearly|did|has|have|had|is|are|was|were|does|do"
    r"|should|could|may|might|would|will|can|who|what|why|how|which)"
)
# Whose number or what removal is requested is no gift.
_NO_LOSS = (
    r"(?![^.;]*(?:['’]s\b|\bof\b|\b(?:remov|delet|cancel|de-?activ|disabl|revo|withdr|terminat|end\b|releas|permission"
    r"|approv|return)))"
)
_DOUBTS = r"(?:wrong|false|mistaken|incorrect|alleged|supposed|apparent|reported|possib|probab|part|partial)ly"
_WHO = rf"(?:(?:the|our|my|her|his|their) )?(?!{_DOUBTS}\b)(?!{_NOBODY}\b)\w+(?: (?!{_NOBODY}\b)\w+)?"
_PLEASE = re.compile(r"\b(?:please|pls|plz|kindly)\b", re.IGNORECASE)
_JEST = re.compile(r"\b(?:lol|lmao|haha(?:ha)*|hehe)\b", re.IGNORECASE)
# The speaker asks, or says on whose behalf: what follows is the request.
_OWN = re.compile(
    r"\s*(?:(?:i|we)(?:['’]m| am|['’]re| are)? )?(?:hereby )?(?:requesting|request|asking|ask)"
    r" (?:that (?!nobody|no one)|you to |you for |to have )(?=\S+ \S+)"
    rf"|\s*(?:(?:i['’]m|i am|we['’]re|we are) )?(?:hereby )?requesting (?:for )?(?!{_UNSAID}\b)"
    rf"(?=[^.;]*\bfor\b){_NO_LOSS}"
    rf"|\s*as (?:requested|asked|agreed|instructed|approved|discussed)(?: (?:by|with) {_WHO})?\s*,"
    r"|\s*requested\s*[:–-]"
    rf"|\s*(?:{_WHO} )?(?:has )?approved(?: by {_WHO})?\s*(?::|\s[–-])",
    re.IGNORECASE,
)
# Somebody else asks.
_OTHERS = re.compile(
    rf"\s*{_WHO} (?:has |have |is |just )?"
    r"(?:asked|requested|asks|requests|asking|requesting|demands|insists|insisted)(?: us| me)? that "
    rf"|\s*{_WHO} (?:is|are) requesting (?:for )?(?!{_UNSAID}\b)(?=\S+ \S+)",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\bmay (?:now |also |already )?(?:have|get|receive)\b(?! (?:been|had|to|a|an|no|not|some|trouble|problems?|lost"
    r"|left|gone|given|taken|got|gotten|\w+ed)\b)",
    re.IGNORECASE,
)


def without_asking(text: str) -> tuple[str, bool, bool]:
    """The text with blanks for who asks; whether that was the speaker, and whether it was somebody else."""
    if _PLEASE.search(text):
        text = _JEST.sub(_blank, text)
    if own := _OWN.match(text):
        return " " * own.end() + text[own.end() :], True, False
    told = _OTHERS.match(text)
    text = " " * told.end() + text[told.end() :] if told else text
    may = None if told else _MAY.search(text)
    if may and text[: may.start()].strip():
        return _MAY.sub(lambda found: "gets".ljust(len(found[0])), text, count=1), False, True
    return text, False, bool(told)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
