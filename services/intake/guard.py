"""Guards CSV cells that a spreadsheet would run as formulas: an apostrophe is added on export, removed on import."""

from __future__ import annotations

import re

from services.domain.invisible import without_direction
from services.domain.phrases import told

# OWASP's list: https://owasp.org/www-community/attacks/CSV_Injection , with its full-width forms. Where the list
# separator is a semicolon, a spreadsheet splits our rows at semicolons and line ends even inside quotation marks, so
# what follows those starts a cell, too. A guarded cell is guarded once more, so that removal gives back the original.
_START = r"(?:\A|(?<=[;|\t\r\n]))"
_RISKY = r"(?='*[=+\-@\t\r\n\x00＝＋－＠])"
_UNGUARDED = re.compile(f"{_START}{_RISKY}")
_GUARDED = re.compile(f"{_START}'{_RISKY}")


def in_file(text: str) -> str:
    """The text as a file shows it to its reader: in their language, and nothing that turns the writing direction."""
    return without_direction(told(text))


def guarded(cell: str) -> str:
    """The cell as it may be written to a CSV file."""
    return _UNGUARDED.sub("'", cell)


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return _GUARDED.sub("", cell)
