"""Text of a column that holds something sealed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class _AsStored(FunctionElement[Any]):
    """A column as it is stored: SQLite's driver refuses a whole result of which one text isn't UTF-8."""

    inherit_cache = True


@compiles(_AsStored)
def _plainly(element: _AsStored, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(_AsStored, "sqlite")
def _in_bytes(element: _AsStored, compiler: Any, **how: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **how)} AS BLOB)"


class SealedText(TypeDecorator[str]):
    """Sealed text; whatever a damaged row holds in its place is read as text, which no key opens."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """The column as it is selected."""
        return type_coerce(_AsStored(column), self)

    def process_result_value(self, value: Any, dialect: Any) -> str:  # noqa: ARG002 - SQLAlchemy's own
        """The text."""
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
