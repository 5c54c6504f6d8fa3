"""Steps: one idempotent effect each on one remote system, with its before, after and inverse."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """Every kind of effect, in the order a line walks them. A value is `system.effect`."""

    TENANT_LINK = "cpaas.tenant_link"
    EXTENSION_CREATE = "cpaas.extension_create"
    EXTENSION_UPDATE = "cpaas.extension_update"
    NUMBER_UPLOAD = "operator.number_upload"
    NUMBER_VISIBLE = "graph.number_visible"
    NUMBER_ASSIGN = "graph.number_assign"
    NUMBER_UNASSIGN = "graph.number_unassign"
    NUMBER_DELETE = "operator.number_delete"
    NUMBER_GONE = "graph.number_gone"
    EXTENSION_RESTORE = "cpaas.extension_restore"
    EXTENSION_DELETE = "cpaas.extension_delete"
    TENANT_UNLINK = "cpaas.tenant_unlink"


ORDER = {kind: position for position, kind in enumerate(StepKind)}

WORDS: dict[StepKind, str] = {
    StepKind.TENANT_LINK: "Link the Microsoft tenant",
    StepKind.TENANT_UNLINK: "Unlink the Microsoft tenant",
    StepKind.EXTENSION_CREATE: "Create extensions",
    StepKind.EXTENSION_UPDATE: "Set person, add-ons and number",
    StepKind.EXTENSION_RESTORE: "Take back person, add-ons and number",
    StepKind.EXTENSION_DELETE: "Delete extensions",
    StepKind.NUMBER_UPLOAD: "Upload numbers to Teams",
    StepKind.NUMBER_VISIBLE: "Wait until Teams shows them",
    StepKind.NUMBER_ASSIGN: "Assign numbers in Teams",
    StepKind.NUMBER_UNASSIGN: "Unassign numbers in Teams",
    StepKind.NUMBER_DELETE: "Remove numbers from Teams",
    StepKind.NUMBER_GONE: "Wait until Teams let them go",
}

TAKES_AWAY = frozenset(
    {
        StepKind.TENANT_UNLINK,
        StepKind.NUMBER_UNASSIGN,
        StepKind.NUMBER_DELETE,
        StepKind.EXTENSION_DELETE,
    }
)


@dataclass(frozen=True, slots=True)
class State:
    """What a step's object looks like before or after: only the fields this step touches.

    `addons`/`numbers` of an update are those that come (or go); `target` is an object id; `usage` the operator's usage.
    """

    exists: bool | None = None
    label: str | None = None
    identity_uuid: str | None = None
    addons: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    target: str | None = None
    usage: str | None = None
    tenant: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One effect: what it does to `object` (extension key, number or tenant id), from `before` to `after`."""

    kind: StepKind
    object: str
    before: State
    after: State

    @property
    def takes_away(self) -> bool:
        """Whether somebody loses service by it."""
        return self.kind in TAKES_AWAY
