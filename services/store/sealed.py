"""Secrets at rest: sealed with a key derived from SWITCHBOARD_SECRET_KEY, bound to what they belong to."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.domain.errors import SettingWrong


class Seal:
    """Seals and opens short secrets. Several secret keys, newest first, let a key be changed without losing data."""

    def __init__(self, secret_keys: tuple[str, ...]) -> None:
        self._keys = secret_keys

    def seal(self, secret: str, context: str) -> str:
        """`secret` in a form that can be stored; only the same `context` opens it again."""
        return self._fernet(context).encrypt(secret.encode()).decode()

    def open(self, sealed: str, context: str) -> str:
        """The secret; SettingWrong when the key changed or the text was bent."""
        try:
            return self._fernet(context).decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise SettingWrong(
                "A stored key can't be opened.",
                "SWITCHBOARD_SECRET_KEY is not the one it was sealed with.",
                "Set the old key again, or connect once more.",
            ) from error

    def derived(self, purpose: str) -> bytes:
        """A 32-byte key for another purpose, from the newest secret key."""
        return _derive(self._keys[0], purpose)

    def derived_before(self, purpose: str) -> tuple[bytes, ...]:
        """The same key from each older secret key, for what was made before the change."""
        return tuple(_derive(key, purpose) for key in self._keys[1:])

    def _fernet(self, context: str) -> MultiFernet:
        return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, context))) for key in self._keys])


def _derive(secret_key: str, context: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=b"switchboard", info=context.encode()).derive(secret_key.encode())
