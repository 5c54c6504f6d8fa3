"""A second verifier of an exported record, written apart from `tools/verify_record.py`, for comparing both."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from services.domain.record.check import Judgement, check, fields_of
from services.domain.record.checkpoints import Checkpoint, read_checkpoint
from services.domain.record.merkle import EMPTY, leaf_hash
from services.domain.record.notes import NoteKey
from tests.services.domain.record.proofs import grew, includes


def check_export(text: str, key: NoteKey, given: Sequence[str] = ()) -> Judgement:
    """The first entry of an export that isn't as it was written, by its own checkpoints and by the `given` ones."""
    try:
        lines = [json.loads(line) for line in text.split("\n") if line]
        kinds: dict[str, list[dict[str, Any]]] = {}
        for line in lines:
            kinds.setdefault(line["type"], []).append(line)
        head, parts = kinds["record"][0], kinds.get("entry", [])
        _ = head["key"]  # it must be there, although the one that is used comes from elsewhere
        entries = [(int(e["seq"]), str(e["leaf"]), _hashes(e["proof"])) for e in parts]
        proofs = {(int(c["first"]), int(c["second"])): _hashes(c["proof"]) for c in kinds.get("consistency", [])}
        notes, workspace, whole = [str(c["note"]) for c in kinds["checkpoint"]], str(head["workspace"]), head["whole"]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return Judgement(0, "The file can't be read.")
    return _checked(workspace, key, notes, given, entries, proofs, whole=whole is True)


def _checked(
    workspace: str,
    key: NoteKey,
    notes: Sequence[str],
    given: Sequence[str],
    entries: Sequence[tuple[int, str, Sequence[bytes]]],
    proofs: dict[tuple[int, int], tuple[bytes, ...]],
    *,
    whole: bool,
) -> Judgement:
    known = [read_checkpoint(note, key) for note in (*notes, *given)]
    own = sorted((c for c in known[: len(notes)] if c), key=lambda c: c.size)
    if None in known or key.name != f"switchboard/{workspace}":
        return Judgement(0, "A checkpoint isn't signed with this record's key.")
    for old, new in pairwise(own):
        if not grew(old.size, new.size, old.root, new.root, proofs.get((old.size, new.size), ())):
            return Judgement(old.size + 1, "it isn't what the signed checkpoint was made of.", new.size)
    for place, (seq, leaf, proof) in enumerate(entries, 1):
        bad = _entry(place if whole else seq, seq, leaf, proof, own[-1], workspace)
        if bad is not None:
            return bad
    if whole:
        return check([leaf for _, leaf, _ in entries], workspace, notes, key, given)
    for (before, _, _), (place, _, _) in pairwise(entries):
        if place <= before:
            return Judgement(place, "another entry stands in its place.")
    return _among(sorted((c for c in known[len(notes) :] if c), key=lambda c: c.size), own)


def _among(given: Sequence[Checkpoint], own: Sequence[Checkpoint]) -> Judgement:
    """Whether checkpoints from elsewhere are among the file's, where it has too few entries for their roots."""
    held = 0
    for one in given:
        same = [c.root for c in own if c.size == one.size] or ([EMPTY] if not one.size else [])
        if one.size > own[-1].size:
            return Judgement(own[-1].size + 1, f"it is gone; there were {one.size} once.", one.size)
        if not same:
            return Judgement(0, "There is nothing to compare it with.")
        if one.root not in same:
            return Judgement(held + 1, "it isn't what the signed checkpoint was made of.", one.size)
        held = one.size
    return Judgement()


def _entry(
    place: int, seq: int, leaf: str, proof: Sequence[bytes], newest: Checkpoint, workspace: str
) -> Judgement | None:
    found = fields_of(leaf)
    if found is None:
        return Judgement(place, "it isn't written as entries are.")
    if seq != place or found.get("seq") != place or found.get("workspace") != workspace:
        return Judgement(place, "another entry stands in its place.")
    if not includes(_hash(leaf), place - 1, newest.size, proof, newest.root):
        return Judgement(place, "it isn't what the signed checkpoint was made of.")
    return None


def _hash(leaf: str) -> bytes:
    return leaf_hash(leaf.encode())


def _hashes(proof: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(one, validate=True) for one in proof)
