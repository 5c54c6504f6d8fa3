"""Plans and decisions on them: made once, bound to the plan's hash, never made by its author."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.follow_ups import subjects_after
from services.changes.plan_binding import links, workspace_of
from services.changes.start_work import begin
from services.context import Services
from services.domain.bond import Bond
from services.domain.errors import BadInput, NotAllowed, Stale
from services.domain.plan import Plan, Severity, plan_hash
from services.domain.record.entries import FoundBy, Personal, Recorded, ToRecord
from services.domain.states import JobState, PlanState
from services.planning.prepared import PLAN, Prepared, prepare
from services.store.records import Job, StoredPlan

log = structlog.get_logger()

_DAY_SECONDS = 86_400.0
_MAX_REASON_CHARACTERS = 300  # characters
_REDRAW = ("redraw", "")
_TAKEN_BACK = {PlanState.WITHDRAWN: "withdrew", PlanState.DISCARDED: "discarded", PlanState.WAITING: "sent"}
_OVER = frozenset({PlanState.REJECTED, PlanState.WITHDRAWN, PlanState.DISCARDED, PlanState.EXPIRED})
_LATER = "The work couldn't be begun at once. It begins by itself as soon as it can."


@dataclass(frozen=True, slots=True)
class _By:
    """Who did what, for the record."""

    actor: str
    name: str
    action: Recorded
    detail: dict[str, Any] | None = None
    words: str = ""  # a reason or comment in their own words


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
    await services.store.plans.add(row, made.lines)
    async with services.store.db.begin() as session:
        await services.store.plans.move_in(session, row.id, (PlanState.STORING,), PlanState.READY)
        by = _By(made.author, author_name, Recorded.PLAN_MADE, {"hash": row.hash, "lines": row.lines})
        await _record(services, session, row, by)
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
    if not row.needs_approval:
        raise BadInput("This plan needs no approval.", fix="Apply it.")
    kept = reason[:_MAX_REASON_CHARACTERS]
    by = _By(who, row.author_name, Recorded.PLAN_SUBMITTED, {"asked": list(asked)}, kept)
    notices = [("approval", object_id) for object_id in asked]
    summary = {**row.summary, "asked": list(asked), "reason": kept}
    await _move(services, row, (PlanState.READY,), PlanState.WAITING, by, notices, summary=summary)


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
    by = _By(who, row.author_name if who == row.author else row.decided_name, Recorded(f"plan.{to}"))
    others = [one for one in (row.author, row.decided_by) if one and one != who]
    notices = [("decided", one) for one in others] if came_from == PlanState.SCHEDULED else []
    await _move(services, row, (came_from,), to, by, [*notices, _REDRAW], decided_at=services.clock.now())


async def expire(services: Services, row: StoredPlan) -> None:
    """Close a plan that nobody decided in time; of one that was sent, its author and everybody asked hear."""
    people = (row.author, *asked_of(row)) if row.state == PlanState.WAITING else ()
    by = _By("switchboard", "", Recorded.PLAN_EXPIRED)
    notices = [("expired", object_id) for object_id in people]
    await _move(services, row, (row.state,), PlanState.EXPIRED, by, [*notices, _REDRAW])


async def remind(services: Services, row: StoredPlan) -> None:
    """Tell everybody asked that the plan's time ends soon."""
    async with services.store.db.begin() as session:
        for object_id in asked_of(row):
            await _tell(services, session, row, "reminder", object_id)


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
    await _same(services, row, seen_hash)
    if approve:
        await workspace_of(services, row)
    values: dict[str, Any] = {
        "decided_by": who,
        "decided_name": name,
        "decided_at": services.clock.now(),
        "comment": comment[:500],
    }
    detail = {"hash": row.hash}
    if approve:
        by = _By(who, name, Recorded.PLAN_APPROVED, detail, comment[:500])
        await _agree(services, row, (PlanState.WAITING,), by, values)
    else:
        notices = [("decided", row.author), _REDRAW]
        by = _By(who, name, Recorded.PLAN_REJECTED, detail, comment[:500])
        await _move(services, row, (PlanState.WAITING,), PlanState.REJECTED, by, notices, **values)
    return await services.store.plans.get(row.id, row.tenant_id)


async def apply_now(services: Services, row: StoredPlan, who: str, seen_hash: str) -> StoredPlan:
    """The author applies a single reversible change at once; NotAllowed when policy wants a second person."""
    _mine(row, who)
    _fresh(services, row)
    await _same(services, row, seen_hash)
    if row.needs_approval:
        raise NotAllowed("This plan needs a second person.", "It has several lines or takes service away.", "Send it.")
    await workspace_of(services, row)
    values: dict[str, Any] = {"decided_by": who, "decided_name": row.author_name, "decided_at": services.clock.now()}
    by = _By(who, row.author_name, Recorded.PLAN_APPLIED, {"hash": row.hash})
    await _agree(services, row, (PlanState.READY,), by, values)
    return await services.store.plans.get(row.id, row.tenant_id)


