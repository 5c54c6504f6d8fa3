"""The apostrophe before a CSV cell that a spreadsheet would take for a formula, put on going out and off coming in."""

from __future__ import annotations

import re

# OWASP's list: https://owasp.org/www-community/attacks/CSV_Injection , with its full-width forms. Where lists are
# separated by semicolons a spreadsheet cuts our rows there, quotation marks or not, and at line ends: what follows is
# the start of a cell, too. A guarded cell is guarded again, so that taking apostrophes off gives back what was there.
_START = r"(?:\A|(?<=[;|\t\r\n]))"
_RISKY = r"(?='*[=+\-@\t\r\n\x00＝＋－＠])"
_BARE = re.compile(f"{_START}{_RISKY}")
_GUARDED = re.compile(f"{_START}'{_RISKY}")


def guarded(cell: str) -> str:
    """The cell as it may stand in a CSV file."""
    return _BARE.sub("'", cell)


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return _GUARDED.sub("", cell)
