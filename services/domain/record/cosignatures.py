"""What a witness says of a checkpoint by signing it: https://c2sp.org/tlog-cosignature."""

from __future__ import annotations

from services.domain.record.notes import NoteKey, fits, signature_of

_TIME_BYTES = 8  # before the signature, when it was made, in seconds


def cosigned(text: str, lines: str, key: NoteKey) -> str:
    """Those of the signature lines in which this witness says that it saw the checkpoint; empty when none does."""
    own = [line for line in lines.splitlines() if (raw := signature_of(line, key)) and _says(raw, text, key)]
    return "".join(f"{line}\n" for line in own)


def _says(raw: bytes, text: str, key: NoteKey) -> bool:
    at = int.from_bytes(raw[:_TIME_BYTES], "big")
    return fits(raw[_TIME_BYTES:], f"cosignature/v1\ntime {at}\n{text}", key)
