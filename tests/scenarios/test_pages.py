"""The links of the install dialog lead to pages of the running bot."""

from __future__ import annotations

from bot.web.pages import PAGES
from tests.support.town import Town


async def test_the_running_bot_serves_its_pages(place: Town) -> None:
    for path in PAGES:
        async with place.http.get(f"{place.sandbox.options.bot_url}{path}") as answer:
            assert answer.status == 200, path
            assert "Switchboard" in await answer.text()
