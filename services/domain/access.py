"""Who may do what: rights follow from the directory roles a person holds in their own tenant.

Role template ids: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
"""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """What a command or click needs of the person."""

    NONE = "none"  # anybody in the tenant
    READ = "read"
    CHANGE = "change"
    APPROVE = "approve"
    CONNECT = "connect"
    CALLS = "see who called whom"


class Role(StrEnum):
    """What somebody is to Switchboard."""

    ADMIN = "admin"
    READER = "reader"
    NOBODY = "nobody"
    UNKNOWN = "unknown"  # the directory couldn't be asked: no right follows from it, and no refusal


ADMIN_ROLES = frozenset(
    {
        "62e90394-69f5-4237-9190-012177145e10",  # Global Administrator
        "69091246-20e8-4a56-aa4d-066075b2a7a8",  # Teams Administrator
        "baf37b3a-610e-45da-9e62-d9d1e5e8914b",  # Teams Communications Administrator
        "aa38014f-0993-46e9-9b45-30501a20909d",  # Teams Telephony Administrator
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

_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right),
    Role.READER: frozenset({Right.NONE, Right.READ}),
    Role.NOBODY: frozenset({Right.NONE}),
    Role.UNKNOWN: frozenset({Right.NONE}),
}


def role_of(directory_roles: frozenset[str] | set[str]) -> Role:
    """The role that these directory role template ids amount to."""
    if directory_roles & ADMIN_ROLES:
        return Role.ADMIN
    return Role.READER if directory_roles & READER_ROLES else Role.NOBODY


def may(role: Role, right: Right) -> bool:
    """Whether somebody of this role has this right."""
    return right in _RIGHTS[role]
