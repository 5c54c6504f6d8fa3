"""OData `$filter` expressions: what Graph's documentation shows for users and phone numbers.

https://learn.microsoft.com/en-us/graph/filter-query-parameter
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.sandbox.graph.call import GraphError

Read = Callable[[Any], Any]
_TOKEN = re.compile(r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<mark>[(),:])|(?P<word>[^\s(),:']+))")
_MOST_VALUES = 15  # https://learn.microsoft.com/graph/filter-query-parameter
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one entity; `demands` names the values (lower case) a field must have one of, so an index can help."""

    test: Callable[[Any], bool]
    demands: Mapping[str, frozenset[str]] = field(default_factory=dict)


def parse_filter(text: str, fields: Mapping[str, Read], operators: frozenset[str]) -> Condition:
    """The condition an expression states; `fields` reads the properties that may be filtered, `operators` may be used.

    Raises `GraphError` 400 for anything else. Strings compare without case, as Graph does.
    """
    parser = _Parser(_tokens(text), fields, operators)
    condition = parser.alternatives()
    if parser.tokens:
        raise _invalid(f"Syntax error at '{parser.tokens[0]}'.")
    return condition


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        if (match := _TOKEN.match(text, at)) is None:
            raise _invalid(f"Syntax error at position {at} in '{text}'.")
        found.append(match[0].strip())
        at = match.end()
    return found


def _invalid(message: str) -> GraphError:
    return GraphError(400, "BadRequest", f"Invalid filter clause: {message}")


def _fold(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class _Parser:
    def __init__(self, tokens: list[str], fields: Mapping[str, Read], operators: frozenset[str]) -> None:
        self.tokens = tokens
        self._fields = fields
        self._operators = operators

    def alternatives(self) -> Condition:
        left = self._conjunction()
        while self._next_is("or"):
            left = _either(left, self._conjunction())
        return left

    def _conjunction(self) -> Condition:
        left = self._negation()
        while self._next_is("and"):
            left = _both(left, self._negation())
        return left

    def _negation(self) -> Condition:
        if self._next_is("not"):
            denied = self._negation().test
            return Condition(lambda entity: not denied(entity))
        return self._primary()

    def _primary(self) -> Condition:
        word = self._take()
        if word == "(":
            inner = self.alternatives()
            self._expect(")")
            return inner
        if self.tokens[:1] == ["("]:
            return self._quantifier(word) if word.endswith("/any") else self._function(word)
        return self._comparison(word)

    def _comparison(self, name: str) -> Condition:
        read, operator = self._field(name), self._operator(self._take())
        if operator == "in":
            values = self._list()
            return Condition(lambda entity: _fold(read(entity)) in values, {name: frozenset(map(str, values))})
        value = self._literal()
        if operator == "eq":
            demands = {name: frozenset({value})} if isinstance(value, str) else {}
            return Condition(lambda entity: _fold(read(entity)) == value, demands)
        if operator == "ne":
            return Condition(lambda entity: _fold(read(entity)) != value)
        raise _invalid(f"The operator '{operator}' is not supported.")

    def _function(self, name: str) -> Condition:
        self._operator(name)
        self._expect("(")
        read = self._field(self._take())
        self._expect(",")
        start = str(self._literal())
        self._expect(")")
        return Condition(lambda entity: str(read(entity) or "").lower().startswith(start))

    def _quantifier(self, name: str) -> Condition:
        self._operator("any")
        read = self._field(name.removesuffix("/any"))
        self._expect("(")
        variable = self._take()
        self._expect(":")
        inner = _Parser(self.tokens, {variable: lambda element: element}, self._operators)
        test = inner.alternatives().test
        self._expect(")")
        return Condition(lambda entity: any(test(element) for element in read(entity)))

    def _list(self) -> list[Any]:
        self._expect("(")
        values = [self._literal()]
        while self._next_is(","):
            values.append(self._literal())
        self._expect(")")
        if len(values) > _MOST_VALUES:
            raise _invalid(f"Too many child clauses: {len(values)}. Max allowed: {_MOST_VALUES}.")
        return values

    def _literal(self) -> Any:
        token = self._take()
        if token.startswith("'"):
            return token[1:-1].replace("''", "'").lower()
        if token.lower() in _CONSTANTS:
            return _CONSTANTS[token.lower()]
        raise _invalid(f"'{token}' is not a value.")

    def _field(self, name: str) -> Read:
        if name not in self._fields:
            raise _invalid(f"The property '{name}' does not exist or cannot be filtered.")
        return self._fields[name]

    def _operator(self, name: str) -> str:
        if name not in self._operators:
            raise _invalid(f"The operator or function '{name}' is not supported.")
        return name

    def _take(self) -> str:
        if not self.tokens:
            raise _invalid("The expression ends too early.")
        return self.tokens.pop(0)

    def _next_is(self, word: str) -> bool:
        if self.tokens[:1] == [word]:
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, mark: str) -> None:
        if (token := self._take()) != mark:
            raise _invalid(f"Expected '{mark}', found '{token}'.")


def _both(left: Condition, right: Condition) -> Condition:
    demands = {**left.demands, **right.demands}
    for name in left.demands.keys() & right.demands.keys():
        demands[name] = left.demands[name] & right.demands[name]
    return Condition(lambda entity: left.test(entity) and right.test(entity), demands)


def _either(left: Condition, right: Condition) -> Condition:
    shared = left.demands.keys() & right.demands.keys()
    demands = {name: left.demands[name] | right.demands[name] for name in shared}
    return Condition(lambda entity: left.test(entity) or right.test(entity), demands)
