"""Tables as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table with its title on the left; the first column holds words, the others figures."""
    made = Table(title=title, title_justify="left", title_style="bold")
    for place, head in enumerate(heads):
        made.add_column(head, justify="left" if place == 0 else "right")
    for row in rows:
        made.add_row(*row)
    return made
