"""Seals the data of cards' buttons, since anybody can forge unsealed data: which click, for which tenant, until when.

The token is a signed JWT (https://datatracker.ietf.org/doc/html/rfc7519); it carries ids, never rights. Its key is
derived from the secret key, the tenant and the verb, so that it is valid for these only; for a card that only one
person sees in a shared conversation, also from that person.
"""

from __future__ import annotations

import base64
import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from bot.turn import Card
from services.domain.errors import Stale
from services.domain.phrases import tr

_DAY_SECONDS = 86_400
_COPIED_PROPERTIES = ("title", "style", "associatedInputs")  # properties that a button's fallback copies


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals the clicks of outgoing cards and opens those that come back."""

    key: bytes
    days: float = 30.0
    older: tuple[bytes, ...] = ()  # former keys, whose seals are still valid

    def seal(self, card: Card, tenant_id: str, now: float, only_for: str = "") -> Card:
        """A copy of the card in which the data of every `Action.Execute` is sealed; sealed data stays as it is.

        What is sealed `only_for` somebody (an object id) is valid for nobody else.

        Each button gets an `Action.Submit` with the same data as a fallback: clients older than version 1.4 of the
        schema have no other buttons, and in some phone clients `Action.Execute` is reported to do nothing.
        https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
        https://github.com/microsoft/AdaptiveCards/issues/9315
        """
        sealed: Card = self._walk(card, tenant_id, now, only_for)
        return sealed

    def open(
        self, sealed: str, verb: str, tenant_id: str, now: float, *, ages: bool = True, only_for: str = ""
    ) -> Mapping[str, Any]:
        """The data of a click; raises Stale when it is too old, tampered with, or for another tenant or button.

        It may be sealed for everybody, or for the person whose object id is `only_for`.

        Data without expiry is valid as long as the key: it does only what anybody may type at any time.
        """
        claims = self._claims_for(sealed, verb, tenant_id, only_for) or self._claims(sealed, verb, tenant_id)
        if ages and float(claims["exp"]) < now:
            raise Stale(
                tr("This card is too old to act on."), tr("It was made a month ago."), tr("Ask for a fresh one.")
            )
        return _unpacked(claims)

    def is_for(self, sealed: str, verb: str, tenant_id: str, only_for: str) -> bool:
        """Whether it was sealed for this person only."""
        return self._claims_for(sealed, verb, tenant_id, only_for) is not None

    def token(self, verb: str, data: Mapping[str, Any], tenant_id: str, now: float, only_for: str = "") -> str:
        """The sealed data of one click, kept short, since a card carries it twice for each button.

        It doesn't contain tenant and verb, which are part of the signing key.
        """
        claims = {**_packed(data), "exp": int(now + self.days * _DAY_SECONDS)}
        key = _key_for(self.key, verb, tenant_id, only_for)
        return jwt.encode(claims, key, algorithm="HS256", headers={"typ": ""})

    def _claims_for(self, sealed: str, verb: str, tenant_id: str, only_for: str) -> Mapping[str, Any] | None:
        keys = (_key_for(key, verb, tenant_id, only_for) for key in (self.key, *self.older) if only_for)
        return next((claims for claims in (_decoded(sealed, key) for key in keys) if claims is not None), None)

    def _claims(self, sealed: str, verb: str, tenant_id: str) -> Mapping[str, Any]:
        for key in (self.key, *self.older):
            if (claims := _decoded(sealed, _key_for(key, verb, tenant_id))) is not None:
                return claims
            # The former, longer format, which existing cards still have.
            claims = _decoded(sealed, key)
            if claims is not None and claims.get("t") == tenant_id and claims.get("v") == verb:
                return claims
        raise _unknown()

    def _walk(self, node: Any, tenant_id: str, now: float, only_for: str) -> Any:
        if isinstance(node, list):
            return [self._walk(item, tenant_id, now, only_for) for item in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") == "Action.Execute" and "verb" in node:
            return node if is_sealed(node) else self._sealed(node, tenant_id, now, only_for)
        return {key: self._walk(value, tenant_id, now, only_for) for key, value in node.items()}

    def _sealed(self, action: dict[str, Any], tenant_id: str, now: float, only_for: str) -> dict[str, Any]:
        token = self.token(action["verb"], (action.get("data") or {}).get("d", {}), tenant_id, now, only_for)
        sealed = {**action, "data": {"s": token}}
        # Without a title it isn't a button but a card's refresh, which such clients don't know.
        return {**sealed, "fallback": _fallback(action, token)} if "title" in action else sealed


def _fallback(action: dict[str, Any], token: str) -> dict[str, Any]:
    kept = {name: action[name] for name in _COPIED_PROPERTIES if name in action}
    return {"type": "Action.Submit", **kept, "data": {"s": token, "verb": action["verb"]}}


def _key_for(key: bytes, verb: str, tenant_id: str, only_for: str = "") -> bytes:
    owner = f"\n{only_for}" if only_for else ""
    return hmac.digest(key, f"{tenant_id}\n{verb}{owner}".encode("utf-8", "surrogatepass"), "sha256")


def _decoded(sealed: str, key: bytes) -> Mapping[str, Any] | None:
    try:
        claims: Mapping[str, Any] = jwt.decode(sealed, key, algorithms=["HS256"], options={"verify_exp": False})
    except jwt.InvalidTokenError:
        return None
    return claims


def _packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as a claim; long data, such as what was ticked on other pages, is compressed."""
    text = json.dumps(data, separators=(",", ":")).encode()
    small = base64.b85encode(zlib.compress(text, 9)).decode()
    return {"z": small} if len(small) < len(text) else {"d": data}


def _unpacked(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (
        json.loads(zlib.decompress(base64.b85decode(claims["z"]))) if "z" in claims else claims["d"]
    )
    return found


def is_sealed(action: Mapping[str, Any]) -> bool:
    """Whether a click's data is already sealed."""
    return set(action.get("data") or ()) == {"s"}


def _unknown() -> Stale:
    return Stale(
        tr("This button isn't one of mine any more."),
        tr("The card may be old or from another place."),
        tr("Ask again."),
    )
