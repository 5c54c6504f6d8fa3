"""Reads untrusted JSON: missing values and those of another type read as empty."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.teams.tidy import plain

Json = dict[str, Any]


def obj(value: object) -> Json:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def objs(value: object) -> list[Json]:
    """The objects in a list, without anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """The string without characters that can't be stored; empty for anything else."""
    return plain(value) if isinstance(value, str) else ""


def short(value: object, most: int) -> str:
    """The text, cut to that many characters with … at the cut."""
    whole = text(value)
    return whole if len(whole) <= most else f"{whole[: most - 1]}…"


def strings(values: Mapping[str, Any]) -> dict[str, str]:
    """All values as strings: booleans as true and false, lists and objects as JSON; null is left out."""
    return {plain(key): _string(value) for key, value in values.items() if value is not None}


def _string(value: object) -> str:
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
