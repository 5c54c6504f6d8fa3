"""Connecting a tenant and taking the link away: checklist, key, who may, and that two customers never meet."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from services.sandbox.teams.chats import Chats
from services.store.tables import DraftRow
from tests.support.chat import Json, Person, Shown
from tests.support.road import connects, disconnects
from tests.support.sheets import TEAMS, csv
from tests.support.town import KEY, OTHER_KEY, Town

JOHN = csv(("101", "6567891230", "John", TEAMS))


async def linked(place: Town, name: str = "Contoso") -> bool:
    """Whether the CPaaS knows the tenant."""
    return bool((await place.in_cpaas(name))["tenant_id"] == place.tenant(name).id)


@pytest.mark.slow
async def test_the_checklist_then_the_key_then_the_link(place: Town) -> None:
    alex = await place.person("Alex")
    checklist = await alex.say("connect")
    for words in ("Contoso Pte Ltd", "Teams administrator", "Consent for Singapore, account contoso", "Paste the"):
        assert words in checklist.words
    assert not await linked(place)
    await connects(alex, KEY, checklist)
    await alex.becomes(checklist, "Connected", "Contoso Pte Ltd", "Send a file")
    assert await linked(place)
    assert await place.effects() == {f"tenant.link:{place.tenant().id}": 1}
    await alex.sees("All done", "Link Contoso Pte Ltd to Contoso")
    assert "Connected" in (await alex.say("connect")).words
    assert "Connected by: \nAlex" in (await alex.say("set up")).words


@pytest.mark.long
async def test_a_wrong_key_is_refused_and_not_echoed(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("connect")
    await alex.click("Connect", card, key="sb-wrong-key-9999")
    again = await alex.becomes(card, "doesn't know this key")
    assert "sb-wrong" not in await alex.transcript()
    assert "sb-wrong" not in str(again.card)
    await alex.click("Connect", card, key="   ")
    await alex.becomes(card, "The key is missing.")
    assert "isn't connected" in (await alex.say("lines")).words
    assert await place.effects() == {}
    await connects(alex, KEY, card)
    await alex.becomes(card, "Connected", "Send a file")


async def test_the_key_can_be_read_nowhere(place: Town, capfd: pytest.CaptureFixture[str]) -> None:
    alex = await place.connected()
    await alex.say("lines")
    assert KEY.encode() not in place.stored()
    assert KEY not in await alex.transcript()
    assert KEY not in "".join(capfd.readouterr())


async def test_connecting_takes_an_admin(place: Town) -> None:
    form = await (await place.person("Alex")).say("connect")
    for name in ("Kim", "Ben"):
        other = await place.person(name)
        card = await other.say("connect")
        assert "Connecting takes a Teams administrator role" in card.words
        assert "Connect" not in card.actions
        await other.press(card, "connect.save", form.actions["Connect"]["data"], key=KEY)
        await other.sees("You may not connect this tenant.")
    assert not await linked(place)
    assert await place.effects() == {}


async def test_nothing_can_be_done_before_connecting(place: Town) -> None:
    alex = await place.person("Alex")
    assert "isn't connected" in (await alex.say("numbers")).words
    await alex.send("lines.csv", JOHN)
    await alex.sees("isn't connected")
    assert "isn't connected" in (await alex.say("disconnect")).words


async def test_a_tenant_without_the_operators_consent_is_told_where_to_give_it(place: Town) -> None:
    del place.sandbox.world.operator.accounts["contoso"]
    alex = await place.person("Alex")
    card = await alex.say("connect")
    assert "Voice > Operators" in card.words
    assert "Connect" not in card.actions


@pytest.mark.slow
async def test_a_key_of_an_organisation_linked_elsewhere_is_refused(place: Town) -> None:
    await place.connected("Fiona", OTHER_KEY)
    alex = await place.person("Alex")
    await alex.say("connect")
    await alex.click("Connect", key=OTHER_KEY)
    await alex.sees("linked to another Microsoft tenant")
    assert "isn't connected" in (await alex.say("lines")).words
    assert await linked(place, "Fabrikam")
    assert await place.effects() == {}


async def test_a_linked_tenant_is_not_bound_anew_by_an_old_form(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    card = await sam.say("hi")
    await sam.press(card, "connect.save", place.sealed("connect.save", {}), key=OTHER_KEY)
    await sam.sees("linked to Contoso already")
    assert (await place.in_cpaas("Fabrikam"))["tenant_id"] is None
    assert "Front desk" in (await alex.say("lines")).words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_two_customers_never_meet(place: Town) -> None:
    alex, fiona = await place.connected(), await place.connected("Fiona", OTHER_KEY)
    sam = await place.person("Sam")
    await alex.send("secret.csv", csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Alice", TEAMS)))
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    assert "Front desk" not in (await fiona.say("lines")).words
    assert "No number" not in (await fiona.say("numbers")).words
    assert "6789" not in (await fiona.say("numbers")).words
    assert "Nothing waits" in (await fiona.say("approvals")).words
    await sam.click("Approve")
    await alex.sees("Result as a file", "secret.csv")
    assert "No jobs yet" in (await fiona.say("jobs")).words
    await _foreign_ids(place, alex, fiona)
    assert not (await place.in_cpaas("Fabrikam"))["extensions"]


async def _foreign_ids(place: Town, alex: Person, fiona: Person) -> None:
    """Ids of another tenant's plan, job and draft behave as if they were made up."""
    (job,) = await place.bot.store.ledger.recent(place.tenant().id)
    plan = await place.bot.store.plans.get(job.plan_id, place.tenant().id)
    effects = await place.effects()
    card = await fiona.say("hi")
    for verb, name, real in (
        ("approvals.show", "plan", plan.id),
        ("approval.approve", "plan", plan.id),
        ("plan.file", "plan", plan.id),
        ("plan.withdraw", "plan", plan.id),
        ("jobs.show", "job", job.id),
        ("job.undo", "job", job.id),
        ("job.file", "job", job.id),
        ("draft.skip", "draft", plan.draft_id),
        ("draft.findings_file", "draft", plan.draft_id),
    ):
        answers = [await _refusal(place, fiona, card, verb, {name: ident}) for ident in (real, "nosuchid")]
        assert answers[0] == answers[1], verb
        assert "isn't here" in answers[0], verb
    assert "secret.csv" not in await fiona.transcript()
    assert await place.effects() == effects


