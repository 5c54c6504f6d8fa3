"""Plans and decisions on them: made once, bound to the plan's hash, never made by its author."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.authors import need_author
from services.changes.needs import POLICY, needed_of
from services.changes.plan_binding import is_about_the_link, workspace_of
from services.changes.plan_moves import REDRAW, By, follow_in, move, need_same, record_in, tell_in
from services.changes.rights import is_about_rules, need_right
from services.changes.start_work import begin
from services.changes.yeses import Ballot, ballot, need_another_human, need_room, other_humans, same_policy
from services.context import Services
from services.domain.access import Right
from services.domain.bond import Bond
from services.domain.errors import BadInput, NotAllowed, Stale
from services.domain.plan import Plan, Severity, plan_hash
from services.domain.record.entries import Recorded
from services.domain.same_human import SameHuman
from services.domain.states import JobState, PlanState
from services.planning.prepared import PLAN, Prepared, prepare
from services.store.records import Job, PlanDecision, StoredPlan

log = structlog.get_logger()

_MAX_RACES = 6  # yeses that come in at the same moment, counted again

_DAY_SECONDS = 86_400.0
_MAX_REASON_CHARACTERS = 300  # characters
_LATER = "The work couldn't be begun at once. It begins by itself as soon as it can."


async def new_plan(
    services: Services,
    plan: Plan,
    bond: Bond,
    author: str,
    author_name: str,
    draft_id: str = "",
    starts_at: float = 0.0,
) -> StoredPlan:
    """Store a plan that has something to do, bound to the organisation it was made for; it is `ready` then."""
    made = await asyncio.to_thread(prepare, plan, bond.tenant_id, author)
    return await store_plan(services, made, bond, author_name, draft_id, starts_at)


async def store_plan(
    services: Services,
    made: Prepared,
    bond: Bond,
    author_name: str,
    draft_id: str = "",
    starts_at: float = 0.0,
) -> StoredPlan:
    """Store a prepared plan, as `new_plan` does; its row.

    Its lines are written in parts, so that nobody waits for thousands of them; until all are there it is `storing`, and
    nobody knows of it. One with a time is to be decided before that.
    """
    now = services.clock.now()
    starts_at = starts_at if starts_at > now else 0.0
    ends = now + services.plan_days * _DAY_SECONDS
    row = StoredPlan(
        id=services.make_id(),
        tenant_id=made.tenant_id,
        org_uuid=bond.org_uuid,
        author=made.author,
        author_name=author_name,
        title=made.title,
        draft_id=draft_id,
        undo_of=made.undo_of,
        state=PlanState.STORING,
        hash=made.hash,
        summary=made.summary,
        lines=len(made.lines),
        busy=made.busy,
        needs_approval=made.needs_approval,
        created_at=now,
        expires_at=min(ends, starts_at) if starts_at else ends,
        starts_at=starts_at,
    )
    row = replace(row, needs_approval=bool((await needed_of(services, row)).count))
    await services.store.plans.add(row, made.lines)
    async with services.store.db.begin() as session:
        await services.store.plans.move_in(session, row.id, (PlanState.STORING,), PlanState.READY)
        by = By(made.author, author_name, Recorded.PLAN_MADE, {"hash": row.hash, "lines": row.lines})
        await record_in(services, session, row, by)
    return replace(row, state=PlanState.READY)


def summary_of(row: StoredPlan) -> Plan:
    """The plan's title, counts, seats and worst findings; its lines are stored by themselves."""
    return PLAN.validate_python({k: v for k, v in row.summary.items() if k in Plan.__slots__})


def found_in(row: StoredPlan) -> dict[Severity, int]:
    """How many findings of each kind the plan has, also those that the summary has no room for."""
    return {Severity(kind): n for kind, n in row.summary.get("found", {}).items()}


