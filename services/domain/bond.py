"""The bond between a Microsoft tenant and an organisation of the CPaaS, as it was made when somebody connected them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bond:
    """Which tenant belongs to which organisation."""

    tenant_id: str
    org_uuid: str
