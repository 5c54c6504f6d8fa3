"""The part of the record that somebody with a limited role may see: what they did, and what is within reach."""

from __future__ import annotations

from services.domain.access import Access, Right, may
from services.inventory.snapshot import Snapshot
from services.inventory.visibility import line_extent
from services.store.record.search import RecordScope, RecordSearch


async def record_scope(found: RecordSearch, live: Snapshot, access: Access, tenant_id: str) -> RecordScope:
    """Entries by themselves, and those about a line or person within reach; `live` is what they may see now.

    An entry that names a person is theirs only where that person is within reach, too: a line may have been somebody
    else's. Of a line that is gone its extension decides.
    """
    lines, people = await found.named(tenant_id)
    known = {person.object_id for person in live.directory.people if person.object_id}
    return RecordScope(
        tenant_id,
        frozenset(line for line in lines if _reaches(live, access, line)),
        access.who,
        frozenset(people & known),
    )


def _reaches(live: Snapshot, access: Access, line: str) -> bool:
    if line in live.lines:
        return True
    return line not in live.hidden and may(access, Right.READ, line_extent(live, line)).allowed
