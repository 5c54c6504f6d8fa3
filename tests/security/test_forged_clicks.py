"""Buttons of one person, pressed by another one, from another tenant or place, or bent: nothing is done, nothing told.

Every button that stands in the chats of two administrators, with a plan that waits, is sent again as anybody could
who got hold of it. The token in it is real; what isn't theirs is the hand that presses it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.registry import ACTIONS, load_commands
from services.sandbox.teams.chats import Chats, Conversation
from services.sandbox.teams.people import mri
from tests.fuzz.door import FuzzedDoor, fuzzed
from tests.support.chat import Json, Person, actions_of
from tests.support.sheets import PHONE, csv
from tests.support.town import OTHER_KEY, Town

load_commands()
# Of Contoso, and nobody else's business: people whom no example of the help names, in a file of a name of its own.
TOLD = ("ours.csv", "John", "Priya", "6789 1230", "+6567891230")
OURS = csv(("101", "", "John", PHONE), ("102", "", "Priya", PHONE))
READER = "Kim"
VERBS = (*sorted(ACTIONS), "say", "no.such.verb")
_SCOPES = {"personal": "personal", "groupChat": "groupChat", "channel": "channel"}
ROLE_FIELDS = {"role": "owner", "tenant": "x", "author": "x", "state": "approved", "hash": "0" * 12, "who": "x"}


@dataclass(frozen=True)
class Button:
    """A button as it stands on a card."""

    verb: str
    data: Json


@dataclass(frozen=True)
class Forge:
    """The bot with a plan that waits, everybody's buttons, and the strangers who press them."""

    door: FuzzedDoor
    buttons: tuple[Button, ...]
    strangers: dict[str, tuple[str, str]]  # object id and tenant by name
    ids: Iterator[int]

    @property
    def place(self) -> Town:
        """Where it all happens."""
        return self.door.place


async def _buttons(people: tuple[Person, ...]) -> tuple[Button, ...]:
    found: dict[str, Button] = {}
    for person in people:
        for message in await person.messages():
            for action in (one for one in actions_of(message.card) if one.get("verb")):
                one = Button(str(action["verb"]), dict(action["data"]))
                found[f"{one.verb} {one.data['s']}"] = one
    return tuple(found.values())


async def _furnished(door: FuzzedDoor) -> Forge:
    place, alex = door.place, door.alex
    sam = await place.person("Sam")
    await place.connected("Fiona", OTHER_KEY)
    await place.person("Kim")
    await alex.send("ours.csv", OURS)
    await alex.click("Send for approval", await alex.sees("ours.csv", "Send for approval"))
    await sam.sees("Please check this plan")
    await sam.say("approvals")
    ours, other = place.tenant().id, place.tenant("Fabrikam").id
    strangers = {
        READER: (place.somebody(READER).id, ours),  # may look, and nothing else
        "Fiona": (place.somebody("Fiona", "Fabrikam").id, other),  # is an owner elsewhere
        "Fiona of Contoso": (place.somebody("Fiona", "Fabrikam").id, ours),  # says that she is from here
        "Nobody": ("99999999-9999-4999-8999-999999999999", ours),
    }
    return Forge(door, await _buttons((alex, sam)), strangers, count())


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """The bot, and the buttons that are out."""
    with fuzzed(tmp_path_factory.mktemp("forged")) as opened:
        yield opened.run(_furnished(opened))


def _activity(forge: Forge, who: str, kind: str, action: Json) -> tuple[Conversation, Json]:
    no, place = next(forge.ids), forge.place
    object_id, tenant = forge.strangers[who]
    conversation = Conversation(f"19:{kind}-forged-{no}", _SCOPES[kind], "Elsewhere", tenant, [], install="installed")
    place.sandbox.part(Chats).conversations[conversation.id] = conversation
    body = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": f"f:forged:{no}",
        "channelId": "msteams",
        "serviceUrl": f"{place.url}/teams/",
        "from": {"id": mri(object_id), "name": "Alex", "aadObjectId": object_id},
        "recipient": {"id": "28:bot", "name": "Switchboard"},
        "conversation": {"id": conversation.id, "conversationType": kind, "tenantId": tenant},
        "channelData": {"tenant": {"id": tenant}},
        "value": {"action": action, "trigger": "manual"},
    }
    return conversation, body


async def _pressed(forge: Forge, conversation: Conversation, body: Json) -> str:
    """Everything that whoever pressed it is shown."""
    async with forge.place.http.post(f"{forge.place.sandbox.options.bot_url}/api/messages", json=body) as answer:
        assert answer.status in (200, 403), await answer.text()
        said = await answer.text()
    return said + json.dumps([message.attachments for message in conversation.messages.values()], default=str)


async def _state(forge: Forge) -> tuple[Any, ...]:
    store, tenants = forge.place.bot.store, [forge.place.tenant().id, forge.place.tenant("Fabrikam").id]
    waiting = [[(plan.id, plan.state, plan.hash) for plan in await store.plans.waiting(one)] for one in tenants]
    jobs = [[job.id for job in await store.ledger.recent(one)] for one in tenants]
    rules = [await store.rules.get(one, name) for one in tenants for name in ("access", "policy")]
    linked = [(found.org_uuid, found.key) for one in tenants if (found := await store.workspaces.find(one))]
    return waiting, jobs, rules, linked, await forge.place.effects()


PHASES = (Phase.generate,)


def test_07_the_buttons_are_there_that_would_do_harm(forge: Forge) -> None:
    """That the property isn't held by there being none."""
    verbs = {button.verb for button in forge.buttons}
    assert {"approval.approve", "approval.reject", "plan.withdraw"} <= verbs
    assert len(verbs) > 40


@pytest.mark.long
def test_07_no_forged_click_does_or_tells_anything(forge: Forge) -> None:
    @settings(max_examples=120, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck), database=None)
    @given(
        button=st.sampled_from(sorted(forge.buttons, key=lambda one: (one.verb, str(one.data)))),
        who=st.sampled_from(sorted(forge.strangers)),
        kind=st.sampled_from(sorted(_SCOPES)),
        verb=st.none() | st.sampled_from(VERBS),
        more=st.dictionaries(st.sampled_from(sorted(ROLE_FIELDS)), st.sampled_from(sorted(ROLE_FIELDS.values()))),
        cut=st.none() | st.integers(0, 200),
    )
    def pressed(button: Button, who: str, kind: str, verb: str | None, more: Json, cut: int | None) -> None:
        sealed = str(button.data["s"])
        data = {**more, "s": sealed if cut is None else sealed[:cut] + sealed[cut + 1 :]}
        action = {"type": "Action.Execute", "verb": verb or button.verb, "data": data}
        before = forge.door.run(_state(forge))
        said = forge.door.run(_pressed(forge, *_activity(forge, who, kind, action)))
        assert who == READER or not [one for one in TOLD if one in said], said
        assert forge.door.run(_state(forge)) == before
        assert not forge.door.faults.found, forge.door.faults.found

    pressed()


@pytest.mark.long
@pytest.mark.parametrize("who", ["Kim", "Fiona", "Fiona of Contoso", "Nobody"])
def test_07_nor_does_the_yes_itself(forge: Forge, who: str) -> None:
    deciding = [one for one in forge.buttons if one.verb.startswith(("approval.", "plan."))]
    before = forge.door.run(_state(forge))
    for button in deciding:
        action = {"type": "Action.Execute", "verb": button.verb, "data": button.data}
        said = forge.door.run(_pressed(forge, *_activity(forge, who, "personal", action)))
        assert who == READER or not [one for one in TOLD if one in said], said
        assert forge.door.run(_state(forge)) == before, button.verb
