"""A column for names and titles of any length from people and other systems."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator


class ShownText(TypeDecorator[str]):
    """Text that is only shown: it is cut to fit, where PostgreSQL would refuse the whole row."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002 - SQLAlchemy's own
        """The text as it is stored."""
        most: int = getattr(self.impl_instance, "length", 0)
        return value if value is None or len(value) <= most else f"{value[: most - 1]}…"
