"""Words in a cell that mean there is no value."""

from __future__ import annotations

# What spreadsheets, databases, R, pandas and people write for "nothing".
_PLACEHOLDERS = frozenset(
    {
        "n/a",
        "n.a.",
        "n.a",
        "n\\a",
        "none",
        "null",
        "nil",
        "nothing",
        "undefined",
        "not applicable",
        "not available",
        "not assigned",
        "unassigned",
        "no number",
        "no user",
        "no licence",
        "no license",
        "(none)",
        "(null)",
        "(blank)",
        "(empty)",
        "<none>",
        "<null>",
        "<na>",
    }
)
_TO_COME = frozenset({"tbd", "tba", "tbc", "to be decided", "to be confirmed", "to do", "todo", "pending", "later"})
_EXACT = frozenset({"NA", "NaN", "NAN", "nan"})  # written so by R and pandas; "Na" is a name
_SIGNS = frozenset("-–—‐‑−_.?*~/\\#")


def stands_for_nothing(text: str) -> bool:
    """Whether `text`, which isn't empty, only says that there is no value, or none yet."""
    written = text.strip()
    if len(written) > 20:
        return False
    return (
        written in _EXACT
        or " ".join(written.split()).casefold() in _PLACEHOLDERS | _TO_COME
        or (bool(written) and len(written) <= 5 and set(written) <= _SIGNS)
    )
