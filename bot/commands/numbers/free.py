"""Numbers that are on no line; reached by sentences, not by a command of its own."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, action
from cards.elements import say
from cards.numbers.clicks import ListFreeNumbers
from cards.workspace import sentences as cards
from services.domain.access import Right
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.settings.countries import country_name


@action(ListFreeNumbers, right=Right.READ, fresh="numbers")
async def list_free_numbers(context: Context, wanted: ListFreeNumbers) -> Said:
    """List numbers that are on no line, of one country if one is named."""
    live = await context.snapshot()
    free = (number for number in live.numbers.values() if not number.ext_key)
    found = sorted(number.e164 for number in free if wanted.country in ("", number.of_country))
    rows = [(display(e164), str(live.numbers[e164].upload)) for e164 in found[: cards.MAX_FREE_ROWS]]
    title = (
        tr("Free numbers in {country_name}", country_name=country_name(wanted.country))
        if wanted.country
        else tr("Free numbers")
    )
    may_change, everything = context.may(Right.CHANGE), say(tr("All numbers"), "numbers")
    return cards.free(title, rows, len(found), "number", may_change=may_change, all_=everything)
