"""What an admin wants of one line: only the fields that should change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """The wish for one line; `None` leaves a field as it is.

    `person` is what was written (name, user name, e-mail or id) until the planner resolved it. `addons` are codes to
    have besides those there; a bulk row takes nothing away. `row` is the file's line as the spreadsheet counts, or 0.
    `upload` and `assign` False keep the number from being brought to Teams, or from being given to the person there.
    """

    key: str
    number: str | None = None
    person: str | None = None
    label: str | None = None
    addons: tuple[str, ...] = ()
    upload: bool | None = None
    assign: bool | None = None
    row: int = 0
