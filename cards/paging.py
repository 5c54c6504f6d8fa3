"""Search, paging and files of long lists, the same on every list card."""

from __future__ import annotations

from dataclasses import replace

from microsoft_teams.cards import CardElement, Container

from cards.actions import Carried, PagedData
from cards.elements import Button, buttons, execute, group
from cards.inputs import text_input
from cards.words import count, things
from services.domain.phrases import tr


def where(shown: int, page: int, pages: int, total: int, one: str, many: str = "") -> str:
    """The position in the list: `1,204 lines, page 3 of 121`."""
    if not total:
        return tr(f"No {many or f'{one}s'} here.")
    return (
        things(total, one, many)
        if pages <= 1 and shown >= total
        else tr("{how_many}, page {page} of {pages}", how_many=things(total, one, many), page=page, pages=count(pages))
    )


def turns(listed: PagedData, page: int, pages: int, *, inputs: bool = False) -> tuple[Button | None, Button | None]:
    """The buttons for the previous and next page, if any, which carry `listed` with another `page`."""
    before = execute(tr("Previous"), replace(listed, page=page - 1), inputs=inputs) if page > 1 else None
    after = execute(tr("Next"), replace(listed, page=page + 1), inputs=inputs) if page < pages else None
    return before, after


def search(carried: Carried, label: str, query: str, beside: CardElement | None = None) -> Container:
    """A search field (`query`) with its button; `beside` is one more field that it takes."""
    return group(text_input("query", label, query, most=100), beside, buttons(execute(tr("Search"), carried)))
