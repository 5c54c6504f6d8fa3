"""The sample cards of all topics: those of `samples`, and of each file in `topics` with `usual`, `empty`, `huge`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from tests.cards import samples, topics
from tests.cards.samples import Cards

KINDS = ("usual", "empty", "huge")


@cache
def of_kind(kind: str) -> Cards:
    """Every sample of one kind: as people meet the cards, with nothing in them, or with far too much."""
    return drawn(kind)


def drawn(kind: str) -> Cards:
    """The same, drawn anew for whoever reads now."""
    modules = [importlib.import_module(f"{topics.__name__}.{m.name}") for m in pkgutil.iter_modules(topics.__path__)]
    found: Cards = {}
    for module in (samples, *modules):
        found |= getattr(module, kind, dict)()
    return found
