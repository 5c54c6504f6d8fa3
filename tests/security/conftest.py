"""The record's tests take a store as those of the store do."""

from __future__ import annotations

from tests.store.conftest import postgres_tables, store, tables_url

__all__ = ["postgres_tables", "store", "tables_url"]
