"""What each kind of step does to its remote system: one file a system, one table of all kinds."""

from __future__ import annotations

from services.domain.steps import StepKind
from services.execution.effects.base import Effect, World
from services.execution.effects.cpaas import ExtensionCreate, ExtensionDelete, ExtensionRekey, ExtensionUpdate
from services.execution.effects.directory import LicenceAssign, LocationSet, PhonesSet
from services.execution.effects.graph import NumberAssign, NumberVisible
from services.execution.effects.operator import NumberDelete, NumberUpload
from services.execution.effects.policies import VoicePolicySet
from services.execution.effects.rules import RulesSet
from services.execution.effects.settings import SettingsUpdate, SystemUpdate
from services.execution.effects.tenant import TenantLink


def effects_of(world: World) -> dict[StepKind, Effect]:
    """An effect for every kind of step, all sharing what they read of this workspace."""
    return {
        StepKind.TENANT_LINK: TenantLink(world),
        StepKind.TENANT_UNLINK: TenantLink(world),
        StepKind.EXTENSION_CREATE: ExtensionCreate(world),
        StepKind.EXTENSION_UPDATE: ExtensionUpdate(world),
        StepKind.EXTENSION_RESTORE: ExtensionUpdate(world),
        StepKind.EXTENSION_DELETE: ExtensionDelete(world),
        StepKind.EXTENSION_REKEY: ExtensionRekey(world),
        StepKind.SETTINGS_UPDATE: SettingsUpdate(world),
        StepKind.SYSTEM_UPDATE: SystemUpdate(world),
        StepKind.LOCATION_SET: LocationSet(world),
        StepKind.VOICE_POLICY_SET: VoicePolicySet(world),
        StepKind.PHONES_SET: PhonesSet(world),
        StepKind.LICENCE_GIVE: LicenceAssign(world),
        StepKind.LICENCE_TAKE: LicenceAssign(world),
        StepKind.NUMBER_UPLOAD: NumberUpload(world),
        StepKind.NUMBER_DELETE: NumberDelete(world),
        StepKind.NUMBER_VISIBLE: NumberVisible(world),
        StepKind.NUMBER_GONE: NumberVisible(world),
        StepKind.NUMBER_ASSIGN: NumberAssign(world),
        StepKind.NUMBER_UNASSIGN: NumberAssign(world),
        StepKind.ACCESS_SET: RulesSet(world),
        StepKind.POLICY_SET: RulesSet(world),
    }
