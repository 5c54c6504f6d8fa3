"""Decodes a file of unknown encoding: in the certain one, or in the likeliest with a question about the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.questions import Question, QuestionKind

_SAVE_AS_UTF8 = tr("Save it as 'CSV UTF-8' and send that.")
QUESTION = "encoding"

# The encodings that spreadsheet programs save text in, the most used first, with the names that people know.
_NAMES: dict[str, str] = {
    "cp1252": "Windows-1252, Western Europe",
    "gb18030": "GBK, Chinese",
    "cp932": "Shift_JIS, Japanese",
    "big5": "Big5, traditional Chinese",
    "cp1251": "Windows-1251, Cyrillic",
    "cp949": "EUC-KR, Korean",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250, Central Europe",
    "cp1254": "Windows-1254, Turkish",
    "cp1256": "Windows-1256, Arabic",
    "cp1253": "Windows-1253, Greek",
    "cp1255": "Windows-1255, Hebrew",
    "cp874": "Windows-874, Thai",
    "euc_jp": "EUC-JP, Japanese",
    "koi8_r": "KOI8-R, Cyrillic",
    "cp1257": "Windows-1257, Baltic",
    "cp1258": "Windows-1258, Vietnamese",
    "cp850": "DOS 850, Western Europe",
    "mac_cyrillic": "Mac Cyrillic",
    "cp866": "DOS 866, Cyrillic",
}
_ORDER = list(_NAMES)
# The lead bytes of everyday ideographs and syllables: https://en.wikipedia.org/wiki/GB_2312 , Big5, JIS X 0208 and
# KS X 1001 place those of level one before the rare ones.
_EVERYDAY_LEAD_BYTES = {
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "cp932": (0x81, 0x98),
    "cp949": (0xB0, 0xC8),
    "euc_jp": (0xA4, 0xCF),
}
_FIELD = re.compile(rb"[,;\t\r\n\"]+")  # in none of the encodings is one of these bytes part of a letter
_NO_LETTERS = re.compile("[\x80-\x9f\ue000-\uf8ff]")  # control characters, and the private use area
_SAMPLE_SIZE = 50  # lines, and fields, that are examined
_MAX_LINE_BYTES = 400  # bytes of a line that are examined
_MAX_CHOICES = 10
_MAX_SHOWN_FIELDS = 3  # fields shown in a choice


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the name of its encoding if that isn't Unicode, and the question about it, if there is one."""

    text: str
    name: str = ""
    question: Question | None = None


def decode(data: bytes, chosen: str = "") -> Decoded:
    """The text without byte order mark; `chosen` is the answer to the question about the encoding.

    Raises BadInput when it isn't text in any encoding we know.
    """
    decoded = _unicode(data) or _other(data, chosen)
    if "\x00" in decoded.text:
        raise BadInput(tr("The file isn't plain text."), tr("It holds NUL characters."), _SAVE_AS_UTF8)
    return Decoded(decoded.text.removeprefix("\ufeff"), decoded.name, decoded.question)


def _unicode(data: bytes) -> Decoded | None:
    """The text if its encoding is certain, else None."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Decoded(data.decode("utf-16"))
        start = data[:2000]
        if start.count(0) * 4 > len(start) > 1:  # in UTF-16 every other byte of Latin text is NUL
            return Decoded(data.decode("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"))
        if b"\x1b$" in data and data.isascii():
            return Decoded(data.decode("iso2022_jp"))
    except UnicodeDecodeError as error:
        raise _unknown() from error
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _other(data: bytes, chosen: str) -> Decoded:
    lines = data.splitlines(keepends=True)
    strange = [line for line in lines if not line.isascii() and not _is_utf8(line)]
    letters = sum(not line.isascii() for line in lines)
    # Mostly UTF-8: bytes of another encoding rarely happen to be valid UTF-8.
    among = len(strange) * 2 <= letters
    readings = _readings(strange if among else [data], strange)
    if not readings:
        raise _unknown()
    known = dict(readings)
    encoding = chosen if chosen in known else readings[0][0]
    text = "".join(_line(line, encoding) for line in lines) if among else data.decode(encoding)
    why = (
        tr("A part of the file isn't written in UTF-8. Which of these is spelt right?")
        if among
        else tr("The file isn't written in UTF-8. Which of these is spelt right?")
    )
    choices = tuple((name, f"{sample} ({_NAMES[name]})") for name, sample in readings)
    return Decoded(text, _NAMES[encoding], Question(QUESTION, QuestionKind.ENCODING, why, choices))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line(line: bytes, encoding: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(encoding)


def _readings(pieces: Sequence[bytes], strange: Sequence[bytes]) -> list[tuple[str, str]]:
    """The encodings in which all pieces are text, the likeliest first, each with its reading of the `strange` lines."""
    data = b"".join(pieces)
    lines = b"".join(line[:_MAX_LINE_BYTES] for line in strange[:_SAMPLE_SIZE])
    fields = dict.fromkeys(field.strip() for field in _FIELD.split(lines) if not field.isascii())
    sample = list(fields)[:_SAMPLE_SIZE]
    likely = sorted((encoding for encoding in _NAMES if _decodes(data, encoding)), key=_order(sample).__getitem__)
    found: dict[str, str] = {}
    for encoding in likely:
        found.setdefault("\n".join(_read(field, encoding) for field in sample), encoding)
    return [(encoding, _said(text)) for text, encoding in list(found.items())[:_MAX_CHOICES]]


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _NO_LETTERS.search(text)


def _read(field: bytes, encoding: str) -> str:
    return field.decode(encoding, "replace")


def _order(sample: Sequence[bytes]) -> dict[str, tuple[float, int]]:
    """A sort key for each encoding: how garbled these fields are in it, then how common it is; lower is likelier."""
    matches = from_bytes(b"\n".join(sample), cp_isolation=_ORDER, threshold=1.0, preemptive_behaviour=False)
    mess = {name: match.chaos for match in matches for name in (match.encoding, *match.could_be_from_charset)}
    return {name: (round(mess.get(name, 1.0) + _rare_share(sample, name), 1), _ORDER.index(name)) for name in _ORDER}


def _rare_share(sample: Sequence[bytes], encoding: str) -> float:
    """The share of rare letters among the fields', for encodings that keep the everyday ones in one range."""
    if encoding not in _EVERYDAY_LEAD_BYTES:
        return 0.0
    first, last = _EVERYDAY_LEAD_BYTES[encoding]
    letters = [letter for field in sample for letter in field.decode(encoding, "ignore") if not letter.isascii()]
    leads = [letter.encode(encoding)[0] for letter in letters]
    return sum(not first <= lead <= last for lead in leads) / max(len(leads), 1)


def _said(text: str) -> str:
    """Some of the fields, short enough for a choice."""
    return ", ".join(field[:30] for field in text.split("\n")[:_MAX_SHOWN_FIELDS])


def _unknown() -> BadInput:
    return BadInput(
        tr("The file isn't text in any encoding we know."),
        tr("UTF-8, UTF-16 and the usual ones of each country are read."),
        _SAVE_AS_UTF8,
    )
