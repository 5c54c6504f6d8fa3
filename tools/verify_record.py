#!/usr/bin/env python3
"""Checks an export of a record: python3 verify_record.py record.jsonl [--key NAME+ID+KEY] [--checkpoints FILE ...]

Written from docs/record.md with the standard library only, and with no code of the program that it checks.
"""

import argparse
import base64
import hashlib
import itertools
import json
import sys

# Ed25519 as RFC 8032, section 6, has it.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, d - c, d + c, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    """The point multiplied by a number."""
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def x_of(y, sign):
    """The x coordinate for y, or None."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point_of(data):
    """The point that 32 bytes encode, or None."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def signature_holds(public, message, signature):
    """Whether this Ed25519 signature was made with the key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r, s = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = times(s, BASE), add(r, times(h, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


class Bad(Exception):
    """What is wrong: the first bad entry (0 if unknown), the last that it may be, and why."""

    def __init__(self, entry, why, last=0):
        super().__init__(entry, why, last)
        self.entry, self.why, self.last = entry, why, last


def leaf_hash(leaf):
    """The hash of an entry."""
    return hashlib.sha256(b"\0" + leaf.encode("utf-8")).digest()


def node(left, right):
    """The hash of two adjacent subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Roots:
    """The roots of a growing tree, computed from the roots of its full subtrees, the largest first."""

    def __init__(self):
        self.size, self.full = 0, []

    def grow(self, digest):
        """Add a leaf."""
        width = 1
        while self.size & width:
            digest, width = node(self.full.pop(), digest), width << 1
        self.full.append(digest)
        self.size += 1

    def root(self):
        """The present root."""
        found = None
        for digest in reversed(self.full):
            found = digest if found is None else node(digest, found)
        return hashlib.sha256(b"").digest() if found is None else found


def inclusion_root(digest, index, size, proof):
    """The root that a proof of inclusion leads to, or None (RFC 9162, 2.1.3.2)."""
    fn, sn = index, size - 1
    if not 0 <= fn <= sn:
        return None
    for part in proof:
        if sn == 0:
            return None
        if fn % 2 or fn == sn:
            digest = node(part, digest)
            while fn and not fn % 2:
                fn, sn = fn // 2, sn // 2
        else:
            digest = node(digest, part)
        fn, sn = fn // 2, sn // 2
    return digest if sn == 0 else None


def is_consistent(first, second, old, new, proof):
    """Whether a proof of consistency holds (RFC 9162, 2.1.4.2)."""
    if first == second:
        return old == new and not proof
    if first == 0:
        return not proof and old == hashlib.sha256(b"").digest()
    if not proof or not 0 < first < second:
        return False
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, old)
    fn, sn = first - 1, second - 1
    while fn % 2:
        fn, sn = fn // 2, sn // 2
    fr = sr = path.pop(0)
    for part in path:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr, sr = node(part, fr), node(part, sr)
            while fn and not fn % 2:
                fn, sn = fn // 2, sn // 2
        else:
            sr = node(sr, part)
        fn, sn = fn // 2, sn // 2
    return sn == 0 and fr == old and sr == new


def read_key(text):
    """Name, id and public key of name+id+key."""
    name, ident, coded = text.strip().split("+", 2)
    raw = base64.b64decode(coded, validate=True)
    own = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if len(raw) != 33 or raw[0] != 1 or own.hex() != ident:
        raise ValueError("no key")
    return name, own, raw[1:]


def read_checkpoint(note, key):
    """Size and root of a signed checkpoint; raises Bad when the key didn't sign it."""
    name, ident, public = key
    wrong = Bad(0, "A checkpoint isn't signed with this record's key.")
    text, gap, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    signed = 0
    for line in signatures.splitlines():
        parts = line.split(" ", 2)
        try:
            raw = base64.b64decode(parts[2], validate=True) if parts[:2] == ["—", name] else b""
        except (ValueError, IndexError):
            raw = b""
        if raw[:4] == ident:
            if not signature_holds(public, text.encode("utf-8", "surrogatepass"), raw[4:]):
                raise wrong
            signed += 1
    if not gap or not signed or len(lines) != 4 or lines[0] != name:
        raise wrong
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except ValueError:
        raise wrong from None
    if text != f"{name}\n{size}\n{base64.b64encode(root).decode()}\n" or size < 0 or len(root) != 32:
        raise wrong
    return size, root


