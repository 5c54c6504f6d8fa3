"""The outbox finds what belongs together by what it is about."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.notice_kind import NoticeKind
from services.domain.subject import Subject, SubjectKind
from services.store.store import Store
from services.store.tables import NoticeRow


async def test_the_message_that_came_before_is_of_the_same_job_and_its_last_end(store: Store) -> None:
    outbox = store.outbox
    kinds = [NoticeKind.CLOSING, NoticeKind.TOLD, NoticeKind.CLOSING, NoticeKind.TOLD]
    for no, (kind, job) in enumerate(
        [*zip(kinds, ["j-1", "j-1", "j-1", "j-1"], strict=True), (NoticeKind.TOLD, "j-2")]
    ):
        await outbox.add(key=f"k{no}", tenant_id="t", kind=kind, subject=Subject(SubjectKind.JOB, job))
    keys = {}
    for key in ("k1", "k3", "k4"):
        notice = await outbox.find(key)
        assert notice is not None
        before = await outbox.newest_before(notice, NoticeKind.CLOSING)
        keys[key] = before.key if before else None
    assert keys == {"k1": "k0", "k3": "k2", "k4": None}


async def test_what_a_later_version_wrote_is_left_to_it_and_holds_up_no_other_notice(store: Store) -> None:
    outbox, subject = store.outbox, Subject(SubjectKind.JOB, "j-1")
    for key in ("kind", "subject", "known"):
        await outbox.add(key=key, tenant_id="t", kind=NoticeKind.CLOSING, subject=subject)
    async with store.db.begin() as session:
        await session.execute(update(NoticeRow).where(NoticeRow.key == "kind").values(kind="of another version"))
        await session.execute(update(NoticeRow).where(NoticeRow.key == "subject").values(subject="later:1"))
    assert [notice.key for notice in await outbox.due(1.0)] == ["known"]


async def test_the_bell_rings_once_a_notice_is_committed_and_not_before(store: Store) -> None:
    rings: list[str] = []
    store.outbox.bell.listen(lambda: rings.append("rung"))

    async def queue(session: AsyncSession, key: str) -> None:
        subject = Subject(SubjectKind.JOB, "j-1")
        await store.outbox.add_in(session, key=key, tenant_id="t", kind=NoticeKind.CLOSING, subject=subject)

    async def roll_back() -> None:
        async with store.db.begin() as session:
            await queue(session, "rolled back")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await roll_back()
    async with store.db.begin() as session:
        await queue(session, "kept")
        assert not rings
    assert rings == ["rung"]
