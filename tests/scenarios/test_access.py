"""Hands reach as far as they were given: roles by card, on the road, and nothing of what lies beyond shows anywhere."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.registry import ACTIONS, COMMANDS
from services.domain.access import Access, HeldRole, Role, may
from services.domain.errors import RoleUnknown
from services.domain.grants import Grant, Grantee, rules_of
from services.domain.reach import EVERYWHERE, Reach, ReachKind
from services.sandbox.world import RoleGroup
from tests.support.chat import Shown, choices_of
from tests.support.road import applied, approved
from tests.support.sheets import PHONE, csv
from tests.support.town import Town, town

HERS = Reach(ReachKind.LINES, ("200-299",))
# Wei Ling holds 100, the front desk, with this number: all of it lies beyond extensions 200-299.
SECRETS = ("Wei Ling", "wei.ling", "Front desk", "6567891249", "6789 1249", "7891249")


async def give(place: Town, *grants: tuple[str, Role, Reach]) -> None:
    """Have these roles been given, besides Alex who owns the workspace."""
    people = [("Alex", Role.OWNER, EVERYWHERE), *grants]
    made = [Grant(Grantee.PERSON, place.somebody(who).id, who, role, reach) for who, role, reach in people]
    rules, tenant = place.bot.store.rules, place.tenant().id
    assert await rules.replace(tenant, "access", await rules.get(tenant, "access"), rules_of(made))


async def test_a_role_is_given_by_card_on_the_road_and_undone(place: Town) -> None:
    sam, ben = await place.person("Sam"), await place.person("Ben")
    alex = await place.connected()
    assert "You may not see" in (await ben.say("lines")).words
    form = await alex.say("access")
    assert "Nobody was given a role" in form.words
    await alex.click("Give", form, who="Ben", role="operator", kind="lines", what="200-299")
    plan = await alex.sees("Ben: operator of extensions 200-299", "Send for approval")
    assert "You may not see" in (await ben.say("lines")).words  # nothing was given yet
    done = await approved(alex, sam, plan)
    assert "You may not see" not in (await ben.say("lines")).words
    assert {"Ben: operator of extensions 200-299", "Alex: owner of everything"} <= set(
        (await alex.say("access")).words.splitlines()
    )
    await alex.click("Undo", done)
    await approved(alex, sam, await alex.sees("take away Ben: operator of extensions 200-299"))
    assert "You may not see" in (await ben.say("lines")).words


async def test_nobody_gives_a_role_alone_and_the_last_owner_stays(place: Town) -> None:
    sam = await place.person("Sam")
    alex = await place.connected()
    await alex.click("Give", await alex.say("access"), who="Sam", role="approver", kind="workspace", what="")
    plan = await alex.sees("Sam: approver of everything")
    assert "Apply now" not in plan.actions
    await approved(alex, sam, plan)
    # Sam is no owner any more: what was given counts, not the directory role.
    assert "Give" not in (await sam.say("access")).actions
    shown = await alex.say("access")
    await alex.click("Take away", shown, grant=_choice(shown, "Alex: owner of everything"))
    await alex.sees("Alex is the last owner.")


async def test_a_group_gives_a_role_for_as_long_as_somebody_is_in_it(place: Town) -> None:
    alex, ben = await place.connected(), await place.person("Ben")
    group = RoleGroup("9b3f6a52-0000-4000-8000-00000000abcd", "Helpdesk", {place.somebody("Ben").id}, assignable=False)
    place.tenant().role_groups[group.id] = group
    given = Grant(Grantee.GROUP, group.id, group.name, Role.READER)
    owner = Grant(Grantee.PERSON, place.somebody("Alex").id, "Alex", Role.OWNER)
    await place.bot.store.rules.replace(place.tenant().id, "access", {}, rules_of((owner, given)))
    assert "Front desk" in (await ben.say("lines")).words
    group.members.clear()
    place.bot.services.roles._known.clear()  # some seconds later
    assert "You may not see" in (await ben.say("lines")).words
    assert "the group Helpdesk: reader of everything" in (await alex.say("access")).words


async def test_what_was_taken_away_is_gone_at_the_next_word(place: Town) -> None:
    await place.connected()
    ben = await place.person("Ben")
    await give(place, ("Ben", Role.READER, EVERYWHERE))
    assert "Front desk" in (await ben.say("lines")).words
    await give(place)
    assert "You may not see" in (await ben.say("lines")).words


async def test_an_administrator_of_a_unit_reaches_its_people_and_nobody_else(place: Town) -> None:
    """Nadia administrates telephony for the unit of Nadia and Omar, by Microsoft's own assignment."""
    await place.connected()
    place.line("201", "nadia", "6567891230")
    nadia = await place.person("Nadia")
    shown = await nadia.say("lines")
    assert "201" in shown.words
    assert not [secret for secret in SECRETS if secret in shown.words]
    assert "approver" in (await nadia.say("whoami")).words
    theirs = await nadia.say("line 100")
    nothing = await nadia.say("line 199")
    assert _bare(theirs, "100") == _bare(nothing, "199")
    refused = await nadia.say("system settings")
    assert "Save" not in refused.actions


