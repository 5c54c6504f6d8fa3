"""Plans and the decision on them: bound to the plan's hash, never by its author, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from services.changes.services import Services
from services.domain.errors import BadInput, NotAllowed, Stale
from services.domain.plan import Plan, plan_hash
from services.store.tables import Job
from services.store.tables import Plan as Row

_PLAN = TypeAdapter(Plan)
_DAY = 86_400.0


async def new_plan(
    services: Services, plan: Plan, tenant_id: str, author: str, author_name: str, draft_id: str = ""
) -> Row:
    """Store a plan that has something to do; returns its row, in state `ready`."""
    now = services.clock.now()
    summary = _PLAN.dump_python(Plan(plan.title, (), plan.findings[:200], plan.seats, counts=plan.counts), mode="json")
    row = Row(
        id=services.make_id(),
        tenant_id=tenant_id,
        author=author,
        author_name=author_name,
        title=plan.title,
        draft_id=draft_id,
        undo_of=plan.undo_of,
        state="ready",
        hash=plan_hash(tenant_id, author, plan.lines),
        summary={**summary, "findings_total": len(plan.findings)},
        lines=len(plan.lines),
        busy=len(plan.busy_lines),
        needs_approval=plan.needs_approval,
        created_at=now,
        expires_at=now + services.plan_days * _DAY,
    )
    await services.store.plans.add(row, plan.lines)
    await record(services, row, author, author_name, "plan.made", {"hash": row.hash, "lines": row.lines})
    return row


def summary_of(row: Row) -> Plan:
    """The plan's title, counts, seats and first findings; its lines are stored by themselves."""
    return _PLAN.validate_python({k: v for k, v in row.summary.items() if k in Plan.__slots__})


async def submit(services: Services, row: Row, who: str, asked: Sequence[str]) -> None:
    """The author sends the plan to the other admins, `asked` by their object ids."""
    _mine(row, who)
    _fresh(services, row)
    if not row.needs_approval:
        raise BadInput("This plan needs no approval.", fix="Apply it.")
    await _move(services, row, ("ready",), "waiting", summary={**row.summary, "asked": list(asked)})
    for object_id in asked:
        await services.store.outbox.add(
            key=f"approval:{row.id}:{object_id}",
            tenant_id=row.tenant_id,
            kind="approval",
            subject=f"plan:{row.id}",
            object_id=object_id,
        )
    await record(services, row, who, row.author_name, "plan.submitted")


async def withdraw(services: Services, row: Row, who: str) -> None:
    """The author takes the plan back, before or after sending it."""
    _mine(row, who)
    await _move(services, row, ("ready", "waiting"), "discarded", decided_at=services.clock.now())
    await record(services, row, who, row.author_name, "plan.discarded")
    await _tell(services, row, "redraw")


async def decide(services: Services, row: Row, who: str, name: str, approve: bool, comment: str, seen_hash: str) -> Row:
    """A second person's yes or no. On a yes the job is made and started; returns the plan as it is now."""
    if who == row.author:
        raise NotAllowed("You can't approve your own plan.", "It takes a second pair of eyes.", "Ask another admin.")
    _fresh(services, row)
    await _same(services, row, seen_hash)
    values = {"decided_by": who, "decided_name": name, "decided_at": services.clock.now(), "comment": comment[:500]}
    await _move(services, row, ("waiting",), "approved" if approve else "rejected", **values)
    action = "plan.approved" if approve else "plan.rejected"
    await record(services, row, who, name, action, {"hash": row.hash, "comment": comment[:500]})
    if approve:
        await open_job(services, row)
    else:
        await _tell(services, row, "decided", row.author)
    await _tell(services, row, "redraw")
    return await services.store.plans.get(row.id, row.tenant_id)


async def apply_now(services: Services, row: Row, who: str, seen_hash: str) -> Row:
    """The author applies a single reversible change at once; NotAllowed when policy wants a second person."""
    _mine(row, who)
    _fresh(services, row)
    await _same(services, row, seen_hash)
    if row.needs_approval:
        raise NotAllowed("This plan needs a second person.", "It has several lines or takes service away.", "Send it.")
    values = {"decided_by": who, "decided_name": row.author_name, "decided_at": services.clock.now()}
    await _move(services, row, ("ready",), "approved", **values)
    await record(services, row, who, row.author_name, "plan.applied", {"hash": row.hash})
    await open_job(services, row)
    return await services.store.plans.get(row.id, row.tenant_id)


async def open_job(services: Services, row: Row) -> None:
    """Make the job of an approved plan and start it; a second call for the same plan changes nothing."""
    job = Job(
        id=services.make_id(),
        tenant_id=row.tenant_id,
        plan_id=row.id,
        author=row.author,
        author_name=row.author_name,
        title=row.title,
        state="queued",
        total=row.lines,
        created_at=services.clock.now(),
    )
    lines = await services.store.plans.lines(row.id)
    if not await services.store.ledger.open(job, lines):
        return
    if len(lines) > 1:
        await services.store.outbox.add(
            key=f"progress:{job.id}",
            tenant_id=row.tenant_id,
            kind="progress",
            subject=f"job:{job.id}",
            object_id=row.author,
        )
    await services.start("job", job.id)


async def record(
    services: Services, row: Row, actor: str, name: str, action: str, detail: dict[str, Any] | None = None
) -> None:
    """Put a decision on the record."""
    await services.store.audit.append(
        tenant_id=row.tenant_id,
        at=services.clock.now(),
        actor=actor,
        actor_name=name,
        action=action,
        subject=f"plan:{row.id}",
        detail=detail,
    )


async def _tell(services: Services, row: Row, kind: str, object_id: str = "") -> None:
    now = await services.store.plans.get(row.id, row.tenant_id)
    await services.store.outbox.add(
        key=f"{kind}:{row.id}:{now.state}",
        tenant_id=row.tenant_id,
        kind=kind,
        subject=f"plan:{row.id}",
        object_id=object_id,
    )


def _mine(row: Row, who: str) -> None:
    if row.author != who:
        raise NotAllowed("This is somebody else's plan.", f"{row.author_name} made it.", f"Ask {row.author_name}.")


def _fresh(services: Services, row: Row) -> None:
    if services.clock.now() > row.expires_at:
        raise Stale("This plan has expired.", "The world may have moved on since.", "Send the file or the wish again.")


async def _same(services: Services, row: Row, seen_hash: str) -> None:
    lines = await services.store.plans.lines(row.id)
    if (
        len(seen_hash) < 12
        or not row.hash.startswith(seen_hash)
        or plan_hash(row.tenant_id, row.author, lines) != row.hash
    ):
        raise Stale("This isn't the plan that was shown.", "It changed since the card was made.", "Say *approvals*.")


async def _move(services: Services, row: Row, came_from: tuple[str, ...], to: str, **values: Any) -> None:
    if not await services.store.plans.move(row.id, came_from, to, **values):
        now = await services.store.plans.get(row.id, row.tenant_id)
        raise Stale("This was decided already.", f"The plan is {now.state}.", "The card now shows it.")
