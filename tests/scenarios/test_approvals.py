"""Approvals: a second person decides, once, on what was shown; nothing else moves the world."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from services.sandbox.catalogue import TEAMS_ADMINISTRATOR
from services.store.record.search import RecordQuery, RecordScope
from services.store.tables import PlanRow
from tests.support.chat import Json, Person, Shown, choices_of
from tests.support.sheets import PHONE, cells, csv
from tests.support.town import OTHER_KEY, Town

TWO = csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE))
WRITTEN = {
    **{f"extension.create:{key}": 1 for key in ("101", "102")},
    **{f"member.assign:{key}": 1 for key in ("101", "102")},
    **{f"addon.add:{key}:{PHONE}": 1 for key in ("101", "102")},
}


async def asked(place: Town, *approvers: Person) -> tuple[Person, Shown]:
    """Alex has asked; the asker and their card."""
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    await alex.click("Send for approval", plan)
    for approver in approvers:
        await approver.sees("Please check this plan", "Alex asks for your approval: two.csv")
    return alex, await alex.becomes(plan, "Waiting for approval")


@pytest.mark.long
async def test_a_second_person_approves_and_everybody_sees_it(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    assert "Asked: Sam." in own.words
    assert "Apply now" not in own.actions
    assert await place.effects() == {}
    question = await sam.sees("Please check this plan")
    await sam.click("Approve", question, comment="Looks right")
    await sam.becomes(question, "Approved", "Looks right")
    await alex.becomes(own, "Approved", "Sam", "Looks right")
    assert "Approve" not in (await sam.now(question)).actions
    await alex.sees("All done", "two.csv", "2 done")
    assert await place.effects() == WRITTEN


async def test_the_asker_cannot_approve(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    assert "Yours" in (await alex.say("approvals")).words
    await alex.click("Open")
    mine = await alex.sees("Somebody else decides this", "you can't approve it yourself")
    assert "Approve" not in mine.actions
    theirs = await sam.sees("Please check this plan")
    await alex.press(own, "approval.approve", theirs.actions["Approve"]["data"])
    await alex.sees("You can't approve your own plan.")
    await alex.press(own, "plan.apply", place.sealed("plan.apply", await _plan_data(place)))
    await alex.sees("This plan needs a second person.")
    assert await place.effects() == {}
    assert await place.bot.store.ledger.recent(place.tenant().id) == ()


@pytest.mark.slow
async def test_one_of_many_that_wait_is_opened_and_all_are_a_file(place: Town) -> None:
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    await alex.send("three.csv", csv(("103", "", "John", PHONE), ("104", "", "Alice", PHONE)))
    await alex.click("Send for approval", await alex.sees("Send for approval", "three.csv"))
    await sam.sees("Please check this plan", "three.csv")
    listed = await sam.say("approvals")
    assert "Waiting for a decision: 2 plans" in listed.words
    named = {title.partition(" · ")[0]: value for title, value in choices_of(listed.card, "plan").items()}
    assert list(named) == ["two.csv", "three.csv"]
    before = sum("Please check" in m.words and "three.csv" in m.words for m in await sam.messages())
    await sam.click("Open", listed, plan=named["three.csv"])
    assert sum("Please check" in m.words and "three.csv" in m.words for m in await sam.messages()) == before + 1
    await sam.click("As a file", listed)
    rows = cells(await sam.take_file())
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [(n, "Alex", "2 lines") for n in named]
    await sam.press(listed, "approvals.open", listed.actions["Open"]["data"], plan="not-a-plan")
    await sam.sees("That plan isn't here")


@pytest.mark.long
async def test_a_no_needs_a_reason_and_reaches_the_asker(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    await sam.click("Reject", question, comment="  ")
    question = await sam.becomes(question, "Please say why in the comment")
    assert "Waiting for approval" in (await alex.now(own)).words
    await sam.click("Reject", question, comment="Wrong extensions")
    await sam.becomes(question, "Rejected", "Wrong extensions")
    told = await alex.until(lambda m: m.id != own.id and "Wrong extensions" in m.words)
    assert "Nothing was written." in told.words
    await alex.becomes(own, "Wrong extensions")
    assert await place.effects() == {}
    await sam.press(question, "approval.approve", place.sealed("approval.approve", await _plan_data(place)))
    await sam.sees("This was decided already.")
    assert await place.effects() == {}


async def test_the_approver_sees_what_stays_in_the_cpaas(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", csv(("101", "6567891230", "John", PHONE), ("102", "6567891231", "", PHONE)))
    plan = await alex.sees("Your plan", "the number stays in the CPaaS")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "the number stays in the CPaaS", "will have no person")


async def test_a_plan_withdrawn_says_to_the_approver_whose_it_was(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    await alex.click("Withdraw", own)
    await sam.becomes(question, "Plan withdrawn", "two.csv, asked for by Alex")
    assert "asked for by" not in (await alex.becomes(own, "Plan withdrawn")).words


@pytest.mark.long
async def test_the_asker_withdraws(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    await alex.click("Withdraw", own)
    taken = await alex.becomes(own, "Plan withdrawn", "Nothing was written.")
    assert list(taken.actions) == ["Plan again", "Home"]
    shown = await sam.becomes(question, "Plan withdrawn")
    assert "Approve" not in shown.actions
    await sam.click("Approve", question)
    await sam.sees("This was decided already.", "Alex withdrew it.")
    assert "Nothing waits" in (await sam.say("approvals")).words
    assert await place.effects() == {}


@pytest.mark.long
async def test_somebody_else_cannot_withdraw(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    data = own.actions["Withdraw"]["data"]
    await sam.press(await sam.last(), "plan.withdraw", data)
    await sam.sees("This is somebody else's plan.")
    assert "Waiting for approval" in (await alex.now(own)).words


@pytest.mark.long
async def test_many_clicks_on_approve_are_one_job(place: Town) -> None:
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    await asyncio.gather(*(sam.click("Approve", question) for _ in range(8)))
    await alex.sees("All done", "two.csv")
    assert len(await place.bot.store.ledger.recent(place.tenant().id)) == 1
    assert sum("All done" in m.words for m in await alex.messages()) == 1
    assert await place.effects() == WRITTEN
    # Whoever asks twice for the same has it: also later, when it is no double click any more.
    await sam.click("Approve", question, later="yes")
    assert not any("That didn't work" in m.words for m in await sam.messages())


@pytest.mark.slow
@pytest.mark.parametrize("title", ["Send for approval", "Withdraw", "Discard"])
async def test_a_double_click_of_the_asker_is_no_error(place: Town, title: str) -> None:
    await place.person("Sam")
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Send for approval")
    if title == "Withdraw":
        await alex.click("Send for approval", plan)
        plan = await alex.becomes(plan, "Waiting for approval")
    await asyncio.gather(alex.click(title, plan), alex.click(title, plan))
    await alex.click(title, plan, later="yes")
    ends = {"Send for approval": "Waiting for approval", "Withdraw": "Plan withdrawn", "Discard": "Plan discarded"}
    await alex.becomes(plan, ends[title])
    assert not any("That didn't work" in m.words for m in await alex.messages())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "BotNotInConversationRoster"),
        *(pytest.param(status, "", marks=pytest.mark.slow) for status in (403, 404, 410)),
    ],
)
async def test_who_cannot_be_asked_is_told_to_the_asker(place: Town, status: int, code: str) -> None:
    place.somebody("Kim").directory_roles.add(TEAMS_ADMINISTRATOR)
    sam, kim = await place.person("Sam"), await place.person("Kim")
    refused = {"kind": "before", "status": status, "code": code}
    await place.fault(system="teams", match=f"POST .*{await _chat(kim)}", **refused)
    alex, own = await asked(place, sam)
    told = await alex.sees("I couldn't ask everybody", "two.csv", "Asked: Sam.", "I couldn't reach Kim.")
    assert "Any other admin can do that, too, and decide." in told.words
    assert told.id != own.id
    shown = await alex.becomes(own, "Waiting for approval", "Asked: Sam.", "I couldn't reach Kim.")
    assert "Withdraw" in shown.actions
    assert sum("I couldn't ask everybody" in m.words for m in await alex.messages()) == 1
    await sam.click("Approve")
    await alex.sees("All done", "two.csv")
    assert "Withdraw" not in (await alex.becomes(told, "Approved")).actions
    assert not any("I couldn't ask everybody" in m.words for m in await alex.messages())


@pytest.mark.slow
async def test_when_nobody_can_be_asked_the_plan_says_so(place: Town) -> None:
    sam = await place.person("Sam")
    blocked = {"kind": "before", "status": 403, "code": "BotNotInConversationRoster"}
    await place.fault(system="teams", match=f"POST .*{await _chat(sam)}", **blocked)
    alex, own = await asked(place)
    await alex.sees("Nobody could be asked", "I couldn't reach Sam.")
    await alex.becomes(own, "Nobody could be asked. I couldn't reach Sam.")
    # He took the app out, so he isn't asked in vain again; when he is back he can still decide.
    await alex.send("three.csv", csv(("103", "", "John", PHONE), ("104", "", "Alice", PHONE)))
    await alex.click("Send for approval", await alex.sees("Send for approval", "three.csv"))
    await alex.sees("There is nobody to ask yet.")
    await place.calm()
    await sam.say("approvals")
    await sam.click("Open")
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "two.csv")


@pytest.mark.parametrize("status", [302, 400, 401, 404, 409, 418])
@pytest.mark.slow
async def test_one_odd_answer_of_teams_ends_no_message(place: Town, status: int) -> None:
    sam = await place.person("Sam")
    chat = await _chat(sam)
    await place.fault(system="teams", kind="before", status=status, times=1, match=f"POST .*{chat}")
    await asked(place, sam)
    assert await place.struck() == [1]


@pytest.mark.long
async def test_who_takes_the_app_out_keeps_their_name(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    await sam.uninstall()
    await alex.click("Withdraw", own)
    await alex.send("three.csv", TWO)
    place.somebody("Kim").directory_roles.add(TEAMS_ADMINISTRATOR)
    await place.person("Kim")
    plan = await alex.sees("Send for approval", "three.csv")
    await alex.click("Send for approval", plan)
    assert "Asked: Kim." in (await alex.becomes(plan, "Waiting for approval")).words


@pytest.mark.slow
@pytest.mark.parametrize("alone", [True, False], ids=["applied at once", "approved"])
async def test_a_yes_stands_when_the_work_cannot_be_begun(place: Town, alone: bool) -> None:
    """The engine doesn't take the job: the yes is kept, said to be kept, and done later."""
    sam, alex = await place.person("Sam"), await place.connected()
    await alex.send("some.csv", csv(("101", "", "John", PHONE)) if alone else TWO)
    plan = await alex.sees("Nothing is written yet")
    start, services = place.bot.services.start, place.bot.services

    async def broken(kind: str, ident: str) -> None:
        if kind == "job":
            raise OSError("the engine is away")
        await start(kind, ident)

    object.__setattr__(services, "start", broken)
    if not alone:
        await alex.click("Send for approval", plan)
    who, card = (alex, plan) if alone else (sam, await sam.sees("Please check this plan"))
    await who.click("Apply now" if alone else "Approve", card)
    await who.becomes(
        card, "Applied by Alex" if alone else "Approved", "The work couldn't be begun at once; it begins by itself"
    )
    assert "The work couldn't be begun at once." in (await who.say("jobs")).words
    assert not any("That didn't work" in m.words for m in await who.messages())
    object.__setattr__(services, "start", start)
    await alex.sees("All done", "some.csv")


