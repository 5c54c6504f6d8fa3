"""A checkpoint of the record, posted where many can keep it."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, card
from cards.words import things


def checkpoint(size: int, note: Sequence[str]) -> Card:
    """How many entries the record has, and the signed note line by line, to be kept. No buttons."""
    what = f"The record has {things(size, 'entry', 'entries')}. Keep this: the record can be checked against it."
    return card("Checkpoint of the record", what, *note)
