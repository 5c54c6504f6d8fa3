"""Signed notes with Ed25519 keys, as checkpoints are published in: https://c2sp.org/signed-note."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.domain.errors import BadInput

ED25519 = b"\x01"
COSIGNING = b"\x04"  # an Ed25519 key of a witness: https://c2sp.org/tlog-cosignature
_DASH = "— "


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key by which notes are verified, and the name it signs under."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def ident(self) -> bytes:
        """The four bytes that a signature begins with."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key as it is given to verifiers: name, id and key, joined by plus signs."""
        return f"{self.name}+{self.ident.hex()}+{base64.b64encode(self.kind + self.public).decode()}"


def read_key(text: str, kind: bytes = ED25519) -> NoteKey:
    """The key of this kind in a text; BadInput when it isn't one, or its id doesn't match."""
    name, ident, key = (*text.strip().split("+", 2), "", "")[:3]
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    found = NoteKey(name, raw[1:], kind)
    if not name or len(raw) != 33 or raw[:1] != kind or found.ident.hex() != ident:
        raise BadInput("This is no key of a record.", "It must be name+id+key.", "Ask for it: switchboard record key.")
    return found


def signed(text: str, name: str, private: bytes) -> str:
    """The text, which ends with a line break, as a note signed with this key."""
    key = Ed25519PrivateKey.from_private_bytes(private)
    ident = NoteKey(name, key.public_key().public_bytes_raw()).ident
    return f"{text}\n{_DASH}{name} {base64.b64encode(ident + key.sign(text.encode())).decode()}\n"


def opened(note: str, key: NoteKey) -> str | None:
    """The note's text if this key signed it, else None; signatures of other keys don't count."""
    text, gap, lines = note.rpartition("\n\n")
    mine = [one for line in lines.splitlines() if (one := signature_of(line, key)) is not None]
    if not gap or not mine or not all(fits(one, f"{text}\n", key) for one in mine):
        return None
    return f"{text}\n"


def signature_of(line: str, key: NoteKey) -> bytes | None:
    """This key's signature in the line, without the id; None when it is another key's."""
    name, _, coded = line.removeprefix(_DASH).partition(" ")
    try:
        raw = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return None
    ours = line.startswith(_DASH) and name == key.name and raw[:4] == key.ident
    return raw[4:] if ours else None


def fits(signature: bytes, text: str, key: NoteKey) -> bool:
    """Whether this is the key's signature of the text."""
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
