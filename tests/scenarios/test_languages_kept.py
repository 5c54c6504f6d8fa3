"""What was stored in one language's words is read in another's: titles, reasons, what a request brought along."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.languages.language import Language
from tests.scenarios.test_languages import in_their
from tests.scenarios.test_upload_told import both_uploaded
from tests.support.road import applied
from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town

FAULTY = csv(
    ("101", "", "John", PHONE),
    ("102", "", "Nobody At All", PHONE),
    ("x", "", "Alice", PHONE),
    ("101", "", "Ann", PHONE),
)


async def test_the_title_of_a_job_is_in_the_language_of_whoever_reads_it(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    place.somebody("Sam").locale = "id-ID"
    sam, alex = await place.person("Sam"), await place.connected()
    await applied(alex, await alex.say("rename 101 as Reception"))
    theirs = (await sam.say("jobs")).words
    assert in_their(Language.INDONESIAN, "Rename {key}", key="101") in theirs
    assert "Rename 101" not in theirs
    assert "Rename 101 as Reception" in (await alex.say("jobs")).words


@pytest.mark.long
async def test_a_title_that_an_older_version_stored_is_read_as_it_was_written(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    place.somebody("Sam").locale = "id-ID"
    sam, alex = await place.person("Sam"), await place.connected()
    await applied(alex, await alex.say("rename 101 as Reception"))
    async with place.bot.store.db.begin() as session:
        await session.execute(text("UPDATE jobs SET title_said = ''"))
    assert "Rename 101 as Reception" in (await sam.say("jobs")).words


@pytest.mark.long
async def test_why_a_line_failed_is_told_to_each_in_their_language(place: Town) -> None:
    alex = await place.connected()
    place.somebody("Alex").locale = "th-TH"
    plan = await alex.say("assign 101 to alice")
    place.line("101", "john", "", PHONE)
    await alex.click(in_their(Language.THAI, "Apply now"), plan)
    changed = in_their(Language.THAI, "Somebody changed it since the plan was made.")
    await alex.sees(in_their(Language.THAI, "Extension {key} exists by now. {how}", key="101", how=changed))
    job = (await place.bot.store.ledger.recent(place.tenant().id))[0]
    (entry,) = await place.bot.store.ledger.entries(job.id)
    assert entry.reason == "Extension 101 exists by now. Somebody changed it since the plan was made."


async def test_the_faults_of_a_file_are_in_the_senders_language(place: Town) -> None:
    alex = await place.connected()
    place.somebody("Alex").locale = "vi-VN"
    await alex.send("staff.csv", FAULTY)
    faulty = await alex.sees(in_their(Language.VIETNAMESE, "The extension key isn't a whole number."))
    assert in_their(Language.VIETNAMESE, "The extension key is in row {other} too.", other=2) in faulty.words
    assert "whole number" not in faulty.words
    assert "too." not in faulty.words


@pytest.mark.long
async def test_a_channel_is_told_in_the_language_of_whoever_chose_it(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    place.somebody("Alex").locale = "id-ID"
    channel = await place.person("Alex", "Telephony")
    await channel.say("notify here")
    await alex.say("language English")
    await both_uploaded(alex, sam)
    told = await channel.sees(in_their(Language.INDONESIAN, "Upload finished"))
    assert "Upload finished" not in told.words


async def test_rules_and_countries_are_counted_in_the_readers_language(place: Town) -> None:
    alex = await place.connected()
    await alex.say("language Bahasa Indonesia")
    card = await alex.say("outbound rules")
    assert "Tambahkan aturan" in card.actions
    assert "20 negara, 1 rencana panggilan" in card.words