async def _chat(person: Person) -> str:
    """The beginning of the id of somebody's own chat with the bot."""
    return str((await person.say("hi")).raw["conversation"])[:12]


@pytest.mark.slow
async def test_two_approvers_at_once_are_one_decision(place: Town) -> None:
    place.somebody("Kim").directory_roles.add(TEAMS_ADMINISTRATOR)
    sam, kim = await place.person("Sam"), await place.person("Kim")
    alex, own = await asked(place, sam, kim)
    assert "Asked: Kim, Sam." in own.words
    yes, no = await sam.sees("Please check this plan"), await kim.sees("Please check this plan")
    await asyncio.gather(sam.click("Approve", yes), kim.click("Reject", no, comment="Not now"))
    decided = await alex.until(lambda m: m.id == own.id and "When" in m.words)
    (plan,) = [await place.bot.store.plans.get((await _plan_data(place))["plan"], place.tenant().id)]
    late = kim if plan.state == "approved" else sam
    await late.sees("This was decided already.")
    if plan.state == "approved":
        assert "Approved" in decided.words
        await alex.sees("All done", "two.csv")
        assert await place.effects() == WRITTEN
        await kim.becomes(no, "Approved", "Sam")
    else:
        assert "Not now" in decided.words
        await sam.becomes(yes, "Rejected", "Kim")
        assert await place.effects() == {}


