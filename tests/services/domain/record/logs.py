"""Records in memory for tests."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.domain.record.checkpoints import Checkpoint, origin_of, sign
from services.domain.record.entries import FIRST, FoundBy, Recorded, ToRecord, leaf_of
from services.domain.record.merkle import MerkleTree, leaf_hash
from services.domain.record.notes import NoteKey

TENANT = "tenant-1"
ORIGIN = origin_of(TENANT)
PRIVATE = bytes(range(32))
KEY = NoteKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw())


def leaves(count: int, what: str = "plan") -> list[str]:
    """The texts of so many entries."""
    found: list[str] = []
    for seq in range(1, count + 1):
        new = ToRecord(
            TENANT,
            1_700_000_000.0 + seq,
            Recorded.PLAN_MADE,
            "o-alex",
            f"{what}:{seq}",
            detail={"lines": seq, "share": 0.5, "name": "Ümit 🙂"},
            by=FoundBy(plan=f"p{seq}"),
        )
        found.append(leaf_of(new, seq, hash_of(found[-1]) if found else FIRST, {"o-alex": "gAAAA"}))
    return found


def hash_of(leaf: str) -> str:
    """Its leaf hash, as the next entry names it."""
    return leaf_hash(leaf.encode()).hex()


def checkpoint(entries: Sequence[str]) -> str:
    """A signed checkpoint over these entries."""
    tree = MerkleTree([leaf_hash(leaf.encode()) for leaf in entries])
    return sign(Checkpoint(ORIGIN, tree.size, tree.root()), PRIVATE)
