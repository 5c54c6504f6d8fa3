"""What a workspace chose for its uploads, and the emergency addresses it can choose from or must have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter, ValidationError

from services.changes.services import Services
from services.domain.number_list import shown
from services.domain.plan import Finding, PlanLine, Severity
from services.domain.steps import State, StepKind
from services.domain.upload import PEOPLE, UploadOptions
from services.remote.operator_records import CivicAddress, Location
from services.store.workspaces import Workspace

_NAME = "upload"
_OPTIONS = TypeAdapter(UploadOptions)


@dataclass(frozen=True, slots=True)
class Place:
    """An emergency location with its whole name; `default` when it stands in where none is chosen."""

    id: str
    name: str
    country: str = ""
    default: bool = False


async def chosen(services: Services, tenant_id: str) -> UploadOptions | None:
    """What the workspace chose, or None when it never did."""
    try:
        kept = await services.store.preferences.get(tenant_id, _NAME)
        return _OPTIONS.validate_python(kept) if kept else None
    except ValidationError:
        return None  # chosen in words of another version: it is asked again


async def keep(services: Services, tenant_id: str, options: UploadOptions) -> None:
    """Remember the choice for all further uploads of the workspace."""
    await services.store.preferences.save(tenant_id, _NAME, asdict(options))


async def places(services: Services, workspace: Workspace) -> tuple[Place, ...]:
    """Every emergency location of the tenant, the default ones first."""
    found = [
        _place(address, location)
        async for address in services.clients.operator(workspace.tenant_id).civic_addresses(workspace.account)
        for location in address.locations or _only_default(address)
    ]
    return tuple(sorted(found, key=lambda place: (not place.default, place.name)))


def without_address(lines: Iterable[PlanLine]) -> tuple[str, ...]:
    """The numbers that a plan uploads without an emergency address, and that need one: those for people.

    https://learn.microsoft.com/azure/communications-gateway/manage-enterprise-operator-connect
    """
    uploads = (step for line in lines for step in line.steps if step.kind is StepKind.NUMBER_UPLOAD)
    return tuple(step.object for step in uploads if _needs_default(step.after))


def check_default(numbers: Sequence[str], found: Sequence[Place]) -> list[Finding]:
    """An error where no default address stands in for the one that wasn't chosen for these numbers."""
    if any(place.default for place in found):
        return []
    if found:
        why = "Your tenant has no default emergency address, and none was chosen for"
        fix = "Choose one with *upload options*, or set a default one in the Teams admin centre."
    else:
        why = "Your tenant has no emergency address, which numbers for people need:"
        fix = "Create one in the Teams admin centre under Locations > Emergency addresses, or say *upload options*."
    return [Finding(Severity.ERROR, "address.missing", f"{why} {shown(numbers)}.", fix, column="Number")]


def _needs_default(upload: State) -> bool:
    return upload.usage == PEOPLE and not upload.location and not upload.open_address


def _only_default(address: CivicAddress) -> tuple[Location, ...]:
    """The place of an address that lists none, as voiceservices' main.tsp allows.

    https://github.com/Azure/azure-rest-api-specs
    """
    return (Location(address.default_location_id),) if address.default_location_id else ()


def _place(address: CivicAddress, location: Location) -> Place:
    street = " ".join(filter(None, (address.house_number, address.street_name)))
    town = " ".join(filter(None, (address.city, address.postal_code)))
    inside = "" if location.description == address.description else location.description
    parts = (address.description or address.company_name, inside, location.additional_info, street, town)
    name = ", ".join(part for part in parts if part) or location.id
    return Place(location.id, name, address.country, location.id == address.default_location_id)
