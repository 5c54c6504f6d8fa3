"""What each kind of step does to its remote system: one file a system, one table of all kinds."""

from __future__ import annotations

from services.changes.effects.base import Effect, World
from services.changes.effects.cpaas import ExtensionCreate, ExtensionDelete, ExtensionUpdate, TenantLink
from services.changes.effects.graph import NumberAssign, NumberVisible
from services.changes.effects.operator import NumberDelete, NumberUpload
from services.domain.steps import StepKind


def effects_of(world: World) -> dict[StepKind, Effect]:
    """An effect for every kind of step, all sharing what they read of this workspace."""
    return {
        StepKind.TENANT_LINK: TenantLink(world),
        StepKind.TENANT_UNLINK: TenantLink(world),
        StepKind.EXTENSION_CREATE: ExtensionCreate(world),
        StepKind.EXTENSION_UPDATE: ExtensionUpdate(world),
        StepKind.EXTENSION_RESTORE: ExtensionUpdate(world),
        StepKind.EXTENSION_DELETE: ExtensionDelete(world),
        StepKind.NUMBER_UPLOAD: NumberUpload(world),
        StepKind.NUMBER_DELETE: NumberDelete(world),
        StepKind.NUMBER_VISIBLE: NumberVisible(world),
        StepKind.NUMBER_GONE: NumberVisible(world),
        StepKind.NUMBER_ASSIGN: NumberAssign(world),
        StepKind.NUMBER_UNASSIGN: NumberAssign(world),
    }
