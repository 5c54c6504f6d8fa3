"""Bringing waiting plans to people who can decide: handing on, reminding, asking again; all of it recorded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.approval_count import need_another_human, other_humans
from services.changes.plan_binding import workspace_of
from services.changes.plan_checks import need_mine
from services.changes.plan_moves import By, need_waiting, record_in, tell_in
from services.changes.plan_summary import asked_of, doubtful_in, handed_in
from services.changes.rights import may_do, need_right
from services.context import Services
from services.domain.access import Right
from services.domain.errors import BadInput, NotAllowed, Stale
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.record.entries import Recorded
from services.domain.same_human import SameHuman
from services.domain.states import NoticeState, PlanState
from services.domain.subject import Subject, SubjectKind
from services.store.records import Contact, PlanDecision, StoredPlan

BETWEEN_SECONDS = 900.0  # between two reminders of one plan by its author
MOST_REMINDERS = 10  # of one plan
MOST_HANDED_ON = 20  # reminders of one plan


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A waiting plan that is locked, with those who approved it so far."""

    row: StoredPlan
    yeses: tuple[PlanDecision, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Who was asked, hasn't approved it, and hasn't handed it on."""
        done = {one.object_id for one in self.yeses} | handed_in(self.row).keys()
        return tuple(one for one in asked_of(self.row) if one not in done)


async def hand_on(services: Services, row: StoredPlan, who: str, name: str, to: str) -> None:
    """Somebody who may approve the plan leaves it to somebody else who may.

    Both keep their rights: handing on says who is expected to decide, and grants nothing.
    """
    await _need_approver(services, row, who)
    heir, doubtful = await _need_heir(services, row, who, to)
    async with services.store.db.begin() as session:
        held = await _held(services, session, row)
        if to in {one.object_id for one in held.yeses}:
            raise BadInput(tr("{name} said yes already.", name=heir.name), fix=tr("Choose somebody else."))
        await _hand_on_in(services, session, held.row, By(who, name, Recorded.PLAN_HANDED_ON), to, doubtful=doubtful)


async def _need_approver(services: Services, row: StoredPlan, who: str) -> None:
    need_waiting(services, row)
    if who == row.author:
        raise NotAllowed(
            tr("You asked for this plan yourself."), tr("Whoever approves hands it on."), tr("Say *approvals*.")
        )
    await need_right(services, row, who, Right.APPROVE)
    await need_another_human(services, row, who)


async def _need_heir(services: Services, row: StoredPlan, who: str, to: str) -> tuple[Contact, bool]:
    """The person a plan is handed to, and whether they may be the author by another account.

    NotAllowed or BadInput unless they may approve it and can be written to.
    """
    contact = await services.store.contacts.get(row.tenant_id, to)
    if contact is None or not contact.installed or to == who:
        raise BadInput(
            tr("Please choose who takes it over."), fix=tr("Whoever isn't listed can add me in Teams first.")
        )
    access = await services.roles.access(row.tenant_id, to, True)
    if not access.known:
        raise services.roles.unknown(row.tenant_id, to)
    if to == row.author or not may_do(access, Right.APPROVE, row):
        raise NotAllowed(tr("{name} may not approve this.", name=contact.name), fix=tr("Choose somebody else."))
    return contact, await need_another_human(services, row, to) is SameHuman.MAYBE


async def _hand_on_in(
    services: Services, session: AsyncSession, row: StoredPlan, by: By, to: str, *, doubtful: bool
) -> None:
    times = int(row.summary.get("handed_times", 0)) + 1
    if times > MOST_HANDED_ON:
        raise BadInput(
            tr("This was handed on {most_handed_on} times already.", most_handed_on=MOST_HANDED_ON),
            fix=tr("Decide it, or ask its author."),
        )
    # Somebody who gets a plan back no longer hands it on.
    handed = {one: heir for one, heir in {**handed_in(row), by.actor: to}.items() if one != to}
    maybe = (*doubtful_in(row), to) if doubtful else doubtful_in(row)
    summary = {
        **row.summary,
        "handed": handed,
        "handed_times": times,
        "asked": tuple(dict.fromkeys((*asked_of(row), to))),
        "doubtful": tuple(dict.fromkeys(maybe)),
    }
    await services.store.plans.move_in(session, row.id, (PlanState.WAITING,), PlanState.WAITING, summary=summary)
    await record_in(services, session, row, replace(by, detail={"to": to}))
    await _notice_in(services, session, row, NoticeKind.APPROVAL, to, f"handed-{times}")
    await tell_in(services, session, row, NoticeKind.REDRAW, "", f"handed-{times}")


async def remind_of(services: Services, row: StoredPlan, who: str) -> int:
    """Remind, for the author, everybody who was asked and hasn't decided; how many that are."""
    await _need_asker(services, row, who)
    now = await services.store.db.now()
    async with services.store.db.begin() as session:
        held = await _held(services, session, row)
        count = await _count_in(services, session, held.row, now)
        await _record(services, session, held.row, Recorded.PLAN_REMINDED, held.open)
        for one in held.open:
            await _notice_in(services, session, row, NoticeKind.NUDGE, one, f"{count}")
    return len(held.open)


async def ask_again(services: Services, row: StoredPlan, who: str, able: Sequence[str]) -> int:
    """Ask, for the author, everybody who is `able` to approve now, and remind those asked before; how many are told."""
    await _need_asker(services, row, who)
    others, doubtful = await other_humans(services, row, able)
    unreached, now = await _unreached(services, row), await services.store.db.now()
    async with services.store.db.begin() as session:
        held = await _held(services, session, row)
        count = await _count_in(services, session, held.row, now)
        fresh = [one for one in others if one not in asked_of(held.row) or one in unreached]
        left = [one for one in held.open if one not in fresh]
        asked = tuple(dict.fromkeys((*asked_of(held.row), *fresh)))
        maybe = tuple(dict.fromkeys((*doubtful_in(held.row), *doubtful)))
        summary = {**_counted(held.row, now), "asked": asked, "doubtful": maybe}
        await services.store.plans.move_in(session, row.id, (PlanState.WAITING,), PlanState.WAITING, summary=summary)
        await _record(services, session, held.row, Recorded.PLAN_ASKED_AGAIN, [*fresh, *left])
        for one in fresh:
            await _notice_in(services, session, row, NoticeKind.APPROVAL, one, f"again-{count}")
        for one in left:
            await _notice_in(services, session, row, NoticeKind.NUDGE, one, f"{count}")
        await tell_in(services, session, row, NoticeKind.REDRAW, "", f"again-{count}")
    return len(fresh) + len(left)


async def _need_asker(services: Services, row: StoredPlan, who: str) -> None:
    need_mine(row, who)
    need_waiting(services, row)
    await workspace_of(services, row)
    await need_right(services, row, who, Right.CHANGE)


async def _held(services: Services, session: AsyncSession, row: StoredPlan) -> _Waiting:
    held = await services.store.plans.waiting_in(session, row.id)
    if held is None:
        raise Stale(tr("This plan doesn't wait for a decision any more."), fix=tr("Say *approvals* to see what waits."))
    return _Waiting(held, await services.store.decisions.of_in(session, row.id))


async def _count_in(services: Services, session: AsyncSession, row: StoredPlan, now: float) -> int:
    """Count a reminder; its number. BadInput when the last one was just now, or there were enough."""
    before = tuple(row.summary.get("reminded", ()))
    if before and 0 <= now - before[-1] < BETWEEN_SECONDS:
        minutes = math.ceil((BETWEEN_SECONDS - (now - before[-1])) / 60)
        raise BadInput(tr("I reminded them a moment ago."), fix=tr("Try again in {minutes} minutes.", minutes=minutes))
    if len(before) >= MOST_REMINDERS:
        raise BadInput(
            tr("I reminded them {most_reminders} times already.", most_reminders=MOST_REMINDERS),
            fix=tr("Ask somebody yourself, or withdraw it."),
        )
    summary = _counted(row, now)
    await services.store.plans.move_in(session, row.id, (PlanState.WAITING,), PlanState.WAITING, summary=summary)
    return len(before) + 1


def _counted(row: StoredPlan, now: float) -> dict[str, Any]:
    return {**row.summary, "reminded": [*row.summary.get("reminded", ()), now]}


async def _record(
    services: Services, session: AsyncSession, row: StoredPlan, action: Recorded, told: Sequence[str]
) -> None:
    await record_in(services, session, row, By(row.author, row.author_name, action, {"asked": list(told)}))


async def _unreached(services: Services, row: StoredPlan) -> frozenset[str]:
    states = await services.store.outbox.asked_of(row.id)
    return frozenset(one for one, state in states.items() if state == NoticeState.FAILED)


async def _notice_in(
    services: Services, session: AsyncSession, row: StoredPlan, kind: NoticeKind, who: str, turn: str
) -> None:
    key = f"{kind}:{row.id}:{who}:{turn}"
    await services.store.outbox.add_in(
        session, key=key, tenant_id=row.tenant_id, kind=kind, subject=Subject(SubjectKind.PLAN, row.id), object_id=who
    )
