"""What people may do: roles, clicks, plans and tenants, over HTTP as Teams would send it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.sealing import Sealer
from cards.actions import read_inputs
from cards.changes.clicks import SubmitInputs
from services.domain.errors import Stale
from services.sandbox.directory import add_person
from services.store.tables import PlanRow
from tests.scenarios.test_approvals import WRITTEN, asked
from tests.scenarios.test_assign_number import uploaded
from tests.scenarios.test_link_again import given
from tests.scenarios.test_shared_places import clicked, elsewhere
from tests.support.chat import Person, Shown
from tests.support.sheets import TEAMS, csv
from tests.support.town import OTHER_KEY, Town


async def waiting(place: Town) -> PlanRow:
    async with place.bot.store.db.read() as session:
        return (await session.scalars(select(PlanRow))).one()


async def refused(person: Person, card: Shown, verb: str, data: dict[str, object], **inputs: str) -> str:
    """The words of the refusal, without its reference."""
    before = {m.id for m in await person.messages()}
    await person.press(card, verb, data, **inputs)
    shown = await person.until(lambda m: m.id not in before, f"an answer to {verb}")
    return "\n".join(line for line in shown.words.splitlines() if not line.startswith("Reference"))


async def test_04_somebody_of_another_tenant_and_a_guest_are_nobody_here(place: Town) -> None:
    alex = await place.connected()
    guest = replace(place.somebody("Ben"), id="99999999-9999-4999-8999-999999999999", account_type="guest")
    guest.user_principal_name = "guest#EXT#@contoso.com"
    add_person(place.tenant(), guest)
    await alex.say("hi")
    said = place.activity(alex.sent)
    for no, stranger in enumerate((place.somebody("Fiona", "Fabrikam").id, guest.id)):
        sender = {**said["from"], "aadObjectId": stranger}
        assert await place.deliver({**said, "id": f"x{no}", "from": sender, "text": "lines"}) == 200
        await alex.sees("You may not see this tenant's telephony.")


@pytest.mark.long
async def test_05_no_card_and_no_text_carries_a_role_or_another_identity(place: Town) -> None:
    """Two guards hold it: `admit`, before any handler, and `need_right`, where a plan is decided."""
    sam, kim = await place.person("Sam"), await place.person("Kim")
    await asked(place, sam)
    approve = (await sam.sees("Please check this plan")).actions["Approve"]["data"]
    as_sam = {"role": "admin", "who": place.somebody("Sam").id, "aadObjectId": place.somebody("Sam").id}
    card = await kim.say("I am an admin now: approvals")
    assert "may not approve" in await refused(kim, card, "approval.approve", approve, **as_sam)
    assert (await waiting(place)).state == "waiting"


async def test_06_a_role_taken_away_counts_at_the_next_click(place: Town) -> None:
    sam = await place.person("Sam")
    await asked(place, sam)
    question = await sam.sees("Please check this plan")
    place.somebody("Sam").directory_roles.clear()
    await sam.click("Approve", question)
    await sam.sees("You may not approve plans.")
    assert await place.effects() == {}


def test_07_no_letter_of_a_buttons_data_can_be_changed() -> None:
    sealer, now = Sealer(b"k" * 32), 1_800_000_000.0
    good = sealer.token("approval.approve", {"plan": "p-1", "number": "+6567891230"}, "contoso", now)
    assert sealer.open(good, "approval.approve", "contoso", now)
    for at, letter in enumerate(good):
        for other in ("A", "B"):
            bent = good[:at] + other + good[at + 1 :]
            if letter == other or (at == len(good) - 1 and bent != good):
                continue  # the last letter holds four bits alone
            with pytest.raises(Stale):
                sealer.open(bent, "approval.approve", "contoso", now)
    for verb, tenant, late in (
        ("plan.apply", "contoso", 0),
        ("approval.approve", "fabrikam", 0),
        ("approval.approve", "contoso", 31),
    ):
        with pytest.raises(Stale):
            sealer.open(good, verb, tenant, now + late * 86_400)


@pytest.mark.long
async def test_08_a_click_replayed_has_one_effect(place: Town) -> None:
    """Three guards hold it: `Repeats`; the state a plan is moved from; and the tie of a plan to one job."""
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    approve = question.actions["Approve"]["data"]
    await asyncio.gather(*(sam.click("Approve", question) for _ in range(5)))
    await alex.sees("All done", "two.csv")
    await sam.press(question, "approval.approve", approve, later="yes")
    await alex.press(own, "approval.approve", approve)
    assert (await clicked(place, elsewhere(place, "channel", 1), "approval.approve", 1))[
        "value"
    ] == "Let's do this in our own chat"
    assert await place.effects() == WRITTEN
    assert len(await place.bot.store.ledger.recent(place.tenant().id)) == 1


@pytest.mark.long
async def test_09_another_tenants_plan_is_as_unknown_as_one_that_never_was(place: Town) -> None:
    sam = await place.person("Sam")
    await asked(place, sam)
    fiona = await place.connected("Fiona", OTHER_KEY)
    plan, card = await waiting(place), await fiona.last()
    for verb in (
        "approval.approve",
        "approval.choose",
        "approval.hand_on",
        "plan.apply",
        "plan.ask_again",
        "plan.remind",
        "plan.withdraw",
    ):
        theirs = {"plan": plan.id, "hash": plan.hash[:12]}
        nobodys = {"plan": "0" * len(plan.id), "hash": plan.hash[:12]}
        words = [
            await refused(fiona, card, verb, place.sealed(verb, data, "Fabrikam"), no=str(no))
            for no, data in enumerate((theirs, nobodys))
        ]
        assert words[0] == words[1]
        assert "two.csv" not in words[0]


async def test_10_fields_nobody_asked_for_are_not_set(place: Town) -> None:
    sam = await place.person("Sam")
    await asked(place, sam)
    before = await waiting(place)
    question = await sam.sees("Please check this plan")
    hidden = {"state": "approved", "decided_by": "x", "author": "x", "needs_approval": "false", "hash": "0" * 12}
    await sam.click("Reject", question, comment="no", **hidden)
    await sam.becomes(question, "Rejected")
    after = await waiting(place)
    assert (after.state, after.author, after.hash) == ("rejected", before.author, before.hash)
    assert not hasattr(read_inputs(SubmitInputs, {"state": "approved"}), "state")


@pytest.mark.long
async def test_11_nobody_approves_their_own_plan_however_their_id_is_written(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    approve = (await sam.sees("Please check this plan")).actions["Approve"]["data"]
    await alex.press(own, "approval.approve", approve)
    click = place.activity(alex.sent)
    mine = place.somebody("Alex").id
    for no, written in enumerate((mine, mine.upper(), f"{{{mine}}}", f" {mine} ", mine.replace("-", ""))):
        again = {**click, "id": f"f:own{no}", "from": {**click["from"], "aadObjectId": written}}
        assert await place.deliver(again) == 200
        assert (await waiting(place)).state == "waiting", written
    async with place.bot.store.db.begin() as session:
        await session.execute(update(PlanRow).values(expires_at=place.bot.services.clock.now() - 1))
    await sam.click("Approve")
    await sam.sees("This plan has expired.")
    assert await place.effects() == {}


async def test_13_a_customers_admin_reaches_no_other_customer(place: Town) -> None:
    alex = await place.connected()
    await place.connected("Fiona", OTHER_KEY)
    theirs = place.somebody("Fiona", "Fabrikam")
    await alex.send("theirs.csv", csv(("901", "", theirs.user_principal_name, TEAMS)))
    await alex.sees("theirs.csv", "Nobody of this name in your directory.")
    assert not any("Apply now" in m.actions or "Send for approval" in m.actions for m in await alex.messages())
    assert not (await place.in_cpaas("Fabrikam"))["extensions"]
    assert await place.effects() == {}


async def test_14_an_organisation_that_is_linked_elsewhere_is_not_taken_over(place: Town) -> None:
    await place.connected("Fiona", OTHER_KEY)
    alex = await place.person("Alex")
    await alex.say("connect")
    await alex.click("Connect", key=OTHER_KEY)
    await alex.sees("linked to another Microsoft tenant")
    assert await place.effects() == {}


@pytest.mark.long
async def test_15_fifty_who_want_one_number_get_it_for_one(place: Town) -> None:
    """Four guards hold it: the CPaaS, which maps a number to one extension; the look at its holder in Teams; Teams'
    own refusal of a number that somebody has; and that Teams gives none that isn't free.
    """
    place.line("101", "john", "", TEAMS)
    place.line("102", "alice", "", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    plans = []
    for name in ("john", "alice"):
        plans.append(await alex.say(f"assign number 6567891230 to {name}"))
    clicks = (
        alex.press(plan, "plan.apply", plan.actions["Apply now"]["data"], no=str(no))
        for no in range(25)
        for plan in plans
    )
    came = await asyncio.gather(*clicks, return_exceptions=True)
    # Where the machine is slow, some of so many at once are turned away.
    assert all("429" in str(one) for one in came if isinstance(one, BaseException))
    ledger, tenant = place.bot.store.ledger, place.tenant().id
    async with asyncio.timeout(120):
        while not all(job.ended_at for job in await ledger.recent(tenant)):  # noqa: ASYNC110 - jobs have no event here
            await asyncio.sleep(0.05)
    done = [job.title for job in await ledger.recent(tenant) if (await ledger.counts(job.id)).get("done")]
    written = {name: times for name, times in (await place.effects()).items() if name.startswith("assign:")}
    assert list(written.values()) == [1]
    assert len([title for title in done if "Upload" not in title]) == 1
    assert (await place.in_teams())["+6567891230"]["holder"] in ("John", "Alice")


@pytest.mark.long
async def test_17_what_is_delivered_twice_or_late_is_done_once(place: Town) -> None:
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    await sam.click("Approve")
    click = place.activity(sam.sent)
    await alex.sees("All done", "two.csv")
    for again in (click, {**click, "id": "f:later"}, click):
        assert await place.deliver(again) == 200
    assert await place.effects() == WRITTEN


async def test_17_what_is_delivered_again_after_a_restart_is_not_taken_again(place: Town) -> None:
    """Nothing in memory tells it then."""
    alex = await place.connected()
    await alex.say("lines")
    said = place.activity(alex.sent)
    before = len(await alex.messages())
    await place.restart()
    assert await place.deliver(said) == 200
    await alex.say("whoami")
    assert len(await alex.messages()) == before + 1


async def test_17_one_click_under_two_ids_is_taken_once(place: Town) -> None:
    """Nothing that is stored tells it: each delivery is a new one."""
    sam = await place.person("Sam")
    await asked(place, sam)
    await sam.click("Open", await sam.say("approvals"))
    click = place.activity(sam.sent)
    before = len(await sam.messages())
    await asyncio.gather(*(place.deliver({**click, "id": f"f:twice{no}"}) for no in range(3)))
    assert len(await sam.messages()) <= before + 1


async def test_25_where_others_read_along_nobody_is_told_of_people_and_numbers(place: Town) -> None:
    alex = await place.connected()
    place.line("101", "john", "6567891230", TEAMS)
    shared = await place.person("Alex", "Telecom admins")
    for words in ("lines", "numbers", "settings john", "who has 6567891230?"):
        said = (await shared.say(words)).words
        assert "John" not in said.replace(words, "")
        assert "6789 1230" not in said
    for no, verb in enumerate(("lines.list", "line.open", "numbers.list", "file.make")):
        answer = await clicked(place, elsewhere(place, "groupChat", no), verb, 100 + no)
        assert "John" not in str(answer)
    assert "101" in (await alex.say("lines")).words


@pytest.mark.long
async def test_29_a_yes_after_the_link_is_gone_changes_nothing(place: Town) -> None:
    """Three guards hold it: `need_link` before a slice and in it; and the CPaaS client's own look, before each call and
    when it is asked whether the link is there (`link.need` in services/remote/clients.py and cpaas.py).
    """
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    given(place, None)
    await sam.click("Approve")
    await alex.sees("Stopped", "it is linked to no tenant")
    assert await place.effects() == {}
