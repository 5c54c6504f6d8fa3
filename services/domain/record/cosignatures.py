"""Cosignatures of a witness on checkpoints: https://c2sp.org/tlog-cosignature."""

from __future__ import annotations

from services.domain.record.notes import NoteKey, fits, signature_of

_TIME_BYTES = 8  # before the signature, when it was made, in seconds


def cosigned(text: str, lines: str, key: NoteKey) -> str:
    """The signature lines that are this witness's valid cosignatures of the checkpoint; empty for none."""
    own = [line for line in lines.splitlines() if (raw := signature_of(line, key)) and _says(raw, text, key)]
    return "".join(f"{line}\n" for line in own)


def _says(raw: bytes, text: str, key: NoteKey) -> bool:
    at = int.from_bytes(raw[:_TIME_BYTES], "big")
    return fits(raw[_TIME_BYTES:], f"cosignature/v1\ntime {at}\n{text}", key)
