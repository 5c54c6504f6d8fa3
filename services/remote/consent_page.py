"""Microsoft's page where an administrator grants access to a whole tenant.

https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

_SCOPE = "https://graph.microsoft.com/.default"  # application permissions are granted by it alone


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """Where the page is, for which app, and where its answer goes."""

    login_url: str = ""
    client_id: str = ""
    redirect_uri: str = ""

    def url(self, tenant_id: str, state: str) -> str:
        """The address of the page for this tenant; `state` comes back with the answer."""
        asked = {
            "client_id": self.client_id,
            "scope": _SCOPE,
            "redirect_uri": self.redirect_uri,
            "state": state,
        }
        return f"{self.login_url}/{quote(tenant_id, safe='')}/v2.0/adminconsent?{urlencode(asked)}"
