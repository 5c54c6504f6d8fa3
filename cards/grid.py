"""Lists that are a table where the card is wide, and rows of stacked details elsewhere.

An element of type Table beside the rows would double the weight of a list, and show both on a client that knows tables
but no widths. So each row is a container that lays its own cells out in columns from a wide card on, and stacks them
everywhere else: https://adaptivecards.microsoft.com/?topic=container-layouts
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AreaGridLayout, CardElement, Container, GridArea, TargetWidth

from cards.elements import Click, button, group, strong

_WIDE: TargetWidth = "atLeast:Wide"
_AREAS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a list: what stands in each, and its share of the width in percent."""

    columns: Sequence[tuple[str, int]]

    def head(self) -> Container:
        """The names of the columns, shown where there are columns."""
        names = [strong(name, most=40) for name, _ in self.columns]
        return self._laid_out(group(*names), names).model_copy(update={"target_width": _WIDE})

    def row(self, *cells: CardElement | None, opens: Click | None = None) -> Container:
        """A row of the list; an empty cell leaves its column empty. A click on it does what `opens` does."""
        made = self._laid_out(group(separator=True), cells)
        return made.model_copy(update={"select_action": button(opens)}) if opens else made

    def _laid_out(self, container: Container, cells: Sequence[CardElement | None]) -> Container:
        areas = [
            GridArea(name=name, column=None if no == 1 else no)
            for no, name in enumerate(_AREAS[: len(self.columns)], 1)
        ]
        layout = AreaGridLayout(target_width=_WIDE, columns=[float(width) for _, width in self.columns], areas=areas)
        placed = [
            cell.model_copy(update={"grid_area": area.name})
            for cell, area in zip(cells, areas, strict=True)
            if cell is not None
        ]
        return container.model_copy(update={"items": placed, "layouts": [layout]})
