"""The check of a record: names the first entry that isn't as it was written. docs/record.md has it in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from services.domain.record.checkpoints import Checkpoint, read_checkpoint
from services.domain.record.entries import FIRST, canonical
from services.domain.record.merkle import MerkleTree, leaf_hash
from services.domain.record.notes import NoteKey


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result of a check. `entry` is the first bad entry (from 1), 0 for none; it may be any up to `last`."""

    entry: int = 0
    why: str = ""
    last: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was found."""
        return not self.why

    def __str__(self) -> str:
        """The finding in a sentence."""
        if self.good or not self.entry:
            return self.why
        where = f"Entry {self.entry}" if self.last <= self.entry else f"Entry {self.entry} or a later one"
        until = f" up to {self.last}" if self.last > self.entry else ""
        return f"{where}{until}: {self.why}"


GOOD = Judgement()


def fields_of(leaf: str) -> dict[str, Any] | None:
    """The fields of an entry's text; None when it isn't in the format of entries."""
    try:
        found = json.loads(leaf)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and canonical(found) == leaf else None


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A sealed part of an entry: whom it is `of`, the month whose key seals it, and what is sealed."""

    of: str
    month: str
    box: str


def sealed_in(leaf: str) -> tuple[SealedPart, ...] | None:
    """The sealed parts of an entry's text; None when it isn't in the format of entries."""
    found = fields_of(leaf)
    parts = found.get("sealed", []) if found is not None else None
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return None
    named = [[part.get(name) for name in SealedPart.__slots__] for part in parts]
    return tuple(SealedPart(*map(str, one)) for one in named) if all(map(_all_text, named)) else None


def _all_text(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def walk(leaves: Sequence[str], tenant_id: str) -> Judgement:
    """Check that each entry belongs to this workspace, stands at its place, and names the hash of the one before."""
    previous = FIRST
    for seq, leaf in enumerate(leaves, 1):
        found = fields_of(leaf)
        if found is None:
            return Judgement(seq, "it isn't written as entries are.")
        if found.get("workspace") != tenant_id:
            return Judgement(seq, "it is another workspace's.")
        if found.get("seq") != seq:
            return Judgement(seq, f"it was written as number {found.get('seq')!r}.")
        if found.get("previous") != previous:
            return _torn(leaves, seq)
        previous = _hex(leaf)
    return GOOD


def _torn(leaves: Sequence[str], seq: int) -> Judgement:
    """Entry `seq` names a different predecessor than there is; the next entry shows which of the two was changed."""
    if seq == 1:
        return Judgement(1, "it names an entry before it.")
    after = fields_of(leaves[seq]) if seq < len(leaves) else None
    if after is not None and after.get("previous") != _hex(leaves[seq - 1]):
        return Judgement(seq, f"it isn't what entry {seq + 1} was written after.")
    return Judgement(seq - 1, f"it isn't what entry {seq} was written after.", 0 if after else seq)


def _hex(leaf: str) -> str:
    return leaf_hash(leaf.encode()).hex()


def against(tree: MerkleTree, notes: Iterable[str], key: NoteKey) -> Judgement:
    """Check the tree against these checkpoints, the smallest first."""
    known: list[Checkpoint] = []
    for note in notes:
        found = read_checkpoint(note, key)
        if found is None:
            return Judgement(0, "A checkpoint isn't signed with this record's key.")
        known.append(found)
    held = 0
    for checkpoint in sorted(known, key=lambda one: one.size):
        if checkpoint.size > tree.size:
            return Judgement(tree.size + 1, f"it is gone; there were {checkpoint.size} once.", checkpoint.size)
        if tree.root(checkpoint.size) != checkpoint.root:
            return Judgement(held + 1, "it isn't what the signed checkpoint was made of.", checkpoint.size)
        held = checkpoint.size
    return GOOD


def check(
    leaves: Sequence[str], tenant_id: str, notes: Iterable[str], key: NoteKey, given: Iterable[str] = ()
) -> Judgement:
    """Check everything: the entries, then the checkpoints, first those `given` from elsewhere.

    Stored checkpoints may have been rewritten with the entries, so they don't show where a change began.
    """
    found = walk(leaves, tenant_id)
    tree = MerkleTree([leaf_hash(leaf.encode()) for leaf in leaves])
    for some in (given, notes):
        found = found if not found.good else against(tree, some, key)
    return found
