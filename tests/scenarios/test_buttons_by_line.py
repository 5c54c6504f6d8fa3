"""Whoever sees more than they may change gets the buttons of what lies in their reach, and of nothing else.

Ben reads everything and operates one part of it, by each kind of reach. Nadia's line lies in it, Wei Ling's doesn't.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.domain.access import Role
from services.domain.reach import EVERYWHERE, Reach, ReachKind
from services.sandbox.seed import stable_id
from tests.support.chat import Person
from tests.support.marks import first_quick
from tests.support.reach import HERS, give
from tests.support.sheets import PHONE
from tests.support.town import Town, town

CHANGES = {"Give to another", "Add-ons", "Numbers", "Name and extension"}
REACHES = {
    "extensions": HERS,
    "an administrative unit": Reach(ReachKind.UNIT, (stable_id("unit:contoso:Service desk"),), "Service desk"),
    "a country": Reach(ReachKind.COUNTRY, ("GB",)),
}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Town]:
    """Nadia's line 200 and Wei Ling's line 100."""
    async with town(tmp_path) as place:
        await place.connected()
        place.somebody("Nadia").usage_location = "GB"  # a line without numbers belongs there
        place.line("200", "nadia", "", PHONE)
        yield place


async def changes(ben: Person, words: str) -> set[str]:
    return CHANGES & set((await ben.say(words)).actions)


@pytest.mark.parametrize("kind", first_quick(REACHES))
async def test_a_lines_card_has_the_buttons_that_its_reach_allows(desk: Town, kind: str) -> None:
    await give(desk, ("Ben", Role.READER, EVERYWHERE), ("Ben", Role.OPERATOR, REACHES[kind]))
    ben = await desk.person("Ben")
    assert await changes(ben, "line 200") == CHANGES
    assert await changes(ben, "line 100") == set()


async def test_so_do_their_settings_and_what_mends_them(desk: Town) -> None:
    await give(desk, ("Ben", Role.READER, EVERYWHERE), ("Ben", Role.OPERATOR, HERS))
    ben = await desk.person("Ben")
    assert "Save" in str((await ben.say("settings 200 forwarding")).actions)
    assert "Save" not in str((await ben.say("settings 100 forwarding")).actions)


async def test_whoever_changes_everything_keeps_every_button_though_nothing_can_be_read(desk: Town) -> None:
    await give(desk, ("Ben", Role.OPERATOR, EVERYWHERE), ("Ben", Role.READER, HERS))
    assert await changes(await desk.person("Ben"), "line 100") == CHANGES
