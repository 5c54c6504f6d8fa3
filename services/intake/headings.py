"""What other programs' headings mean: those a workspace was asked about before, and those worth asking about."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from services.intake.headers import ColumnRole, known_spellings, letters_of, plain, role_of
from services.intake.spellings import GUESSES

MAX_HEADER_ROWS = 20  # rows; above the headings there may be a title and a date
_MAX_HEADING_CHARACTERS = 80  # characters; no heading is longer
_MAX_GUESS_CHARACTERS = 40  # characters of a heading that is compared with ours
_NUMBERED = re.compile(r"(.*[^0-9])0*[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Headings:
    """What headings mean: our own, those in `known` (by plain spelling), and guesses at others."""

    known: Mapping[str, ColumnRole] = field(default_factory=dict)

    def role_of(self, header: str) -> ColumnRole | None:
        """The role of the column with this heading, or None when that isn't certain."""
        if not header or len(header) > _MAX_HEADING_CHARACTERS:
            return None
        return role_of(header) or self.known.get(plain(header))

    def guesses(self, header: str) -> tuple[ColumnRole, ...]:
        """The roles that the heading suggests, the likeliest first; none when its role is certain or unknown."""
        if not header or len(header) > _MAX_HEADING_CHARACTERS or self.role_of(header):
            return ()
        return guesses_of(header)

    def row(self, rows: Sequence[Sequence[str]]) -> int | None:
        """The index of the row of headings: the one that names most of our columns among the first rows, or None."""
        scores = [self.score(row) for row in rows[:MAX_HEADER_ROWS]]
        best = max(scores, default=0)
        return scores.index(best) if best else None

    def score(self, cells: Sequence[str]) -> int:
        """How likely the row is to be the headings, 0 for not at all; a known heading counts three times a guess."""
        sure = {self.role_of(cell) for cell in cells if cell} - {None, ColumnRole.RESULT}
        guessed = {guess[0] for cell in cells if cell and (guess := self.guesses(cell))} - sure
        if len(sure) + len(guessed) > 1 or ColumnRole.KEY in sure:
            return 3 * len(sure) + len(guessed)
        return 0

    def again(self, header: Sequence[str], cells: Sequence[str]) -> bool:
        """Whether a row repeats the headings: each of its non-blank cells is the heading of its column."""
        pairs = [(head, cell) for head, cell in zip(header, cells, strict=False) if cell.strip()]
        return bool(pairs) and self.score(cells) > 0 and all(self._same(head, cell) for head, cell in pairs)

    def _same(self, head: str, cell: str) -> bool:
        role = self.role_of(cell)
        return plain(head) == plain(cell) or (role is not None and role is self.role_of(head))


@lru_cache(maxsize=1024)
def meant(header: str) -> str:
    """Our heading that this one comes close to; empty when there is none. This takes some milliseconds."""
    if len(header) > _MAX_GUESS_CHARACTERS:
        return ""
    near = difflib.get_close_matches(plain(header), known_spellings(), n=1, cutoff=0.75)
    return near[0] if near else ""


@lru_cache(maxsize=4096)
def guesses_of(header: str) -> tuple[ColumnRole, ...]:
    """The roles that a heading suggests, compared without case, spaces, punctuation and a number at its end."""
    letters = letters_of(header)
    numbered = _NUMBERED.fullmatch(letters)
    return GUESSES.get(letters) or (GUESSES.get(numbered[1], ()) if numbered else ())
