"""Marks for parametrised cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def first_quick(cases: Iterable[object]) -> list[Any]:
    """These cases for `parametrize`: the first one quick, and the others, which are variants, marked `long`."""
    first, *others = cases
    return [first, *(pytest.param(*_values(case), marks=pytest.mark.long) for case in others)]


def _values(case: object) -> tuple[object, ...]:
    return case if isinstance(case, tuple) else (case,)
