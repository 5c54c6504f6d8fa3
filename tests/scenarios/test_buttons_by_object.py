"""No button is shown whose click would be refused, and none names what lies beyond: each role, reach, verb and object.

The matrix makes itself: whatever somebody is told at any command about any object, and behind each button of that
again, is clicked. What the click decides is what the button should have known.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot import dispatch as dispatching
from bot.context import House
from bot.dispatch import Dispatch
from bot.refusals import card_of
from bot.registry import COMMANDS
from bot.sealing import Sealer
from bot.turn import Answer, Clicked, TextMessage, Turn, Who, read_reference
from services.domain.access import Role
from services.domain.errors import NotAllowed, SwitchboardError
from services.domain.reach import EVERYWHERE, Reach, ReachKind
from tests.support.chat import actions_of, inputs_of, words_of
from tests.support.reach import HERS, SECRETS, give
from tests.support.road import applied
from tests.support.sheets import PHONE, csv
from tests.support.town import Town, town

ROLES = {
    f"{role.value} of {name}": (role, reach)
    for role in (Role.READER, Role.OPERATOR, Role.APPROVER, Role.OWNER)
    for name, reach in {
        "everything": EVERYWHERE,
        "200-299": HERS,
        "London": Reach(ReachKind.SITE, ("london",), "London"),
        "a unit": Reach(ReachKind.UNIT, ("no such unit",), "Nowhere"),
        "GB": Reach(ReachKind.COUNTRY, ("GB",)),
    }.items()
    if role is not Role.OWNER or reach is EVERYWHERE
}
QUICK = ("operator of 200-299", "reader of everything")
OBJECTS = ("", "200", "100", "omar", "wei ling", "6567891230", "6567891249")
DEPTH = 2  # clicks behind what was said
# They end something for good, so that nothing would be left for the buttons after them.
ENDING = frozenset({"plan.discard", "notice.seen", "app.removed"})


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Town]:
    """A workspace with lines within and beyond every reach, a job of each, and a plan that waits."""
    async with town(tmp_path, SWITCHBOARD_TURNS_A_SECOND="100000") as place:
        alex, ben = await place.connected(), await place.person("Ben")
        sam = await place.person("Sam")
        place.line("200", "omar", "6567891230", PHONE)
        await applied(alex, await alex.say("rename 100 as Front desk two"))
        await applied(alex, await alex.say("rename 200 as Desk two"))
        await alex.send("two.csv", csv(("201", "", "Nadia", PHONE), ("202", "", "John", PHONE)))
        await alex.click("Send for approval", await alex.sees("two.csv", "Send for approval"))
        await sam.sees("Please check this plan")
        assert ben
        yield place


@dataclass
class Clicker:
    """Somebody who clicks every button that they are shown; `refused` are those that they shouldn't have been."""

    place: Town
    dispatch: Dispatch
    who: Who
    there: Mapping[str, Any]
    errors: list[SwitchboardError]
    no: Iterator[int] = field(default_factory=count)
    tried: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    async def say(self, words: str) -> Answer | None:
        """What is answered."""
        return await self._turn(TextMessage(words))

    async def press_all(self, answer: Answer | None, came_from: str, depth: int = DEPTH) -> None:
        """Click every button of the answer that wasn't clicked yet, and those that come of it."""
        if answer is None or answer.card is None:
            return
        for action in actions_of(answer.card):
            verb, data = str(action.get("verb", "")), action.get("data", {})
            if not verb or verb in ENDING:
                continue
            mark = json.dumps([verb, self.opened(verb, data)], sort_keys=True)
            if mark in self.tried:
                continue
            self.tried.add(mark)
            self.errors.clear()
            before = await self.place.bot.store.ledger.how_many(self.place.tenant().id)
            told = await self._turn(Clicked(verb, str(data["s"]), inputs_of(answer.card), "none of ours"))
            assert before <= await self.place.bot.store.ledger.how_many(self.place.tenant().id)
            if any(isinstance(error, NotAllowed) for error in self.errors):
                self.refused.append(f"{came_from} > {action.get('title')} ({verb}): {self.errors[0]}")
            words, typed = words_of((told and told.card) or {}), came_from.casefold().replace(" ", "")
            said = [one for one in SECRETS if one in words and one.casefold().replace(" ", "") not in typed]
            self.leaks += [f"{came_from} > {action.get('title')}: {one}" for one in said]
            if depth > 1 and not self.errors:
                await self.press_all(told, f"{came_from} > {action.get('title')}", depth - 1)

    def check(self, reach: Reach) -> None:
        """Nothing that was shown was refused, and nothing told of what lies beyond."""
        assert not self.refused, "\n".join(self.refused)
        assert reach is EVERYWHERE or not self.leaks, "\n".join(self.leaks)

    def opened(self, verb: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the button carries."""
        tenant, now = self.place.tenant().id, self.place.bot.services.clock.now()
        return dict(self.dispatch._sealer.open(str(data["s"]), verb, tenant, now))

    async def _turn(self, event: Any) -> Answer | None:
        return await self.dispatch(Turn(f"desk:{next(self.no)}", self.who, read_reference(self.there), event))


@pytest.fixture
async def clicker(desk: Town, monkeypatch: pytest.MonkeyPatch) -> Clicker:
    errors: list[SwitchboardError] = []

    def noticed(turn: Turn, error: SwitchboardError, ref: str, docs_url: str) -> Any:
        errors.append(error)
        return card_of(turn, error, ref, docs_url)

    monkeypatch.setattr(dispatching, "card_of", noticed)
    ben, services = desk.somebody("Ben"), desk.bot.services
    contact = await services.store.contacts.get(desk.tenant().id, ben.id)
    assert contact is not None
    dispatch = Dispatch(House(services, desk.bot.teams), Sealer(services.store.seal.derived("cards")))
    return Clicker(desk, dispatch, Who(desk.tenant().id, ben.id, contact.user_id, "Ben"), contact.conversation, errors)


@pytest.mark.slow
@pytest.mark.parametrize("who", ROLES)
async def test_no_button_is_shown_that_the_click_would_refuse(clicker: Clicker, who: str) -> None:
    await give(clicker.place, ("Ben", *ROLES[who]))
    for command in COMMANDS.values():
        for about in OBJECTS if command.takes_words else ("",):
            words = f"{command.name} {about}".strip()
            await clicker.press_all(await clicker.say(words), words)
    clicker.check(ROLES[who][1])
