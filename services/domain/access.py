"""Who may do what: one decision over the roles somebody holds and how far each of them reaches.

Roles are given to people and groups; a person without a grant has the role that their directory roles give.
Role template ids: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.domain.reach import EVERYWHERE, Extent, Reach, ReachKind, covers


class Right(StrEnum):
    """What a command or click needs of the person."""

    NONE = "none"  # anybody in the tenant
    READ = "read"  # see lines, numbers, plans and jobs
    CHANGE = "change"  # ask for changes
    APPROVE = "approve"  # decide on others' plans
    CONNECT = "connect"  # link and unlink the tenant
    CALLS = "see who called whom"
    SHARED = "change what all lines share"
    RULES = "give access and set the policy"


class Role(StrEnum):
    """The roles in Switchboard, the strongest first."""

    OWNER = "owner"  # has every right
    APPROVER = "approver"  # asks for changes, decides on others' and sees who called whom
    OPERATOR = "operator"  # asks for changes
    READER = "reader"  # reads only
    NOBODY = "nobody"  # has no right beyond what anybody in the tenant has
    UNKNOWN = "unknown"  # the directory couldn't be asked: neither a right nor a refusal follows


GIVEN = (Role.READER, Role.OPERATOR, Role.APPROVER, Role.OWNER)
TELEPHONY_ADMINISTRATOR = "aa38014f-0993-46e9-9b45-30501a20909d"
ADMIN_ROLES = frozenset(
    {
        "62e90394-69f5-4237-9190-012177145e10",  # Global Administrator
        "69091246-20e8-4a56-aa4d-066075b2a7a8",  # Teams Administrator
        "baf37b3a-610e-45da-9e62-d9d1e5e8914b",  # Teams Communications Administrator
        TELEPHONY_ADMINISTRATOR,
    }
)
READER_ROLES = frozenset(
    {
        "f2ef992c-3afb-46b9-b7cf-a126ee74c451",  # Global Reader
        "1076ac91-f3d9-41a7-a339-dcdf5f480acc",  # Teams Reader
        "fcf91098-03e3-41a9-b5ba-6f0ec8188a12",  # Teams Communications Support Specialist
        "f70938a0-fc10-4177-9e90-2178f8765737",  # Teams Communications Support Engineer
    }
)

_READS = frozenset({Right.NONE, Right.READ})
_CHANGES = _READS | {Right.CHANGE, Right.SHARED}
_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.APPROVER: _CHANGES | {Right.APPROVE, Right.CALLS},
    Role.OPERATOR: _CHANGES,
    Role.READER: _READS,
    Role.NOBODY: frozenset({Right.NONE}),
    Role.UNKNOWN: frozenset({Right.NONE}),
}
# Rights that concern every line: a limited role doesn't have them.
_OF_ALL = frozenset({Right.CONNECT, Right.SHARED, Right.RULES})
_LOOKS = frozenset({Right.READ, Right.CALLS})
WRITES = frozenset({Right.CHANGE, Right.APPROVE, Right.CONNECT, Right.SHARED, Right.RULES})


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds, its reach, and its source (a group's name, for instance)."""

    role: Role
    reach: Reach = EVERYWHERE
    by: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """Everything that somebody (`who`) holds; not `known` where the directory couldn't be asked."""

    held: tuple[HeldRole, ...] = ()
    known: bool = True
    who: str = ""

    @property
    def role(self) -> Role:
        """The strongest role, however far it reaches."""
        if not self.known:
            return Role.UNKNOWN
        return next((role for role in Role if any(one.role is role for one in self.held)), Role.NOBODY)

    @property
    def sees_all(self) -> bool:
        """Whether nothing of the workspace is hidden."""
        return any(Right.READ in _RIGHTS[one.role] and one.reach.kind is ReachKind.WORKSPACE for one in self.held)


NO_ACCESS = Access()
ACCESS_UNKNOWN = Access(known=False)


class Denied(StrEnum):
    """Why something isn't allowed."""

    UNKNOWN = "unknown"  # their access couldn't be read
    NO_ROLE = "no role"  # none of their roles has the right
    TOO_FAR = "too far"  # one has it, but its reach doesn't cover this


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, and if not, why."""

    denied: Denied | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.denied is None


_YES = Decision()


def may(access: Access, right: Right, touched: Extent | None = None) -> Decision:
    """Whether this access includes the right for the extent; without an extent, for anything at all."""
    if right is Right.NONE:
        return _YES
    if not access.known:
        return Decision(Denied.UNKNOWN)
    reaches = having(access, right)
    if not reaches:
        return Decision(Denied.NO_ROLE)
    if right in _OF_ALL:
        reached = any(reach.kind is ReachKind.WORKSPACE for reach in reaches)
    else:
        reached = touched is None or any(covers(reach, touched, looks=right in _LOOKS) for reach in reaches)
    return _YES if reached else Decision(Denied.TOO_FAR)


def having(access: Access, right: Right) -> Sequence[Reach]:
    """How far each role goes that has the right."""
    return [one.reach for one in access.held if right in _RIGHTS[one.role]]


def role_of(directory_roles: Iterable[str]) -> Role:
    """The role that these directory role template ids give if they are held for the whole tenant."""
    held = frozenset(directory_roles)
    if held & ADMIN_ROLES:
        return Role.OWNER
    return Role.READER if held & READER_ROLES else Role.NOBODY


def role_in_unit(directory_roles: Iterable[str]) -> Role:
    """The role given by directory roles held for an administrative unit: never owner."""
    role = role_of(directory_roles)
    return Role.APPROVER if role is Role.OWNER else role
