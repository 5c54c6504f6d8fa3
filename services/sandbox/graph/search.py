"""`$search` on users: quoted `"property:text"` clauses joined by OR or AND.

https://learn.microsoft.com/en-us/graph/search-query-parameter
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from services.sandbox.graph.call import Call, bad_request, unsupported

_CLAUSE = re.compile(r'\s*"(?P<name>\w+):(?P<text>(?:[^"\\]|\\.)*)"\s*(?:(?P<join>OR|AND)\b)?')
Test = Callable[[Any], bool]


def parse_search(call: Call, fields: Mapping[str, Callable[[Any], Any]]) -> Test | None:
    """The test that `$search` states (OR binds weaker than AND), None without one; raises `GraphError` 400."""
    if (text := call.query.get("$search")) is None:
        return None
    if call.headers.get("ConsistencyLevel", "").lower() != "eventual":
        raise unsupported(
            "Request with $search query parameter only works through MSGraph with a special request header: "
            "'ConsistencyLevel: eventual'"
        )
    groups = _groups(text, fields)
    return lambda entity: any(all(test(entity) for test in group) for group in groups)


def _groups(text: str, fields: Mapping[str, Callable[[Any], Any]]) -> list[list[Test]]:
    groups: list[list[Test]] = [[]]
    at, join = 0, "AND"
    while join:
        if (match := _CLAUSE.match(text, at)) is None or match["name"] not in fields:
            raise bad_request(f"Syntax error: invalid $search clause in '{text}'.")
        groups[-1].append(_starts(fields[match["name"]], match["text"]))
        at, join = match.end(), match["join"]
        if join == "OR":
            groups.append([])
    if text[at:].strip():
        raise bad_request(f"Syntax error: invalid $search clause in '{text}'.")
    return groups


def _starts(read: Callable[[Any], Any], text: str) -> Test:
    """Whether each word of the query starts one of the property's words, as Graph compares."""
    asked = re.sub(r"\\(.)", r"\1", text).lower().split()

    def test(entity: Any) -> bool:
        value = str(read(entity) or "").lower()
        if not all(word in value for word in asked):
            return False
        words = re.split(r"[\s._-]+", value)
        return all(value.startswith(word) or any(part.startswith(word) for part in words) for word in asked)

    return test
