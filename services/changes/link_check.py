"""Checking a key before anything is linked: only by reading, throttled, and wrong keys are recorded."""

from __future__ import annotations

import math

from services.changes.drafts import Author
from services.context import Services
from services.domain.errors import BadInput, LinkLost, RemoteError, RemoteRefused
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.record.entries import Recorded, ToRecord
from services.domain.states import WorkspaceState
from services.domain.subject import Subject, SubjectKind
from services.inventory.key_owner import owner_of
from services.inventory.link_offers import LinkOffer
from services.inventory.link_prerequisites import AtOperator, LinkPrerequisites, Tenant, look_around
from services.remote.cpaas_records import Organisation
from services.store.record.search import RecordQuery, RecordScope
from services.store.workspaces import Workspace
from services.timing.tries import Try

_WRONG_CODE = "link.codeWrong"
_LINKED_THERE = "tenant.linked"


async def look_at(services: Services, author: Author, key: str) -> LinkOffer:
    """What the key opens, kept for this person to confirm; BadInput when the key or the tenant isn't usable.

    If a system can't be asked, its RemoteError is raised.
    """
    await need_prerequisites(services, author.tenant_id)
    organisation = await organisation_of(services, author, key)
    await need_free(services, await services.store.workspaces.find(author.tenant_id), organisation)
    owner = await owner_of(services.clients, author.tenant_id, key, organisation)
    offer = LinkOffer(services.make_id(), author.tenant_id, author.object_id, owner, key)
    services.offers.keep(offer)
    return offer


async def need_prerequisites(services: Services, tenant_id: str) -> tuple[Tenant, AtOperator]:
    """What Microsoft and the operator say of the tenant; BadInput while one of them doesn't know it."""
    found = await look_around(services.clients, tenant_id)
    return _need_tenant(found), _need_account(found)


async def organisation_of(services: Services, author: Author, key: str) -> Organisation:
    """The organisation that the key opens; BadInput when it opens none, or one of another tenant."""
    made = begin_try(services, author)
    try:
        organisation = await services.clients.organisation_of(key).organization()
    except RemoteRefused as error:
        refusal, why = _refusal(error)
        if refusal is None:
            services.tries.take_back(made)
            raise
        await record_wrong(services, author, why)
        raise refusal from error
    except BaseException:
        services.tries.take_back(made)  # it wasn't refused, so the try doesn't count
        raise
    if organisation.tenant_id.casefold() not in ("", author.tenant_id.casefold()):
        await record_wrong(services, author, tr("another tenant's"))
        await _warn_owner(services, author, organisation.tenant_id)
        raise BadInput(
            tr("This organisation is linked to another Microsoft tenant."),
            tr("One organisation serves one tenant."),
            tr("Ask your provider to unlink it there first."),
        )
    services.tries.take_back(made)
    return organisation


async def prove(services: Services, author: Author, offer: LinkOffer, code: str) -> None:
    """Give the CPaaS the code that its portal shows; BadInput when it is another one."""
    if not code.strip():
        raise BadInput(
            tr("The link code is missing."), fix=tr("An administrator of the organisation sees it in the portal.")
        )
    made = begin_try(services, author)
    try:
        organisation = services.clients.organisation_of(offer.key)
        await organisation.prove_tenant(author.tenant_id, code.strip(), services.make_id())
    except RemoteRefused as error:
        if error.code != _WRONG_CODE:
            services.tries.take_back(made)
            if error.code != _LINKED_THERE:
                raise
            why, fix = (
                tr("One tenant has one organisation there."),
                tr("Ask your provider to unlink the other one first."),
            )
            raise BadInput(tr("The CPaaS has your tenant linked to another organisation."), why, fix) from error
        await record_wrong(services, author, tr("wrong code"))
        why, fix = tr("It works once, and changes after a few wrong ones."), tr("Look at the portal again.")
        raise BadInput(tr("The CPaaS portal shows another code."), why, fix) from error
    except BaseException:
        services.tries.take_back(made)
        raise
    services.tries.take_back(made)


