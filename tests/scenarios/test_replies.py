"""Replies on the bot's messages mean what those show, with every right checked as for a click."""

from __future__ import annotations

import pytest

from services.domain.subject import SubjectKind
from services.languages.language import Language
from services.sandbox.teams.chats import Chats
from tests.scenarios.test_approvals import asked
from tests.scenarios.test_assign_number import uploaded
from tests.scenarios.test_control import waiting
from tests.scenarios.test_languages import in_their
from tests.support.road import applied
from tests.support.sheets import TEAMS
from tests.support.town import Town

REQUEST = "Please check this plan"


async def test_words_typed_as_a_reply_are_understood(place: Town) -> None:
    alex = await place.connected()
    home = await alex.say("home")
    assert "numbers uploaded to Teams" in (await alex.reply(home, "numbers")).words
    assert "I don't know" not in await alex.transcript()


@pytest.mark.long
async def test_approve_in_reply_to_the_request_is_the_yes_to_that_plan(place: Town) -> None:
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    request = await sam.sees(REQUEST)
    await sam.reply(request, "Approve!")
    await alex.sees("All done")


@pytest.mark.long
async def test_nobody_approves_their_own_plan_by_a_reply_either(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    assert "Waiting for approval" in (await alex.now(own)).words
    await alex.reply(own, "approve")
    assert (await place.bot.store.plans.waiting(place.tenant().id))[0].state == "waiting"
    await alex.reply(own, "withdraw")
    await alex.sees("Plan withdrawn")
    assert await place.effects() == {}


async def test_who_may_only_look_gets_nothing_by_a_reply(place: Town) -> None:
    sam = await place.person("Sam")
    await asked(place, sam)
    request = await sam.sees(REQUEST)
    place.somebody("Sam").directory_roles.clear()
    assert "You may not approve plans." in (await sam.reply(request, "approve")).words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_why_undo_and_cancel_in_reply_to_a_job_are_about_that_job(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    plan = await alex.say("assign number 6567891230 to john")
    before = {m.id for m in await alex.messages()}
    await alex.click("Apply now", plan)
    end = await alex.until(lambda m: m.id not in before and "All done" in m.words, "the end")
    assert "to John" in (await alex.reply(end, "why?")).words
    assert "Your plan" in (await alex.reply(end, "undo")).words
    assert "Your plan" in (await alex.reply(plan, "undo")).words


async def test_a_reply_on_somebody_elses_words_or_on_another_place_means_only_what_it_says(place: Town) -> None:
    alex = await place.connected()
    hello = await alex.say("home")
    assert "wait" in (await alex.reply(hello, "approve")).words.casefold()  # the command of that name


@pytest.mark.long
async def test_the_id_of_a_message_names_nothing_in_another_place_or_tenant(place: Town) -> None:
    sam = await place.person("Sam")
    await asked(place, sam)
    request = await sam.sees(REQUEST)
    shown_by, tenant = place.bot.store.messages.shown_by, place.tenant().id
    chats = place.sandbox.part(Chats).conversations.values()
    chat = next(c.id for c in chats if request.id in c.messages)
    assert {subject.kind for subject in await shown_by(tenant, chat, request.id)} == {SubjectKind.PLAN}
    assert not await shown_by(tenant, "19:elsewhere@thread.v2", request.id)
    assert not await shown_by("another tenant", chat, request.id)


@pytest.mark.slow
async def test_undo_takes_back_the_job_that_is_quoted_and_not_the_newest(place: Town) -> None:
    place.line("101")
    place.line("102")
    alex = await place.connected()
    first = await applied(alex, await alex.say("assign 101 to john"))
    await applied(alex, await alex.say("assign 102 to nadia"))
    plan = (await alex.reply(first, "undo")).words
    assert "Your plan" in plan
    assert "101" in plan
    assert "102" not in plan


@pytest.mark.slow
async def test_cancel_in_reply_to_a_running_job_cancels_it(place: Town) -> None:
    alex, progress = await waiting(place)
    await alex.reply(progress, "cancel")
    await alex.sees("Result as a file", "Cancelled", "1 done", "3 not done")


@pytest.mark.long
async def test_cancel_in_reply_to_a_plan_withdraws_it_and_why_shows_it(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    assert "Somebody else decides this" in (await alex.reply(own, "why?")).words
    await alex.reply(own, "Cancel.")
    await alex.becomes(own, "Plan withdrawn")
    assert not await place.bot.store.plans.waiting(place.tenant().id)


@pytest.mark.slow
async def test_the_word_on_the_readers_own_button_is_understood(place: Town) -> None:
    place.somebody("Sam").locale = "vi-VN"
    sam = await place.person("Sam")
    await sam.say("hi")
    alex, _ = await asked(place)
    approve = in_their(Language.VIETNAMESE, "Approve")
    request = await sam.until(lambda m: approve in m.actions, "the request")
    await sam.reply(request, approve)
    await alex.sees("All done")


@pytest.mark.slow
@pytest.mark.parametrize("where", ["Telecom admins", "Telephony"])
async def test_a_plan_in_counts_is_decided_by_a_reply_where_others_read_along(place: Town, where: str) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    group = await place.person("Sam", where)
    card = await group.say("approvals")
    assert "Approve" in card.actions
    await group.reply(card, "approve")
    await group.becomes(card, "Approved")
    await alex.becomes(own, "Approved", "Sam")