@pytest.mark.slow
async def test_everybody_who_was_asked_sees_the_decision(place: Town) -> None:
    place.somebody("Kim").directory_roles.add(TEAMS_ADMINISTRATOR)
    sam, kim = await place.person("Sam"), await place.person("Kim")
    await asked(place, sam, kim)
    card = await kim.sees("Please check this plan")
    await sam.click("Approve")
    shown = await kim.becomes(card, "Approved", "By", "Sam")
    assert "Approve" not in shown.actions


async def test_nobody_to_ask(place: Town) -> None:
    await place.person("Kim")
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await alex.sees("There is nobody to ask yet.", "No other admin has opened Switchboard.")
    await place.person("Sam")
    await alex.click("Send for approval")
    await alex.sees("Waiting for approval", "Asked: Sam.")


@pytest.mark.long
async def test_a_reader_is_neither_asked_nor_heard(place: Town) -> None:
    sam, kim = await place.person("Sam"), await place.person("Kim")
    _, own = await asked(place, sam)
    assert "Kim" not in own.words
    theirs = await sam.sees("Please check this plan")
    assert "Decide" not in (await kim.say("approvals")).words
    await kim.click("Open")
    card = await kim.sees("Please check this plan", "An admin decides this.")
    assert set(card.actions) == {"Lines", "Whole plan as a file"}
    await kim.press(card, "approval.approve", theirs.actions["Approve"]["data"])
    await kim.sees("You may not approve plans.")
    await kim.press(card, "approval.reject", theirs.actions["Reject"]["data"], comment="no")
    assert (await place.bot.store.plans.waiting(place.tenant().id))[0].state == "waiting"
    assert await place.effects() == {}


