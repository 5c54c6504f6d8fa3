"""JSON merge patch: https://www.rfc-editor.org/rfc/rfc7396"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """`target` with `patch` merged in; both stay as they are.

    Objects merge field by field, null removes a field, anything else replaces it.
    """
    if not isinstance(patch, Mapping):
        return patch
    base = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            base.pop(name, None)
        else:
            base[name] = merged(base.get(name), value)
    return base
