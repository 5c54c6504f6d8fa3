"""Deleted users, for as long as they can be restored."""

from __future__ import annotations

from services.sandbox.graph.call import Answer, Call
from services.sandbox.graph.paging import page, refuse_other_options, resume_at, selected, whole_number
from services.sandbox.graph.users import as_user
from services.sandbox.world import DeletedPerson, Tenant

_RESTORABLE_SECONDS = 30 * 86400.0  # https://learn.microsoft.com/graph/api/resources/directory
_DEFAULT = frozenset({"id", "displayName", "userPrincipalName", "mail", "deletedDateTime"})


def deleted_users(call: Call, tenant: Tenant) -> Answer:
    """A page of those who were deleted in the last thirty days."""
    refuse_other_options(call, frozenset({"$select", "$top", "$skiptoken"}))
    now, start = call.sandbox.clock.now(), resume_at(call)
    kept = [one for one in tenant.deleted.values() if one.at + _RESTORABLE_SECONDS > now]

    def shown(found: tuple[int, DeletedPerson]) -> dict[str, object]:
        stamp = call.sandbox.clock.stamp(found[1].at)
        return selected(call, {**as_user(tenant, found[1].person), "deletedDateTime": stamp}, _DEFAULT)

    size = whole_number(call, "$top", 100, 1)
    return page(call, iter(list(enumerate(kept))[start:]), size, lambda found: str(found[0] + 1), shown)
