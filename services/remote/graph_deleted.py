"""Accounts that were deleted and can still be restored, through Graph."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from services.remote.graph_calls import GraphCalls
from services.remote.wire import CAMEL, Name, Text

_PAGE = 200
_SELECT = "id,displayName,userPrincipalName,mail,deletedDateTime"
# https://learn.microsoft.com/graph/api/resources/directory
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DeletedUser:
    """An account in the directory's deleted items."""

    __pydantic_config__ = CAMEL
    id: Name
    user_principal_name: Name
    display_name: Text
    mail: Text
    deleted_date_time: datetime

    @property
    def principal_name(self) -> str:
        """Its former name: deleting an account puts its id without dashes before the principal name.

        https://learn.microsoft.com/graph/api/directory-deleteditems-list
        """
        return self.user_principal_name.removeprefix(self.id.replace("-", ""))

    @property
    def until(self) -> date:
        """The last day on which it can be restored."""
        return (self.deleted_date_time + _KEPT).date()


_DELETED = TypeAdapter(DeletedUser)


class GraphDeleted(GraphCalls):
    """Reads what was deleted."""

    def deleted_users(self) -> AsyncIterator[DeletedUser]:
        """Every account that was deleted and can be restored.

        https://learn.microsoft.com/graph/api/directory-deleteditems-list
        """
        path = "/directory/deletedItems/microsoft.graph.user"
        return self._directory_pages(path, _DELETED, {"$select": _SELECT, "$top": _PAGE})