async def _refusal(place: Town, person: Person, card: Shown, verb: str, data: dict[str, str]) -> str:
    before = {m.id for m in await person.messages()}
    sealed = place.sealed(verb, data, tenant="Fabrikam")
    await person.press(card, verb, sealed)
    shown = await person.until(lambda m: m.id not in before)
    return "\n".join(line for line in shown.words.splitlines() if not line.startswith("Reference"))


async def test_a_file_of_another_tenant_cannot_be_asked_for(place: Town) -> None:
    alex, fiona = await place.connected(), await place.connected("Fiona", OTHER_KEY)
    draft = await _faulty_file(place, alex)
    wanted = {"kind": "findings", "id": draft, "who": place.somebody("Fiona", "Fabrikam").id}
    agreed = await _agreed(place, fiona)
    await _agrees(place, agreed, wanted)
    await fiona.sees("This button isn't one of mine any more.")
    await _agrees(place, agreed, place.sealed("file.answered", wanted, "Fabrikam"))
    await fiona.sees("That file isn't here any more.")
    assert sum(bool(m.files) for m in await fiona.messages()) == 1


@pytest.mark.long
async def test_a_file_of_a_colleague_cannot_be_asked_for(place: Town) -> None:
    """Kim may only look. What she makes up isn't sealed; what was sealed for Alex isn't hers."""
    alex, kim = await place.connected(), await place.person("Kim")
    draft = await _faulty_file(place, alex)
    wanted = {"kind": "findings", "id": draft, "who": place.somebody("Alex").id}
    agreed = await _agreed(place, kim)
    await _agrees(place, agreed, wanted)
    await kim.sees("This button isn't one of mine any more.")
    await _agrees(place, agreed, place.sealed("file.answered", wanted))
    await kim.sees("This file was offered to somebody else.")
    await _agrees(place, agreed, place.sealed("file.answered", {**wanted, "who": place.somebody("Kim").id}))
    await kim.sees("That is somebody else's file.")
    assert sum(bool(m.files) for m in await kim.messages()) == 1


