"""Whether a proof of a Merkle log holds, computed as RFC 9162 says and not as the log makes it."""

from __future__ import annotations

from collections.abc import Sequence

from services.domain.record.merkle import EMPTY, node_hash


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that this leaf hash stands at `index` in the tree of that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def grew(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of root `new` begins with the one of root `old` (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not proof and old == new
    if first == 0:
        return not proof and old == EMPTY
    if not 0 < first < second or not proof:
        return False
    path = [old, *proof] if first & (first - 1) == 0 else list(proof)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old and now == new
