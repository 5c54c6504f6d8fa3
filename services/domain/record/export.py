"""An export of the record, a JSON object a line: checkpoints with proofs between them, entries with their own."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from services.domain.record.checkpoints import read_checkpoint
from services.domain.record.merkle import MerkleTree
from services.domain.record.notes import NoteKey


def export(
    workspace: str, key: NoteKey, notes: Sequence[str], tree: MerkleTree, entries: Iterable[tuple[int, str]], at: str
) -> Iterator[str]:
    """The lines of an export; `entries` are positions (from 1) and texts; the last of `notes` covers them."""
    chosen = list(entries)
    known = [found for note in notes if (found := read_checkpoint(note, key))]
    whole = len(chosen) == known[-1].size
    yield _line(type="record", v=1, workspace=workspace, key=str(key), whole=whole, exported_at=at)
    yield from (_line(type="checkpoint", note=note) for note in notes)
    for old, new in pairwise(known):
        proof = tree.consistency(old.size, new.size)
        yield _line(type="consistency", first=old.size, second=new.size, proof=_coded(proof))
    for seq, leaf in chosen:
        yield _line(type="entry", seq=seq, leaf=leaf, proof=_coded(tree.inclusion(seq - 1, known[-1].size)))


def _coded(proof: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in proof]


def _line(**fields: Any) -> str:
    # All but ASCII is escaped, so that no name hides or reorders text where the file is looked at.
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")) + "\n"
