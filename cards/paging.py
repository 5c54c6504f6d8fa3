"""Search, pages and files of long lists: the same on every list card."""

from __future__ import annotations

from dataclasses import replace

from microsoft_teams.cards import Container

from cards.actions import Carried, PagedData
from cards.elements import Button, buttons, execute, group
from cards.inputs import text_input
from cards.words import count, things


def where(shown: int, page: int, pages: int, total: int, one: str) -> str:
    """How much of the list this page is: `1,204 lines, page 3 of 121`."""
    if not total:
        return f"No {one}s here."
    return (
        things(total, one) if pages <= 1 and shown >= total else f"{things(total, one)}, page {page} of {count(pages)}"
    )


def turns(listed: PagedData, page: int, pages: int, *, inputs: bool = False) -> tuple[Button | None, Button | None]:
    """Buttons to the page before and after, which carry `listed` with another `page`; none where there is no page."""
    before = execute("Previous", replace(listed, page=page - 1), inputs=inputs) if page > 1 else None
    after = execute("Next", replace(listed, page=page + 1), inputs=inputs) if page < pages else None
    return before, after


def search(carried: Carried, label: str, query: str) -> Container:
    """A search field (`query`) with its button."""
    return group(text_input("query", label, query, most=100), buttons(execute("Search", carried)))
