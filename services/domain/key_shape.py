"""Finding an organisation's key by its shape in what somebody typed."""

from __future__ import annotations

import re

_WRAPPING = "\"'`“”‘’«»()[]{}<>,;:!?."
_NAMED = re.compile(r"[A-Za-z]{2,8}-[A-Za-z0-9]+(-[A-Za-z0-9]+)*-key-[A-Za-z0-9]+", re.IGNORECASE)
_PREFIXED = re.compile(r"(sb|sk|pk|ak|key|api)[-_][A-Za-z0-9_-]{16,200}", re.IGNORECASE)
_OPAQUE = re.compile(r"[A-Za-z0-9_=-]{32,200}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SAID = re.compile(r"\b(key|token|secret)\b", re.IGNORECASE)


def key_in(text: str) -> str:
    """The first word that looks like a key; empty where there is none.

    A UUID is more often a tenant or a person: it counts only if the words around it mention a key.
    """
    words = [word.strip(_WRAPPING) for word in text.split()]
    return next((word for word in words if _is_key(word, text)), "")


def _is_key(word: str, text: str) -> bool:
    if _UUID.fullmatch(word):
        return bool(_SAID.search(text))
    if _NAMED.fullmatch(word):
        return True
    mixed = any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word)
    return mixed and bool(_PREFIXED.fullmatch(word) or _OPAQUE.fullmatch(word))