async def _faulty_file(place: Town, alex: Person) -> str:
    """The id of a file of hers whose findings she could take."""
    await alex.send("faulty.csv", csv(("1", "6567891230", "John", TEAMS)))
    await alex.sees("Please mend the file")
    (draft,) = [d.id for d in await _drafts(place)]
    return draft


async def _agreed(place: Town, person: Person) -> Json:
    """What this person's client sent when they took a file of their own."""
    await person.say("numbers")
    await person.click("As a file")
    await person.consent()
    await person.given_file()
    return place.activity(await _consent_id(place))


async def _agrees(place: Town, agreed: Json, context: Json) -> None:
    """The same consent once more, with a context of somebody's own making."""
    forged = {**agreed, "id": f"forged-{time.monotonic_ns()}"}
    forged["value"] = {**forged["value"], "context": context}
    assert await place.deliver(forged) == 200


async def _drafts(place: Town) -> list[DraftRow]:
    async with place.bot.store.db.read() as session:
        return list(await session.scalars(select(DraftRow)))


async def _consent_id(place: Town) -> str:
    activities = place.sandbox.part(Chats).activities
    return next(key for key, a in reversed(activities.items()) if a.get("name") == "fileConsent/invoke")


@pytest.mark.slow
async def test_disconnecting_takes_two_people_and_destroys_the_key(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    asked = await alex.say("disconnect")
    assert "Disconnect?" in asked.words
    assert "The stored key of the organisation" in asked.words
    await alex.click("Disconnect", asked)
    plan = await alex.becomes(asked, "Your plan", "Send for approval")
    assert "Apply now" not in plan.actions
    assert await linked(place)
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Disconnect Contoso Pte Ltd from Contoso")
    await sam.click("Approve")
    await alex.sees("All done", "Disconnect Contoso")
    assert (await place.in_cpaas())["tenant_id"] is None
    assert await place.effects() == {f"tenant.unlink:{place.tenant().id}": 1}
    assert "isn't connected" in (await alex.say("lines")).words
    row = await place.bot.store.workspaces.find(place.tenant().id)
    assert row is None
    assert "100" in (await place.in_cpaas())["extensions"]
    await alex.say("connect")
    await connects(alex, KEY)
    await alex.sees("Connected", "Send a file")
    assert await linked(place)


@pytest.mark.long
async def test_a_link_taken_away_cannot_be_brought_back_without_the_key(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.say("disconnect")
    await alex.click("Disconnect")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    closing = await alex.sees("All done", "Disconnect Contoso")
    assert "Undo" not in closing.actions
    await alex.press(closing, "job.undo", place.sealed("job.undo", {"job": await _job(place)}))
    await alex.sees("There is nothing to undo.")


async def _job(place: Town) -> str:
    (job,) = await place.bot.store.ledger.recent(place.tenant().id)
    return job.id


@pytest.mark.slow
async def test_a_plan_from_before_disconnecting_can_no_longer_be_applied(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Alice", TEAMS)))
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    old = await sam.sees("Please check this plan", "two.csv")
    await disconnects(alex, sam)
    await sam.click("Approve", old)
    await sam.sees("isn't connected")
    assert "101" not in (await place.in_cpaas())["extensions"]
