"""The `filter` of lists. Its grammar is not documented; OData's `path eq 'literal'` joined by `and` stands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from services.sandbox.operator.call import Json, OperatorError

_TERM = re.compile(r"\s*(?P<path>[A-Za-z][\w/]*)\s+eq\s+(?:'(?P<text>(?:[^']|'')*)'|(?P<bare>true|false|\d+))\s*")
_AND = re.compile(r"and\b")


def parse_filter(expression: str | None) -> Callable[[Json], bool] | None:
    """A test for shown resources, None without an expression; 400 for one that is not understood."""
    if expression is None:
        return None
    wanted: list[tuple[str, str]] = []
    position = 0
    while True:
        term = _TERM.match(expression, position)
        if term is None:
            raise OperatorError(
                400, "filter takes: path eq 'value' and …", "InvalidQueryParameterValue", target="filter"
            )
        wanted.append((term["path"], term["bare"] or (term["text"] or "").replace("''", "'")))
        position = term.end()
        if position == len(expression):
            return lambda shown: all(_text(shown, path) == value for path, value in wanted)
        joined = _AND.match(expression, position)
        position = joined.end() if joined else len(expression)


def _text(shown: Any, path: str) -> str | None:
    for name in path.split("/"):
        shown = shown.get(name) if isinstance(shown, dict) else None
    return str(shown).lower() if isinstance(shown, bool) else None if shown is None else str(shown)
