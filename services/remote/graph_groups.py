"""Groups through Graph: what they are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from services.domain.errors import RemoteRefused
from services.remote.graph_calls import GraphCalls, literal
from services.remote.graph_permissions import DENIED
from services.remote.graph_roles import MAX_FILTER_VALUES
from services.remote.wire import CAMEL, Ident, Text


@dataclass(frozen=True, slots=True)
class _Named:
    __pydantic_config__ = CAMEL
    id: Ident
    display_name: Text


_NAMED = TypeAdapter(_Named)


class GraphGroups(GraphCalls):
    """Reads groups."""

    async def group_names(self, ids: Collection[str]) -> Mapping[str, str]:
        """The names of those of these groups that exist; empty if the app may not read groups.

        https://learn.microsoft.com/graph/api/group-list
        """
        wanted, found = sorted(set(ids)), dict[str, str]()
        for at in range(0, len(wanted), MAX_FILTER_VALUES):
            named = ",".join(map(literal, wanted[at : at + MAX_FILTER_VALUES]))
            params = {"$filter": f"id in ({named})", "$select": "id,displayName"}
            try:
                found |= {one.id: one.display_name async for one in self._directory_pages("/groups", _NAMED, params)}
            except RemoteRefused as refused:
                if refused.code != DENIED:
                    raise
                return {}
        return found
