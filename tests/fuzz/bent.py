"""Strategies: values that bend programs, and copies of real ones that are bent in some places."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

Path = tuple[str | int, ...]

NASTY = (
    "",
    " ",
    "\x00",
    "\u202eabc",
    "\u200b\u2066",
    "\ud800",
    "\ufdd0\uffff",
    "'; DROP TABLE plans;--",
    "<at>x</at><script>1</script>",
    "=cmd|' /c calc'!A1",
    "{{DATE(2026-01-01,SHORT)}}",
    "\u0661\u0662\u0663",
    "\U0001d7d9" * 40,
    "e\u0301" * 300,
    "../../etc/passwd",
    "%s%n%x{0}{__class__}",
    "9" * 5_000,
    "x" * 28_000,
    "\u05d0\u05d1" * 2_000,
    "a\r\nb\tc\x1b[2J",
    "-1",
    "1e999",
    "nan",
    "2026-02-30T25:61",
)
FIGURES = (0, -1, 1, 2**31, 2**63, 2**64 + 1, -(2**63) - 1, 10**300, 1.5, float("inf"), float("-inf"), float("nan"))
texts = st.text(max_size=60) | st.sampled_from(NASTY)
leaves = st.none() | st.booleans() | st.sampled_from(FIGURES) | st.integers() | texts
anything: st.SearchStrategy[Any] = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=8
)


def paths_of(value: Any, here: Path = ()) -> list[Path]:
    """The way to every value inside this one, and to itself."""
    found = [here]
    inside = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for name, one in inside:
        found += paths_of(one, (*here, name))
    return found


def _put(value: Any, path: Path, new: Any, gone: bool) -> Any:
    if not path:
        return new
    into = value
    for name in path[:-1]:
        into = into[name]
    if gone:
        del into[path[-1]]
    else:
        into[path[-1]] = new
    return value


@st.composite
def bent(draw: st.DrawFn, real: Any, most: int = 3) -> Any:
    """A copy of something real with up to `most` of its values replaced or taken out."""
    made = copy.deepcopy(real)
    for _ in range(draw(st.integers(1, most))):
        path = draw(st.sampled_from(paths_of(made)))
        made = _put(made, path, draw(anything), gone=bool(path) and draw(st.booleans()))
    return made


@st.composite
def bent_bytes(draw: st.DrawFn, real: bytes | str) -> bytes:
    """A copy of these bytes, some of them changed, taken out, doubled or put in."""
    made = bytearray(real.encode() if isinstance(real, str) else real)
    for _ in range(draw(st.integers(1, 6))):
        at, long = draw(st.integers(0, len(made))), draw(st.sampled_from((0, 1, 2, 8, 200)))
        new = draw(st.binary(max_size=8) | st.sampled_from((b"\x00" * 8, b"\xff\xfe", b'"', b"\r", b"<!", b"&#0;")))
        made[at : at + long] = draw(st.sampled_from((new, bytes(made[at : at + long]) * 2)))
    return bytes(made)
