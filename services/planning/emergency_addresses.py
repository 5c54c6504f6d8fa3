"""Emergency addresses: which uploads need one, and whether the tenant has one that stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.domain.number_list import shown
from services.domain.phrases import tr
from services.domain.plan import Finding, PlanLine, Severity
from services.domain.steps import ObjectState, StepKind
from services.domain.upload import PEOPLE


@dataclass(frozen=True, slots=True)
class EmergencyLocation:
    """An emergency location with its whole name; `default` when it stands in where none is chosen."""

    id: str
    name: str
    country: str = ""
    default: bool = False


def without_address(lines: Iterable[PlanLine]) -> tuple[str, ...]:
    """The numbers that a plan uploads without an emergency address, and that need one: those for people.

    https://learn.microsoft.com/azure/communications-gateway/manage-enterprise-operator-connect
    """
    uploads = (step for line in lines for step in line.steps if step.kind is StepKind.NUMBER_UPLOAD)
    return tuple(step.object for step in uploads if _needs_default(step.after))


def check_default(numbers: Sequence[str], found: Sequence[EmergencyLocation]) -> list[Finding]:
    """An error if no address was chosen for these numbers and there is no default one."""
    if any(place.default for place in found):
        return []
    if found:
        why = tr("Your tenant has no default emergency address, and none was chosen for")
        fix = tr("Choose one with *upload options*, or set a default one in the Teams admin centre.")
    else:
        why = tr("Your tenant has no emergency address, which numbers for people need:")
        fix = tr("Create one in the Teams admin centre under Locations > Emergency addresses, or say *upload options*.")
    return [
        Finding(
            Severity.ERROR,
            "address.missing",
            tr("{why} {shown}.", why=why, shown=shown(numbers)),
            fix,
            column=tr("Number"),
        )
    ]


def _needs_default(upload: ObjectState) -> bool:
    return upload.usage == PEOPLE and not upload.location and not upload.open_address