async def _agree(
    services: Services, row: StoredPlan, came_from: tuple[PlanState, ...], by: _By, values: dict[str, Any]
) -> None:
    """The yes: the job is made at once, or when the plan's time comes."""
    if not row.starts_at:
        await _move(services, row, came_from, PlanState.APPROVED, by, **values)
        await _open_soon(services, row)
        return
    notices = [("decided", row.author)] if by.actor != row.author else []
    kept = {**values, "expires_at": row.starts_at}
    await _move(services, row, came_from, PlanState.SCHEDULED, by, [*notices, _REDRAW], **kept)


async def begin_dated(services: Services, row: StoredPlan) -> None:
    """Begin an approved plan whose time has come."""
    by = _By("switchboard", "", Recorded.PLAN_BEGUN, {"hash": row.hash})
    await _move(services, row, (PlanState.SCHEDULED,), PlanState.APPROVED, by)
    await _open_soon(services, row)


async def overtake(services: Services, row: StoredPlan, why: str) -> None:
    """Close an approved plan that doesn't fit any more at its time; whoever made and approved it hear why."""
    by = _By("switchboard", "", Recorded.PLAN_OVERTAKEN)
    notices = [("overtaken", one) for one in dict.fromkeys((row.author, row.decided_by))]
    await _move(services, row, (PlanState.SCHEDULED,), PlanState.OVERTAKEN, by, [*notices, _REDRAW], comment=why[:500])


async def announce(services: Services, row: StoredPlan) -> None:
    """Tell whoever made and approved a dated plan that it begins soon."""
    async with services.store.db.begin() as session:
        for object_id in dict.fromkeys((row.author, row.decided_by)):
            await _tell(services, session, row, "soon", object_id)


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
        await _tell(services, session, row, "redraw", "", PlanState.APPROVED)
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


async def _record(services: Services, session: AsyncSession, row: StoredPlan, by: _By) -> None:
    approved = by.action in (Recorded.PLAN_APPROVED, Recorded.PLAN_APPLIED)
    entry = ToRecord(
        row.tenant_id,
        services.clock.now(),
        by.action,
        by.actor,
        f"plan:{row.id}",
        by.name,
        by.detail or {},
        FoundBy(plan=row.id, approver=by.actor if approved else ""),
        (Personal(by.actor, {"words": by.words}), Personal(row.author, {"title": row.title})),
    )
    await services.store.record.append_in(session, [entry])


async def _tell(
    services: Services, session: AsyncSession, row: StoredPlan, kind: str, object_id: str = "", state: str = ""
) -> None:
    await services.store.outbox.add_in(
        session,
        key=f"{kind}:{row.id}:{object_id or state}",
        tenant_id=row.tenant_id,
        kind=kind,
        subject=f"plan:{row.id}",
        object_id=object_id,
    )


async def _redraw_jobs(services: Services, session: AsyncSession, row: StoredPlan, state: str) -> None:
    """Have the cards of the job that this plan takes back or does the rest of tell how far it is."""
    for subject in subjects_after(row):
        key = f"redraw:{row.id}:{state}:{subject}"
        await services.store.outbox.add_in(session, key=key, tenant_id=row.tenant_id, kind="redraw", subject=subject)


async def _move_link(services: Services, session: AsyncSession, row: StoredPlan, to: PlanState) -> None:
    """Have the workspace's card tell how its link stands; the key goes with a plan that comes to nothing."""
    if to in _OVER:
        await services.store.workspaces.drop_in(session, row.tenant_id, row.org_uuid or "")
    key, subject = f"link:{row.id}:{to}", f"workspace:{row.tenant_id}"
    await services.store.outbox.add_in(session, key=key, tenant_id=row.tenant_id, kind="redraw", subject=subject)


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


async def _move(
    services: Services,
    row: StoredPlan,
    came_from: tuple[PlanState, ...],
    to: PlanState,
    by: _By,
    notices: Sequence[tuple[str, str]] = (),
    **values: Any,
) -> None:
    """Write decision, record and notices in one commit, so that no crash leaves a decision nobody is told of."""
    async with services.store.db.begin() as session:
        if await services.store.plans.move_in(session, row.id, came_from, to, **values):
            await _record(services, session, row, by)
            for kind, object_id in notices:
                await _tell(services, session, row, kind, object_id, to)
            await _redraw_jobs(services, session, row, to)
            if links(row):
                await _move_link(services, session, row, to)
            return
    now = await services.store.plans.get(row.id, row.tenant_id)
    # Whoever asks twice for the same has what they asked for.
    if now.state != to or by.actor not in (now.decided_by, row.author):
        raise Stale("This was decided already.", _decision(now), "Say *approvals* to see what waits.")


def _decision(row: StoredPlan) -> str:
    if row.state in (PlanState.APPROVED, PlanState.REJECTED):
        return f"{row.decided_name} {row.state} it."
    if row.state == PlanState.SCHEDULED:
        return f"{row.decided_name} approved it."
    if row.state in (PlanState.EXPIRED, PlanState.OVERTAKEN):
        return "Its time ran out."
    return f"{row.author_name} {_TAKEN_BACK.get(row.state, 'changed')} it."
