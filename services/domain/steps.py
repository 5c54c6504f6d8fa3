"""Steps: one idempotent effect each on one remote system, with its before, after and inverse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import JsonValue

from services.domain.addons import AddonKind, kind_of
from services.domain.line import Category
from services.domain.phrases import tr
from services.domain.settings.losses import loses
from services.domain.settings.paths import VITAL
from services.domain.voice_policies import VoicePolicy

REQUEST = "request:"  # a note that begins so holds the id under which a remote system knows an accepted write


class StepKind(StrEnum):
    """Every kind of effect, in the order of a new line. A value is `system.effect`."""

    TENANT_LINK = "cpaas.tenant_link"  # the CPaaS organisation gets the Microsoft tenant
    LOCATION_SET = "graph.location_set"  # of an account; Microsoft needs one before a licence
    LICENCE_GIVE = "graph.licence_give"  # of Microsoft's, to an account
    EXTENSION_CREATE = "cpaas.extension_create"  # a new extension
    EXTENSION_UPDATE = "cpaas.extension_update"  # its person, add-ons and numbers
    EXTENSION_REKEY = "cpaas.extension_rekey"  # the extension gets another key
    SETTINGS_UPDATE = "cpaas.settings_update"  # of a line
    SYSTEM_UPDATE = "cpaas.system_update"  # settings of the whole organisation
    NUMBER_UPLOAD = "operator.number_upload"  # the operator puts a number into the tenant
    NUMBER_VISIBLE = "graph.number_visible"  # nothing is written: wait until the tenant's list shows it
    NUMBER_ASSIGN = "graph.number_assign"  # to an account, in Teams
    PHONES_SET = "graph.phones_set"  # the business phones of an account in the directory
    VOICE_POLICY_SET = "graph.voice_policy_set"  # of one kind, for an account
    NUMBER_UNASSIGN = "graph.number_unassign"  # from an account, in Teams
    NUMBER_DELETE = "operator.number_delete"  # the operator takes a number out of the tenant
    NUMBER_GONE = "graph.number_gone"  # nothing is written: wait until the tenant's list no longer shows it
    EXTENSION_RESTORE = "cpaas.extension_restore"  # its person, add-ons and numbers as they were
    EXTENSION_DELETE = "cpaas.extension_delete"  # the extension is deleted
    LICENCE_TAKE = "graph.licence_take"  # of Microsoft's, from an account
    TENANT_UNLINK = "cpaas.tenant_unlink"  # the CPaaS organisation is unlinked from the tenant
    ACCESS_SET = "switchboard.access_set"  # who has which role in the workspace
    POLICY_SET = "switchboard.policy_set"  # when a plan needs a second person


ORDER = {kind: position for position, kind in enumerate(StepKind)}

WORDS: dict[StepKind, str] = {
    StepKind.TENANT_LINK: tr("Link the Microsoft tenant"),
    StepKind.TENANT_UNLINK: tr("Unlink the Microsoft tenant"),
    StepKind.EXTENSION_CREATE: tr("Create extensions"),
    StepKind.EXTENSION_UPDATE: tr("Set person, add-ons and number"),
    StepKind.EXTENSION_REKEY: tr("Change extension keys"),
    StepKind.SETTINGS_UPDATE: tr("Change settings"),
    StepKind.SYSTEM_UPDATE: tr("Change system settings"),
    StepKind.LOCATION_SET: tr("Set usage locations"),
    StepKind.LICENCE_GIVE: tr("Give Microsoft licences"),
    StepKind.LICENCE_TAKE: tr("Take Microsoft licences back"),
    StepKind.EXTENSION_RESTORE: tr("Take back person, add-ons and number"),
    StepKind.EXTENSION_DELETE: tr("Delete extensions"),
    StepKind.NUMBER_UPLOAD: tr("Upload numbers to Teams"),
    StepKind.NUMBER_VISIBLE: tr("Wait until Teams shows them"),
    StepKind.NUMBER_ASSIGN: tr("Assign numbers in Teams"),
    StepKind.VOICE_POLICY_SET: tr("Set voice policies in Teams"),
    StepKind.PHONES_SET: tr("Set business phones in the directory"),
    StepKind.NUMBER_UNASSIGN: tr("Unassign numbers in Teams"),
    StepKind.NUMBER_DELETE: tr("Remove numbers from Teams"),
    StepKind.NUMBER_GONE: tr("Wait until Teams let them go"),
    StepKind.ACCESS_SET: tr("Change who has access"),
    StepKind.POLICY_SET: tr("Change the policy"),
}

_UPDATES = frozenset({StepKind.EXTENSION_UPDATE, StepKind.EXTENSION_RESTORE})
# The workspace's own rules: kept here, and never decided by one person alone.
RULES_OF: Mapping[StepKind, str] = {StepKind.ACCESS_SET: "access", StepKind.POLICY_SET: "policy"}
TAKES_AWAY = frozenset(
    {
        StepKind.TENANT_UNLINK,
        StepKind.NUMBER_UNASSIGN,
        StepKind.NUMBER_DELETE,
        StepKind.EXTENSION_DELETE,
        StepKind.LICENCE_TAKE,
    }
)


@dataclass(frozen=True, slots=True)
class ObjectState:
    """The state of a step's object before or after: only the fields this step touches.

    `addons`/`numbers` of an update are those added (or removed), `primary` the first number; an add-on on both sides
    changes its count. `base` is an extension's licence; `target` the object
    id of who has a number, `category` as what (None: primary); `usage`, `location` and `open_address` are the
    operator's; `country` is a usage location, `licence` a Microsoft licence's id, `phones` the
    business phones there, `policy` a voice policy; `settings` are values by path,
    `names` what people call the rules that the values name by id; `rules` are the workspace's own, of access or policy.
    """

    exists: bool | None = None
    label: str | None = None
    identity_uuid: str | None = None
    addons: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    target: str | None = None
    category: Category | None = None
    usage: str | None = None
    tenant: str | None = None
    key: str | None = None
    primary: str | None = None
    location: str | None = None
    open_address: bool | None = None
    country: str | None = None
    licence: str | None = None
    base: str | None = None
    settings: Mapping[str, JsonValue] = field(default_factory=dict, hash=False)
    phones: tuple[str, ...] | None = None
    policy: VoicePolicy | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    rules: Mapping[str, JsonValue] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One effect: what it does to `object` (extension key, number or tenant id), from `before` to `after`."""

    kind: StepKind
    object: str
    before: ObjectState
    after: ObjectState

    @property
    def costs(self) -> bool:
        """Whether it takes a licence or an add-on's seat."""
        if self.kind not in _UPDATES:
            return self.kind is StepKind.LICENCE_GIVE
        return bool(Counter(self.after.addons) - Counter(self.before.addons))

    @property
    def takes_away(self) -> bool:
        """Whether somebody loses service by it: a number, a line, a device that rings, or calling out."""
        if self.kind in TAKES_AWAY:
            return True
        before, after = self.before, self.after
        if self.kind in _UPDATES:
            lost = Counter(before.addons) - Counter(after.addons) if before.addons else ()
            rings = any(kind_of(code) is AddonKind.DEVICE for code in lost)
            return rings or bool(before.numbers) or bool(before.identity_uuid and after.identity_uuid is not None)
        if self.kind is StepKind.SYSTEM_UPDATE:
            return loses(before.settings, after.settings)
        return any(after.settings.get(path, "") is None for path in VITAL)
