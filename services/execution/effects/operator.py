"""Effects at the operator's gateway: numbers uploaded to a Microsoft tenant, or taken out of it."""

from __future__ import annotations

from collections.abc import Sequence

from services.domain.errors import RemoteRefused
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.steps import REQUEST, ObjectState
from services.execution.effects.base import Look, Observation, Result, StepAttempt, World, WriteResult, from_error
from services.inventory.operator_offers import capabilities
from services.remote.clients import OPERATOR
from services.remote.operator_records import CapabilityPlan, OperatorNumber, Uploaded, UploadRequest
from services.wording.refusals import explain

_PLANS_FRESH_SECONDS = 600.0  # how long what the account offers is trusted
_NOT_OFFERED = WriteResult(
    Result.REFUSED,
    tr("Your operator doesn't offer numbers of this use in your account."),
    tr("Ask your operator for it."),
)
_CONSENT_FRESH_SECONDS = 30.0  # how long the tenant's consent is trusted


class NumberUpload:
    """Uploads numbers, 100 a call; the gateway then works on them until they are synced or failed."""

    batch = 100
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """What the gateway says of each number, for the account of this tenant."""
        numbers = await self._world.gateway.get(newer_than)
        return [_uploaded(item, numbers.get(item.step.object)) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """What the gateway says of this number, read by itself."""
        return _uploaded(item, await self._world.operator.number(self._world.account, item.step.object))

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One batch; each number answers for itself. RemoteRefused when the tenant's consent isn't active."""
        await _need_consent(self._world)
        plans = await self._world.plans.get(self._world.clock.now() - _PLANS_FRESH_SECONDS)
        uploads = [_upload(item.step.object, item.step.after, plans) for item in items]
        answers = await self._world.operator.upload(self._world.account, [one for one in uploads if one is not None])
        sent = iter(answers)
        return [_NOT_OFFERED if one is None else _sent(next(sent)) for one in uploads]


class NumberDelete:
    """Takes numbers out of the tenant, 100 a call."""

    batch = 100
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where each number stands: done once the gateway doesn't list it."""
        numbers = await self._world.gateway.get(newer_than)
        return [_deleted(item.step.object in numbers) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """The same, of one number read by itself."""
        return _deleted(await self._world.operator.number(self._world.account, item.step.object) is not None)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One batch of numbers to delete."""
        answers = await self._world.operator.delete(self._world.account, [item.step.object for item in items])
        return [from_error(answer.error) if answer.error else WriteResult(Result.DONE) for answer in answers]


def _upload(e164: str, wanted: ObjectState, plans: Sequence[CapabilityPlan]) -> UploadRequest | None:
    """The upload of a number; None when the operator offers no numbers of this use."""
    usage, location = wanted.usage or "", wanted.location or ""
    chosen = capabilities(plans, usage)
    if chosen is None:
        return None
    return UploadRequest(
        e164, usage, chosen, location_id=location, allow_tenant_address_update=bool(wanted.open_address)
    )


async def _need_consent(world: World) -> None:
    """RemoteRefused unless the tenant's consent is active: otherwise every number of the batch would fail by itself."""
    consent = await world.consent.get(world.clock.now() - _CONSENT_FRESH_SECONDS)
    if consent is None or consent.status != "active":
        state = consent.status if consent else tr("missing")
        raise RemoteRefused(
            OPERATOR, 403, "consent.inactive", tr("The tenant's consent to the operator is {state}.", state=state)
        )


def _uploaded(item: StepAttempt, number: OperatorNumber | None) -> Look:
    if number is None:
        return Look(Observation.BEFORE)
    if number.status == "synced":
        if number.usage != item.step.after.usage:
            shown = display(number.e164)
            why = tr("{number} was uploaded for another use: {use}.", number=shown, use=number.usage)
            return Look(Observation.MOVED, why, tr("Release it and upload it again."))
        return Look(Observation.AFTER)
    if number.status == "failed":
        # A failure older than this job is why it is uploaded again; one after our own write is the result.
        return _failed(number) if item.note else Look(Observation.BEFORE)
    return Look(Observation.RUNNING)


def _deleted(there: bool) -> Look:
    return Look(Observation.BEFORE if there else Observation.AFTER)


def _failed(number: OperatorNumber | Uploaded) -> Look:
    codes, messages = [e.code for e in number.errors], [e.message or e.code for e in number.errors]
    request_id = number.request_id if isinstance(number, Uploaded) else ""
    said = explain(" ".join(codes), "; ".join(messages), request_id)
    return Look(Observation.FAILED, said.reason, said.fix, short=said.short)


def _sent(answer: Uploaded) -> WriteResult:
    if answer.error is not None:
        return from_error(answer.error)
    if answer.status == "failed":
        failed = _failed(answer)
        return WriteResult(Result.REFUSED, failed.reason, failed.fix, answer.request_id, short=failed.short)
    result = Result.DONE if answer.status == "synced" else Result.STARTED
    return WriteResult(result, request_id=answer.request_id, note=f"{REQUEST}{answer.request_id}")
