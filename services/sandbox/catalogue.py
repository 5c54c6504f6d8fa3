"""Microsoft's public identifiers that the sandbox needs: licences, service plans, directory roles, permissions.

Licences and plans: https://learn.microsoft.com/en-us/entra/identity/users/licensing-service-plan-reference
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from services.sandbox.world import Sku

MCOEV = "4828c8ec-dc2e-4779-b502-87ac9ce28ab7"
MCOEV_VIRTUALUSER = "f47330e9-c134-43b3-9993-e7f004506889"
TEAMS1 = "57ff2da0-773e-42df-b2af-ffb7a2317929"
MCOMEETADV = "3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40"

USER_PHONE_PLANS = frozenset(
    {
        MCOEV,
        "ed777b71-af04-42ca-9798-84344c66f7c6",
        "db23fce2-a974-42ef-9002-d78dd42a0f22",
    }  # MCOEV, MCOEVSMB, MCOEV_GOV
)
RESOURCE_PHONE_PLANS = frozenset({MCOEV_VIRTUALUSER, "0628a73f-3b4a-4989-bd7b-0f8823144313"})

TEAMS_PHONE = "e43b5b99-8dfb-405f-9987-dc307f34bcbd"
RESOURCE_ACCOUNT = "440eaaa8-b3e0-484b-a8be-62870b9ba70a"
TEAMS_ENTERPRISE = "7e31c0d9-9551-471d-836f-32ee72be4a01"
M365_E3 = "05e9a617-0261-4cee-bb44-138d3ef5d965"
M365_E5 = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"

TEAMS_ADMINISTRATOR = "69091246-20e8-4a56-aa4d-066075b2a7a8"
TEAMS_TELEPHONY_ADMINISTRATOR = "aa38014f-0993-46e9-9b45-30501a20909d"
GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
ROLE_NAMES = {
    TEAMS_ADMINISTRATOR: "Teams Administrator",
    TEAMS_TELEPHONY_ADMINISTRATOR: "Teams Telephony Administrator",
    GLOBAL_READER: "Global Reader",
}

GRANTED = frozenset(
    {
        "Organization.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "AdministrativeUnit.Read.All",
        "RoleManagement.Read.Directory",
        "LicenseAssignment.ReadWrite.All",
        "User.ReadWrite.All",
        "TeamsTelephoneNumber.ReadWrite.All",
        "TeamsUserConfiguration.Read.All",
        "TeamsPolicyUserAssign.ReadWrite.All",
    }
)


# Microsoft 365 E5 has 86 service plans, and E3 nearly as many. Those that have nothing to do with calling get made-up
# names and ids: only their number and length matter.
_OTHER_PLANS = {str(uuid5(NAMESPACE_URL, f"plan:{no}")): f"FURTHER_SERVICE_PLAN_{no:02d}" for no in range(83)}


def bought_skus(more: int) -> dict[str, Sku]:
    """The licences a seeded tenant owns, by sku id; `more` seats on top for a large world."""
    skus = (
        Sku(TEAMS_PHONE, "MCOEV", 25 + more, {MCOEV: "MCOEV"}),
        Sku(RESOURCE_ACCOUNT, "PHONESYSTEM_VIRTUALUSER", 5, {MCOEV_VIRTUALUSER: "MCOEV_VIRTUALUSER"}),
        Sku(TEAMS_ENTERPRISE, "Microsoft_Teams_Enterprise_New", 100 + more, {TEAMS1: "TEAMS1"}),
        Sku(M365_E5, "SPE_E5", 5, {TEAMS1: "TEAMS1", MCOEV: "MCOEV", MCOMEETADV: "MCOMEETADV", **_OTHER_PLANS}),
    )
    found = {sku.sku_id: sku for sku in skus}
    return found | {M365_E3: Sku(M365_E3, "SPE_E3", more, {TEAMS1: "TEAMS1", **_OTHER_PLANS})} if more else found
