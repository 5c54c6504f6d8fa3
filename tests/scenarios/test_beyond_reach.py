"""No command and no button tells of what lies beyond somebody's reach, whatever role they have there.

Each role is tried on the dispatcher itself, and (slow) as a person would, over the chat.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.context import House
from bot.dispatch import Dispatch
from bot.registry import ACTIONS, COMMANDS
from bot.sealing import Sealer
from bot.turn import Answer, Clicked, Event, TextMessage, Turn, Who, read_reference
from services.domain.access import Access, HeldRole, Role, may
from services.domain.reach import Reach, ReachKind
from tests.support.chat import Person, words_of
from tests.support.reach import HERS, SECRETS, give
from tests.support.road import applied
from tests.support.town import Town, town

LIMITED = {
    "operator of 200-299": (Role.OPERATOR, HERS),
    "reader of 200-299": (Role.READER, HERS),
    "approver of London": (Role.APPROVER, Reach(ReachKind.SITE, ("london",), "London")),
    "approver of a unit": (Role.APPROVER, Reach(ReachKind.UNIT, ("no such unit",), "Nowhere")),
    "operator of GB": (Role.OPERATOR, Reach(ReachKind.COUNTRY, ("GB",))),
}
QUICK = ("operator of 200-299", "approver of a unit")
_NOT_CLICKED = ("app.removed", "app.installed")


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[Town]:
    """A workspace in which something was planned and done that is nobody's business beyond the front desk."""
    async with town(tmp_path) as place:
        alex = await place.connected()
        await applied(alex, await alex.say("rename 100 as Front desk two"))
        yield place


@dataclass
class Below:
    """Somebody whose words and clicks go to the dispatcher at once, and whose answers come back by themselves."""

    dispatch: Dispatch
    who: Who
    place: Mapping[str, Any]
    no: count[int]

    async def say(self, text: str) -> str:
        """Everything that is answered to these words."""
        return _words(await self._turn(TextMessage(text)))

    async def press(self, verb: str, sealed: str, inputs: Mapping[str, str]) -> str:
        """Everything that is answered to this click."""
        return _words(await self._turn(Clicked(verb, sealed, inputs, "none of ours")))

    async def _turn(self, event: Event) -> Answer | None:
        return await self.dispatch(Turn(f"below:{next(self.no)}", self.who, read_reference(self.place), event))


async def _ben(place: Town) -> Below:
    ben, services = place.somebody("Ben"), place.bot.services
    contact = await services.store.contacts.get(place.tenant().id, ben.id)
    assert contact is not None
    dispatch = Dispatch(House(services, place.bot.teams), Sealer(services.store.seal.derived("cards")))
    return Below(dispatch, Who(place.tenant().id, ben.id, contact.user_id, "Ben"), contact.conversation, count())


def _words(answer: Answer | None) -> str:
    if answer is None:
        return ""
    told = [answer.text, words_of(answer.card or {}), answer.note, answer.offer.name if answer.offer else ""]
    return "\n".join([*told, *(f"{one.title} {one.value}" for one in answer.choices)])


@pytest.mark.long
async def test_no_command_tells_of_what_lies_beyond(busy: Town) -> None:
    ben = await busy.person("Ben")
    below = await _ben(busy)
    for who in QUICK:
        role, reach = LIMITED[who]
        await give(busy, ("Ben", role, reach))
        for command in COMMANDS.values():
            allowed = may(Access((HeldRole(role, reach),)), command.right).allowed
            words = f"{command.name} 100" if allowed else command.name
            answer = await below.say(words)
            assert not _leaks(answer, words), (who, words, answer)
            assert allowed or "You may not" in answer, (who, words)
    await _nothing_came_later(ben)


@pytest.mark.long
async def test_no_button_tells_of_what_lies_beyond(busy: Town) -> None:
    """Every button that there is, as if it had been forwarded from an owner's chat."""
    ben = await busy.person("Ben")
    below, given, before = await _ben(busy), await _beyond(busy), await busy.effects()
    await give(busy, ("Ben", *LIMITED[QUICK[0]]))
    for verb, data, inputs in _clicks(given):
        answer = await below.press(verb, str(busy.sealed(verb, data)["s"]), inputs)
        assert not _leaks(answer, _echoed(data, inputs)), (verb, answer)
    await _nothing_came_later(ben)
    assert await busy.effects() == before


async def _nothing_came_later(ben: Person) -> None:
    for message in await ben.messages():
        assert not _leaks(message.words, ""), message.words


@pytest.mark.slow
@pytest.mark.parametrize("who", LIMITED)
async def test_no_command_tells_of_it_in_the_chat(busy: Town, who: str) -> None:
    role, reach = LIMITED[who]
    await give(busy, ("Ben", role, reach))
    ben = await busy.person("Ben")
    access = Access((HeldRole(role, reach),))
    for command in COMMANDS.values():
        for words in (command.name, f"{command.name} 100", f"{command.name} wei ling"):
            answer = await ben.say(words)
            typed = words.removeprefix(command.name)
            assert not _leaks(answer.words, typed), (words, answer.words)
            if not may(access, command.right).allowed and words == command.name:
                assert "You may not" in answer.words, words


@pytest.mark.slow
@pytest.mark.parametrize("who", QUICK)
async def test_no_button_tells_of_it_in_the_chat(busy: Town, who: str) -> None:
    await give(busy, ("Ben", *LIMITED[who]))
    ben = await busy.person("Ben")
    shown = await ben.say("help")
    before = await busy.effects()
    for verb, data, inputs in _clicks(await _beyond(busy)):
        known = {message.id for message in await ben.messages()}
        await ben.press(shown, verb, busy.sealed(verb, data), **inputs)
        for message in await ben.messages():
            if message.id not in known or message.id == shown.id:
                assert not _leaks(message.words, _echoed(data, inputs)), (verb, message.words)
    assert await busy.effects() == before


async def _beyond(place: Town) -> dict[str, str]:
    """What lies beyond, by the names of the fields that bring such a thing."""
    job = (await place.bot.store.ledger.recent(place.tenant().id))[0]
    given = {"line": "100", "key": "100", "ext": "100", "number": "+6567891249", "plan": job.plan_id, "job": job.id}
    return given | {
        "person": "wei.ling@contoso.com",
        "who": place.somebody("Ben").id,
        "query": "100",
        "lines": "100",
    }


def _clicks(given: dict[str, str]) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
    """Every click that there is, with its data and inputs."""
    for verb, action in ACTIONS.items():
        if verb not in _NOT_CLICKED:
            inputs = {name: str(value) for name, value in _filled(action.inputs, given).items()}
            yield verb, _filled(action.data, given), inputs


def _filled(record: type[Any] | None, given: dict[str, str]) -> dict[str, Any]:
    """The record's fields, those that name something naming what lies beyond."""
    if record is None:
        return {}
    values: dict[str, Any] = {}
    for one in dataclasses.fields(record):
        if one.name in given:
            values[one.name] = given[one.name]
        elif one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
            values[one.name] = 1 if one.type in ("int", int) else "100"
    return values


def _echoed(*given: dict[str, Any]) -> str:
    """What was brought along and may be said back."""
    return " ".join(str(value) for one in given for value in one.values())


def _leaks(words: str, typed: str) -> list[str]:
    """Which secrets are told, besides those that were typed."""
    heard = typed.casefold().replace(" ", "")
    return [one for one in SECRETS if one in words and one.casefold().replace(" ", "") not in heard]
