"""Writes the pages that are made from the code: `make docs`."""

from __future__ import annotations

from services.facts import table
from tests.docs import commands, fields, settings, troubleshooting
from tests.docs.pages import ROOT

MADE = {
    "README.md": settings.rendered,
    "docs/commands.md": commands.rendered,
    "docs/facts.md": table.rendered,
    "docs/fields.md": fields.rendered,
    "docs/troubleshooting.md": troubleshooting.rendered,
}

if __name__ == "__main__":
    for page, rendered in MADE.items():
        (ROOT / page).write_text(rendered(), encoding="utf-8")
