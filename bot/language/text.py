"""The words of an utterance, each with its position and the form in which it is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.domain.people import fold
from services.intake.headers import role_of

_WORD = re.compile(r"[^\s,;:!?()\[\]{}\"“”„«»…<>*_|]+")
_BREAK = re.compile(r"[,;:!?.\n]\s*$|[–—]\s*$")
_EXTENSION = re.compile(r"[0-9]{3,5}")
_REQUESTS = re.compile(
    r"(?:please |pls )?(?:take|give|remove|add|put|move|assign|unassign|release|stop|start|forward|show|delete|free"
    r"|switch|turn|set|get|record|swap)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"no\. (?=[a-z0-9+])")
_BEFORE_NUMBER = re.compile(
    r"(?<!what )\b(?:a|new|the|her|his|my|their|own|phone|ph|tel|another|free)\s$", re.IGNORECASE
)
_ENDS = re.compile(r"no\b[.\s]*(?:[,;!?]|$)", re.IGNORECASE)
# Abbreviations that people type for words of the lexicon.
_SHORT = {
    "chg": "change", "chng": "change", "tmr": "tomorrow", "tmrw": "tomorrow", "eff": "from", "w/": "with",
    "w/o": "without", "n": "and", "thru": "through", "rec": "recording", "vm": "voicemail", "fwd": "forward",
    "rmv": "remove", "del": "delete", "num": "number", "nbr": "number", "nr": "number",
    "msft": "microsoft", "lic": "licence", "lics": "licences", "b4": "before", "2day": "today",
    "2moro": "tomorrow", "wat": "what", "wats": "what's", "hv": "have",
    "cld": "could", "wld": "would", "shd": "should", "shld": "should", "ppl": "people", "hw": "how", "r": "are",
    "cn": "can", "plz": "please", "frm": "from", "dept": "department",
    "intl": "international", "int'l": "international",
    "hav": "have", "dun": "don't", "dnt": "don't", "liao": "already", "pl": "please", "pax": "people",
    "yest": "yesterday", "approv": "approve", "aprv": "approve", "apprv": "approve", "recg": "recording",
    "nvm": "nevermind", "alr": "already", "chk": "check", "msg": "message", "mgr": "manager", "mths": "months",
    "nxt": "next", "gib": "give", "swp": "swap", "asgn": "assign", "numba": "number", "nmbr": "number",
    "numbr": "number", "nmber": "number", "recrd": "record", "gv": "give", "abt": "about",
}  # fmt: skip
_MAX_HEADING_WORDS = 4  # words of a column's heading
MAX_SENTENCE_CHARACTERS = 400  # characters; the words after them aren't read


@dataclass(frozen=True, slots=True)
class Word:
    """A word: `folded` as it is compared, `stem` without a possessive ending, `after_break` after a comma."""

    raw: str
    folded: str
    stem: str
    start: int
    end: int
    after_break: bool = False

    @property
    def possessive(self) -> bool:
        """Whether it has a possessive ending: “Ben's”."""
        return self.stem != self.folded

    @property
    def stem_end(self) -> int:
        """Where the word ends without its possessive ending."""
        return self.start + len(_OWN.sub("", self.raw))


def is_table(text: str) -> bool:
    """Whether these are rows of a table: cells parted by tabs, or by as many commas or semicolons on every line."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all("\t" in line for line in lines):
        return True
    return len(lines) > 1 and any(_parted(lines, sign) for sign in ",;")


def _parted(lines: Sequence[str], sign: str) -> bool:
    """Whether the lines have equally many cells, and are rows of extensions or have headings above them.

    Headings are short, and at least one of them is known. Rows without any are told what they lack as a table.
    """
    counts = {line.count(sign) for line in lines}
    cells = [cell.strip() for cell in lines[0].split(sign)]
    if len(counts) == 1 and counts != {0} and all(_is_of_a_line([*map(str.strip, line.split(sign))]) for line in lines):
        return True
    named = all(cell and not any(figure.isdigit() for figure in cell[:4]) for cell in cells)
    return (
        len(counts) == 1
        and counts != {0}
        and named
        and any(map(role_of, cells))
        and all(len(cell.split()) <= _MAX_HEADING_WORDS for cell in cells)
    )


def _is_of_a_line(cells: Sequence[str]) -> bool:
    """Whether the cells begin with an extension and say something of it: no list of numbers, and no request."""
    says = any(sign.isalpha() for cell in cells[1:] for sign in cell)
    return says and bool(_EXTENSION.fullmatch(cells[0])) and not any(map(_REQUESTS.match, cells[1:]))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of what was typed, without punctuation."""
    found: list[Word] = []
    for match in _WORD.finditer(text[:MAX_SENTENCE_CHARACTERS]):
        raw = match[0].rstrip(".'’").lstrip("'‘’.")
        if not raw or not any(sign.isalnum() or sign in "?&" for sign in raw):
            continue
        start = match.start() + match[0].index(raw)
        folded = fold(raw).replace("’", "'")
        folded = _SHORT.get(folded, folded)
        goes_on = text[: match.start()].rstrip()[-1:].isalnum()
        if folded == "no" and goes_on and _is_number_sign(text, match.start()):
            folded = "number"  # “Alice's no. is wrong”, “give her a no.”: no denial
        if folded == "did" and _is_direct_dial(text, match.start(), raw):
            folded = "number"
        stem = _OWN.sub("", folded)
        before = text[match.start() - 3 : match.start()] if match.start() > 2 else text[: match.start()]
        found.append(Word(raw, folded, stem, start, start + len(raw), bool(_BREAK.search(before))))
    return tuple(found)


def _is_number_sign(text: str, at: int) -> bool:
    """Whether this *no* is short for a number: with a full stop before a word, or last after a word such as *a*."""
    if _NUMBER_SIGN.match(text, at):
        return True
    return bool(_ENDS.match(text, at) and _BEFORE_NUMBER.search(text, 0, at))


def _is_direct_dial(text: str, at: int, raw: str) -> bool:
    """Whether this *did* is a number (direct inward dialling) and no verb: in capitals, or last after an article."""
    return (raw == "DID" and not text.isupper()) or bool(_BEFORE_NUMBER.search(text, 0, at))
