"""The record's tests take a store as those of the store do."""

from __future__ import annotations

from tests.store.conftest import database_url, store

__all__ = ["database_url", "store"]