async def test_a_line_beyond_is_not_found_in_the_words_of_one_that_is_not_there(place: Town) -> None:
    await place.connected()
    place.line("201", "omar", "6567891230")
    ben = await place.person("Ben")
    await give(place, ("Ben", Role.OPERATOR, HERS))
    for words in ("line {}", "unassign {}", "settings {}", "calls {}", "ready {}"):
        beyond, missing = [_bare(await ben.say(words.format(key)), key) for key in ("100", "199")]
        assert beyond == missing, words


async def test_a_card_drawn_again_after_a_restart_tells_nothing_of_what_lies_beyond(place: Town) -> None:
    alex, ben, sam = await place.connected(), await place.person("Ben"), await place.person("Sam")
    await give(place, ("Ben", Role.READER, EVERYWHERE), ("Sam", Role.OWNER, EVERYWHERE))
    await alex.send("two.csv", csv(("100", "", "Wei Ling", PHONE), ("101", "", "John", PHONE)))
    await alex.click("Send for approval", await alex.sees("two.csv", "Send for approval"))
    question = await sam.sees("Please check this plan")
    await ben.click("Open", await ben.say("approvals"))
    copy = await ben.sees("An admin decides this")
    await give(place, ("Ben", Role.READER, HERS), ("Sam", Role.OWNER, EVERYWHERE))
    await place.restart()
    await sam.click("Approve", question, comment="For Wei Ling's trip")
    await alex.sees("All done", "two.csv")
    await sam.becomes(question, "Approved", "For Wei Ling's trip")
    assert (await ben.now(copy)).words == copy.words


async def test_while_nobody_can_be_asked_cards_wait_and_an_author_sees_their_own(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", csv(("100", "", "Wei Ling", PHONE), ("101", "", "John", PHONE)))
    await alex.click("Send for approval", await alex.sees("two.csv", "Send for approval"))
    await sam.sees("Please check this plan")
    (plan,) = await place.bot.store.plans.waiting(place.tenant().id)
    await place.restart()
    await place.fault(system="graph", kind="503")
    messages = place.bot.notifier.messages
    assert "two.csv" in str(await messages.draw(plan.tenant_id, plan.author, f"plan:{plan.id}"))
    with pytest.raises(RoleUnknown):
        await messages.draw(plan.tenant_id, place.somebody("Sam").id, f"plan:{plan.id}")


def _bare(shown: Shown, key: str) -> str:
    """What is said, without the extension that was asked for and the reference of the turn."""
    return re.sub(r"\b[a-z0-9]{12}\b", "", shown.words).replace(key, "…")


def _choice(shown: Shown, title: str) -> str:
    return choices_of(shown.card, "grant")[title]


LIMITED = {
    "operator of 200-299": ("Ben", Role.OPERATOR, HERS),
    "reader of 200-299": ("Ben", Role.READER, HERS),
    "approver of London": ("Ben", Role.APPROVER, Reach(ReachKind.SITE, ("london",), "London")),
    "approver of a unit": ("Ben", Role.APPROVER, Reach(ReachKind.UNIT, ("no such unit",), "Nowhere")),
    "operator of GB": ("Ben", Role.OPERATOR, Reach(ReachKind.COUNTRY, ("GB",))),
}


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[Town]:
    """A workspace in which something was planned and done that is nobody's business beyond the front desk."""
    async with town(tmp_path) as place:
        alex = await place.connected()
        await applied(alex, await alex.say("rename 100 as Front desk two"))
        yield place


@pytest.mark.parametrize("who", LIMITED)
async def test_no_command_tells_of_what_lies_beyond(busy: Town, who: str) -> None:
    name, role, reach = LIMITED[who]
    await give(busy, (name, role, reach))
    ben = await busy.person(name)
    access = Access((HeldRole(role, reach),))
    for command in COMMANDS.values():
        for words in (command.name, f"{command.name} 100", f"{command.name} wei ling"):
            answer = await ben.say(words)
            typed = words.removeprefix(command.name)
            assert not _leaks(answer.words, typed), (words, answer.words)
            if not may(access, command.right).allowed and words == command.name:
                assert "You may not" in answer.words, words


@pytest.mark.parametrize("who", ["operator of 200-299", "approver of a unit"])
async def test_no_button_tells_of_what_lies_beyond(busy: Town, who: str) -> None:
    """Every button that there is, as if it had been forwarded from an owner's chat."""
    name, role, reach = LIMITED[who]
    await give(busy, (name, role, reach))
    ben = await busy.person(name)
    shown = await ben.say("help")
    job = (await busy.bot.store.ledger.recent(busy.tenant().id))[0]
    given = {"line": "100", "key": "100", "ext": "100", "number": "+6567891249", "plan": job.plan_id, "job": job.id}
    given |= {"person": "wei.ling@contoso.com", "who": busy.somebody("Ben").id, "query": "100", "lines": "100"}
    before = await busy.effects()
    for verb, action in ACTIONS.items():
        if verb in ("app.removed", "app.installed"):
            continue
        data, inputs = _filled(action.data, given), _filled(action.inputs, given)
        known = {message.id for message in await ben.messages()}
        await ben.press(shown, verb, busy.sealed(verb, data), **{k: str(v) for k, v in inputs.items()})
        for message in await ben.messages():
            if message.id not in known or message.id == shown.id:
                assert not _leaks(message.words, _echoed(data, inputs)), (verb, message.words)
    assert await busy.effects() == before


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
