"""Decides whether Microsoft accepts a number, and with which errors it doesn't.

The codes are Microsoft's own as a partner's public client lists them (https://github.com/team-telnyx/telnyx-python,
types/external_connections/tn_upload_entry.py); their texts are not public.
"""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers

from services.sandbox.operator.call import Json
from services.sandbox.operator.models import NumberConfiguration
from services.sandbox.operator.plans import CALLING_USER
from services.sandbox.state import Sandbox
from services.sandbox.world import Account, Consent

_ISO = {"UK": "GB"}  # consents use another code for the United Kingdom than numbers do


def errors_of(sandbox: Sandbox, account: Account, number: str, wanted: NumberConfiguration) -> list[Json]:
    """Why the number fails to sync, empty when it will; a fault that is switched on comes first."""
    rule = sandbox.faults.number_error("operator", number)
    if rule:
        return [error(rule.code or "internal_error", rule.text or "An internal error occurred.", number)]
    consent = sandbox.world.operator.consents.get(account.tenant_id)
    problem = _consent_problem(consent, account, number, wanted) or _address_problem(sandbox, account, number, wanted)
    return [problem] if problem else []


def error(code: str, message: str, target: str) -> Json:
    """An error as `serviceProvisioningErrors` lists it."""
    return {"code": code, "message": message, "target": target}


def country_of(number: str, displayed: str | None) -> str | None:
    """The country of a number, for shared and special codes the displayed one; None when it can't be told."""
    if displayed:
        return displayed
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    regions = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    return regions[0] if len(regions) == 1 else phonenumbers.region_code_for_number(parsed)


def _consent_problem(
    consent: Consent | None, account: Account, number: str, wanted: NumberConfiguration
) -> Json | None:
    if consent is None or consent.status.lower() != "active":
        state = consent.status if consent else "missing"
        message = f"The consent of tenant '{account.tenant_id}' to the operator is {state}."
        return error("unable_to_retrieve_partner_info", message, number)
    country = country_of(number, wanted.displayed_country_code)
    if country not in {_ISO.get(named.upper(), named.upper()) for named in consent.countries}:
        message = f"The country '{country or 'unknown'}' of '{number}' is not one the tenant consented to."
        return error("unknown_country_code", message, number)
    return None


def _address_problem(sandbox: Sandbox, account: Account, number: str, wanted: NumberConfiguration) -> Json | None:
    addresses = sandbox.world.operator.civic_addresses.get(account.name, [])
    if not wanted.location_id and not wanted.civic_address_id:
        return _default_problem(addresses, number, wanted)
    chosen = next(_matching(addresses, wanted), None)
    if chosen is None:
        message = f"The location '{wanted.location_id or wanted.civic_address_id}' was not found."
        return error("unable_to_retrieve_location", message, number)
    if chosen.get("country") not in (None, country_of(number, wanted.displayed_country_code)):
        message = f"The address is in {chosen['country']}, the number is not."
        return error("unable_to_match_geography_entry", message, number)
    return None


def _default_problem(addresses: list[Json], number: str, wanted: NumberConfiguration) -> Json | None:
    """The error for a user's number that has no location and gets no default one; None when it has."""
    usages = (wanted.usage, *(wanted.additional_usages or ()))
    if wanted.allow_tenant_address_update or CALLING_USER not in usages:
        return None
    if any(address.get("defaultLocationId") for address in addresses):
        return None
    message = "The tenant has no default location and none was given."
    return error("unable_to_retrieve_default_location", message, number)


def _matching(addresses: list[Json], wanted: NumberConfiguration) -> Iterator[Json]:
    for address in addresses:
        named = wanted.civic_address_id in (None, address["id"])
        places = {address["defaultLocationId"], *(location["id"] for location in address.get("locations", []))}
        if named and (wanted.location_id is None or wanted.location_id in places):
            yield address
