"""Substitutes of approvers who are away for a time; being one grants no right."""

from __future__ import annotations

from dataclasses import asdict

import structlog

from services.changes.asking_again import hand_on
from services.changes.away import NAME, Substitute, in_force, substitutes
from services.changes.drafts import Author
from services.changes.plan_summary import asked_of
from services.context import Services
from services.domain.access import Right, may
from services.domain.errors import BadInput, NotAllowed, Stale, SwitchboardError
from services.domain.phrases import tr
from services.domain.record.entries import Recorded, ToRecord
from services.domain.same_human import SameHuman, same_human
from services.domain.subject import Subject, SubjectKind
from services.store.records import StoredPlan

log = structlog.get_logger()

MOST_DAYS = 60.0  # longest time that somebody may be away
_DAY_SECONDS = 86_400.0


async def name_substitute(services: Services, who: Author, to: str, until: float) -> int:
    """Name a substitute, and hand waiting plans on to them; how many plans that are.

    They must be allowed to approve, not be away themselves, and not be another account of the same human.
    """
    now = services.clock.now()
    if not now < until <= now + MOST_DAYS * _DAY_SECONDS:
        raise BadInput(
            tr("Please say until which day."), tr("It can be {most_days:.0f} days at most.", most_days=MOST_DAYS)
        )
    await _need_approver(services, who.tenant_id, who.object_id, tr("You may not approve anything."))
    await _need_stand_in(services, who, to)
    await _keep(services, who, Substitute(who.object_id, to, until), Recorded.SUBSTITUTE_NAMED)
    return await _hand_all_on(services, who, to)


async def end_substitute(services: Services, who: Author) -> None:
    """End somebody's substitute: they are back."""
    await _keep(services, who, None, Recorded.SUBSTITUTE_ENDED)


async def _need_approver(services: Services, tenant_id: str, object_id: str, what: str) -> None:
    access = await services.roles.access(tenant_id, object_id, True)
    if not access.known:
        raise services.roles.unknown(tenant_id, object_id)
    if not may(access, Right.APPROVE).allowed:
        raise NotAllowed(what, fix=tr("Choose somebody who may approve."))


async def _need_stand_in(services: Services, who: Author, to: str) -> None:
    contact = await services.store.contacts.get(who.tenant_id, to)
    if contact is None or not contact.installed or to == who.object_id:
        raise BadInput(tr("Please choose who stands in."), fix=tr("Whoever isn't listed can add me in Teams first."))
    await _need_approver(services, who.tenant_id, to, tr("{name} may not approve anything.", name=contact.name))
    if to in await substitutes(services, who.tenant_id):
        raise BadInput(tr("{name} is away, too.", name=contact.name), fix=tr("Choose somebody else."))
    graph = services.clients.graph(who.tenant_id)
    if same_human(await graph.traits_of(who.object_id), await graph.traits_of(to)) is SameHuman.SURE:
        raise NotAllowed(tr("{name} is another account of yours.", name=contact.name), fix=tr("Choose somebody else."))


async def _keep(services: Services, who: Author, new: Substitute | None, action: Recorded) -> None:
    """Store it and record it, in one transaction."""
    now = services.clock.now()
    detail = {"to": new.to, "until": f"{new.until:.0f}"} if new else {}
    entry = ToRecord(
        who.tenant_id, now, action, who.object_id, Subject(SubjectKind.PERSON, who.object_id), who.name, detail
    )
    async with services.store.db.begin() as session:
        before = await services.store.rules.get_in(session, who.tenant_id, NAME)
        after = {one.away: asdict(one) for one in in_force(before, now).values() if one.away != who.object_id}
        after |= {new.away: asdict(new)} if new else {}
        if not await services.store.rules.replace_in(session, who.tenant_id, NAME, before, after):
            raise Stale(tr("This changed at the same moment."), fix=tr("Please click again."))
        await services.store.record.append_in(session, [entry])


async def _hand_all_on(services: Services, who: Author, to: str) -> int:
    """Hand on what waits for somebody who is away, except what their substitute may not approve."""
    handed = 0
    for row in await services.store.plans.waiting(who.tenant_id):
        handed += await _handed_on(services, row, who, to)
    return handed


async def _handed_on(services: Services, row: StoredPlan, who: Author, to: str) -> bool:
    decided = {one.object_id for one in await services.store.decisions.of(row.id)}
    if who.object_id not in asked_of(row) or who.object_id in decided or services.clock.now() > row.expires_at:
        return False
    try:
        await hand_on(services, row, who.object_id, who.name, to)
    except SwitchboardError as error:
        log.info("a plan stays with whoever is away", plan=row.id, why=type(error).__name__)
        return False
    return True
