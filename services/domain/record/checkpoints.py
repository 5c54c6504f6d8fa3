"""Checkpoints: the size and root of a record at a moment, signed: https://c2sp.org/tlog-checkpoint."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from services.domain.record.notes import NoteKey, opened, signed


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a record of this origin held: `size` entries with this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(tenant_id: str) -> str:
    """The name of a workspace's record, which is also the name of the key that signs for it."""
    return f"switchboard/{tenant_id}"


def sign(checkpoint: Checkpoint, private: bytes) -> str:
    """The checkpoint as a note signed with its record's key."""
    return signed(checkpoint.text, checkpoint.origin, private)


def read_checkpoint(note: str, key: NoteKey) -> Checkpoint | None:
    """What the note says, if this key signed it and its text is a checkpoint of this key's record."""
    text = opened(note, key)
    found = _parsed(text) if text is not None else None
    return found if found is not None and found.origin == key.name and found.text == text else None


def _parsed(text: str) -> Checkpoint | None:
    lines = text.split("\n")
    if len(lines) != 4 or not (lines[1].isascii() and lines[1].isdigit()):
        return None
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    return Checkpoint(lines[0], int(lines[1]), root) if len(root) == 32 else None


def notes_in(text: str) -> tuple[str, ...]:
    """The signed notes in a text where several may stand one after the other, such as a saved channel."""
    notes: list[str] = []
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    for at, line in enumerate(lines):
        if line.startswith("— ") and at >= 3 and not lines[at - 1].startswith("— "):  # the record's own is the first
            notes.append("\n".join([*lines[at - 3 : at], "", line, ""]))
    return tuple(notes)