async def submit(services: Services, row: StoredPlan, who: str, asked: Sequence[str], reason: str = "") -> None:
    """The author sends the plan to the other admins, `asked` by their object ids; NotConnected as for a yes.

    `reason` is why, as they are told and as it is recorded.
    """
    _mine(row, who)
    _fresh(services, row)
    await workspace_of(services, row)
    await need_right(services, row, who, Right.CHANGE)
    if not (await needed_of(services, row)).count:
        raise BadInput("This plan needs no approval.", fix="Apply it.")
    asked, doubtful = await other_humans(services, row, asked)
    if not asked:
        raise BadInput(
            "There is nobody to ask yet.", "All other admins are accounts of your own.", "Ask somebody to install me."
        )
    kept = reason[:_MAX_REASON_CHARACTERS]
    by = By(who, row.author_name, Recorded.PLAN_SUBMITTED, {"asked": list(asked)}, kept)
    notices = [("approval", object_id) for object_id in asked]
    summary = {**row.summary, "asked": asked, "doubtful": doubtful, "reason": kept}
    await move(services, row, (PlanState.READY,), PlanState.WAITING, by, notices, summary=summary)


async def withdraw(services: Services, row: StoredPlan, who: str) -> None:
    """The author takes the plan back: one that was sent is withdrawn, any other discarded.

    One that was approved and hasn't begun can be taken back by whoever approved it, too.
    """
    if row.state != PlanState.SCHEDULED or who != row.decided_by:
        _mine(row, who)
    came_from, to = PlanState.WAITING, PlanState.WITHDRAWN
    if row.state == PlanState.SCHEDULED:
        came_from = PlanState.SCHEDULED
    if row.state in (PlanState.READY, PlanState.DISCARDED):
        came_from, to = PlanState.READY, PlanState.DISCARDED
    by = By(who, row.author_name if who == row.author else row.decided_name, Recorded(f"plan.{to}"))
    others = [one for one in (row.author, row.decided_by) if one and one != who]
    notices = [("decided", one) for one in others] if came_from == PlanState.SCHEDULED else []
    await move(services, row, (came_from,), to, by, [*notices, REDRAW], decided_at=services.clock.now())


async def expire(services: Services, row: StoredPlan) -> None:
    """Close a plan that nobody decided in time; of one that was sent, its author and everybody asked hear."""
    people = (row.author, *asked_of(row)) if row.state == PlanState.WAITING else ()
    by = By("switchboard", "", Recorded.PLAN_EXPIRED)
    notices = [("expired", object_id) for object_id in people]
    await move(services, row, (row.state,), PlanState.EXPIRED, by, [*notices, REDRAW])


async def remind(services: Services, row: StoredPlan) -> None:
    """Tell everybody asked that the plan's time ends soon."""
    async with services.store.db.begin() as session:
        for object_id in asked_of(row):
            await tell_in(services, session, row, "reminder", object_id)


@dataclass(frozen=True, slots=True)
class DecisionWeight:
    """What a decision hangs on: how many lines lose service, the numbers of the first, and the number to type."""

    loses: int = 0
    losing: tuple[int, ...] = ()
    drastic: int = 0


def weight_of(row: StoredPlan) -> DecisionWeight:
    """What a decision on the plan hangs on; nothing for plans of before it was kept."""
    kept = row.summary
    return DecisionWeight(int(kept.get("loses", 0)), tuple(kept.get("losing", ())), int(kept.get("drastic", 0)))


def reason_of(row: StoredPlan) -> str:
    """Why the author wants it, in their own words."""
    return str(row.summary.get("reason", ""))


def doubtful_in(row: StoredPlan) -> tuple[str, ...]:
    """Which of those who were asked may be another account of the author's."""
    return tuple(row.summary.get("doubtful", ()))


def asked_of(row: StoredPlan) -> tuple[str, ...]:
    """The object ids of those who were asked to approve the plan."""
    return tuple(row.summary.get("asked", ()))


async def decide(
    services: Services, row: StoredPlan, who: str, name: str, approve: bool, comment: str, seen_hash: str
) -> StoredPlan:
    """A second person's yes or no. On a yes the job is made and started; returns the plan as it is now.

    NotConnected when the tenant was unlinked since, or linked to another organisation than the plan is for.
    """
    if who == row.author:
        raise NotAllowed("You can't approve your own plan.", "It takes a second pair of eyes.", "Ask another admin.")
    _fresh(services, row)
    await need_right(services, row, who, Right.APPROVE)
    await _same(services, row, seen_hash)
    if approve:
        await workspace_of(services, row)
    if approve:
        await _yes(
            services,
            row,
            PlanDecision(plan_id=row.id, object_id=who, name=name, at=services.clock.now(), comment=comment[:500]),
        )
    else:
        await _no(services, row, who, name, comment[:500])
    return await services.store.plans.get(row.id, row.tenant_id)