def notes_in(text):
    """The signed notes in a text, such as a copy of the channel."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for at, line in enumerate(lines):
        if line.startswith("— ") and at >= 3 and not lines[at - 1].startswith("— "):  # not a witness's
            yield "\n".join([*lines[at - 3 : at], "", line, ""])


def no_fraction(_text):
    """Refuse a fraction, as entries have none."""
    raise ValueError


def fields_of(leaf):
    """An entry's fields; None when it isn't in the form of entries."""
    try:
        found = json.loads(leaf, parse_float=no_fraction, parse_constant=no_fraction)
        again = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        again.encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and again == leaf else None


def hashes(proof):
    """The hashes in a proof."""
    return [base64.b64decode(part, validate=True) for part in proof]


def read_export(text):
    """The file's head, checkpoints, proofs between them, and entries; raises Bad when it isn't an export."""
    head, notes, proofs, entries = None, [], {}, []
    try:
        for line in filter(None, text.split("\n")):
            part = json.loads(line)
            if part["type"] == "record":
                head = head or (str(part["workspace"]), str(part["key"]), part["whole"] is True)
            elif part["type"] == "checkpoint":
                notes.append(str(part["note"]))
            elif part["type"] == "consistency":
                proofs[int(part["first"]), int(part["second"])] = hashes(part["proof"])
            elif part["type"] == "entry":
                entries.append((int(part["seq"]), str(part["leaf"]), hashes(part["proof"])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Bad(0, "The file can't be read.") from None
    if head is None or not notes:
        raise Bad(0, "The file can't be read.")
    return head, notes, proofs, entries


def verify(text, key_text="", given=()):
    """The number of valid entries; raises Bad with the first that isn't."""
    (workspace, own_key, whole), notes, proofs, entries = read_export(text)
    try:
        key = read_key(key_text or own_key)
    except ValueError:
        raise Bad(0, "The key can't be read.") from None
    points = [read_checkpoint(note, key) for note in notes]
    others = [read_checkpoint(note, key) for note in given]
    if key[0] != f"switchboard/{workspace}":
        raise Bad(0, "A checkpoint isn't signed with this record's key.")
    points.sort(key=lambda point: point[0])
    for (first, old), (second, new) in itertools.pairwise(points):
        if not is_consistent(first, second, old, new, proofs.get((first, second), [])):
            raise Bad(first + 1, "it isn't what the signed checkpoint was made of.", second)
    size, root = points[-1]
    for place, (seq, leaf, proof) in enumerate(entries, 1):
        check_entry(place if whole else seq, seq, leaf, proof, size, root, workspace)
    if whole:
        leaves = [leaf for _, leaf, _ in entries]
        check_links(leaves)
        check_roots(leaves, sorted(others, key=lambda point: point[0]))  # checkpoints in the file may be forged, too
        check_roots(leaves, points)
    else:
        check_order([seq for seq, _, _ in entries])
        check_among(sorted(others, key=lambda point: point[0]), points)
    return len(entries)


def check_entry(place, seq, leaf, proof, size, root, workspace):
    """Raise Bad unless the entry is in the form of entries, at its place, and in the newest tree."""
    fields = fields_of(leaf)
    if fields is None:
        raise Bad(place, "it isn't written as entries are.")
    if seq != place or fields.get("seq") != place or fields.get("workspace") != workspace:
        raise Bad(place, "another entry stands in its place.")
    if inclusion_root(leaf_hash(leaf), place - 1, size, proof) != root:
        raise Bad(place, "it isn't what the signed checkpoint was made of.")


def check_links(leaves):
    """Raise Bad unless each entry names the hash of the one before it."""
    before, named = "0" * 64, [fields_of(leaf).get("previous") for leaf in leaves]
    for place, leaf in enumerate(leaves, 1):
        after = leaf_hash(leaf).hex()
        if named[place - 1] != before:
            itself = place == 1 or (place < len(leaves) and named[place] != after)
            raise Bad(place if itself else place - 1, "it isn't what the entry beside it was written after.")
        before = after


def check_order(places):
    """Raise Bad unless the entries of a partial export are in the record's order."""
    for before, place in itertools.pairwise(places):
        if place <= before:
            raise Bad(place, "another entry stands in its place.")


def check_among(others, points):
    """Raise Bad unless checkpoints from elsewhere are among the file's own, which the proofs connect."""
    known, held = {0: Roots().root(), **dict(points)}, 0
    newest = points[-1][0]
    for size, root in others:
        if size > newest:
            raise Bad(newest + 1, f"it is gone; there were {size} once.", size)
        if size not in known:
            raise Bad(0, f"The file has no checkpoint of {size} entries to compare one from elsewhere with.")
        if known[size] != root:
            raise Bad(held + 1, "it isn't what the signed checkpoint was made of.", size)
        held = size


def check_roots(leaves, points):
    """Raise Bad unless the tree had each checkpoint's root at the checkpoint's size."""
    roots, tree = {0: Roots().root()}, Roots()
    wanted = {size for size, _ in points}
    for leaf in leaves:
        tree.grow(leaf_hash(leaf))
        if tree.size in wanted:
            roots[tree.size] = tree.root()
    held = 0
    for size, root in points:
        if size > tree.size:
            raise Bad(tree.size + 1, f"it is gone; there were {size} once.", size)
        if roots[size] != root:
            raise Bad(held + 1, "it isn't what the signed checkpoint was made of.", size)
        held = size


def main():
    """Print the result; exits with 0 when everything is valid."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("export")
    parser.add_argument("--key", default="", help="the record's key as you know it; else the file's own is used")
    parser.add_argument("--checkpoints", nargs="*", default=[], help="files that hold earlier checkpoints")
    asked = parser.parse_args()
    texts = {}
    for name in [asked.export, *asked.checkpoints]:
        with open(name, encoding="utf-8", newline="") as file:
            texts[name] = file.read()
    notes = {name: list(notes_in(texts[name])) for name in asked.checkpoints}
    if empty := [name for name, found in notes.items() if not found]:
        print(f"There is no checkpoint in {empty[0]}.")
        return 1
    try:
        count = verify(texts[asked.export], asked.key, [note for found in notes.values() for note in found])
        (_, _, whole), *_ = read_export(texts[asked.export])
    except Bad as bad:
        where = f"entry {bad.entry}" + (f" or a later one up to {bad.last}" if bad.last > bad.entry else "")
        print(f"{where}: {bad.why}" if bad.entry else bad.why)
        return 1
    some = "" if whole else "; the file has some of the record's only"
    print(
        f"{count} entries hold{some}"
        + ("" if asked.key else "; the key is the file's own: compare it with one you know")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
