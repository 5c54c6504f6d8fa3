"""What a workspace chose for its uploads, and the emergency addresses it can choose from or must have."""

from __future__ import annotations

from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from services.context import Services
from services.domain.phrases import join_text
from services.domain.upload import UploadOptions
from services.planning.emergency_addresses import EmergencyLocation
from services.remote.operator_records import CivicAddress, Location
from services.store.workspaces import Workspace

_NAME = "upload"
_OPTIONS = TypeAdapter(UploadOptions)


async def chosen(services: Services, tenant_id: str) -> UploadOptions | None:
    """What the workspace chose, or None when it never did."""
    try:
        kept = await services.store.preferences.get(tenant_id, _NAME)
        return _OPTIONS.validate_python(kept) if kept else None
    except ValidationError:
        return None  # stored by another version: ask again


async def keep(services: Services, tenant_id: str, options: UploadOptions) -> None:
    """Remember the choice for all further uploads of the workspace."""
    await services.store.preferences.save(tenant_id, _NAME, asdict(options))


async def places(services: Services, workspace: Workspace) -> tuple[EmergencyLocation, ...]:
    """Every emergency location of the tenant, the default ones first."""
    found = [
        _place(address, location)
        async for address in services.clients.operator(workspace.tenant_id).civic_addresses(workspace.account)
        for location in address.locations or _only_default(address)
    ]
    return tuple(sorted(found, key=lambda place: (not place.default, place.name)))


def _only_default(address: CivicAddress) -> tuple[Location, ...]:
    """The only location of an address that lists none, as voiceservices' main.tsp allows.

    https://github.com/Azure/azure-rest-api-specs
    """
    return (Location(address.default_location_id),) if address.default_location_id else ()


def _place(address: CivicAddress, location: Location) -> EmergencyLocation:
    street = join_text(" ", filter(None, (address.house_number, address.street_name)))
    town = join_text(" ", filter(None, (address.city, address.postal_code)))
    inside = "" if location.description == address.description else location.description
    parts = (address.description or address.company_name, inside, location.additional_info, street, town)
    name = join_text(", ", (part for part in parts if part)) or location.id
    return EmergencyLocation(location.id, name, address.country, location.id == address.default_location_id)
