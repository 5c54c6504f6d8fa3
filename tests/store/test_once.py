"""What must happen once happens once, however many ask at the same moment."""

from __future__ import annotations

import asyncio

from services.domain.notice_kind import NoticeKind
from services.domain.plan import write
from services.domain.states import NoticeState, PlanState
from services.domain.subject import NO_SUBJECT, Subject, SubjectKind
from services.store.outbox import MAX_WAIT_SECONDS
from services.store.records import Message
from services.store.store import Store
from tests.store.rows import TENANT, a_plan, some_lines

MANY = 50


async def test_an_activity_is_first_once(store: Store) -> None:
    answers = await asyncio.gather(*(store.seen.first("chat:1", float(n)) for n in range(MANY)))
    assert sum(answers) == 1
    assert await store.seen.first("chat:2", 1.0)


async def test_an_activity_is_first_again_once_it_is_cleaned(store: Store) -> None:
    await store.seen.first("chat:1", 1.0)
    await store.seen.first("chat:2", 5.0)
    await store.seen.clean(before=4.0)
    assert await store.seen.first("chat:1", 2.0)
    assert not await store.seen.first("chat:2", 5.0)


async def test_a_notice_is_put_in_once(store: Store) -> None:
    await asyncio.gather(*(_notice(store, "closing:job-1") for _ in range(MANY)))
    await _notice(store, "closing:job-2")
    assert [notice.key for notice in await store.outbox.due(1.0)] == ["closing:job-1", "closing:job-2"]


async def test_a_notice_is_claimed_by_one(store: Store) -> None:
    await _notice(store, "closing:job-1")
    (notice,) = await store.outbox.due(1.0)
    assert sum(await asyncio.gather(*(store.outbox.claim(notice.id) for _ in range(MANY)))) == 1
    assert await store.outbox.due(1.0) == ()


async def test_a_told_notice_stays_told(store: Store) -> None:
    await _notice(store, "closing:job-1")
    (notice,) = await store.outbox.due(1.0)
    await store.outbox.settle(notice.id, NoticeState.SENT, tries=1)
    await _notice(store, "closing:job-1")
    assert await store.outbox.due(1e12) == ()


async def test_what_a_dead_process_was_sending_is_due_again(store: Store) -> None:
    await _notice(store, "closing:job-1")
    (notice,) = await store.outbox.due(1.0)
    await store.outbox.claim(notice.id, "dead", 1.0)
    assert await store.outbox.release(("dead",)) == 1
    assert len(await store.outbox.due(1.0)) == 1


async def test_a_notice_waits_until_it_is_due(store: Store) -> None:
    await _notice(store, "closing:job-1")
    (notice,) = await store.outbox.due(1.0)
    await store.outbox.settle(notice.id, NoticeState.NEW, due_at=9.0, tries=3, error="away")
    assert await store.outbox.due(8.0) == ()
    assert [found.attempts for found in await store.outbox.due(9.0)] == [3]


async def test_a_notice_isnt_held_up_by_a_clock_that_was_put_back(store: Store) -> None:
    await _notice(store, "closing:job-1")
    (notice,) = await store.outbox.due(10_000.0)
    await store.outbox.settle(notice.id, NoticeState.NEW, due_at=10_000.0 + MAX_WAIT_SECONDS, tries=1)
    assert await store.outbox.due(10_000.0) == ()
    assert [found.key for found in await store.outbox.due(9_400.0)] == ["closing:job-1"]


async def test_an_answer_is_kept_until_it_is_told(store: Store) -> None:
    await store.outbox.add(
        key="answer:1", tenant_id=TENANT, kind=NoticeKind.ANSWER, subject=NO_SUBJECT, answer={"text": "Hi"}
    )
    (notice,) = await store.outbox.due(1.0)
    await store.outbox.settle(notice.id, NoticeState.NEW, due_at=1.0, tries=1)
    assert [found.answer for found in await store.outbox.due(1.0)] == [{"text": "Hi"}]
    await store.outbox.settle(notice.id, NoticeState.FAILED, tries=12)
    found = await store.outbox.get(notice.id)
    assert found is not None
    assert found.answer == {}


async def test_a_contact_keeps_what_is_known(store: Store) -> None:
    await store.contacts.save(TENANT, "sam", {"user_id": "29:sam"})
    await store.contacts.save(TENANT, "sam", {"name": "Sam", "locale": "de-DE"})
    await store.contacts.save(TENANT, "sam", {"seen_at": 5.0})
    await store.contacts.removed(TENANT, "sam")
    assert await store.contacts.names(TENANT, ["sam", "kim"]) == {"sam": "Sam"}
    found = await store.contacts.get(TENANT, "sam")
    assert found is not None
    assert (found.user_id, found.locale, found.seen_at, found.installed) == ("29:sam", "de-DE", 5.0, False)


async def test_a_plan_is_decided_by_one(store: Store) -> None:
    await store.plans.add(a_plan(), write(some_lines()))
    moves = (
        store.plans.move(
            "plan-1", (PlanState.WAITING,), PlanState.APPROVED if n % 2 else PlanState.REJECTED, decided_by=str(n)
        )
        for n in range(MANY)
    )
    won = await asyncio.gather(*moves)
    assert sum(won) == 1
    plan = await store.plans.get("plan-1", TENANT)
    assert plan.decided_by == str(won.index(True))
    assert plan.state == ("approved" if won.index(True) % 2 else "rejected")


async def test_a_welcome_is_claimed_once_an_install(store: Store) -> None:
    values = {"name": "Alex", "user_id": "29:a", "conversation_id": "c", "conversation": {}, "installed": True}
    await store.contacts.save(TENANT, "alex", values)
    assert sum(await asyncio.gather(*(store.contacts.claim_welcome(TENANT, "alex") for _ in range(MANY)))) == 1
    await store.contacts.removed(TENANT, "alex")
    await store.contacts.save(TENANT, "alex", values)
    assert await store.contacts.claim_welcome(TENANT, "alex")


async def test_a_subject_has_one_message_a_conversation(store: Store) -> None:
    for message_id in ("1", "2"):
        await store.messages.remember(
            Message(
                subject=Subject(SubjectKind.JOB, "1"),
                conversation_id="c",
                message_id=message_id,
                tenant_id=TENANT,
                conversation={},
            )
        )
    assert [message.message_id for message in await store.messages.newest(Subject(SubjectKind.JOB, "1"))] == ["2"]


async def _notice(store: Store, key: str) -> None:
    await store.outbox.add(
        key=key, tenant_id=TENANT, kind=NoticeKind.CLOSING, subject=Subject(SubjectKind.JOB, "job-1"), object_id="alex"
    )
