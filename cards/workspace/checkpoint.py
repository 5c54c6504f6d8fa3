"""A checkpoint of the record, posted where others can keep it."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, card
from cards.words import things
from services.domain.phrases import tr


def checkpoint(size: int, note: Sequence[str]) -> Card:
    """The number of entries in the record, and the signed note line by line. No buttons."""
    what = tr(
        "The record has {how_many}. Keep this: the record can be checked against it.",
        how_many=things(size, "entry", "entries"),
    )
    return card(tr("Checkpoint of the record"), what, *note)