@pytest.mark.long
async def test_a_role_taken_away_between_card_and_click_counts(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    await sam.sees("Please check this plan")
    place.somebody("Sam").directory_roles.clear()
    await sam.click("Approve")
    await sam.sees("You may not approve plans.")
    assert "Waiting for approval" in (await alex.now(own)).words
    place.somebody("Alex").directory_roles.clear()
    await alex.click("Withdraw", own)
    await alex.sees("You may not change anything.")
    assert await place.effects() == {}


async def _plan_data(place: Town) -> dict[str, str]:
    async with place.bot.store.db.read() as session:
        plan = (await session.scalars(select(PlanRow))).one()
    return {"plan": plan.id, "hash": plan.hash[:12]}


@pytest.mark.long
async def test_bent_buttons_are_refused(place: Town) -> None:
    """Every part of the sealed data, another verb, another tenant's, another plan's content, a very old one."""
    sam = await place.person("Sam")
    await asked(place, sam)
    fiona = await place.connected("Fiona", OTHER_KEY)
    question = await sam.sees("Please check this plan")
    token = str(question.actions["Approve"]["data"]["s"])
    head, body, seal = token.split(".")
    none = "eyJhbGciOiJub25lIn0"
    bent = [f"{_bend(head)}.{body}.{seal}", f"{head}.{_bend(body)}.{seal}", f"{head}.{body}.{_bend(seal)}"]
    bent += [f"{head}.{body}.", f"{none}.{body}.", ""]
    for wrong in bent:
        await _refused(sam, question, "approval.approve", {"s": wrong}, "isn't one of mine")
    data = await _plan_data(place)
    forged: list[tuple[str, Json, str]] = [
        ("approval.approve", data, "isn't one of mine"),
        ("plan.apply", {"s": token}, "isn't one of mine"),
        ("approval.approve", place.sealed("approval.reject", data), "isn't one of mine"),
        ("approval.approve", place.sealed("approval.approve", data, tenant="Fabrikam"), "isn't one of mine"),
        ("approval.approve", place.sealed("approval.approve", data, days=-1), "too old to act on"),
        ("approval.approve", place.sealed("approval.approve", {**data, "hash": "0" * 12}), "isn't the plan that was"),
        ("approval.approve", place.sealed("approval.approve", {"plan": data["plan"]}), "isn't the plan that was"),
        ("no.such.verb", place.sealed("no.such.verb", {}), "isn't in use any more"),
    ]
    for verb, given, why in forged:
        await _refused(sam, question, verb, given, why)
    await _refused(fiona, await fiona.last(), "approval.approve", {"s": token}, "isn't one of mine")
    assert (await place.bot.store.plans.waiting(place.tenant().id))[0].state == "waiting"
    assert await place.effects() == {}


def _bend(part: str) -> str:
    middle = len(part) // 2
    return part[:middle] + ("A" if part[middle] != "A" else "B") + part[middle + 1 :]


async def _refused(person: Person, card: Shown, verb: str, data: Json, why: str) -> None:
    before = {m.id for m in await person.messages()}
    await person.press(card, verb, data)
    shown = await person.until(lambda m: m.id not in before, f"a refusal of {verb}")
    assert why in shown.words


@pytest.mark.long
async def test_what_is_typed_into_a_card_gives_no_rights(place: Town) -> None:
    """Inputs that look like the card's own data are words, nothing more."""
    sam, kim = await place.person("Sam"), await place.person("Kim")
    await asked(place, sam)
    question = await sam.sees("Please check this plan")
    data = await _plan_data(place)
    await kim.press(
        await kim.last(), "approval.approve", question.actions["Approve"]["data"], role="admin", **data, who="Sam"
    )
    await kim.sees("You may not approve plans.")
    await sam.click("Reject", question, comment="no", plan="other", verb="approval.approve", approved="true")
    await sam.becomes(question, "Rejected")
    assert await place.effects() == {}


@pytest.mark.long
async def test_a_plan_that_has_expired_is_refused(place: Town) -> None:
    sam = await place.person("Sam")
    await asked(place, sam)
    question = await sam.sees("Please check this plan")
    async with place.bot.store.db.begin() as session:
        await session.execute(update(PlanRow).values(expires_at=place.bot.services.clock.now() - 1))
    await sam.click("Approve", question)
    await sam.sees("This plan has expired.")
    assert "Nothing waits" in (await sam.say("approvals")).words
    assert await place.effects() == {}
    assert await place.bot.store.ledger.recent(place.tenant().id) == ()


@pytest.mark.long
async def test_the_approver_reads_why_and_each_line_on_the_card(place: Town) -> None:
    sam = await place.person("Sam")
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    await alex.click("Send for approval", await alex.sees("Send for approval"), reason="CHG-1042")
    question = await sam.sees("Please check this plan", "Why: CHG-1042", "2 × New extension")
    await sam.click("Lines", question)
    lines = await sam.sees("Lines of the plan", "101 John", "102 Alice")
    assert lines.id != question.id
    store, scope = place.bot.store, RecordScope(place.tenant().id)
    kept = await store.record_search.find(scope, RecordQuery(actions=("plan.submitted",)), 0, 10)
    (parts,) = await store.opened_parts(scope.tenant_id, kept)
    assert parts.by_person[kept[0].actor]["words"] == "CHG-1042"


@pytest.mark.slow
async def test_what_changes_very_much_wants_its_number_typed(place: Town) -> None:
    for n in range(12):
        place.line(str(300 + n), "", "", PHONE)
    alex, sam = await place.connected(), await place.person("Sam")
    rows = [(str(300 + n), "", "John" if n % 2 else "Alice", PHONE) for n in range(6)]
    await alex.send("six.csv", csv(*rows))
    await alex.click("Send for approval", await alex.sees("Send for approval"))
    question = await sam.sees("Please check this plan", "Type 6 to approve")
    await sam.click("Approve", question, typed="5")
    question = await sam.becomes(question, "Please type 6")
    assert await place.effects() == {}
    await sam.click("Approve", question, typed="6")
    await alex.sees("All done", "six.csv")
