"""Shorthand: words as they are typed on a phone, each with the word that it is short for.

They aren't slips, so nothing is asked about them; no word that takes something away is among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.language.text import Word

_SHORT: Mapping[str, str] = {
    short: plain
    for plain, words in {
        "what": "wht wat waht",
        "what's": "whts wats",
        "when": "wen whn wehn",
        "how": "hwo",
        "the": "teh hte",
        "and": "adn",
        "to": "ot",
        "not": "nto nt",
        "has": "hsa",
        "with": "wth wiht w/",
        "without": "w/o",
        "that": "tht taht",
        "could": "cud",
        "should": "shud",
        "would": "wud",
        "can't": "cnt",
        "because": "cuz bcoz bcos",
        "show": "sho shw",
        "give": "gv",
        "number": "nmbr nbr",
        "numbers": "nums nmbrs nbrs",
        "approval": "apprvl appr aprvl",
        "approvals": "apprvls apprs aprvls",
        "changed": "chgd chngd chnged chg'd",
        "transfer": "xfer xfr trf tfr",
        "assign": "asgn",
        "today": "tdy",
        "yesterday": "ystd yday ytday y'day ystday",
        "tomorrow": "2mrw tmr",
        "something": "smth sth",
        "someone": "smone",
        "thanks": "tq thanku",
        "hours": "hrs",
        "receive": "recieve rcieve recive",
        "user": "usr",
        "users": "usrs",
    }.items()
    for short in words.split()
}


def spelt_out(word: Word) -> Word:
    """The word in full; its place and how it was typed stay."""
    plain = _SHORT.get(word.folded, "")
    return replace(word, folded=plain, stem=plain) if plain else word
