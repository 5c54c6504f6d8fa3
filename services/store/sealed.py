"""Secrets at rest: encrypted with a key derived from SWITCHBOARD_SECRET_KEY and bound to a context."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.domain.errors import SettingWrong

_SEALED = b"\x00sealed\x01"  # prefix of sealed bytes: no readable file begins with it


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many secrets were sealed with the newest key; the contexts of those that no key opens, left as they are."""

    done: int = 0
    closed: tuple[str, ...] = ()

    def __add__(self, other: Resealed) -> Resealed:
        return Resealed(self.done + other.done, self.closed + other.closed)


class Seal:
    """Seals and opens secrets. Several secret keys, newest first, let a key be changed without losing data."""

    def __init__(self, secret_keys: tuple[str, ...]) -> None:
        self._keys = secret_keys

    def seal(self, secret: str, context: str) -> str:
        """`secret` in a form that can be stored; only the same `context` opens it again."""
        return self._fernet(context).encrypt(secret.encode()).decode()

    def seal_bytes(self, content: bytes, context: str) -> bytes:
        """`content` in a form that can be stored; only the same `context` opens it again."""
        return _SEALED + base64.urlsafe_b64decode(self._fernet(context).encrypt(content))

    def open_bytes(self, stored: bytes, context: str) -> bytes:
        """The content; content from before sealing is returned as it is. SettingWrong as for `open`."""
        if not stored.startswith(_SEALED):
            return stored
        return self._decrypted(base64.urlsafe_b64encode(stored.removeprefix(_SEALED)), context)

    def open(self, sealed: str, context: str) -> str:
        """The secret; SettingWrong when the key has changed or the text was tampered with."""
        return self._decrypted(sealed.encode(), context).decode()

    def again(self, sealed: str, context: str) -> tuple[str, Resealed]:
        """The secret sealed with the newest key; as it is when no key opens it."""
        try:
            return self.seal(self.open(sealed, context), context), Resealed(1)
        except SettingWrong:
            return sealed, Resealed(0, (context,))

    def bytes_again(self, stored: bytes, context: str) -> tuple[bytes, Resealed]:
        """The same for content."""
        try:
            return self.seal_bytes(self.open_bytes(stored, context), context), Resealed(1)
        except SettingWrong:
            return stored, Resealed(0, (context,))

    def _decrypted(self, token: bytes, context: str) -> bytes:
        try:
            return self._fernet(context).decrypt(token)
        except InvalidToken as error:
            raise SettingWrong(
                "What is stored sealed can't be opened.",
                "SWITCHBOARD_SECRET_KEY is not the one it was sealed with.",
                "Set the old key again; or connect, or send the file, once more.",
            ) from error

    def derived(self, purpose: str) -> bytes:
        """A 32-byte key for another purpose, from the newest secret key."""
        return _derive(self._keys[0], purpose)

    def derived_before(self, purpose: str) -> tuple[bytes, ...]:
        """The same key derived from each older secret key, for data from before a change."""
        return tuple(_derive(key, purpose) for key in self._keys[1:])

    def _fernet(self, context: str) -> MultiFernet:
        return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, context))) for key in self._keys])


def _derive(secret_key: str, context: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=b"switchboard", info=context.encode()).derive(secret_key.encode())