async def _yes(services: Services, row: StoredPlan, said: PlanDecision) -> None:
    """Count a yes; with the last one that it takes the plan is approved, whoever else clicks at the same moment."""
    how = await need_another_human(services, row, said.object_id)
    await need_author(services, row)
    for _ in range(_MAX_RACES):
        counted = await ballot(services, row, said.object_id)
        outcome = await _count(services, row, said, counted, unsure=how is SameHuman.MAYBE)
        if outcome is not _Vote.RACED:
            break
    if outcome is _Vote.OVER:
        await need_same(services, row, PlanState.SCHEDULED if row.starts_at else PlanState.APPROVED, said.object_id)
    if outcome is not _Vote.COUNTED and not row.starts_at:
        await _open_soon(services, row)


class _Vote(Enum):
    """What a yes came to."""

    COUNTED = "counted"  # it takes more
    ENOUGH = "enough"  # the plan is approved by it
    RACED = "raced"  # somebody else's came in at the same moment: count again
    OVER = "over"  # the plan waits no more


async def _count(services: Services, row: StoredPlan, said: PlanDecision, counted: Ballot, *, unsure: bool) -> _Vote:
    """Put a yes down, and approve the plan when it is the last one that it takes, in one transaction."""
    detail: dict[str, Any] = {"hash": row.hash, "needs": counted.needs.count}
    if unsure:
        detail["unsure"] = "This may be another account of the author's."
    plans, decisions = services.store.plans, services.store.decisions
    async with services.store.db.begin() as session:
        if not await plans.hold_in(session, row.id, PlanState.WAITING):
            return _Vote.OVER
        await same_policy(services, session, row, counted.rules)
        if await decisions.add_in(session, said):
            by = By(said.object_id, said.name, Recorded.PLAN_APPROVED, detail, said.comment)
            await record_in(services, session, row, by)
            await tell_in(services, session, row, "redraw", "", f"yes-{said.object_id}")
        there = await decisions.of_in(session, row.id)
        if counted.enough(there):
            names = " and ".join(one.name for one in there if one.object_id in counted.groups)
            values: dict[str, Any] = {"decided_by": said.object_id, "decided_name": names, "comment": said.comment}
            to = PlanState.SCHEDULED if row.starts_at else PlanState.APPROVED
            if row.starts_at:
                values["expires_at"] = row.starts_at
                await tell_in(services, session, row, "decided", row.author)
                await tell_in(services, session, row, "redraw", "", to)
            await plans.move_in(session, row.id, (PlanState.WAITING,), to, decided_at=said.at, **values)
            await follow_in(services, session, row, to)
            return _Vote.ENOUGH
        return _Vote.RACED if counted.misses(there) else _Vote.COUNTED


async def _no(services: Services, row: StoredPlan, who: str, name: str, comment: str) -> None:
    values: dict[str, Any] = {
        "decided_by": who,
        "decided_name": name,
        "decided_at": services.clock.now(),
        "comment": comment,
    }
    by = By(who, name, Recorded.PLAN_REJECTED, {"hash": row.hash}, comment)
    await move(services, row, (PlanState.WAITING,), PlanState.REJECTED, by, [("decided", row.author), REDRAW], **values)


async def apply_now(services: Services, row: StoredPlan, who: str, seen_hash: str) -> StoredPlan:
    """The author applies a single reversible change at once; NotAllowed when policy wants a second person."""
    _mine(row, who)
    _fresh(services, row)
    await need_right(services, row, who, Right.CHANGE)
    await _same(services, row, seen_hash)
    rules = await services.store.rules.get(row.tenant_id, POLICY)
    needed = await needed_of(services, row)
    if needed.count:
        raise NotAllowed("This plan needs a second person.", needed.why, "Send it.")
    await workspace_of(services, row)
    values: dict[str, Any] = {"decided_by": who, "decided_name": row.author_name, "decided_at": services.clock.now()}
    alone = {"alone": "Nobody else could decide on this."} if is_about_rules(row) else {}
    by = By(who, row.author_name, Recorded.PLAN_APPLIED, {"hash": row.hash, **alone})

    async def guard(session: AsyncSession) -> None:
        if not (is_about_rules(row) or is_about_the_link(row)):
            await need_room(services, session, row, rules)

    await _agree(services, row, (PlanState.READY,), by, values, guard)
    return await services.store.plans.get(row.id, row.tenant_id)


