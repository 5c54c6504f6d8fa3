"""The record: what can't be recorded isn't done, and everything that was done can be found in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from services.changes.publishing import publish, publish_daily
from services.domain.record.checkpoints import notes_in
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject, SubjectKind
from services.store.record.search import RecordQuery, RecordScope
from tests.scenarios.test_failures import started
from tests.scenarios.test_identity import a_member
from tests.scenarios.test_jobs import all_as_wished, ended
from tests.support.processes import until
from tests.support.road import applied
from tests.support.sheets import PHONE
from tests.support.town import Town
from tests.tools.test_verify_record import SECOND

LOST = "Nothing is changed while the record can't be written"


async def recorded(place: Town, *actions: str, **query: Any) -> list[dict[str, Any]]:
    """What the record says, oldest first."""
    found = await place.bot.store.record_search.find(
        RecordScope(place.tenant().id), RecordQuery(actions=actions, **query), 0, 1000
    )
    return [json.loads(entry.leaf) for entry in reversed(found)]


REFUSING = "CREATE TRIGGER refusing BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'no more'); END"
HARMS = {  # what is done to the record, and what undoes it
    "gone": ("ALTER TABLE record RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO record"),
    "without its end": ("ALTER TABLE record_heads RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO record_heads"),
    "without its keys": ("ALTER TABLE record_keys RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO record_keys"),
    "not to be written": (REFUSING, "DROP TRIGGER refusing"),
}


async def done_to(place: Town, statement: str) -> None:
    """Have the database do this."""
    async with place.bot.store.db.begin() as session:
        await session.execute(text(statement))


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARMS)
async def test_a_job_whose_record_is_gone_sends_nothing_and_goes_on_when_it_is_back(place: Town, harm: str) -> None:
    alex = await started(place)
    await until(lambda: recorded(place, Recorded.EFFECT_DONE), "something was done")
    await done_to(place, HARMS[harm][0])

    async def waits() -> bool:
        return any(LOST in job.waiting_for for job in await place.bot.store.ledger.recent(place.tenant().id))

    await until(waits, "the job says what it waits for")
    before = await place.effects()
    for _ in range(3):
        await alex.say("jobs")
    assert await place.effects() == before
    await done_to(place, HARMS[harm][1])
    await ended(alex, "4 done")
    await all_as_wished(place)
    assert (await place.bot.store.checkpoints.verify(place.tenant().id)).good


@pytest.mark.slow
async def test_every_effect_is_recorded_with_before_after_and_who_agreed(place: Town) -> None:
    alex = await started(place)
    await ended(alex, "4 done")
    alex_id, sam_id = place.somebody("Alex").id, place.somebody("Sam").id
    effects = await recorded(place, "effect.")
    given = [e for e in effects if e["detail"]["effect"] == "graph.number_assign"]
    assert len(given) == 3
    for entry in given:
        assert entry["action"] == Recorded.EFFECT_DONE
        assert entry["detail"]["asked_by"] == alex_id
        assert entry["about"]["approver"] == sam_id
        assert entry["about"]["person"] == entry["detail"]["after"]["target"]
        assert entry["about"]["numbers"] == [entry["detail"]["object"]]
    told = {e["action"] for e in await recorded(place)}
    assert {"plan.made", "plan.submitted", "plan.approved", "job.ended", "effects.sent", "workspace.saved"} <= told
    sent = {
        (line["no"], line["effect"])
        for e in await recorded(place, Recorded.EFFECTS_SENT)
        for line in e["detail"]["lines"]
    }
    assert {(e["detail"]["no"], e["detail"]["effect"]) for e in given} <= sent
    assert not any("Alice" in json.dumps(e) for e in effects), "names are sealed"


@pytest.mark.slow
async def test_the_record_tells_who_changed_whose_number(place: Town) -> None:
    alex = await started(place)
    await ended(alex, "4 done")
    card = await alex.say("who changed Alice's number")
    assert "Asked by Alex, approved by Sam" in card.words
    assert "+65 6789 1231" in card.words
    about = await alex.say("what happened to +6567891231 today")
    assert "Alice" in about.words
    assert "assign" in about.words
    assert "No entries here" in (await alex.say("record +6567891231 yesterday")).words
    assert "Sam approved a plan" in (await alex.say("record by Sam")).words
    kim = await place.person("Kim")
    assert "approved by Sam" in (await kim.say("record alice")).words
    ben = await place.person("Ben")
    assert "You may not" in (await ben.say("record")).words
    refused = await recorded(place, Recorded.REFUSED)
    assert [e["detail"]["asked"] for e in refused] == ["record"]


@pytest.mark.slow
async def test_the_record_is_given_as_a_file_that_the_second_verifier_takes(place: Town) -> None:
    alex = await started(place)
    await ended(alex, "4 done")
    card = await alex.say("record")
    await alex.click("To check (JSON)", card)
    content = await alex.take_file()
    key = str(await place.bot.store.checkpoints.key(place.tenant().id))
    assert SECOND.verify(content.decode(), key) > 10
    assert b"Alice" not in content
    await alex.click("As CSV", card)
    rows = (await alex.take_file()).decode("utf-8-sig").splitlines()
    assert rows[0] == "When (UTC),What,Before,After,Asked by,Approved by,Why"
    assert any("Alice" in row and "Sam" in row for row in rows)


@pytest.mark.slow
async def test_who_is_forgotten_has_no_name_in_it_and_it_holds(place: Town) -> None:
    alex = await started(place)
    await ended(alex, "4 done")
    assert "102 Alice" in (await alex.say("record +6567891231")).words
    tenant, alice = place.tenant().id, place.somebody("Alice").id
    entry = ToRecord(
        tenant, place.bot.services.clock.now(), Recorded.FORGOTTEN, "switchboard", Subject(SubjectKind.PERSON, alice)
    )
    assert await place.bot.store.forget(tenant, alice, entry) >= 1
    assert "102 Alice" not in (await alex.say("record +6567891231")).words
    assert (await place.bot.store.checkpoints.verify(tenant)).good


async def test_a_checkpoint_is_posted_where_the_workspace_chose_and_can_be_kept(place: Town) -> None:
    await place.connected()
    channel = await place.person("Alex", "Telephony")
    await channel.say("notify here")
    store, tenant = place.bot.store, place.tenant().id
    note = await publish(store, tenant, place.bot.services.clock.now())
    posted = await channel.sees("Checkpoint of the record", "Keep this")
    assert notes_in(posted.words) == (note,)
    await channel.say("whoami")
    before = await store.checkpoints.all(tenant)
    await publish_daily(store, place.bot.services.clock.now() + 3_600.0)
    assert await store.checkpoints.all(tenant) == before, "a young one is enough"
    await (await place.person("Sam")).say("whoami")
    await publish_daily(store, place.bot.services.clock.now() + 90_000.0)
    assert len(await store.checkpoints.all(tenant)) == len(before) + 1


@pytest.mark.slow
async def test_the_record_is_asked_in_ones_own_words(place: Town) -> None:
    alex = await started(place)
    await ended(alex, "4 done")
    for said, part in (
        ("who approved that", "Sam approved a plan: seed-bulk.csv"),
        ("who changed 102 today", "Asked by Alex, approved by Sam"),
        ("who gave alice her number", "+65 6789 1231"),
        ("when did alice get her number", "+65 6789 1231"),
        ("history of 102", "102 Alice"),
        ("what changed this week", "Asked by Alex, approved by Sam"),
        ("what did sam approve today", "approved by Sam"),
        ("what did sam change today", "Sam approved a plan"),
        ("show the record", "Record"),
    ):
        assert part in (await alex.say(said)).words, said
    card = await alex.say("what changed last week")
    assert "No entries here" in card.words
    (read,) = (await recorded(place, Recorded.RECORD_READ))[-1:]
    assert {"day", "until"} <= read["detail"].keys(), "what was asked for is on record, too"
    await alex.click("As CSV", await alex.say("record approvals"))
    rows = (await alex.take_file()).decode("utf-8-sig").splitlines()
    assert len(rows) == 2, "the file holds what the card was asked for"
    assert "Sam approved a plan" in rows[1]


async def test_plans_on_record_are_told_in_the_readers_language(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE)
    alex = await place.connected()
    await alex.say("give alice call recording")
    assert "Give Call Recording to 101 Alice" in (await alex.say("record")).words
    await alex.say("language vi")
    assert "Give Call Recording" not in (await alex.say("record")).words


async def test_the_days_of_the_record_are_written_as_people_write_them(place: Town) -> None:
    alex = await place.connected()
    assert "Record: Tue 24 Nov 2026" in (await alex.say("record 2026-11-24")).words
    assert "Record: alice Tue 24 Nov 2026" in (await alex.say("record alice 2026-11-24")).words


@pytest.mark.slow
async def test_the_record_is_found_by_job_plan_and_approver(place: Town) -> None:
    alex = await started(place)
    await ended(alex, "4 done")
    (job,) = await place.bot.store.ledger.recent(place.tenant().id)
    of_job = await alex.say(f"record job {job.id.upper()}")
    assert "A job ended" in of_job.words
    assert "approved a plan" not in of_job.words
    of_plan = await alex.say(f"record plan {job.plan_id}")
    assert "A job ended" in of_plan.words
    assert "No entries here" in (await alex.say(f"record plan {job.id}")).words
    by_sam = await alex.say("record approved by sam")
    assert "approved by Sam" in by_sam.words
    assert "No entries here" in (await alex.say("record approved by alex")).words
    narrowed = await alex.say("record 102 approved by sam")
    assert "Alice" in narrowed.words
    assert "John" not in narrowed.words


@pytest.mark.long
async def test_who_has_no_microsoft_account_is_found_by_their_line(place: Town) -> None:
    a_member(place, "Zed", "zed", "zed@contoso.com")
    a_member(place, "Yan", "yan", "yan@contoso.com")
    place.line("140", "zed", "6567891236")
    place.line("150", "yan")
    place.line("151", "yan")
    alex = await place.connected()
    await applied(alex, await alex.say("give 140 call recording"))
    found = await alex.say("record zed")
    assert "Asked by Alex" in found.words
    assert "140" in found.words
    assert "“zed” has no Microsoft account" in (await alex.say("record by zed")).words
    assert "I can't tell which entries are about Yan" in (await alex.say("record yan")).words


async def test_files_call_history_and_first_contact_are_on_record(place: Town) -> None:
    alex = await place.connected()
    kim = await place.person("Kim")
    await kim.say("hi")
    await kim.say("whoami")
    alex_id, kim_id = place.somebody("Alex").id, place.somebody("Kim").id
    seen = await recorded(place, Recorded.SEEN)
    assert [e["actor"] for e in seen if e["actor"] == kim_id] == [kim_id], "once"
    place.line("102", "alice", "6567891231")
    await kim.say("calls 102 today")
    (read,) = await recorded(place, Recorded.CALLS_READ)
    assert (read["actor"], read["subject"]) == (kim_id, "line:102")
    await alex.click("As CSV", await alex.say("record"))
    await alex.take_file()
    (given,) = await recorded(place, Recorded.FILE_GIVEN)
    assert (given["actor"], given["subject"]) == (alex_id, "file:record_csv")