def begin_try(services: Services, author: Author) -> Try:
    """Count a try of a key or code; BadInput with the wait after too many wrong ones."""
    made = services.tries.begin(author.tenant_id, author.object_id)
    if made.wait > 0:
        minutes = math.ceil(made.wait / 60)
        raise BadInput(
            tr("There were too many wrong keys or codes just now."),
            tr("So that nobody can guess one, I take no more for a while."),
            tr("Try again in {minutes} minute{value}.", minutes=minutes, value="s" if minutes > 1 else ""),
        )
    return made


async def record_wrong(services: Services, author: Author, why: str) -> None:
    """Put a wrong key or code into the record: who, when and why, never what was entered."""
    await services.store.record.append(entry_of(services, author, Recorded.KEY_REFUSED, {"why": why}))


def entry_of(services: Services, author: Author, action: Recorded, detail: dict[str, str]) -> ToRecord:
    """An entry for the record: what somebody did about the link."""
    subject, at = Subject(SubjectKind.WORKSPACE, author.tenant_id), services.clock.now()
    return ToRecord(author.tenant_id, at, action, author.object_id, subject, author.name, detail)


async def _warn_owner(services: Services, author: Author, tenant_id: str) -> None:
    """Tell the person who connected the key's own tenant that somebody else has the key; once per other tenant."""
    linked = RecordQuery(actions=(Recorded.WORKSPACE_SAVED,))
    for entry in await services.store.record_search.find(RecordScope(tenant_id), linked, 0, 1):
        await services.store.outbox.add(
            key=f"leaked:{tenant_id}:{author.tenant_id}",
            tenant_id=tenant_id,
            kind=NoticeKind.LEAKED,
            subject=Subject(SubjectKind.LEAKED, tenant_id),
            object_id=entry.actor,
        )


def _refusal(error: RemoteRefused) -> tuple[BadInput | None, str]:
    if error.status == 401:
        why, fix = tr("It may be cut short or reset."), tr("Paste it again.")
        return BadInput(tr("The CPaaS doesn't know this key."), why, fix), "unknown"
    if error.status == 403:
        why, fix = tr("It may not read its organisation."), tr("Give it that right there, or make another key.")
        return BadInput(tr("The CPaaS knows this key and doesn't let it in."), why, fix), tr("not let in")
    return None, ""


def _need_tenant(found: LinkPrerequisites) -> Tenant:
    if isinstance(found.microsoft, RemoteError):
        raise found.microsoft
    if not found.microsoft.consented:
        raise BadInput(
            tr("Nobody in your tenant has let Switchboard in yet."),
            tr("Without that I can neither see your people nor give them numbers."),
            tr("A Global Administrator has to grant access; *connect* shows where."),
        )
    return found.microsoft


def _need_account(found: LinkPrerequisites) -> AtOperator:
    if isinstance(found.operator, RemoteError):
        raise found.operator
    if not found.operator.account:
        raise BadInput(
            tr("The operator has no account for your tenant."),
            tr("It makes one when it accepts your consent."),
            tr("In the Teams admin centre add the operator under Voice > Operators, then ask it."),
        )
    return found.operator


async def need_free(services: Services, before: Workspace | None, organisation: Organisation) -> None:
    """BadInput while the tenant is linked to another organisation, unless that one was given to somebody else."""
    if before is None or before.state != WorkspaceState.CONNECTED or before.org_uuid == organisation.uuid:
        return
    try:
        await services.clients.cpaas(before.key, before.bond).still_linked(fresh=True)
    except LinkLost:
        return
    except RemoteError:
        pass  # not known to be lost
    raise BadInput(
        tr("Your tenant is linked to {org_name} already.", org_name=before.org_name),
        tr("Taking that link away needs a second person."),
        tr("Say *disconnect* first."),
    )
