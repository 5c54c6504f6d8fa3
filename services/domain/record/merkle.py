"""Merkle trees as RFC 9162 has them: roots, and proofs that an entry is in a tree and that one tree grew from another.

https://www.rfc-editor.org/rfc/rfc9162.html#section-2.1
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """The tree over these leaf hashes; its full subtrees are computed once."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            self._levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree over the first `size` leaves, of all of them by default."""
        size = self.size if size is None else size
        return self._range(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The proof that the leaf at `index` (from 0) is in the tree over the first `size` leaves."""
        return tuple(self._path(index, 0, size))

    def consistency(self, first: int, second: int) -> tuple[bytes, ...]:
        """The proof that the tree over the first `first` leaves is the beginning of the one over `second`."""
        return tuple(self._subproof(first, 0, second, whole=True)) if 0 < first < second else ()

    def _range(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` to before `end`; `start` is where a subtree begins."""
        width = end - start
        level = width.bit_length() - 1
        if width == 1 << level:
            return self._levels[level][start >> level]
        middle = start + (1 << level)
        return node_hash(self._range(start, middle), self._range(middle, end))

    def _path(self, index: int, start: int, end: int) -> Iterator[bytes]:
        if end - start == 1:
            return
        middle = start + _split(end - start)
        if index < middle:
            yield from self._path(index, start, middle)
            yield self._range(middle, end)
        else:
            yield from self._path(index, middle, end)
            yield self._range(start, middle)

    def _subproof(self, first: int, start: int, end: int, *, whole: bool) -> Iterator[bytes]:
        if first == end:
            if not whole:
                yield self._range(start, end)
            return
        middle = start + _split(end - start)
        if first <= middle:
            yield from self._subproof(first, start, middle, whole=whole)
            yield self._range(middle, end)
        else:
            yield from self._subproof(first, middle, end, whole=False)
            yield self._range(start, middle)


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)
