"""How a workspace uploads its numbers: what the operator needs besides the number itself."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain import addons

PEOPLE, RESOURCES = "CallingUserAssignment", "FirstPartyAppAssignment"
USAGE = {addons.TEAMS_USER: PEOPLE, addons.TEAMS_RESOURCE: RESOURCES}


@dataclass(frozen=True, slots=True)
class UploadOptions:
    """The options of an upload unless the request says otherwise.

    `usage` is for numbers without a Teams add-on that tells it. `location` is an emergency location's id (empty: the
    tenant's default one), valid for numbers of `country`, and `place` its name. `open_address`: the tenant may change
    it.
    """

    usage: str = PEOPLE
    location: str = ""
    country: str = ""
    place: str = ""
    open_address: bool = False
