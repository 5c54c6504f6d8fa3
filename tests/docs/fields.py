"""The page of settings' fields, made from the catalogue: `make docs`."""

from __future__ import annotations

from services.domain.settings.fields import Section
from services.domain.settings.system import SYSTEM
from services.domain.settings.user import USER

_INTRO = (
    "# Fields of settings\n\nMade from the catalogue by `make docs`; a test "
    "compares them. *Published*\nfields stand in the provider's own pages. Nothing public says how the provider calls "
    "the others: they are\nmodelled as users of such systems know them, and may be named otherwise."
)
_HEAD = "| Field | On the wire | Known from |\n|---|---|---|"


def rendered() -> str:
    """The page as Markdown."""
    parts = [_INTRO]
    for title, sections in (("Of a line", USER), ("Of the organisation", SYSTEM)):
        parts += [f"## {title}", *(_section(section) for section in sections)]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    rows = [f"| {one.label} | `{one.path}` | {'published' if one.known else 'modelled'} |" for one in section.fields]
    return "\n".join([f"### {section.title}", "", _HEAD, *rows])
