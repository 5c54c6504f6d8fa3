"""Reads what every computing process needs; imported once, by the process that they are forked from.

Without it each file's process would read the catalogues of all languages anew, some 0.3 s, to find its headings.
"""

from __future__ import annotations

from services.intake.headers import other_languages

other_languages()
