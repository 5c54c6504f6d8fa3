"""An application's own registration through Graph: how long its secrets and certificates are valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from services.remote.graph_calls import GraphCalls, literal
from services.remote.wire import CAMEL, Items, Text


@dataclass(frozen=True, slots=True)
class AppCredential:
    """A secret or certificate of an application, as its registration lists it."""

    __pydantic_config__ = CAMEL
    display_name: Text
    end_date_time: datetime


@dataclass(frozen=True, slots=True)
class _Application:
    __pydantic_config__ = CAMEL
    password_credentials: Items[AppCredential]
    key_credentials: Items[AppCredential]


_APPLICATION = TypeAdapter(_Application)


class GraphApplications(GraphCalls):
    """Reads application registrations."""

    async def app_credentials(self, app_id: str) -> tuple[AppCredential, ...]:
        """Secrets and certificates of an application of this tenant, the longest-lasting first.

        https://learn.microsoft.com/graph/api/application-list
        """
        params = {"$filter": f"appId eq {literal(app_id)}", "$select": "passwordCredentials,keyCredentials"}
        found = [
            credential
            async for one in self._directory_pages("/applications", _APPLICATION, params)
            for credential in (*one.password_credentials, *one.key_credentials)
        ]
        return tuple(sorted(found, key=lambda one: one.end_date_time, reverse=True))
