"""Deadlines and asides about time: “before lunch”, “by 5pm”, “while you're at it” make no request conditional.

What is wanted by some time may be done now. That isn't so where something is denied (“not before Monday”), asked, or
told as done already, nor for somebody who comes or goes, whose day counts.
"""

from __future__ import annotations

import re

_DAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_CLOCK = r"(?:[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:am|pm|h|hrs|o'clock)\b|[0-9]{1,2}:[0-9]{2})"
_PART = r"(?:morning|afternoon|evening|night|noon|lunch(?:time|break)?)"
_EVENT = (
    r"(?:weekend|week|month|year|quarter|shift|audit|meeting|demo|training|holidays?|campaign|go-live|launch|christmas"
    r"|new year|rush|visit|call|handover|inspection)"
)
_TIME = (
    rf"(?:(?:end|close) of (?:the )?(?:business |working )?(?:play|business|day|week|month|year|shift)|eod|eow|eom|cob"
    rf"|midday|midnight|tonight|tomorrow|today|{_PART}"
    rf"|{_CLOCK}(?: (?:on )?(?:tomorrow|today|{_DAY}))?|[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}"
    rf"|{_MONTH} [0-9]{{1,2}}|{_DAY}|(?:\w+ ){{0,1}}{_EVENT})"
)
_DEADLINE = re.compile(
    r",?\s*(?<!from )\b(?:by|before|b4|(?:no|not) later than|ahead of|in time for)\s+"
    rf"(?:the |our |this |next |coming )*{_TIME}"
    rf"(?: {_PART})?(?: (?:starts?|begins?|opens?|ends?))?(?:,? (?:at (?:the )?)?latest)?"
    r"(?=\s*[,.;!?)]|\s*$|\s+(?:and\b|please|pls|thanks|thx|to\b|on\b|for\b|from\b))",
    re.IGNORECASE,
)
# “Before 9am” may say which calls are meant, not by when this is to be done.
_CALLS_BEFORE = re.compile(
    rf"\b(?:calls?|forward|divert|redirect|rout|rings?\b|record|status|busy|voicemail|transfer)[^.;]*"
    rf"\b(?:before|b4|ahead of)\s+{_CLOCK}",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:while|since|as) (?:you|u|we)(?:['’]?re| are) at it\b,?|\bwhile (?:i|we) (?:remember|think of it)\b,?"
    r"|\bbefore (?:i|we) forget\b\s*[,:]?|\bbefore anything else\b,?"
    r"|(?:^\s*|[,.]\s*)after all(?=\s*,)|\bafter all(?=\s*(?:[.!]|$))",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:no|not|nobody|no one|never|none|without|don['’]?t|dont|nothing)\b|n['’]t\b"
    r"|\b(?:leav|left|quit|resign|retir|depart|last day|start|begin|began|join|on-?board|off-?board|hir|newcomer|new)"
    r"|\b(?:he|she|they|we|i|hr|it) (?:put|cut|let|set|shut|reset|had|was|were)\b|\b(?:who|when|why|which)\b"
    r"|\b(?:was|were|had|did|been|used)\b",
    re.IGNORECASE,
)


def without_asides(text: str) -> str:
    """The text with blanks for asides about time: “before I forget”, “after all”."""
    return _ASIDE.sub(_blank, text)


def without_deadline(text: str) -> str:
    """The text with blanks for the time by which something is to be done, unless that may be what it is about."""
    left = _DEADLINE.sub(_blank, text)
    return text if _COUNTS.search(left) or _CALLS_BEFORE.search(text) else left


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
