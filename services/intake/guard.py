"""The apostrophe before a CSV cell that a spreadsheet would take for a formula, put on going out and off coming in."""

from __future__ import annotations

import re

# OWASP's list: https://owasp.org/www-community/attacks/CSV_Injection , with its full-width forms. A guarded cell is
# guarded again, so that taking one apostrophe off gives back what was there.
_RISKY = re.compile(r"'*[=+\-@\t\r\n\x00＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n\x00＝＋－＠]")


def guarded(cell: str) -> str:
    """The cell as it may stand in a CSV file."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