async def _agree(
    services: Services,
    row: StoredPlan,
    came_from: tuple[PlanState, ...],
    by: By,
    values: dict[str, Any],
    guard: Callable[[AsyncSession], Awaitable[None]] | None = None,
) -> None:
    """The yes: the job is made at once, or when the plan's time comes."""
    if not row.starts_at:
        await move(services, row, came_from, PlanState.APPROVED, by, guard=guard, **values)
        await _open_soon(services, row)
        return
    notices = [("decided", row.author)] if by.actor != row.author else []
    kept = {**values, "expires_at": row.starts_at}
    await move(services, row, came_from, PlanState.SCHEDULED, by, [*notices, REDRAW], guard=guard, **kept)


async def begin_dated(services: Services, row: StoredPlan) -> None:
    """Begin an approved plan whose time has come."""
    by = By("switchboard", "", Recorded.PLAN_BEGUN, {"hash": row.hash})
    await move(services, row, (PlanState.SCHEDULED,), PlanState.APPROVED, by)
    await _open_soon(services, row)


async def overtake(services: Services, row: StoredPlan, why: str) -> None:
    """Close an approved plan that doesn't fit any more at its time; whoever made and approved it hear why."""
    by = By("switchboard", "", Recorded.PLAN_OVERTAKEN)
    notices = [("overtaken", one) for one in dict.fromkeys((row.author, row.decided_by))]
    await move(services, row, (PlanState.SCHEDULED,), PlanState.OVERTAKEN, by, [*notices, REDRAW], comment=why[:500])


async def announce(services: Services, row: StoredPlan) -> None:
    """Tell whoever made and approved a dated plan that it begins soon."""
    async with services.store.db.begin() as session:
        for object_id in dict.fromkeys((row.author, row.decided_by)):
            await tell_in(services, session, row, "soon", object_id)


async def _open_soon(services: Services, row: StoredPlan) -> None:
    """Make the job of a committed approval; an error here is logged and doesn't undo the approval.

    A job that couldn't be made is made by the next look for approved plans without one (`takeover.pick_up`).
    """
    try:
        await open_job(services, row)
    except Exception:
        log.exception("an approved plan gets its job later", plan=row.id)


async def open_job(services: Services, row: StoredPlan) -> None:
    """Make the job of an approved plan and start it; a second call for the same plan changes nothing."""
    job = Job(
        id=services.make_id(),
        tenant_id=row.tenant_id,
        plan_id=row.id,
        author=row.author,
        author_name=row.author_name,
        title=row.title,
        state=JobState.QUEUED,
        total=row.lines,
        created_at=services.clock.now(),
    )
    async with services.store.db.begin() as session:
        if not await services.store.ledger.open_in(session, job):
            return
        await tell_in(services, session, row, "redraw", "", PlanState.APPROVED)
        if row.lines > 1:
            await services.store.outbox.add_in(
                session,
                key=f"progress:{job.id}",
                tenant_id=row.tenant_id,
                kind="progress",
                subject=f"job:{job.id}",
                object_id=row.author,
            )
    await services.store.joins.keep(row.tenant_id, summary_of(row).joins)
    if not await begin(services, "job", f"{job.id}-0"):
        await services.store.ledger.move(job.id, (JobState.QUEUED,), waiting_for=_LATER)


def _mine(row: StoredPlan, who: str) -> None:
    if row.author != who:
        raise NotAllowed("This is somebody else's plan.", f"{row.author_name} made it.", f"Ask {row.author_name}.")


def _fresh(services: Services, row: StoredPlan) -> None:
    if services.clock.now() > row.expires_at:
        raise Stale("This plan has expired.", "The world may have moved on since.", "Send the file or the wish again.")


async def _same(services: Services, row: StoredPlan, seen_hash: str) -> None:
    """Stale unless the plan's lines are those that were shown."""
    texts = await services.store.plans.texts(row.id)
    if (
        len(seen_hash) < 12
        or not row.hash.startswith(seen_hash)
        or await asyncio.to_thread(plan_hash, row.tenant_id, row.author, texts) != row.hash
    ):
        raise Stale("This isn't the plan that was shown.", "It changed since the card was made.", "Say *approvals*.")
