"""Which application permission a call of Graph takes, of those that the program asks for.

The directory's refusals name none (https://learn.microsoft.com/graph/errors), `/admin/teams` names every one that would
do. What each call takes stands on its page: https://learn.microsoft.com/graph/permissions-reference .
"""

from __future__ import annotations

import re

DENIED = "Authorization_RequestDenied"

# (method, path as it begins, permission); the first that fits counts.
_TABLE = (
    ("GET", r"/organization|/subscribedSkus", "Organization.Read.All"),
    ("GET", r"/applications", "Application.Read.All"),
    ("GET", r"/groups", "GroupMember.Read.All"),
    ("GET", r"/directory/administrativeUnits", "AdministrativeUnit.Read.All"),
    ("GET", r"/roleManagement/directory", "RoleManagement.Read.Directory"),
    ("GET", r"/users|/directory/deletedItems", "User.Read.All"),
    ("PATCH", r"/users/", "User.ReadWrite.All"),
    ("POST", r"/users/[^/]+/assignLicense", "LicenseAssignment.ReadWrite.All"),
    ("POST", r"/users/[^/]+/checkMemberGroups", "GroupMember.Read.All"),
)
_OTHERS = (
    "TeamsTelephoneNumber.ReadWrite.All",
    "TeamsUserConfiguration.Read.All",
    "TeamsPolicyUserAssign.ReadWrite.All",
    "User-Phone.ReadWrite.All",
)
ASKED_FOR = frozenset((*(permission for *_, permission in _TABLE), *_OTHERS))


def permission_for(method: str, path: str) -> str:
    """The permission that a call of the directory takes; empty where none is known."""
    return next((needed for verb, begins, needed in _TABLE if verb == method and re.match(begins, path)), "")
